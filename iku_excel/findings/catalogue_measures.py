"""The catalogue's words for what a measure asks of its figures and targets."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry

MEASURES: Mapping[str, Entry] = {
    "persen-di-sel-angka": Entry(
        ERROR,
        "{where} berisi {found}, padahal di sini tidak ditulis persentase.",
        "Hapus isi {cell}, ubah formatnya dari Persentase menjadi Angka, lalu tulis angkanya tanpa tanda persen.",
        None,
        "Angka yang tampil sebagai persen tersimpan seperseratusnya: 95% tersimpan sebagai 0,95. Hanya target "
        "indikator persentase yang ditulis dengan tanda persen.",
    ),
    "di-luar-batas": Entry(
        ERROR,
        "{where} berisi {found}, di luar batas nilainya: {expected}.",
        "Periksa nilainya pada dokumen sumber, lalu perbaiki {cell}.",
        None,
        "Definisi indikator menyebut nilai terendah dan tertinggi yang mungkin, misalnya nilai SAKIP 0 sampai 100.",
    ),
    "bukan-pilihan": Entry(
        ERROR,
        '{where} berisi "{found}", yang tidak ada di daftar pilihan.',
        "Pilih isi {cell} dari daftarnya: {expected}.",
        None,
        "Predikat ditulis dengan salah satu kata yang ditetapkan definisi. Huruf besar, huruf kecil dan spasi "
        "berlebih tidak berpengaruh.",
    ),
    "pembagi-nol": Entry(
        WARNING,
        "{where}: {numerator} tidak dapat dibagi, sebab {base} 0; hasilnya n/a.",
        "Periksa penyebut di bawah {cell}; bila memang 0, itu hanya dapat dibiarkan pada indikator pertumbuhan.",
        "penyebut lebih dari 0",
        "Pertumbuhan dari 0 tidak dapat dinyatakan dalam persen: diperingatkan, dan hasilnya n/a. Untuk rasio yang "
        "pembilangnya boleh melebihi penyebut, penyebut 0 dengan pembilang lebih dari 0 adalah kesalahan.",
    ),
    "terlalu-banyak-desimal": Entry(
        ERROR,
        "{where} berisi {found}, lebih dari empat angka di belakang koma.",
        "Bulatkan menurut dokumen sumbernya menjadi paling banyak empat angka di belakang koma di {cell}.",
        "paling banyak empat angka di belakang koma",
        "Angka desimal dicatat dengan paling banyak empat angka di belakang koma, supaya jumlahnya tepat.",
    ),
    "target-di-luar-skala": Entry(
        ERROR,
        "{where} berisi {found}, target yang tidak mungkin untuk indikator ini.",
        "Tulis target di {cell} dalam satuan indikatornya: {expected}.",
        None,
        "Target harus dapat dicapai menurut ukurannya: di dalam batas nilai, dan 0 hanya bila makin rendah makin baik.",
    ),
    "belum-dinilai": Entry(
        INFO,
        "{where} dan periode lainnya kosong; indikator ini belum dinilai.",
        "Bila nilainya sudah terbit, tulis di sel periodenya; bila belum, biarkan.",
        "nilai terakhir yang sudah terbit, boleh kosong",
        "Nilai dan predikat diberikan dari luar dan sering terbit kemudian. Sampai terbit realisasinya belum ada, dan "
        "indikatornya tidak ikut rata-rata.",
    ),
}
