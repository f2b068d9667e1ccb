"""The loop that everyone would write: pandas.read_excel and xlsxwriter, one file after the other.

    python benchmarks/naive.py FOLDER OUTPUT TAPES      (TAPES: see benchmarks/floor.py)

Cells are found at fixed places and checked with pandas, a table for each file; then the same report,
call for call, is written with xlsxwriter's defaults. It has no gate, no defined names, no words for
its findings, no correction copy, no seal and no way to resume.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import floor
import pandas as pd
import xlsxwriter

PERIODS = ("TW I", "TW II", "TW III", "TW IV")


def read(path: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the definition, and a row for each indicator and quarter."""
    sheets = pd.read_excel(path, engine="openpyxl", sheet_name=None, header=None)
    machine = sheets["_iku"]
    definition = json.loads("".join(machine.loc[machine[0] == "definisi", 1].astype(str)))
    rows = []
    for index in range(len([i for goal in definition["goals"] for i in goal["indicators"]])):
        for quarter, label in enumerate(PERIODS):
            numerator, denominator = sheets["Data"].iloc[6 + 4 * index : 8 + 4 * index, 3 + quarter]
            target = sheets["Indikator"].iloc[5 + index, 5]
            rows.append((index + 1, quarter, label, numerator, denominator, target))
    columns = ["indicator", "quarter", "label", "numerator", "denominator", "target"]
    return definition, pd.DataFrame(rows, columns=columns)


def check(counts: pd.DataFrame) -> list[str]:
    """Return what is wrong with the counts."""
    found = []
    numbers = counts[["numerator", "denominator"]].apply(pd.to_numeric, errors="coerce")
    typed = counts[["numerator", "denominator"]].notna()
    for row in counts[(typed & numbers.isna()).any(axis=1)].itertuples():
        found.append(f"Indikator {row.indicator}, {row.label}: bukan angka")
    for row in counts[(numbers < 0).any(axis=1)].itertuples():
        found.append(f"Indikator {row.indicator}, {row.label}: negatif")
    for row in counts[(numbers % 1 > 0).any(axis=1)].itertuples():
        found.append(f"Indikator {row.indicator}, {row.label}: bukan bilangan bulat")
    for row in counts[typed["numerator"] != typed["denominator"]].itertuples():
        found.append(f"Indikator {row.indicator}, {row.label}: pasangan tidak lengkap")
    for row in counts[numbers["numerator"] > numbers["denominator"]].itertuples():
        found.append(f"Indikator {row.indicator}, {row.label}: pembilang melebihi penyebut")
    for _, group in counts[typed.all(axis=1)].groupby("indicator"):
        if len(group) != group["quarter"].max() + 1:
            found.append(f"Indikator {group['indicator'].iloc[0]}: periode terlompat")
    return found


def total(counts: pd.DataFrame, definition: dict[str, Any]) -> pd.DataFrame:
    """Return the year to date of each indicator with actual, achievement and predicate."""
    known = counts.dropna(subset=["numerator", "denominator"])
    indicators = [i for goal in definition["goals"] for i in goal["indicators"]]
    rows = []
    for number, group in known.groupby("indicator"):
        stock = indicators[number - 1]["kind"] == "stok"
        pair = group[["numerator", "denominator"]]
        numerator, denominator = pair.iloc[-1] if stock else pair.sum()
        actual = numerator / denominator if denominator else float("nan")
        achievement = actual / group["target"].iloc[0]
        bands = definition["scale"]["bands"]
        predicate = next(b["label"] for b in bands if round(achievement * 100, 9) >= b.get("lower", float("-inf")))
        rows.append((number, numerator, denominator, actual, group["target"].iloc[0], achievement, predicate))
    columns = ["indicator", "numerator", "denominator", "actual", "target", "achievement", "predicate"]
    return pd.DataFrame(rows, columns=columns)


def main(folder: Path, output: Path, tapes: Path) -> None:
    """Make the report of every workbook of a folder."""
    output.mkdir(parents=True, exist_ok=True)
    calls = dict(floor.load(tapes))
    for path in sorted(folder.iterdir()):
        definition, counts = read(path)
        found, totals = check(counts), total(counts, definition)
        if found or totals.empty:
            continue
        floor.replay(calls[str(path)], xlsxwriter.Workbook(output / f"IKU_{path.name}"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
