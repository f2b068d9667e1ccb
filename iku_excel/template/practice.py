"""Faulty filled templates to learn on, one for each common mistake, with the answers.

A lesson is a soundly filled template with one or two cells as clerks really write them. The answers are
not written by hand: the pipeline itself is asked what it finds, so that they are always what ``check``
will say. The counts are invented, and every template says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from iku_excel import template
from iku_excel.definition import measures, profile
from iku_excel.definition.layout import layout
from iku_excel.findings import catalogue
from iku_excel.model import Definition, Outcome
from iku_excel.run import store
from iku_excel.text import indonesian

ANSWERS = "JAWABAN.txt"
NOTE = "LATIHAN - angka rekaan"

_COUNTS = {1: ((410, 440), (425, 450)), 2: ((12, 15), (13, 14)), 3: ((9, 14), (11, 14)), 4: ((10, 11), (13, 13))}
"""Invented numerator and denominator of the first two quarters, by indicator."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One faulty template: what was written where, and what should stand there (None: nothing)."""

    name: str
    title: str
    wrong: Mapping[str, template.Value | None]
    right: Mapping[str, template.Value | None]
    codes: tuple[str, ...]
    more: Mapping[str, template.Value] = field(default_factory=dict)  # filled in both
    office: str = ""  # name of an example of another office, "" for the kecamatan

    @property
    def definition(self) -> Definition:
        """What it reports, by quarters."""
        if self.office:
            return profile.load(self.office).define("triwulanan", "INSPEKTORAT LATIHAN")
        return definition()

    @property
    def file_name(self) -> str:
        """Name of the lesson's workbook."""
        return f"latihan_{self.name}.xlsx"


LESSONS = (
    Lesson(
        "01_titik_ribuan",
        "Angka dengan titik ribuan",
        {"pembilang_1_tw2": "1.234", "penyebut_1_tw2": "1.300"},
        {"pembilang_1_tw2": 1234, "penyebut_1_tw2": 1300},
        ("bukan-angka", "bukan-angka"),
    ),
    Lesson(
        "02_nihil", "Kata nihil di tempat angka", {"pembilang_2_tw1": "nihil"}, {"pembilang_2_tw1": 0}, ("bukan-angka",)
    ),
    Lesson(
        "03_persen",
        "Persentase di tempat jumlah",
        {"pembilang_1_tw1": 93.2},
        {"pembilang_1_tw1": 410},
        ("bukan-bilangan-bulat",),
    ),
    Lesson("04_target", "Target tanpa tanda persen", {"target_1": 95}, {"target_1": 0.95}, ("target-bukan-persen",)),
    Lesson(
        "05_tertukar",
        "Pembilang dan penyebut tertukar",
        {"pembilang_1_tw1": 440, "penyebut_1_tw1": 410, "pembilang_1_tw2": 450, "penyebut_1_tw2": 425},
        {"pembilang_1_tw1": 410, "penyebut_1_tw1": 440, "pembilang_1_tw2": 425, "penyebut_1_tw2": 450},
        ("pembilang-melebihi-penyebut-periode", "pembilang-melebihi-penyebut"),
    ),
    Lesson(
        "06_satu_kosong",
        "Hanya satu dari sepasang yang terisi",
        {"penyebut_2_tw2": None},
        {"penyebut_2_tw2": 14},
        ("pasangan-tidak-lengkap",),
    ),
    Lesson(
        "07_terlompat",
        "Triwulan II terlewat",
        {f"{word}_{n}_tw2": None for n in _COUNTS for word in ("pembilang", "penyebut")},
        {
            f"{word}_{n}_tw2": pairs[1][position]
            for n, pairs in _COUNTS.items()
            for position, word in enumerate(("pembilang", "penyebut"))
        },
        ("periode-terlompat",) * 4,
        {
            f"{word}_{n}_tw3": pairs[0][position]
            for n, pairs in _COUNTS.items()
            for position, word in enumerate(("pembilang", "penyebut"))
        },
    ),
    Lesson(
        "08_belum_seragam",
        "Satu indikator belum diisi sampai triwulan yang sama",
        {"pembilang_4_tw2": None, "penyebut_4_tw2": None},
        {"pembilang_4_tw2": 13, "penyebut_4_tw2": 13},
        ("periode-tidak-seragam",),
    ),
    Lesson(
        "09_negatif", "Tanda hubung di depan angka", {"pembilang_4_tw1": -10}, {"pembilang_4_tw1": 10}, ("negatif",)
    ),
    Lesson(
        "10_nip_angka",
        "NIP diketik sebagai angka",
        {"nip": 197910172000121001},
        {"nip": "19791017 200012 1 001"},
        ("nip-angka",),
    ),
    Lesson(
        "11_kosong",
        "Nama pejabat belum diisi",
        {"nama_pejabat": ""},
        {"nama_pejabat": "ROCHMAD WIDIARTO.S.STP."},
        ("wajib-diisi",),
    ),
    Lesson(
        "12_stok",
        "Jumlah desa yang berdaya lebih dari jumlah desa",
        {"pembilang_3_tw2": 41},
        {"pembilang_3_tw2": 11},
        ("pembilang-melebihi-penyebut",),
    ),
    Lesson(
        "13_angka_teks",
        "Angka tersimpan sebagai teks: hanya peringatan",
        {"pembilang_1_tw1": "410"},
        {"pembilang_1_tw1": 410},
        ("angka-teks",),
    ),
    Lesson(
        "14_nol",
        "Tidak ada kejadian: 0 dari 0, hanya peringatan",
        {"pembilang_2_tw2": 0, "penyebut_2_tw2": 0},
        {"pembilang_2_tw2": 13, "penyebut_2_tw2": 14},
        ("penyebut-nol",),
    ),
    Lesson(
        "15_campuran",
        "Dua kesalahan sekaligus",
        {"pembilang_1_tw2": "425 layanan", "nip": "1979101720001210"},
        {"pembilang_1_tw2": 425, "nip": "19791017 200012 1 001"},
        ("nip-tidak-sah", "bukan-angka"),
    ),
    Lesson(
        "16_di_luar_batas",
        "Nilai SAKIP tanpa koma",
        {"nilai_1_tw2": 7235},
        {"nilai_1_tw2": 72.35},
        ("di-luar-batas",),
        office="contoh_inspektorat",
    ),
    Lesson(
        "17_bukan_pilihan",
        "Opini yang tidak ada di daftar",
        {"predikat_2_tw2": "WTP"},
        {"predikat_2_tw2": "Wajar Tanpa Pengecualian"},
        ("bukan-pilihan",),
        office="contoh_inspektorat",
    ),
    Lesson(
        "18_target_di_luar_skala",
        "Target nilai SAKIP di atas nilai tertinggi",
        {"target_1": 120},
        {"target_1": 75},
        ("target-di-luar-skala",),
        office="contoh_inspektorat",
    ),
    Lesson(
        "19_terlalu_banyak_desimal",
        "Nilai ditempel dari kalkulator",
        {"nilai_5_tw2": 2.833333},
        {"nilai_5_tw2": 2.8333},
        ("terlalu-banyak-desimal",),
        office="contoh_inspektorat",
    ),
    Lesson(
        "20_pembagi_nol",
        "Tahun lalu tidak ada temuan: pertumbuhan dari 0, hanya peringatan",
        {"penyebut_8_tw1": 0, "penyebut_8_tw2": 0},
        {"penyebut_8_tw1": 10, "penyebut_8_tw2": 10},
        ("pembagi-nol",),
        office="contoh_inspektorat",
    ),
)

_INSPECTORATE: Mapping[str, template.Value] = {
    "tempat": "LATIHAN",
    "jabatan": "INSPEKTUR",
    "wilayah": "KABUPATEN LATIHAN",
    "nama_pejabat": "NAMA PEJABAT",
    "pangkat": "Pembina",
    "nip": "19791017 200012 1 001",
    "target_1": 75,
    "target_2": "Wajar Tanpa Pengecualian",
    "target_3": 0.85,
    "target_4": 3,
    "target_5": 3,
    "target_6": 6,
    "target_7": 0.95,
    "target_8": 0.1,
    "nilai_1_tw2": 72.35,
    "predikat_2_tw2": "Wajar Tanpa Pengecualian",
    "nilai_4_tw2": 3,
    "nilai_5_tw2": 2.8,
    "nilai_6_tw1": 1,
    "nilai_6_tw2": 2,
    "pembilang_3_tw1": 120,
    "penyebut_3_tw1": 160,
    "pembilang_3_tw2": 138,
    "penyebut_3_tw2": 160,
    "pembilang_7_tw1": 18,
    "penyebut_7_tw1": 20,
    "pembilang_7_tw2": 22,
    "penyebut_7_tw2": 23,
    "pembilang_8_tw1": 9,
    "penyebut_8_tw1": 10,
    "pembilang_8_tw2": 7,
    "penyebut_8_tw2": 10,
}
"""Invented figures of the inspectorate of the last lessons."""


def definition() -> Definition:
    """Return what the lessons report: the shipped profile, by quarters."""
    return profile.load(profile.DEFAULT).define("triwulanan")


@cache
def workbook(lesson: Lesson, *, mended: bool = False) -> bytes:
    """Return a lesson's template, faulty or as its answer says."""
    values: dict[str, template.Value] = {"catatan": NOTE, **lesson.more, **(_INSPECTORATE if lesson.office else {})}
    for number, pairs in () if lesson.office else _COUNTS.items():
        values[f"target_{number}"] = 0.95 if number != 3 else 0.8
        for code, (numerator, denominator) in zip(("tw1", "tw2"), pairs, strict=True):
            values[f"pembilang_{number}_{code}"], values[f"penyebut_{number}_{code}"] = numerator, denominator
    for name, value in (lesson.right if mended else lesson.wrong).items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    return template.render(lesson.definition, values)


def write(folder: Path) -> Iterator[Path]:
    """Write the lessons and their answers into a folder; raises FileExistsError where one is there, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    books = []
    for lesson in LESSONS:
        books.append(workbook(lesson))
        store.put_new(folder / lesson.file_name, books[-1])
        yield folder / lesson.file_name
    store.put_new(folder / ANSWERS, "\r\n".join(answers(books)).encode("utf-8-sig"))  # Notepad shows it in any Windows
    yield folder / ANSWERS


def answers(books: Sequence[bytes]) -> Iterator[str]:
    """Yield the lines of the answers, as the check of today gives them; ``books`` are the lessons' workbooks."""
    yield "JAWABAN LATIHAN IKU"
    yield ""
    yield "Coba dulu sendiri: iku-excel check latihan_01_titik_ribuan.xlsx"
    yield "Semua angka rekaan."
    for lesson, outcome in zip(LESSONS, _outcomes(books), strict=True):
        yield ""
        yield "-" * 80
        yield f"{lesson.file_name}: {lesson.title}"
        yield ""
        for finding in outcome.findings:
            yield f"  [{finding.code}, {catalogue.SEVERITIES[finding.severity]}]"
            yield f"  {finding.message}"
            yield f"  {finding.fix}"
            yield ""
        yield "  Yang benar:"
        for name, value in lesson.right.items():
            field_ = layout(lesson.definition).field(name)
            percent = bool(field_.indicator) and measures.is_percent(lesson.definition.indicators[field_.indicator - 1])
            shown = _shown(value, percent=percent and name.startswith("target_"))
            yield f"  - sel {field_.place.a1} lembar {field_.place.sheet}: {shown}"
    yield ""


def _outcomes(books: Sequence[bytes]) -> Iterator[Outcome]:
    from iku_excel import pipeline
    from iku_excel.reading import Document

    documents = [Document(lesson.file_name, data) for lesson, data in zip(LESSONS, books, strict=True)]
    return pipeline.process(documents)


def _shown(value: template.Value | None, *, percent: bool) -> str:
    if isinstance(value, (int, float)):
        return f"{indonesian.typed(value * 100)}%" if percent else indonesian.typed(value)
    return str(value)
