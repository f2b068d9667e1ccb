"""How the figures of an indicator are written and explained: in its own unit, as Indonesians write numbers."""

from __future__ import annotations

from iku_excel.definition import measures
from iku_excel.model import Achievement, Direction, Indicator, Kind, Level, Measured, Numbers
from iku_excel.text import indonesian

NOT_AVAILABLE = "n/a"

_LOOKS = {Numbers.WHOLE: "count", Numbers.DECIMAL: "decimal", Numbers.RUPIAH: "rupiah"}
_FORMULAS = {
    Achievement.RATIO: "capaian = realisasi / target x 100%",
    Achievement.MIRRORED: "capaian = (2 x target - realisasi) / target x 100%",
    Achievement.INVERSE: "capaian = target / realisasi x 100%",
}
_ADDED = {
    Kind.FLOW: "Arus: periode dijumlahkan.",
    Kind.STOCK: "Stok: periode terakhir yang berlaku.",
    None: "Yang terakhir diketahui yang berlaku.",
}


def part_look(indicator: Indicator) -> str:
    """Return the look (text/styles.py) of what is typed."""
    return "word" if measures.worded(indicator) else _LOOKS[indicator.numbers]


def look(indicator: Indicator) -> str:
    """Return the look of the figure, and of its target."""
    if measures.is_percent(indicator):
        return "percent"
    return "quotient" if measures.paired(indicator) else part_look(indicator)


def spread_look(indicator: Indicator) -> str:
    """Return the look of what lies between two figures, which may be finer than what is counted."""
    return "decimal" if look(indicator) == "count" else look(indicator)


def target_look(indicator: Indicator, target: float | str) -> str:
    """Return the look of a target, which may be finer than what is counted."""
    own = look(indicator)
    return "decimal" if own == "count" and isinstance(target, float) and not target.is_integer() else own


def amount(indicator: Indicator, value: float) -> str:
    """Return one of the numbers that are typed, as people write it."""
    if indicator.numbers is not Numbers.RUPIAH:
        return indonesian.number(value)
    return f"{'-' if value < 0 else ''}Rp{indonesian.number(abs(value))}"


def figure(indicator: Indicator, value: float | str | None) -> str:
    """Return a figure or a target as people write it, without its unit but for the sign of percent and of rupiah."""
    if value is None:
        return NOT_AVAILABLE
    if isinstance(value, str):
        return indonesian.printable(value)
    if measures.is_percent(indicator):
        return indonesian.percent(value)
    return indonesian.decimal(value) if measures.paired(indicator) else amount(indicator, value)


def with_unit(indicator: Indicator, value: float | str | None) -> str:
    """Return a figure with its unit, where the figure does not tell it."""
    text = figure(indicator, value)
    told = value is None or measures.is_percent(indicator) or measures.worded(indicator)
    return text if told or "Rp" in text else f"{text} {indicator.unit}"


def counted(indicator: Indicator, measured: Measured) -> str:
    """Return what a figure was counted from: "190 dari 200"; "" where it was not counted."""
    if measured.numerator is None or measured.denominator is None:
        return ""
    top, bottom = (amount(indicator, value) for value in (measured.numerator, measured.denominator))
    return f"{top}, tahun lalu {bottom}" if measures.grows(indicator) else f"{top} dari {bottom}"


def how(indicator: Indicator) -> str:
    """Return in a formula of words how the figure comes about."""
    if not measures.paired(indicator):
        return "dihitung" if indicator.kind else "sebagaimana diberikan"
    if not measures.grows(indicator):
        return f"pembilang / penyebut{' x 100%' if indicator.per == 100 else factor(indicator)}"
    if indicator.direction is Direction.UP:
        return "(tahun ini - tahun lalu) / tahun lalu x 100%"
    return "(tahun lalu - tahun ini) / tahun lalu x 100%; penurunan ditulis positif"


def factor(indicator: Indicator) -> str:
    """Return what a quotient is multiplied by, "" where that changes nothing or the sign of percent tells it."""
    return "" if indicator.per in (1, 100) else f" x {indonesian.whole(indicator.per)}"


def over_periods(indicator: Indicator) -> str:
    """Return in a short sentence how periods come to a year."""
    return _ADDED[indicator.kind]


def rule(indicator: Indicator) -> str:
    """Return in a sentence how the figure comes about."""
    return f"{how(indicator)}."


def adding(indicator: Indicator) -> tuple[str, str]:
    """Return what periods are called and how they come to a year, in words of the measure."""
    if measures.is_flow(indicator):
        what = "jumlah pembilang semua periode dan jumlah penyebut semua periode"
        return "Arus", f"kumulatif dihitung dari {what if measures.paired(indicator) else 'jumlah semua periode'}."
    last = "yang berlaku adalah periode terakhir yang dilaporkan, bukan jumlah dan bukan nilai terbesar."
    return ("Stok", last) if indicator.kind else ("Diberikan dari luar", last)


def achieved(indicator: Indicator) -> str:
    """Return in a sentence how the achievement comes about."""
    if indicator.ideal is not None:
        lowest, highest = (figure(indicator, bound) for bound in indicator.ideal)
        return (
            f"terbaik di antara {lowest} dan {highest}: capaian 100% di dalamnya, realisasi / {lowest} x 100% di "
            f"bawahnya, {highest} / realisasi x 100% di atasnya, dengan atau tanpa target."
        )
    if measures.worded(indicator):
        below = "di bawahnya poin realisasi / poin target x 100%" if indicator.points else "di bawahnya tidak ada (n/a)"
        return f"predikat: capaian 100% bila mencapai predikat target, {below}. Tanpa target tidak ada capaian."
    assert indicator.achievement is not None and indicator.polarity is not None  # noqa: PT018, S101 - the profile sees to it
    good = f"makin {indicator.polarity} makin baik"
    zero = " Target 0: capaian 100% bila realisasinya 0, selain itu n/a." if measures.may_target_zero(indicator) else ""
    return f"{good}: {_FORMULAS[indicator.achievement]}. Tanpa target tidak ada capaian.{zero}"


def why_not_added(indicator: Indicator) -> str:
    """Return in a sentence why a recap does not add the figure up over offices."""
    if indicator.shared:
        return "Kejadian yang sama dapat dihitung oleh dua organisasi; bila dijumlahkan, terhitung dua kali."
    if measures.worded(indicator):
        return "Predikat adalah kata; yang dihitung adalah berapa organisasi di setiap predikat."
    return "Nilai diberikan sendiri-sendiri; jumlahnya tidak berarti apa-apa, dan rata-ratanya bukan nilai kabupaten."


def levels(indicator: Indicator) -> str:
    """Return the named levels with their borders: "AA di atas 90; A di atas 80; ..."."""
    return "; ".join(f"{item.label}{_border(item)}" for item in indicator.levels)


def _border(level: Level) -> str:
    if level.lower is None:
        return " di bawahnya"
    return f" {'di atas' if level.above else 'mulai'} {indonesian.number(level.lower)}"


def bounds(indicator: Indicator) -> str:
    """Return the lowest and highest number that may be typed."""
    lowest, highest = (amount(indicator, value) for value in measures.bounds(indicator))
    return f"{lowest} sampai {highest}"


def allowed(indicator: Indicator) -> str:
    """Return what the row below a figure without parts says: which words or numbers it may be."""
    if measures.worded(indicator):
        return "Urutan: dari yang terburuk"
    if not measures.row(indicator).gaps:
        return f"Satuan: {indicator.unit}"
    named = f". {levels(indicator)}" if indicator.levels else ""
    return f"Batas: {bounds(indicator)}{named}"


def target_bounds(indicator: Indicator) -> str:
    """Return what may be the target."""
    if measures.worded(indicator):
        return f"salah satu dari {', '.join(indicator.steps)}"
    lowest, highest = measures.target_bounds(indicator)
    least = f"{indonesian.number(lowest)}%" if measures.is_percent(indicator) else indonesian.number(lowest)
    if not lowest and not measures.may_target_zero(indicator):
        return f"lebih dari 0 sampai {indonesian.number(highest)}"
    return f"{least} sampai {indonesian.number(highest)}{'%' if measures.is_percent(indicator) else ''}"
