"""An output workbook becomes the outcome it was written from, by its very hidden sheet ``_iku``.

``workbook/machine.py`` describes the sheet. What is read here comes from a stranger again: every value
is checked for its type and range, and an unsound one refuses the file (``keluaran-rusak``).
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from iku_excel import record
from iku_excel.definition import measures, profile
from iku_excel.definition.layout import MACHINE, OUTPUT_KEY, layout
from iku_excel.model import (
    JSON_SCHEMAS,
    Definition,
    Finding,
    Indicator,
    Measured,
    Outcome,
    Period,
    PeriodResult,
    Result,
    Severity,
    Signatory,
    Submission,
)
from iku_excel.package import Refusal, Spreadsheet
from iku_excel.reading import reader
from iku_excel.text import indonesian

_PIECES = 400  # rows of the machine sheet; a workbook with a finding at every cell takes fewer
_MAX_TEXT = 2_000  # letters of a text that our own build writes
_MAX_FINDINGS = 20_000
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Output:
    """An output as read: the outcome behind it, who wrote it, and both seals of its machine sheet."""

    outcome: Outcome
    version: str
    stored_seal: str
    true_seal: str


def parse(book: Spreadsheet) -> Output | None:
    """Return what an output holds, None for a workbook that is no output; raises Refusal for an unsound one."""
    table = reader.machine_table(book, _PIECES)
    if OUTPUT_KEY not in table:
        return None
    if table[OUTPUT_KEY] not in JSON_SCHEMAS:
        expected = indonesian.listing(JSON_SCHEMAS)
        raise Refusal("versi-keluaran", found=indonesian.printable(table[OUTPUT_KEY][:40]), expected=expected)
    try:
        definition = profile.from_json(table["definisi"])
        outcome = _outcome(definition, json.loads(table["hasil"]), json.loads(table["isian"]))
    except profile.ProfileError as error:
        raise Refusal("keluaran-rusak", found=indonesian.printable(str(error))[:200]) from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Refusal("keluaran-rusak", found="isinya tidak seperti yang ditulis build") from error
    stored = indonesian.printable(table.get(record.SEAL, "")[:64])
    return Output(outcome, indonesian.printable(table.get("versi", "")[:20]), stored, record.seal(table))


def machine_sheet(book: Spreadsheet) -> str:
    """Return the name of the machine sheet as this workbook spells it."""
    return next((name for name in book.sheets if name.lower() == MACHINE), MACHINE)


def _outcome(definition: Definition, raw: Mapping[str, Any], filled: Mapping[str, Any]) -> Outcome:
    names = {period.code: period for period in definition.periods}
    signatory = Signatory(**{key: _text(filled["signatory"][key]) for key in _signatory_keys()})
    findings = tuple(_finding(item) for item in _list(raw["findings"], _MAX_FINDINGS))
    figures = _list(raw["indicators"], len(definition.indicators))
    results = tuple(_result(indicator, item, names) for indicator, item in _paired(definition.indicators, figures))
    through = names[raw["through"]]
    source = Path(_text(raw["input"]))
    note, chapter = _text(filled["note"]), _chapter(definition, filled.get("lkjip", {}))
    pending = _pending(filled.get("pending", {}), definition)  # version 0.1.0 did not keep it
    submission = Submission(source, _text(raw["sha256"]), definition, pending=pending)
    return Outcome(submission, findings, results, through, signatory, note, chapter)


def _chapter(definition: Definition, raw: Mapping[str, Any]) -> Mapping[str, float | str]:
    """Return what was written on Lkjip: texts and numbers under the names that the sheet would have."""
    if not isinstance(raw, dict):
        raise TypeError("lkjip")
    if not raw:
        return {}
    known = {field.name for field in layout(dataclasses.replace(definition, lkjip=True)).fields}
    if not set(raw) <= known:
        raise ValueError("lkjip")
    return {name: _text(value) if isinstance(value, str) else _number(value) for name, value in raw.items()}


def _pending(raw: Mapping[str, Any], definition: Definition) -> Mapping[int, tuple[int, ...]]:
    registers = {str(number): number for number in definition.registers}
    counts = {registers[key]: _list(value, len(definition.periods)) for key, value in raw.items()}
    indicators = {item.number: item for item in definition.indicators}
    return {number: tuple(int(_count(indicators[number], item)) for item in items) for number, items in counts.items()}


def _signatory_keys() -> list[str]:
    return [field.name for field in dataclasses.fields(Signatory)]


def _paired(indicators: Sequence[Indicator], figures: Sequence[Any]) -> list[tuple[Indicator, Any]]:
    pairs = list(zip(indicators, figures, strict=True))
    if any(item["number"] != indicator.number for indicator, item in pairs):
        raise ValueError("number")
    return pairs


def _result(indicator: Indicator, raw: Mapping[str, Any], names: Mapping[str, Period]) -> Result:
    reported = _list(raw["periods"], len(names))
    periods = tuple(PeriodResult(names[item["period"]], _measured(indicator, item)) for item in reported)
    positions = [list(names.values()).index(item.period) for item in periods]
    if positions != sorted(set(positions)) or not (positions or measures.row(indicator).gaps):
        raise ValueError("periods")
    predicate = _maybe(raw["predicate"], _text)
    target, achievement = _figure(indicator, raw["target"]), _maybe(raw["achievement"], _number)
    return Result(indicator, _measured(indicator, raw), target, achievement, predicate, periods)


def _measured(indicator: Indicator, raw: Mapping[str, Any]) -> Measured:
    actual = _figure(indicator, raw["actual"])
    if not measures.paired(indicator):
        return Measured(actual)
    return Measured(actual, _count(indicator, raw["numerator"]), _count(indicator, raw["denominator"]))


def _figure(indicator: Indicator, value: Any) -> float | str | None:
    """Return a figure or a target: a number, or one of the steps."""
    if value is None or not measures.worded(indicator):
        return _maybe(value, _number)
    if value not in indicator.steps:
        raise ValueError("step")
    return _text(value)


def _finding(raw: Mapping[str, Any]) -> Finding:
    return Finding(
        code=_text(raw["code"]),
        severity=Severity(raw["severity"]),
        message=_text(raw["message"]),
        fix=_text(raw["fix"]),
        sheet=_maybe(raw["sheet"], _text),
        cell=_maybe(raw["cell"], _text),
        found=_maybe(raw["found"], _text),
        expected=_maybe(raw["expected"], _text),
    )


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise TypeError("list")
    return value


def _maybe(value: Any, checked: Callable[[Any], _Item]) -> _Item | None:
    return None if value is None else checked(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise TypeError("text")
    value.encode()  # half a surrogate pair, which JSON may hold, cannot be written anywhere
    return value


def _count(indicator: Indicator, value: Any) -> float:
    most = 12 * measures.limit(indicator)  # twelve months of the largest count
    if type(value) not in (int, float) or not 0 <= value <= most or _fine(indicator, value):
        raise TypeError("count")
    return measures.exact(value)


def _fine(indicator: Indicator, value: float) -> bool:
    return round(value, measures.decimals(indicator)) != value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise TypeError("number")
    return float(value)
