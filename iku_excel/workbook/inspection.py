"""The sheet Pemeriksaan: what the check found, what was repaired, which rules applied, and from what.

A reader who doubts a figure finds here the rule it follows and the file it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

import iku_excel
from iku_excel.definition import measure_words, measures, profile, register_words
from iku_excel.findings import catalogue
from iku_excel.model import CONTRACT_VERSION, Definition, Finding, Indicator
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height
from iku_excel.workbook.desk import INSPECTION, Desk

REPAIRED = ("angka-teks", "nama-dipulihkan")
"""Findings that tell of something taken otherwise than it was written."""

_WIDTHS = (5, 13, 12, 7, 56, 20, 24, 46)
_HEADS = ("NO", *catalogue.COLUMNS)
_LAST = len(_WIDTHS) - 1
_Words = TypeVar("_Words", bound=Hashable)


def write(desk: Desk) -> None:
    """Write the sheet Pemeriksaan."""
    sheet = desk.sheet(INSPECTION, _WIDTHS, "PEMERIKSAAN")
    findings = desk.outcome.findings
    row = _section(desk, sheet, 4, "Temuan")
    row = _findings(desk, sheet, row, findings, "Tidak ada temuan.")
    repaired = [finding for finding in findings if finding.code in REPAIRED]
    row = _section(desk, sheet, row + 1, "Yang diperbaiki saat dibaca (isi asli dan nilai yang dipakai)")
    row = _lines(desk, sheet, row, [_repair(finding) for finding in repaired] or ["Tidak ada."])
    row = _section(desk, sheet, row + 1, "Aturan yang dipakai")
    row = _lines(desk, sheet, row, list(rules_in_words(desk.definition)))
    if desk.outcome.submission.pending:
        row = _section(desk, sheet, row + 1, "Yang masuk dan belum selesai di akhir setiap periode (menurut register)")
        row = _pending(desk, sheet, row)
    row = _section(desk, sheet, row + 1, "Asal-usul")
    _provenance(desk, sheet, row)


def rules_in_words(definition: Definition) -> Iterator[str]:
    """Yield the rules behind the figures, as sentences that a clerk understands."""
    indicators = definition.indicators
    yield from _figures_in_words(indicators)
    if any(measures.is_share(item) and measures.is_flow(item) for item in indicators) and len(definition.periods) > 1:
        yield (
            "Pembilang arus boleh melebihi penyebut dalam satu periode (masuk di periode lalu, selesai di periode "
            "ini), tetapi tidak secara kumulatif."
        )
    for number, register in definition.registers.items():
        yield f"Indikator {number} dihitung dari register. {register_words.rule(register)}"
    if definition.registers:
        yield register_words.REPORTED
    yield "0 dari 0: tidak ada yang diukur, ditulis n/a, tidak ikut rata-rata. Sel kosong berarti belum dilaporkan."
    yield from _achievements_in_words(indicators)
    yield from _scale_in_words(definition)
    if len(definition.periods) > 2:
        yield (
            "Lonjakan diperingatkan bila pembilang atau penyebut lebih dari empat kali atau kurang dari seperempat "
            "median periode lain, dan selisihnya lebih dari lima kali akar jumlah keduanya; angka kecil tidak pernah."
        )
    yield "Rata-rata capaian menyebut pembaginya; indikator tanpa capaian tidak ikut."
    yield (
        "Pembulatan hanya untuk tampilan: dua angka di belakang koma, setengah ke atas. Koma dan titik angka di sel "
        "mengikuti pengaturan komputer; kalimat selalu memakai tanda Indonesia."
    )


def _figures_in_words(indicators: Sequence[Indicator]) -> Iterator[str]:
    """Yield how figures come from what is counted, and periods to a year; one sentence for all that are alike."""
    for words, alike in _grouped(indicators, measure_words.rule):
        yield f"Realisasi indikator {_numbers(alike)}: {words}"
    if any(map(measures.paired, indicators)):
        yield "Realisasi dihitung dari jumlah pembilang dan jumlah penyebut, tidak pernah dari persentase lain."
    for (called, adding), alike in _grouped(indicators, measure_words.adding):
        yield f"{called} (indikator {_numbers(alike)}): {adding}"
    for indicator in indicators:
        if indicator.levels:
            yield f"Tingkat indikator {indicator.number}: {measure_words.levels(indicator)}."


def _achievements_in_words(indicators: Sequence[Indicator]) -> Iterator[str]:
    for words, alike in _grouped(indicators, measure_words.achieved):
        yield f"Indikator {_numbers(alike)}, {words}"


def _scale_in_words(definition: Definition) -> Iterator[str]:
    cap = definition.scale.cap
    if cap is None:
        yield "Capaian ditulis apa adanya, tanpa batas atas."
    else:
        yield f"Capaian dibatasi paling tinggi {indonesian.number(cap)}%."
    bounds = [
        f"{band.label} mulai {indonesian.number(band.lower)}%"
        for band in definition.scale.bands
        if band.lower is not None
    ]
    lowest = definition.scale.bands[-1].label
    yield f"Predikat dari capaian yang tidak dibulatkan: {', '.join(bounds)}, di bawahnya {lowest}."
    yield f"Sumber skala predikat: {definition.scale.source}."


def _grouped(
    indicators: Sequence[Indicator], words: Callable[[Indicator], _Words]
) -> Iterator[tuple[_Words, list[Indicator]]]:
    """Yield each wording with the indicators that share it, in the order of the table."""
    groups: dict[_Words, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(words(indicator), []).append(indicator)
    yield from groups.items()


def _numbers(indicators: Sequence[Indicator]) -> str:
    return indonesian.listing([str(indicator.number) for indicator in indicators])


def _repair(finding: Finding) -> str:
    return f"{finding.sheet}, sel {finding.cell}: {finding.message}"


def _section(desk: Desk, sheet: Worksheet, row: int, text: str) -> int:
    sheet.merge_range(row, 0, row, _LAST, text, desk.styles["section"])
    return row + 1


def _lines(desk: Desk, sheet: Worksheet, row: int, lines: Sequence[str]) -> int:
    points = sum(column_points(width) for width in _WIDTHS[1:])
    for text in lines:
        sheet.write_string(row, 0, "•", desk.styles["step"])
        sheet.merge_range(row, 1, row, _LAST, "", desk.styles["wrap"])
        sheet.write_string(row, 1, text, desk.styles["wrap"])
        sheet.set_row(row, row_height([(text, points)], SIZE))
        row += 1
    return row


def _findings(desk: Desk, sheet: Worksheet, row: int, findings: Sequence[Finding], none: str) -> int:
    if not findings:
        return _lines(desk, sheet, row, [none])
    for col, text in enumerate(_HEADS):
        sheet.write_string(row, col, text, desk.styles["head"])
    for number, finding in enumerate(findings, start=1):
        row += 1
        texts = catalogue.row(finding)
        sheet.write_number(row, 0, number, desk.styles["centre_middle"])
        for col, text in enumerate(texts, start=1):
            sheet.write_string(row, col, text, desk.styles["label_middle"])
        widths = (column_points(width) for width in _WIDTHS[1:])
        sheet.set_row(row, row_height(zip(texts, widths, strict=True), SIZE))
    return row + 1


def _pending(desk: Desk, sheet: Worksheet, row: int) -> int:
    """Write what was open at the end of each reported period, a line for each register."""
    definition, pending = desk.definition, desk.outcome.submission.pending
    heads = ("NO", "AKHIR PERIODE", "BELUM SELESAI", "REGISTER")
    areas = ((0, 0), (1, 1), (2, 2), (3, _LAST))
    lines = [
        (number, period.title, count, definition.registers[number].title)
        for number, counts in pending.items()
        for period, count in zip(definition.periods, counts, strict=False)
    ]
    for position, ((first, last), text) in enumerate(zip(areas, heads, strict=True)):
        _across(sheet, (row, first, last), text, desk.styles["head"])
        for offset, line in enumerate(lines, start=1):
            style = desk.styles[("centre_middle", "label_middle", "count", "label_middle")[position]]
            _across(sheet, (row + offset, first, last), line[position], style)
    heights = [(text, column_points(_WIDTHS[first])) for (first, _), text in zip(areas, heads, strict=True)]
    sheet.set_row(row, row_height(heights, SIZE, bold=True))
    return row + 1 + len(lines)


def _across(sheet: Worksheet, area: tuple[int, int, int], value: str | int, cell_format: Format) -> None:
    row, first, last = area
    if last > first:
        sheet.merge_range(row, first, row, last, "", cell_format)
    if isinstance(value, str):
        sheet.write_string(row, first, value, cell_format)
    else:
        sheet.write_number(row, first, value, cell_format)


def _provenance(desk: Desk, sheet: Worksheet, row: int) -> None:
    submission, definition = desk.outcome.submission, desk.definition
    facts = (
        ("Berkas masukan", indonesian.printable(submission.path.name)),
        ("SHA-256 berkas masukan", submission.sha256),
        ("Profil", definition.id),
        ("SHA-256 definisi", profile.seal(profile.to_json(definition))),
        ("Jenis periode", definition.period),
        ("Versi kontrak", str(CONTRACT_VERSION)),
        ("Dibuat dengan", f"iku-excel {iku_excel.__version__}"),
    )
    for offset, (label, value) in enumerate(facts):
        sheet.merge_range(row + offset, 0, row + offset, 2, label, desk.styles["label_middle"])
        sheet.merge_range(row + offset, 3, row + offset, _LAST, "", desk.styles["label_middle"])
        sheet.write_string(row + offset, 3, value, desk.styles["label_middle"])
        points = sum(map(column_points, _WIDTHS[3:]))
        sheet.set_row(row + offset, row_height([(value, points)], SIZE))
