"""What Excel itself lets nobody type: the validations of a figure's cell and of a target's, with their hints."""

from __future__ import annotations

from typing import Any

from iku_excel.definition import measure_words, measures
from iku_excel.definition.layout import Field
from iku_excel.model import Indicator, Numbers

_LISTED = 255  # letters of a list that Excel keeps in the rule itself
_SORTS = {
    Numbers.WHOLE: ("Bilangan bulat, tanpa titik ribuan.", "Bukan bilangan bulat", "bilangan bulat", "1234"),
    Numbers.DECIMAL: ("Paling banyak 4 angka di belakang koma.", "Bukan bilangan", "bilangan", "72,35"),
    Numbers.RUPIAH: ("Rupiah penuh, tanpa Rp dan tanpa titik.", "Bukan bilangan bulat", "rupiah penuh", "1500000"),
}
"""Of each sort of numbers: the hint, the title of the error, what belongs there, an example."""

Rule = dict[str, Any]


def of_figure(indicator: Indicator, field: Field) -> Rule:
    """Return the validation of a cell that holds a part of an indicator's figure."""
    row = measures.row(indicator)
    part, counted = next(
        (part, counted)
        for part, counted in zip(row.parts, measures.counted(indicator), strict=True)
        if part.role is field.role
    )
    title = f"{part.title} {indicator.number}"
    if measures.worded(indicator):
        return _choice(indicator, title, "Belum dinilai: kosongkan.")
    hint, wrong, sort, example = _SORTS[indicator.numbers]
    nothing = "Belum dinilai: kosongkan." if row.gaps else "Tidak ada: tulis 0."
    lowest, highest = measures.bounds(indicator)
    return {
        "validate": "decimal" if measures.decimals(indicator) else "integer",
        "criteria": "between",
        "minimum": lowest,
        "maximum": highest,
        "input_title": title,
        "input_message": f"{counted[:150]}. {hint} {nothing}",
        "error_title": wrong,
        "error_message": f"Tulis {sort} {measure_words.bounds(indicator)}, tanpa titik ribuan dan tanpa kata, misalnya "
        f"{example}. Belum dilaporkan: kosongkan selnya.",
    }


_TARGET_LOOKS = {"count": "decimal", "quotient": "decimal", "rupiah": "rupiah_small"}


def target_look(indicator: Indicator) -> str:
    """Return the style of the cell of a target."""
    look = measure_words.look(indicator)
    return f"input_{_TARGET_LOOKS.get(look, look)}"


def of_target(indicator: Indicator) -> Rule:
    """Return the validation of the cell of a target."""
    title = f"Target indikator {indicator.number}"
    if measures.worded(indicator):
        return _choice(indicator, title, "Boleh kosong; tanpa target tidak ada capaian.")
    allowed = measure_words.target_bounds(indicator)
    if measures.is_percent(indicator):
        lowest, highest = (bound / 100 for bound in measures.target_bounds(indicator))
        hint, wrong = "Tulis dalam persen, misalnya 95%.", "Target bukan persen"
        right = f"Target harus {allowed}. Tulis misalnya 95%, bukan 95."
    else:
        lowest, highest = measures.target_bounds(indicator)
        hint, wrong = f"Tulis dalam {indicator.unit[:60]}, tanpa tanda persen.", "Target di luar skala"
        right = f"Target harus {allowed} ({indicator.unit[:60]}), tanpa tanda persen."
    without = "tanpa target tidak ada capaian" if measures.needs_target(indicator) else "capaian menurut rentang ideal"
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": lowest,
        "maximum": highest,
        "input_title": title,
        "input_message": f"{hint} Boleh kosong; {without}.",
        "error_title": wrong,
        "error_message": right,
    }


def _choice(indicator: Indicator, title: str, hint: str) -> Rule:
    words = {"input_title": title, "input_message": f"Pilih dari daftar. {hint}"}
    listed = ",".join(indicator.steps)
    if len(listed) > _LISTED or any("," in label for label in indicator.steps):
        return {"validate": "any", **words}
    return {
        "validate": "list",
        "source": list(indicator.steps),
        "error_title": "Bukan pilihan",
        "error_message": "Pilih salah satu dari daftar.",
        **words,
    }
