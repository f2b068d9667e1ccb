"""A row of the official table becomes proposals: what the program would say of it, each with the words it comes from.

What no words say stays empty, but for two things that are named as assumed: that periods add up, and that higher
is better. A person confirms every row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iku_excel.documents import wording
from iku_excel.documents.official import Row, Table, Text
from iku_excel.documents.wording import Reading
from iku_excel.text import indonesian

# What a stock counts: places and members, of which there are as many at the end of a year as at its beginning.
_PLACES = (
    "desa", "kelurahan", "kecamatan", "kampung", "dusun", "nagari", "gampong", "pekon", "rt", "rw", "sekolah",
    "puskesmas", "posyandu", "rumah sakit", "madrasah", "pasar", "rumah", "ruas", "kawasan", "kantor", "unit kerja",
    "perangkat daerah", "opd", "skpd", "satker", "lembaga", "koperasi", "bumdes", "kelompok", "organisasi",
)  # fmt: skip
_MEMBERS = (
    "pegawai",
    "aparatur",
    "asn",
    "pns",
    "guru",
    "personel",
    "anggota",
    "penduduk",
    "kepala keluarga",
    "keluarga",
    "warga",
)
_COUNTED = "|".join(sorted((*_PLACES, *_MEMBERS), key=len, reverse=True))
_STOCK = re.compile(
    rf"(?:(?:jumlah|banyak(?:nya)?|seluruh|total|semua|keseluruhan|[Σ∑])\s*)*\b({_COUNTED})\b", re.IGNORECASE
)
_COMING = re.compile(
    rf"(?:{'|'.join(_MEMBERS)})\b.*\byang\s+(?!ada\b|terda(?:ftar|ta)\b|berusia\b|dimiliki\b|bekerja\b|tinggal\b)",
    re.IGNORECASE,
)
"""People of whom those are counted that did something: they come and go, as events do."""
_THING = re.compile(r"(?:(?:jumlah|seluruh|total)\s+)*(panjang|luas|volume|sarana|prasarana|aset)\b", re.IGNORECASE)

_LOWER = re.compile(
    r"makin (?:rendah|kecil|sedikit),? (?:makin|semakin) baik|(?:rendah|kecil) lebih baik", re.IGNORECASE
)
_LESS = re.compile(r"(?:menurun|berkurang|rendah)nya\b", re.IGNORECASE)
_BAD = re.compile(
    r"\bangka (?:kematian|kesakitan|kemiskinan|kriminalitas|pengangguran|putus sekolah|kecelakaan)\b", re.IGNORECASE
)
_MENDED = re.compile(
    r"\b(?:penurunan|pengurangan|tertangani|ditangani|terselesaikan|diselesaikan|ditindaklanjuti|terfasilitasi|selesai)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,4}))?\s*(%|persen)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for an indicator, "" for what no words say; ``reasons`` are lines for people."""

    measure: str = ""
    numerator: str = ""
    denominator: str = ""
    per: str = ""
    kind: str = ""
    direction: str = ""  # tinggi, rendah; of a growth naik, turun
    unit: str = ""
    target: str = ""
    reasons: tuple[str, ...] = ()


def of_row(row: Row, table: Table) -> Proposal:
    """Return the proposals for an indicator of a table."""
    reading = wording.read(row.formula.text, row.indicator.text, row.fraction)
    told = "dari" if reading.measure else "belum terbaca:"
    reasons = [f"Ukuran dan hitungan {told} {reading.words}."]
    kind, why_kind = _kind(reading)
    direction, why_direction = _direction(reading, row, table.goals[row.goal])
    unit, why_unit = _unit(reading, row)
    target, why_target = _target(row)
    return Proposal(
        measure=reading.measure,
        numerator=reading.numerator,
        denominator=reading.denominator,
        per="" if reading.per is None else str(reading.per),
        kind=kind,
        direction=direction,
        unit=unit,
        target=target,
        reasons=(*reasons, *(why for why in (why_kind, why_direction, why_unit, why_target) if why)),
    )


def _kind(reading: Reading) -> tuple[str, str]:
    if reading.measure not in ("rasio", "jumlah"):
        return "", ""
    counted = _STOCK.match(reading.denominator)
    if counted is None:
        thing = _THING.match(reading.denominator)
        if thing:
            return "", f'Arus/stok dikosongkan: "{thing[1]}" di penyebut bukan hitungan kejadian; pilih sendiri.'
        return (
            "arus",
            "Arus/stok: dianggap arus (angka tiap periode dijumlahkan), sebab tidak ada kata tempat atau anggota.",
        )
    word = counted[1]
    if _COMING.search(reading.denominator):
        return "", f'Arus/stok dikosongkan: penyebut menghitung "{word} ... yang ...", bukan semuanya; pilih sendiri.'
    if not re.search(rf"\b{re.escape(word)}", reading.numerator, re.IGNORECASE):
        return "", f'Arus/stok dikosongkan: penyebut menghitung "{word}", pembilang menghitung hal lain; pilih sendiri.'
    return "stok", f'Arus/stok: stok dari "{counted.group()}" di penyebut.'


def _direction(reading: Reading, row: Row, goal: Text) -> tuple[str, str]:
    if reading.measure == "pertumbuhan":
        return reading.direction, ""
    if not reading.measure:
        return "", ""
    said = _LOWER.search(f"{reading.note} {row.indicator.text}")
    if said:
        return "rendah", f'Arah: rendah dari "{said.group()}".'
    if not _MENDED.search(row.indicator.text):
        for text, pattern in ((row.indicator.text, _BAD), (goal.text, _LESS)):
            found = pattern.search(text)
            if found:
                return "rendah", f'Arah: rendah dari "{found.group()}".'
    return "tinggi", "Arah: dianggap tinggi (makin tinggi makin baik), sebab tidak ada kata yang menyatakan sebaliknya."


def _unit(reading: Reading, row: Row) -> tuple[str, str]:
    if row.unit.text:
        return row.unit.text, f"Satuan dari kolom satuan ({row.unit.place})."
    if reading.per == 100 or reading.measure == "pertumbuhan":
        return "persen", "Satuan: persen."
    if reading.per is not None and reading.per > 100:
        return f"per {indonesian.whole(reading.per)}", "Satuan dari pengalinya."
    return "", ""


def _target(row: Row) -> tuple[str, str]:
    match = _NUMBER.fullmatch(row.target.text)
    if match is None:
        told = f'Target "{row.target.text}" ({row.target.place}) bukan satu angka.' if row.target.text else ""
        return "", told
    text = match[1].replace(".", "") + (f",{match[2]}" if match[2] else "")
    return text, f'Target dari "{row.target.text}" ({row.target.place}).'
