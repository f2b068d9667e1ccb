"""The second way of writing: the bytes of xlsxwriter, whatever is reported, and xlsxwriter itself for all else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, cast

import measured
import pytest
import xlsxwriter
from builders import Filled, examples, filled, outcome
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter.exceptions import OverlappingRange

from iku_excel import press, workbook
from iku_excel.findings import catalogue
from iku_excel.model import Measured, Outcome, Result
from iku_excel.press import composed, quick
from iku_excel.press.tape import Tape
from iku_excel.text import cells, styles

ODD = [
    "",
    "<r>rekaan</r>",
    "<r>",
    ' R&D <uji> "kutip" ',
    "a\nb",
    "huruf \u2028 aneh",
    "_x0041_",
    "=1+1",
    "https://a.go.id",
]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Begin and end without skeletons; a first workbook was written before."""
    press._skeletons.clear()
    press._skeletons[press._FIRST] = None
    yield
    press._skeletons.clear()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Outcomes of several shapes, each read from a workbook of its own."""
    folder = tmp_path_factory.mktemp("read")
    made = {period: filled(period, n_periods=1) for period in ("tahunan", "triwulanan", "bulanan")}
    definition = measured.office()
    made["semua"] = Filled(definition, measured.cells(definition, 3))
    return {name: outcome(sample.save(folder, f"{name}.xlsx")) for name, sample in made.items()}


def first_way(found: Outcome, paper: str = "f4", writer: Any = quick.Book) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "Book", writer)
        return workbook.render(found, paper)


@st.composite
def changed(draw: st.DrawFn, found: Outcome) -> tuple[Outcome, Outcome]:
    """Two outcomes of a submission with the same texts and findings, and each with figures of its own."""
    counts = st.integers(0, 10**9) | st.integers(0, 400)

    def counted(value: Measured) -> Measured:
        top, bottom = draw(counts), draw(counts)
        return dataclasses.replace(
            value, actual=100 * top / bottom if bottom else None, numerator=top, denominator=bottom
        )

    def result(value: Result) -> Result:
        periods = value.periods[: draw(st.integers(1, len(value.periods)))]
        return dataclasses.replace(
            value,
            measured=counted(value.measured),
            target=draw(st.sampled_from([None, value.target])),
            periods=tuple(dataclasses.replace(item, measured=counted(item.measured)) for item in periods),
        )

    letters = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    told = [
        catalogue.finding("angka-teks", {"found": draw(letters), "used": "12"}, place=("Data", 6, number))
        for number in range(draw(st.integers(0, 3)))
    ]
    written = dataclasses.replace(
        found,
        findings=tuple(told),
        note=draw(letters),
        signatory=dataclasses.replace(found.signatory, name=draw(letters), place=draw(letters)),
    )
    one, other = (
        dataclasses.replace(written, results=tuple(result(value) for value in found.results)) for _ in range(2)
    )
    return one, other


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_submissions_have_the_bytes_of_the_first_way(data: st.DataObject, read: dict[str, Outcome]) -> None:
    """Whatever figures, findings, texts and paper: through a skeleton or without, the bytes are those of xlsxwriter."""
    one, other = data.draw(st.sampled_from(sorted(read)).flatmap(lambda name: changed(read[name])))
    paper = data.draw(st.sampled_from(["f4", "a4"]))
    expected = first_way(one, paper), first_way(other, paper)
    workbook.render(one, paper)
    assert (workbook.render(one, paper), workbook.render(other, paper)) == expected
    assert workbook.render(one, paper) == expected[0]


def test_all_but_the_first_two_come_from_a_skeleton(read: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    """A third workbook of a shape is not played to xlsxwriter, with other figures, and without them."""
    found = read["triwulanan"]
    for _ in range(2):
        workbook.render(found)
    emptied = dataclasses.replace(found, results=tuple(map(_without_figures, found.results)))
    expected = first_way(found), first_way(emptied)
    monkeypatch.setattr(Tape, "played", None)
    assert (workbook.render(found), workbook.render(emptied)) == expected


def _without_figures(result: Result) -> Result:
    nothing = Measured(None, 0, 0)
    periods = tuple(dataclasses.replace(item, measured=nothing) for item in result.periods[:1])
    return dataclasses.replace(result, measured=nothing, periods=periods, achievement=None, predicate=None)


def test_the_first_workbook_of_a_run_is_only_played(read: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of one workbook takes no time for what only a second one would gain from."""
    press._skeletons.clear()
    monkeypatch.setattr(press, "Composed", None)
    assert workbook.render(read["triwulanan"]) == first_way(read["triwulanan"])


def test_a_skeleton_that_gives_other_bytes_is_never_used(
    read: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should another xlsxwriter write cells in another way, every workbook is left to it."""
    found = read["triwulanan"]
    expected = first_way(found)
    monkeypatch.setattr(composed, "_shared", lambda text: f"<si><t>{len(text)}</t></si>")
    assert [workbook.render(found) for _ in range(4)] == [expected] * 4
    assert set(press._skeletons.values()) == {None}


def small(change: Callable[[Any, Any], object]) -> Callable[[Any], bytes]:
    """Return how a small workbook with one change is written by a kind of book."""

    def write(kind: Any) -> bytes:
        buffer = BytesIO()
        with kind(buffer, styles.options()) as book:
            book.set_properties({"title": "uji", "author": "uji", "created": styles.CREATED})
            sheet, bold = book.add_worksheet("Uji"), book.add_format({"bold": True})
            sheet.write_string(0, 0, "judul", bold)
            change(sheet, bold)
        return buffer.getvalue()

    return write


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet, bold: sheet.write_url(3, 0, "https://a.go.id", bold),
        lambda sheet, bold: sheet.write(3, 0, 12, bold),
        lambda sheet, bold: sheet.set_row(3, 20, bold),
        lambda sheet, _: sheet.set_row(3, 0),
        lambda sheet, bold: sheet.set_column(1, 2, 12, bold, {"hidden": True}),
        lambda sheet, bold: sheet.write_formula(3, 0, "=FILTER(A1:A2,1)", bold, 1),
        lambda sheet, bold: sheet.write_formula(3, 0, '=IF(1,"FILTER(","")', bold, "#N/A"),
        lambda sheet, bold: sheet.write_formula(3, 0, "=1", bold, True),
        lambda sheet, bold: sheet.merge_range(3, 0, 3, 2, "=1+1", bold),
        lambda sheet, bold: sheet.merge_range(3, 0, 3, 2, "mailto:a@b.id", bold),
        lambda sheet, bold: sheet.write_string(3, 0, "x" * 40_000, bold),
        lambda sheet, _: sheet.protect(),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_is_not_known_is_left_to_xlsxwriter(change: Callable[[Any, Any], object]) -> None:
    """A call, a formula or a value that the press does not write itself makes no skeleton and no other bytes."""
    write = small(change)
    assert [write(press.Book) for _ in range(3)] == [write(quick.Book)] * 3
    assert set(press._skeletons.values()) <= {None}


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet, bold: sheet.merge_range(3, 0, 4, 2, 12, bold),
        lambda sheet, bold: sheet.merge_range(3, 0, 4, 2, "kata", bold),
        lambda sheet, bold: sheet.write_blank(3, 0, None, bold),
        lambda sheet, _: sheet.write_blank(3, 0, None),
        lambda sheet, bold: [
            sheet.set_column(0, 2, 12, bold),
            sheet.write_string(3, 1, "tanpa"),
            sheet.set_row(40, 30),
        ],
        lambda sheet, _: [sheet.set_default_row(12.75), sheet.write_number(17, 3, 1e-7), sheet.set_row(18, 12.75)],
        lambda sheet, bold: sheet.write_formula(3, 0, '=SUM(A1:A2)&"<"', bold, "a\x07&b"),
        lambda sheet, bold: sheet.write_formula(3, 0, "=SUM(A1:A2)", bold, ""),
    ],
)
def test_what_is_known_has_the_same_bytes(change: Callable[[Any, Any], object]) -> None:
    """Merges, blanks, heights, columns and stored values are written as xlsxwriter writes them."""
    write = small(change)
    assert [write(press.Book) for _ in range(3)] == [write(quick.Book)] * 3
    assert None not in [made for key, made in press._skeletons.items() if key != press._FIRST]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (
            lambda sheet, bold: [sheet.merge_range(3, 0, 3, 2, "", bold), sheet.merge_range(2, 1, 4, 1, "", bold)],
            OverlappingRange,
        ),
        (lambda sheet, _: sheet.write_number(3, 0, float("nan")), TypeError),
        (lambda sheet, bold: sheet.write_formula(3, 0, "=1", bold, float("inf")), ValueError),
    ],
)
def test_what_is_refused_stays_refused(change: Callable[[Any, Any], object], error: type[Exception]) -> None:
    """Overlapping merges, and numbers that are none, are faults in both ways."""
    for kind in (press.Book, quick.Book):
        with pytest.raises(error):
            small(change)(kind)


def test_a_fault_on_the_way_writes_nothing() -> None:
    """A workbook whose making ended in a fault is not written."""
    buffer = BytesIO()
    with pytest.raises(ZeroDivisionError), press.Book(buffer, styles.options()):
        raise ZeroDivisionError
    assert not buffer.getvalue()


def test_a_text_is_never_taken_for_rich_text(read: dict[str, Outcome]) -> None:
    """Between <r> and </r>, where xlsxwriter writes XML, a clerk's text stays what was typed."""
    text = "<r>a & </t></r>"
    found = dataclasses.replace(read["triwulanan"], note=text)
    for data in (workbook.render(found), first_way(found)):
        assert load_workbook(BytesIO(data))["Capaian"]["A3"].value == text
    assert cells.plain("<r>") == "<r>"


def test_the_first_way_is_xlsxwriter(read: dict[str, Outcome]) -> None:
    """The first way differs from xlsxwriter in time only."""
    found = read["bulanan"]
    assert first_way(found) == first_way(found, writer=cast("Any", xlsxwriter.Workbook))
