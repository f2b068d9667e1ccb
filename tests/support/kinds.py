"""One workbook of every kind that we write, with texts that are long, odd and without blanks in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import regency
from builders import filled, outcome

from iku_excel import template, workbook
from iku_excel.definition import profile
from iku_excel.model import MAX_LINE, MAX_NOTE
from iku_excel.regency import handout, recap, roster
from iku_excel.run import batch

NOTE = "tanpaspasi" * (MAX_NOTE // 10)
"""A note that no program can break at a blank."""


@cache
def kinds(folder: Path) -> Mapping[str, Path]:
    """Write the workbooks into a folder; return them by kind."""
    long: dict[str, template.Value] = {"nama_pejabat": "N" * MAX_LINE, "catatan": NOTE}
    monthly, yearly = filled("bulanan", 11, values=long), filled("tahunan", values=long)
    # on the form inside a template a longer line of the signature shrinks, and is warned of: build prints it in two
    fits: dict[str, template.Value] = {**long, "nama_pejabat": "N" * 40}
    wrong = filled(n_periods=2, values=fits).put("pembilang_1_tw2", "x" * 300).put("nip", 197910171234567890)
    written = {
        "templat_bulanan": template.render(monthly.definition, {**monthly.values, **fits}),
        "templat_register": template.render(
            profile.load("kecamatan_tongas_2023").define("triwulanan", registers="all")
        ),
        "keluaran_bulanan": workbook.render(outcome(monthly.save(folder, "bulanan-" + "b" * 150 + ".xlsx"))),
        "keluaran_tahunan": workbook.render(outcome(yearly.save(folder, "tahunan.xlsx")), "a4"),
        "daftar": handout.roster(roster.read(regency.ROSTER).rows, "CONTOH"),
    }
    paths = {}
    for name, data in written.items():
        paths[name] = folder / f"{name}.xlsx"
        paths[name].write_bytes(data)
    (report,) = batch.build([wrong.save(folder, "salah.xlsx")], batch.Destination(folder / "hasil"))
    assert report.correction is not None
    paths["koreksi"] = report.correction
    return paths


def recapped(folder: Path) -> Path:
    """Write the recap of a regency's mail; return it."""
    sent = sorted(regency.mail(folder / "kiriman").iterdir())
    made = recap.make(sent, roster=roster.read(regency.ROSTER))
    (folder / "rekap.xlsx").write_bytes(made.data)
    return folder / "rekap.xlsx"
