"""Every input cell of a filled template with every kind of wrong value: code, sheet and cell held exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import places
from mutations import KINDS, base

from iku_excel import pipeline
from iku_excel.definition import Role
from iku_excel.definition.layout import layout
from iku_excel.model import PERIODS

BLANKS = ("empty", "spaces")
TEXTS = ("dash", "nihil", "word", "dotted", "digits as text", "with a unit")
NUMBERS = ("negative", "fraction", "percent", "10^12", "1e308", "formula with a value")
ANYWHERE = {
    **dict.fromkeys(("#DIV/0!", "#REF!", "#N/A"), "rumus-galat"),
    "formula without a value": "rumus-tanpa-nilai",
}
NOT_NUMBERS = dict.fromkeys(("dash", "nihil", "word", "dotted", "with a unit", "TRUE", "date"), "bukan-angka")

COUNT = {
    **NOT_NUMBERS,
    **dict.fromkeys(BLANKS, "pasangan-tidak-lengkap"),
    "digits as text": "angka-teks",
    "negative": "negatif",
    "fraction": "bukan-bilangan-bulat",
    "percent": "persen-di-sel-angka",
    **dict.fromkeys(("10^12", "1e308"), "terlalu-besar"),
}
LINE = {
    **dict.fromkeys(BLANKS, "wajib-diisi"),
    **dict.fromkeys((*NUMBERS, "TRUE", "date"), "bukan-teks"),
}
EXPECTED: dict[Role, dict[str, str]] = {
    Role.NUMERATOR: COUNT,
    Role.DENOMINATOR: COUNT,
    Role.TARGET: {
        **NOT_NUMBERS,
        **dict.fromkeys(BLANKS, "target-kosong"),
        "digits as text": "angka-teks target-bukan-persen",
        **dict.fromkeys(NUMBERS, "target-bukan-persen"),
        "percent": "",
    },
    Role.LINE: LINE,
    Role.NIP: {
        **LINE,
        **dict.fromkeys(TEXTS, "nip-tidak-sah"),
        **dict.fromkeys(NUMBERS, "nip-angka"),
    },
    Role.DATE: {
        **dict.fromkeys((*NUMBERS, "TRUE"), "tanggal-tidak-sah"),
        **dict.fromkeys(TEXTS, "tanggal-meragukan"),
    },
    Role.NOTE: {},
    Role.YEAR: {
        **dict.fromkeys((*TEXTS, *NUMBERS, "TRUE", "date"), "tahun-tidak-sah"),
        **dict.fromkeys(BLANKS, "wajib-diisi"),
        "digits as text": "angka-teks tahun-tidak-sah",
    },
    Role.ORGANIZATION: {
        **dict.fromkeys((*TEXTS, *NUMBERS, "TRUE", "date"), "teks-resmi-berubah"),
        **dict.fromkeys(BLANKS, "wajib-diisi"),
    },
}


# A stock's denominator that is 12 for once is also told as changed, at the same cell.
ALSO = {"digits as text": "penyebut-berubah", "formula with a value": "penyebut-berubah"}


@pytest.mark.parametrize("period", PERIODS)
def test_every_cell_with_every_kind_of_value(period: str, tmp_path: Path) -> None:
    """Each mutation of each input cell gives exactly its codes at exactly its cell, and nothing anywhere else."""
    sound = base(period)
    fields = layout(sound.definition).fields
    if (
        period == "bulanan"
    ):  # twelve months are read like four quarters: the first, the last, one indicator of each kind
        fields = tuple(f for f in fields if f.indicator in (1, 3) and f.period in (0, 11))
    cases = [(field, kind) for field in fields for kind in KINDS]
    paths = [
        sound.put(field.name, KINDS[kind]).save(tmp_path, f"{number}.xlsx")
        for number, (field, kind) in enumerate(cases)
    ]
    assert len(paths) == len(fields) * len(KINDS)
    wrong = []
    for (field, kind), outcome in zip(cases, pipeline.process(paths), strict=True):
        codes = ANYWHERE.get(kind, EXPECTED[field.role].get(kind, "")).split()
        stock = field.role is Role.DENOMINATOR and field.indicator == 3 and len(sound.definition.periods) > 1
        if stock and kind in ALSO:
            # of two periods nobody can tell which is odd: the later one is named
            codes.append(ALSO[kind])
        expected = [(code, *sound.place(field.name)) for code in codes]
        found = places(outcome.findings)
        if stock and kind in ALSO and period == "semesteran":
            expected, found = expected[:-1], [place for place in found if place[0] != ALSO[kind]]
        if sorted(found) != sorted(expected):
            wrong.append((field.name, kind, found, expected))
    assert not wrong, wrong[:5]
