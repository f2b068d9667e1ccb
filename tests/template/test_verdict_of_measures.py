"""The live verdict over every measure: it counts the errors that check finds, cell for cell."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from measured import cells, office
from openpyxl import load_workbook

from iku_excel import pipeline, template, workbook
from iku_excel.definition import filenames
from iku_excel.definition.layout import VERDICT_NAME
from iku_excel.model import Severity
from iku_excel.regency import recap
from iku_excel.regency.verify import verify

CASES: list[tuple[dict[str, template.Value], list[str]]] = [
    ({}, []),
    ({"nilai_9_s1": 101}, ["di-luar-batas"]),
    ({"nilai_7_s1": 1_000.5}, ["bukan-bilangan-bulat"]),
    ({"nilai_7_s1": 2 * 10**15}, ["terlalu-besar"]),
    ({"nilai_8_s1": 1.23456}, ["terlalu-banyak-desimal"]),
    ({"nilai_8_s1": 999_999_999.00001}, ["terlalu-banyak-desimal"]),
    ({"nilai_8_s1": 999_999_999.0001, "nilai_6_s1": 10**9, "target_6": 2 * 10**9}, []),
    ({"predikat_11_s1": "Wajar"}, ["bukan-pilihan"]),
    ({"predikat_11_s1": " wtp "}, []),
    ({"target_9": 120}, ["target-di-luar-skala"]),
    ({"target_4": 10.5}, ["target-bukan-persen"]),
    ({"nilai_6_s2": ""}, ["periode-tidak-seragam"]),
    ({"nilai_6_s1": ""}, ["periode-terlompat"]),
    ({"nilai_9_s1": "", "nilai_9_s2": ""}, []),
    ({"pembilang_4_s1": 5, "pembilang_4_s2": 5, "penyebut_4_s1": 0, "penyebut_4_s2": 0}, ["pembagi-nol"]),
    ({"pembilang_14_s1": 5, "pembilang_14_s2": 5, "penyebut_14_s1": 0, "penyebut_14_s2": 0}, []),
]


def test_what_is_not_given_yet_is_no_fault(tmp_path: Path) -> None:
    """An office whose figures all come from outside reports that there are none yet, and is built so."""
    definition = office("semesteran")
    (goal,) = [goal for goal in definition.goals if "akuntabilitas" in goal.text]
    indicators = tuple(replace(item, number=number) for number, item in enumerate(goal.indicators, start=1))
    definition = replace(definition, goals=(replace(goal, indicators=indicators),))
    path = tmp_path / "isian.xlsx"
    path.write_bytes(template.render(definition))
    (outcome,) = pipeline.process([path])
    codes = [(item.code, item.severity) for item in outcome.findings]
    assert codes == [("target-kosong", "info")] * len(indicators) + [("belum-dinilai", "info")] * len(indicators)
    assert [item.measured.actual for item in outcome.results] == [None] * len(indicators)
    assert filenames.output_name(outcome) == "IKU_2026_S1_KANTOR_CONTOH.xlsx"
    (tmp_path / "keluaran.xlsx").write_bytes(workbook.render(outcome))
    assert verify(tmp_path / "keluaran.xlsx") == ()
    made = recap.make([tmp_path / "keluaran.xlsx"])
    assert made.complete
    (block,) = recap.of_recap(made.recap)["blocks"]
    assert [total["median"] for total in block["totals"] if total["measure"] == "nilai"] == [None, None]


@pytest.mark.parametrize(("changes", "codes"), CASES, ids=lambda case: "-".join(case) or "sound")
def test_verdict_agrees_with_check(changes: dict[str, template.Value], codes: list[str], tmp_path: Path) -> None:
    """What stands in the verdict is what check finds, for each measure's own faults."""
    definition = office("semesteran")
    filled = {name: value for name, value in {**cells(definition, 2), **changes}.items() if value != ""}
    data = template.render(definition, filled)
    path = tmp_path / "isian.xlsx"
    path.write_bytes(data)
    (outcome,) = pipeline.process([path])
    assert [item.code for item in outcome.findings if item.severity is Severity.ERROR] == codes
    assert "putusan-berbeda" not in {item.code for item in outcome.findings}
    book = load_workbook(BytesIO(data), data_only=True)
    ((sheet, cell),) = book.defined_names[VERDICT_NAME].destinations
    verdict = str(book[sheet][cell.replace("$", "")].value)
    assert verdict == "SIAP DIKIRIM" if not codes else verdict.startswith(f"BELUM: {len(codes)} ")
