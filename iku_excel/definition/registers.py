"""The registers of a profile: which are chosen, and whether each can be counted.

A register is the table ``register`` of an indicator. Its keys are the fields of model.Register and
model.Column; docs/registers.md explains each.
"""

from __future__ import annotations

import re
from typing import Any

from iku_excel.definition.keyed import ProfileError, Table
from iku_excel.model import MAX_LINE, Column, ColumnType, Indicator, Kind, PlacedBy, Register

MAX_COLUMNS, MAX_CHOICES, MAX_MEMBERS = 12, 30, 100
MAX_LABEL = 40
"""Letters of a column's heading, of a choice and of a member."""

_KEY = re.compile(r"[a-z][a-z_]{0,19}")


class ChoiceError(ValueError):
    """A choice of registers that the profile cannot give; the message is Indonesian."""


def chosen(goals: Any, choice: str) -> Any:
    """Return the raw goals with the registers of "1,2" or "all" and no others. Raises ChoiceError."""
    if not isinstance(goals, list):
        return goals  # refused by its key later
    has: set[int] = {
        item["number"]
        for goal in goals
        if isinstance(goal, dict)
        for item in goal.get("indicators") or ()
        if isinstance(item, dict) and "register" in item and type(item.get("number")) is int
    }
    wanted = has if choice.strip() == "all" else _numbers(choice)
    if choice and not has:
        raise ChoiceError("profil ini tidak mempunyai register")
    missing = sorted(wanted - has)
    if missing:
        known = ", ".join(map(str, sorted(has)))
        raise ChoiceError(f"indikator {missing[0]} tidak mempunyai register; yang ada: {known}")
    return [_with(goal, wanted) for goal in goals]


def _numbers(choice: str) -> set[int]:
    words = [word.strip() for word in choice.split(",")] if choice else []
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) < 4):
            raise ChoiceError(f'"{word}" bukan nomor indikator; tulis misalnya 1,2 atau all')
    return {int(word) for word in words}


def _with(goal: Any, wanted: set[int]) -> Any:
    if not isinstance(goal, dict) or not isinstance(goal.get("indicators"), list):
        return goal
    kept = [
        {key: value for key, value in item.items() if key != "register" or item.get("number") in wanted}
        if isinstance(item, dict)
        else item
        for item in goal["indicators"]
    ]
    return {**goal, "indicators": kept}


def parse(table: Table) -> Register:
    """Check the table of a register and return it. Raises ProfileError at the first broken key."""
    register = Register(
        title=table.text("title", longest=MAX_LINE),
        columns=tuple(_column(item) for item in table.tables("columns")),
        date=table.text("date", longest=MAX_LABEL),
        numerator=table.text("numerator", longest=MAX_LABEL, optional=True),
        value=table.text("value", longest=MAX_LABEL, optional=True),
        due=table.text("due", longest=MAX_LABEL, optional=True),
        placed_by=table.choice("placed_by", PlacedBy) if table.has("placed_by") else PlacedBy.SETTLED,
        members=_texts(table, "members", MAX_MEMBERS),
        members_label=table.text("members_label", longest=MAX_LABEL, optional=True),
    )
    table.finish()
    _check_columns(register, table)
    _check_roles(register, table)
    return register


def _column(table: Table) -> Column:
    column = Column(
        key=table.text("key", pattern=_KEY, meaning="huruf kecil dan garis bawah, paling panjang 20"),
        label=table.text("label", longest=MAX_LABEL),
        type=table.choice("type", ColumnType),
        choices=_texts(table, "choices", MAX_CHOICES),
        required=table.flag("required", default=True),
        unique=table.flag("unique", default=False),
    )
    table.finish()
    if (column.type is ColumnType.CHOICE) != bool(column.choices):
        raise ProfileError(table.path("choices"), "harus ada untuk type pilihan, dan hanya untuk itu")
    return column


def _texts(table: Table, name: str, most: int) -> tuple[str, ...]:
    """Return a list of texts that may be left out; no two differ in capitals only, none looks like a formula."""
    if not table.has(name) or table.is_empty(name):
        return ()
    texts = table.texts(name, longest=MAX_LABEL)
    if len(texts) > most:
        raise ProfileError(table.path(name), f"paling banyak {most}")
    if len({text.casefold() for text in texts}) < len(texts):
        raise ProfileError(table.path(name), "ada isi yang sama")
    for text in texts:
        # live formulas compare with these, and there *, ?, ~ and signs of comparison mean something else
        if re.search(r'[*?~"=<>,;]', text):
            raise ProfileError(table.path(name), 'tidak boleh memuat * ? ~ " = < > , ;')
    return texts


def _check_columns(register: Register, table: Table) -> None:
    columns = register.columns
    if len(columns) > MAX_COLUMNS:
        raise ProfileError(table.path("columns"), f"paling banyak {MAX_COLUMNS} kolom")
    for what in ("key", "label"):
        seen = [getattr(column, what).casefold() for column in columns]
        for index, value in enumerate(seen):
            if value in seen[:index]:
                raise ProfileError(table.path(f"columns[{index}].{what}"), "sudah dipakai")
    if sum(column.type is ColumnType.MEMBER for column in columns) > 1:
        raise ProfileError(table.path("columns"), "paling banyak satu kolom anggota")


def _check_roles(register: Register, table: Table) -> None:
    keys = {column.key: column for column in register.columns}
    for name in ("date", "numerator", "due"):
        key = getattr(register, name)
        if key and key not in keys:
            raise ProfileError(table.path(name), f"tidak ada kolom dengan key {key}")
    dates = [register.date, register.settled, register.due]
    for name, key in zip(("date", "numerator", "due"), dates, strict=True):
        if key and keys[key].type is not ColumnType.DATE:
            raise ProfileError(table.path(name), "harus kolom tanggal")
    if register.value and (not register.numerator or register.value not in keys[register.numerator].choices):
        raise ProfileError(table.path("value"), "harus salah satu pilihan kolom numerator")
    if register.due and not register.settled:
        raise ProfileError(table.path("due"), "hanya bersama numerator yang berupa tanggal")
    if register.numerator == register.date:
        raise ProfileError(table.path("numerator"), "harus kolom lain daripada date")


def check_kind(indicator: Indicator, table: Table) -> None:
    """Refuse a register that does not fit the kind of its indicator."""
    register = indicator.register
    if register is None:
        return
    path = table.path("register")
    if indicator.kind is Kind.STOCK:
        if register.member is None or not register.members_label:
            raise ProfileError(f"{path}.columns", "register stok memerlukan kolom anggota dan members_label")
        if register.numerator:
            raise ProfileError(f"{path}.numerator", "tidak dipakai untuk stok; date yang menentukan")
        if not register.member.required or register.column(register.date).required:
            raise ProfileError(f"{path}.columns", "pada register stok anggota wajib, dan kolom date tidak wajib")
        return
    if register.member is not None or register.members or register.members_label:
        raise ProfileError(f"{path}.members", "hanya untuk indikator stok")
    if not register.numerator:
        raise ProfileError(f"{path}.numerator", "belum diisi")
    wrong = [key for key in (register.date, register.due) if key and not register.column(key).required]
    if wrong:
        raise ProfileError(f"{path}.columns", f"kolom {wrong[0]} harus wajib, sebab hitungan bergantung padanya")
    if register.settled and register.column(register.settled).required:
        raise ProfileError(f"{path}.columns", f"kolom {register.settled} tidak boleh wajib: isinya menyusul")
