"""The sheet Petunjuk: numbered steps, the rules of filling in, and a legend."""

from __future__ import annotations

from iku_excel.definition import REPORTED, rule
from iku_excel.definition.layout import ACHIEVED, CHECK, DATA, FORM, GUIDE, IDENTITY, INDICATORS
from iku_excel.template.desk import COMPLETE, EMPTY, EXCEEDS, NOT_NUMBER, PARTIAL, WRONG, ZERO, Desk
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_STEPS = (
    ("Isi identitas dan penandatangan.", IDENTITY),
    ("Isi target setiap indikator, misalnya 95%. Boleh kosong; tanpa target tidak ada capaian.", INDICATORS),
    ("Isi angka setiap indikator untuk periode yang dilaporkan.", DATA),
    ("Lihat putusan di atas setiap lembar. Bila BELUM, lembar Periksa menyebut sel dan cara memperbaikinya.", CHECK),
    ("Setelah SIAP DIKIRIM, cetak formulir resmi di kertas F4, tanda tangani, dan beri stempel.", FORM),
    ("Lihat hasilnya; angka periksa mencocokkan kertas dengan berkas.", ACHIEVED),
    ("Simpan sebagai .xlsx, lalu kirim berkas ini juga. Cukup Excel, tidak perlu program lain.", None),
    ("Dengan program iku-excel: iku-excel build NAMA-BERKAS.xlsx membuat buku kerja resminya.", None),
)
_RULES = (
    "Tulis bilangan bulat tanpa titik ribuan: 1234, bukan 1.234. Tidak ada kejadian ditulis 0.",
    "Periode yang belum dilaporkan dibiarkan kosong. Kosong tidak sama dengan 0.",
    "Isi periode berurutan; jangan melompati periode, dan isi semua indikator sampai periode yang sama.",
    "Indikator arus: periode dijumlahkan. Indikator stok: angka periode terakhir yang berlaku, bukan jumlahnya.",
    "Jangan menyisipkan, menghapus atau menggabungkan sel, dan jangan mengubah teks resmi.",
    "Lembar terkunci tanpa kata sandi. Bila sel terkunci memang harus dibetulkan: Review > Unprotect Sheet.",
)


_STATUSES = {
    COMPLETE: "pembilang dan penyebut terisi dan masuk akal",
    EMPTY: "periode ini belum dilaporkan",
    PARTIAL: "baru salah satu dari pembilang dan penyebut yang terisi",
    ZERO: "tidak ada yang diukur; hasilnya n/a dan tidak ikut rata-rata",
    EXCEEDS: "pembilang lebih besar daripada penyebut; periksa kembali",
    WRONG: "ada angka negatif, pecahan, atau target yang bukan persen; periksa kembali",
    NOT_NUMBER: "ada teks di tempat angka",
}


def _register_rules(desk: Desk) -> list[str]:
    """Return how the registers of this template are filled in and counted."""
    places = desk.layout.registers
    if not places:
        return []
    sheets = indonesian.listing([place.sheet for place in places])
    numbers = indonesian.listing([str(place.number) for place in places])
    return [
        f"Angka indikator {numbers} tidak diketik: isi barisnya di lembar {sheets}, angkanya terhitung di lembar Data.",
        *(f"{place.sheet}: {rule(place.register)}" for place in places),
        REPORTED,
    ]


def write(desk: Desk) -> None:
    """Write the sheet Petunjuk."""
    sheet = desk.sheet(GUIDE, (4, 30, 92, 18), "PETUNJUK PENGISIAN")
    style = desk.styles
    sheet.write_string(1, 0, f"{desk.definition.organization}, tahun {desk.definition.year}", style["subtitle"])
    row = 3
    sheet.merge_range(row, 0, row, 2, "Langkah", style["section"])
    for number, (text, target) in enumerate(_STEPS, start=1):
        row += 1
        sheet.write_number(row, 0, number, style["step"])
        if target:
            desk.links(sheet, row, {1: target})
        sheet.write_string(row, 2, text, style["wrap"])
    row += 2
    sheet.merge_range(row, 0, row, 2, "Aturan pengisian", style["section"])
    for text in (*_RULES, *_register_rules(desk)):
        row += 1
        sheet.write_string(row, 0, "•", style["step"])
        sheet.merge_range(row, 1, row, 2, text, style["wrap"])
        height = row_height([(text, column_points(30) + column_points(92))], SIZE)
        if height > 18:  # a line of its own height needs no telling
            sheet.set_row(row, height)
    row += 2
    sheet.merge_range(row, 0, row, 2, "Arti warna", style["section"])
    legend = {
        "sample_input": "sel isian: boleh diisi",
        "fixed_text": "sel terkunci: dihitung sendiri atau sudah ditetapkan",
    }
    for name, text in legend.items():
        row += 1
        sheet.write_blank(row, 1, None, style[name])
        sheet.write_string(row, 2, text, style["wrap"])
    row += 2
    sheet.merge_range(row, 0, row, 2, "Arti kata status", style["section"])
    desk.looks(sheet, (row + 1, 1, row + len(_STATUSES), 1))
    for word, text in _STATUSES.items():
        row += 1
        sheet.write_string(row, 1, word, style["status"])
        sheet.write_string(row, 2, text, style["wrap"])
    sheet.activate()
