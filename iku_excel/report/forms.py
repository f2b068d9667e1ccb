"""The two short forms that use the same table: Perjanjian Kinerja and the quarterly plan (rencana aksi).

Both take the office's goals, indicators and targets; the second party, quarterly targets, programmes and who answers
for them are known to the office alone, and stand as ``Fill``.
"""

from __future__ import annotations

from collections.abc import Iterator

from iku_excel.model import Result
from iku_excel.report import words
from iku_excel.report.blocks import Column, Document, Fill, Grid, Heading, Paragraph, Section, Signatures, Text
from iku_excel.report.sources import Source

_QUARTERS = ("Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV")


def agreement(source: Source) -> Document:
    """Return the Perjanjian Kinerja of an office."""
    definition, signatory = source.definition, source.outcome.signatory
    columns = (
        Column("No", 10, "centre"),
        Column("Sasaran strategis", 58),
        Column("Indikator kinerja", 64),
        Column("Target", 28, "centre"),
    )
    rows = tuple((number, goal, result.indicator.text, words.target(result)) for number, goal, result in _rows(source))
    first = (
        "Pihak Pertama",
        signatory.position or Fill("jabatan pihak pertama"),
        signatory.region,
        "",
        "",
        "",
        signatory.name or Fill("nama pihak pertama"),
        signatory.rank,
        f"NIP. {signatory.nip}" if signatory.nip else Fill("NIP pihak pertama"),
    )
    second = (
        "Pihak Kedua",
        Fill("jabatan pihak kedua"),
        signatory.region,
        "",
        "",
        "",
        Fill("nama pihak kedua"),
        Fill("pangkat pihak kedua"),
        Fill("NIP pihak kedua"),
    )
    blocks = (
        Heading(f"PERJANJIAN KINERJA TAHUN {definition.year}", 1),
        Paragraph(definition.organization, centred=True),
        Paragraph(signatory.name or Fill("nama pihak pertama"), label="Pihak Pertama:"),
        Paragraph(signatory.position or Fill("jabatan pihak pertama"), label="Jabatan:"),
        Paragraph(Fill("nama pihak kedua"), label="Pihak Kedua, atasan Pihak Pertama:"),
        Paragraph(Fill("jabatan pihak kedua"), label="Jabatan:"),
        Paragraph(
            f"Pihak Pertama berjanji mewujudkan target kinerja tahun {definition.year} di bawah ini dan bertanggung "
            "jawab atas keberhasilan atau kegagalannya. Pihak Kedua memantau, mengevaluasi, dan menindaklanjuti "
            "pencapaiannya."
        ),
        Grid(columns, rows, notes=(f"Sumber: {source.origin}",)),
        Paragraph(Fill("program dan anggaran yang menunjang perjanjian ini")),
        Paragraph(_dated(source), centred=True),
        Signatures((second, first)),
    )
    return Document(
        f"Perjanjian Kinerja {definition.year} {definition.organization}", definition.organization, (Section(blocks),)
    )


def plan(source: Source) -> Document:
    """Return the rencana aksi of an office: its targets, with room for those of each quarter."""
    definition, signatory = source.definition, source.outcome.signatory
    columns = (
        Column("No", 9, "centre"),
        Column("Sasaran strategis", 40),
        Column("Indikator kinerja", 48),
        Column("Satuan", 16, "centre"),
        Column("Target setahun", 22, "centre"),
        *(Column(f"Target {quarter}", 19, "centre") for quarter in _QUARTERS),
        Column("Program/kegiatan", 20),
        Column("Penanggung jawab", 20),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            number,
            goal,
            result.indicator.text,
            result.indicator.unit,
            words.target(result),
            *(Fill("target") for _ in _QUARTERS),
            Fill("program"),
            Fill("siapa"),
        )
        for number, goal, result in _rows(source)
    )
    block: tuple[Text, ...] = (
        _dated(source),
        signatory.position or Fill("jabatan"),
        signatory.region,
        "",
        "",
        "",
        signatory.name or Fill("nama"),
        signatory.rank,
        f"NIP. {signatory.nip}" if signatory.nip else Fill("NIP"),
    )
    blocks = (
        Heading(f"RENCANA AKSI PENCAPAIAN KINERJA TAHUN {definition.year}", 1),
        Paragraph(definition.organization, centred=True),
        Grid(columns, rows, notes=(f"Sumber: {source.origin}",)),
        Signatures((("",), block)),
    )
    section = Section(blocks, landscape=True)
    return Document(f"Rencana Aksi {definition.year} {definition.organization}", definition.organization, (section,))


def _rows(source: Source) -> Iterator[tuple[str, str, Result]]:
    results = {result.indicator.number: result for result in source.outcome.results}
    for goal in source.definition.goals:
        for indicator in goal.indicators:
            shown = goal.text if indicator is goal.indicators[0] else ""
            yield str(indicator.number), shown, results[indicator.number]


def _dated(source: Source) -> Text:
    place = source.outcome.signatory.place
    return Fill(f"tempat dan tanggal penandatanganan{f', di {place}' if place else ''}")
