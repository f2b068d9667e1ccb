"""Keyed tables: TOML or JSON values under their keys, handed out checked or refused by the key's name.

A key is written as its path from the top, ``goals[0].indicators[2].number``, and the first broken one ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from iku_excel.text import indonesian

MAX_PARAGRAPH = 1_500  # letters that still print whole in a text as wide as the form

_NONCHARACTERS = frozenset("\ufffe\uffff")  # no XML may hold them
_Choice = TypeVar("_Choice", bound=StrEnum)


class ProfileError(ValueError):
    """A definition that cannot be used; the message names the key, in Indonesian."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


class Table:
    """A table of a definition under its key, handing out checked values and refusing unknown keys."""

    def __init__(self, raw: Mapping[str, Any], key: str = "") -> None:
        self._raw = raw
        self._key = key
        self._seen: set[str] = set()

    def path(self, name: str) -> str:
        """Return the path of a key of this table."""
        return f"{self._key}.{name}" if self._key else name

    def finish(self) -> None:
        """Refuse a key that nobody asked for."""
        for name in self._raw:
            if name not in self._seen:
                raise ProfileError(self.path(name), "kunci tidak dikenal")

    def text(
        self,
        name: str,
        *,
        longest: int = MAX_PARAGRAPH,
        optional: bool = False,
        absent: bool = False,
        pattern: re.Pattern[str] | None = None,
        meaning: str = "",
    ) -> str:
        """Return a text of one line; "" for one left out, which an ``optional`` one may also be, an ``absent`` not."""
        value = self._take(name, optional=optional or absent)
        if value is None:
            return ""
        text = self._text(value, self.path(name), longest, optional=optional)
        if pattern is not None and not pattern.fullmatch(text):
            raise ProfileError(self.path(name), f"harus berupa {meaning}")
        return text

    def texts(self, name: str, *, longest: int = MAX_PARAGRAPH) -> tuple[str, ...]:
        """Return a list of texts that holds at least one."""
        return tuple(self._text(value, key, longest) for value, key in self._items(name))

    def whole(self, name: str, allowed: range) -> int:
        """Return a whole number of a range."""
        value = self._take(name)
        if type(value) is not int or value not in allowed:
            raise ProfileError(self.path(name), f"harus bilangan bulat {allowed[0]} sampai {allowed[-1]}")
        return value

    def one_of(self, name: str, allowed: Sequence[int]) -> int:
        """Return a whole number of a list."""
        value = self._take(name)
        if type(value) is not int or value not in allowed:
            raise ProfileError(self.path(name), f"harus salah satu dari {', '.join(map(str, allowed))}")
        return value

    def number(self, name: str, *, optional: bool = False, size: float = 1e6) -> float | None:
        """Return a number no larger than ``size``, None for an optional one that is left out."""
        value = self._take(name, optional=optional)
        return None if value is None else self._number(value, self.path(name), size)

    def numbers(self, name: str, *, size: float = 1e6) -> tuple[float, ...]:
        """Return a list of numbers that holds at least one."""
        return tuple(self._number(value, key, size) for value, key in self._items(name))

    def choice(self, name: str, choices: type[_Choice]) -> _Choice:
        """Return one of the values of an enumeration."""
        value = self._take(name)
        if value not in list(choices):
            raise ProfileError(self.path(name), f"harus salah satu dari {', '.join(choices)}")
        return choices(value)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false, ``default`` where the key is left out."""
        value = self._take(name, optional=True)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise ProfileError(self.path(name), "harus true atau false")
        return value

    def has(self, name: str) -> bool:
        """Tell whether there is such a key."""
        return name in self._raw

    def says(self, name: str, value: str) -> bool:
        """Tell whether a key holds this text."""
        return bool(self._raw.get(name) == value)

    def holds_tables(self, name: str) -> bool:
        """Tell whether a key holds a list of tables."""
        value = self._raw.get(name)
        return isinstance(value, (list, tuple)) and bool(value) and isinstance(value[0], Mapping)

    def is_empty(self, name: str) -> bool:
        """Tell whether a key holds an empty list, as the JSON of a definition writes one left out."""
        self._seen.add(name)
        value = self._raw.get(name)
        return isinstance(value, (list, tuple)) and not value

    def table(self, name: str) -> Table:
        """Return the table under a key."""
        value = self._take(name)
        if not isinstance(value, Mapping):
            raise ProfileError(self.path(name), "harus sebuah tabel")
        return Table(value, self.path(name))

    def tables(self, name: str) -> Iterator[Table]:
        """Yield the tables of a list that holds at least one."""
        for value, key in self._items(name):
            if not isinstance(value, Mapping):
                raise ProfileError(key, "harus sebuah tabel")
            yield Table(value, key)

    def _items(self, name: str) -> Iterator[tuple[Any, str]]:
        values = self._take(name)
        if not isinstance(values, (list, tuple)) or not values:
            raise ProfileError(self.path(name), "harus daftar yang berisi")
        for index, value in enumerate(values):
            yield value, f"{self.path(name)}[{index}]"

    def _take(self, name: str, *, optional: bool = False) -> Any:
        self._seen.add(name)
        if name not in self._raw and not optional:
            raise ProfileError(self.path(name), "belum diisi")
        return self._raw.get(name)

    @staticmethod
    def _number(value: Any, key: str, size: float) -> float:
        if type(value) not in (int, float) or not -size <= value <= size:
            raise ProfileError(key, "harus bilangan")
        return float(value)

    @staticmethod
    def _text(value: Any, key: str, longest: int, *, optional: bool = False) -> str:
        if not isinstance(value, str):
            raise ProfileError(key, "harus teks")
        if not value.strip() and not optional:
            raise ProfileError(key, "belum diisi")
        if len(value) > longest:
            raise ProfileError(key, f"paling panjang {longest} huruf, ini {len(value)}")
        if value != indonesian.squeeze(value) or not _NONCHARACTERS.isdisjoint(value):
            # What a template shows is squeezed before it is compared with its definition.
            problem = "tidak boleh memuat baris baru, spasi ganda, spasi di ujung, atau huruf tak terlihat"
            raise ProfileError(key, problem)
        return value
