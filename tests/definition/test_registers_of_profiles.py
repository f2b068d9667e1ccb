"""Registers that a profile may not have: each is refused at its key, in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iku_excel.definition import profile
from iku_excel.definition.profile import ProfileError

DAY = {"key": "hari", "label": "HARI", "type": "tanggal", "choices": [], "required": False, "unique": False}
MEMBER = {**DAY, "key": "anggota", "label": "ANGGOTA", "type": "anggota", "required": True}


def of(indicator: int, change: dict[str, Any], *columns: dict[str, Any], **of_column: Any) -> str:
    """Return the shipped definition with one register changed: keys, further columns, its first column."""
    definition = profile.load(profile.DEFAULT).define("triwulanan", registers="all")
    raw = json.loads(profile.to_json(definition))
    register = raw["goals"][indicator - 1]["indicators"][0]["register"]
    register.update(change)
    register["columns"][0].update(of_column)
    register["columns"].extend(columns)
    return json.dumps(raw)


REFUSED = {
    "choices of a date": (of(1, {}, choices=["Ya"]), "choices", "harus ada untuk type pilihan"),
    "the same choice twice": (of(1, {}, {**DAY, "type": "pilihan", "choices": ["Ya", "YA"]}), "choices", "yang sama"),
    "a choice that is a pattern": (of(1, {}, {**DAY, "type": "pilihan", "choices": ["Ya*"]}), "choices", "tidak boleh"),
    "a key twice": (of(1, {}, {**DAY, "key": "tanggal"}), "columns[3].key", "sudah dipakai"),
    "a heading twice": (of(1, {}, {**DAY, "label": "Tanggal Pelayanan"}), "columns[3].label", "sudah dipakai"),
    "two columns of members": (of(3, {}, MEMBER), "columns", "paling banyak satu kolom anggota"),
    "a column that is not there": (of(1, {"date": "besok"}), "date", "tidak ada kolom dengan key besok"),
    "a date that is none": (of(1, {"date": "jenis"}), "date", "harus kolom tanggal"),
    "a value that is no choice": (of(1, {"value": "Mungkin"}), "value", "salah satu pilihan"),
    "a limit without an end": (of(1, {"due": "hari"}, {**DAY, "required": True}), "due", "hanya bersama numerator"),
    "one date for both": (of(2, {"numerator": "masuk"}), "numerator", "harus kolom lain"),
    "a flow with members": (
        of(1, {"members": ["A"], "members_label": "DAFTAR"}),
        "members",
        "hanya untuk indikator stok",
    ),
    "a flow without a numerator": (of(1, {"numerator": "", "value": ""}), "numerator", "belum diisi"),
    "a date that may be missing": (of(2, {}, required=False), "columns", "kolom masuk harus wajib"),
    "a stock without members": (of(3, {"members_label": "", "members": []}), "", "members_label"),
    "a stock with a numerator": (of(3, {"numerator": "hari"}, DAY), "numerator", "tidak dipakai untuk stok"),
    "a member that may be missing": (of(3, {}, required=False), "columns", "anggota wajib"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_register_that_does_not_fit(name: str) -> None:
    """What cannot be counted is refused where it stands, with the reason."""
    text, key, words = REFUSED[name]
    with pytest.raises(ProfileError) as caught:
        profile.from_json(text)
    assert key in str(caught.value)
    assert words in str(caught.value)
