"""The catalogue's words for a filled template: the file, the template in it, one cell, a pair, the year to date."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry

_SAVE_AS_XLSX = (
    'Buka berkas di Excel atau LibreOffice, pilih Simpan Sebagai, jenis "Excel Workbook (.xlsx)", lalu kirim hasilnya.'
)

INPUT: Mapping[str, Entry] = {
    # the file
    "berkas-tidak-ada": Entry(
        ERROR,
        "Berkas tidak dapat dibaca: {found}.",
        "Periksa nama dan folder berkas, tutup berkas itu bila sedang dibuka, lalu ulangi.",
        "berkas .xlsx yang dapat dibaca",
        "Nama atau folder yang ditulis tidak ada, bukan berkas biasa, atau tidak boleh dibaca.",
    ),
    "bukan-xlsx": Entry(
        ERROR,
        "Berkas ini bukan buku kerja .xlsx; isinya {found}.",
        'Bila ini lembar kerja, buka di Excel atau LibreOffice, pilih Simpan Sebagai, jenis "Excel Workbook (.xlsx)"; '
        "bila bukan, kirim templat isiannya.",
        "buku kerja Excel .xlsx",
        "Jenis berkas ditentukan dari isinya, bukan dari namanya; mengganti nama berkas tidak mengubah isinya.",
        {
            "arsip": "Ekstrak dulu isinya (klik kanan > Extract All), lalu pakai buku kerja .xlsx di dalamnya.",
            "kunci": "Simpan dan tutup {workbook} di program yang membukanya, lalu pakai berkas itu.",
        },
        {
            "arsip": "Berkas ini {found} yang memuat berkas lain, bukan buku kerja .xlsx.",
            "kunci": "Berkas ini {found}, tanda bahwa {workbook} sedang dibuka.",
        },
    ),
    "format-lama": Entry(
        ERROR,
        "Berkas ini berformat lama: {found}.",
        _SAVE_AS_XLSX,
        "buku kerja Excel .xlsx",
        "Format Excel 97-2003 tidak menyimpan semua yang ada di templat.",
    ),
    "terenkripsi": Entry(
        ERROR,
        "Berkas dikunci ({found}) sehingga isinya tidak dapat dibaca.",
        "Buka berkas di Excel, pilih File > Info > Protect Workbook > Encrypt with Password, kosongkan kata sandinya, "
        "lalu simpan lagi.",
        "berkas tanpa kata sandi dan tanpa label",
        "Kata sandi untuk membuka, termasuk yang hanya untuk mengubah, mengunci seluruh isi berkas; begitu pula label "
        "kerahasiaan.",
        {
            "label": "Buka berkas di Excel, hapus labelnya (Home > Sensitivity) atau pilih File > Info > "
            "Protect Workbook > Restrict Access > Unrestricted Access, lalu simpan lagi.",
        },
    ),
    "berkas-rusak": Entry(
        ERROR,
        "Berkas rusak atau tidak lengkap: {found}.",
        "Ambil lagi berkas aslinya (salin atau unduh ulang, atau minta dikirim lagi); atau buka di Excel, biarkan "
        "diperbaiki, lalu simpan sebagai berkas .xlsx baru.",
        "berkas .xlsx yang utuh",
        "Paling sering karena unduhan terputus atau berkas disalin saat masih disimpan.",
        {
            "garis-miring": "Minta berkas aslinya seperti disimpan Excel, jangan yang dibongkar lalu dipampatkan "
            "(di-zip) lagi.",
        },
    ),
    "berkas-berbahaya": Entry(
        ERROR,
        "Berkas ditolak demi keamanan: {limit} {found}, batasnya {expected}.",
        "Salin angka ke templat yang baru dengan Tempel Khusus > Nilai, lalu kirim templat itu.",
        None,
        "Berkas melampaui batas yang jauh di atas templat mana pun, atau memuat bagian yang tidak pernah ada di berkas "
        "Excel biasa. Berkas seperti itu dapat membuat komputer macet, maka tidak dibuka.",
    ),
    # the template
    "bukan-templat": Entry(
        ERROR,
        "Buku kerja ini bukan templat isian IKU: {found}.",
        "Buat templat dengan iku-excel template, pindahkan angkanya ke sana dengan Tempel Khusus > Nilai, lalu kirim "
        "templat itu.",
        "templat isian dari iku-excel",
        "Berkasnya sehat, tetapi bukan templat yang dibuat iku-excel.",
        {
            "keluaran": "Periksa keutuhannya dengan iku-excel verify; untuk mengubah angka, perbaiki templat isiannya, "
            "lalu jalankan iku-excel build lagi.",
            "rekap": "Periksa kiriman yang direkap, bukan rekapnya; rekap periode lalu dipakai dengan "
            "iku-excel recap --previous.",
            "daftar": "Pakai daftar ini dengan --roster, misalnya: iku-excel template --roster DAFTAR.xlsx -o FOLDER",
            "tinjauan": "Lengkapi tinjauannya, pilih Ya di setiap baris, lalu jalankan iku-excel import TINJAUAN.xlsx "
            "-o kantor.toml untuk menjadikannya profil.",
        },
        {
            "keluaran": "Buku kerja ini lembar resmi hasil iku-excel build, bukan templat isian.",
            "rekap": "Buku kerja ini rekap hasil iku-excel recap, bukan templat isian.",
            "daftar": "Buku kerja ini daftar organisasi, bukan templat isian.",
            "tinjauan": "Buku kerja ini tinjauan dari iku-excel import, bukan templat isian.",
        },
    ),
    "versi-templat": Entry(
        ERROR,
        "Templat ini versi {found}, sedangkan program ini mengenal sampai versi {expected}.",
        "Perbarui iku-excel, lalu ulangi.",
        None,
        "Templat dibuat oleh iku-excel yang lebih baru.",
    ),
    "definisi-rusak": Entry(
        ERROR,
        "Lembar tersembunyi _iku di dalam templat tidak utuh: {found}.",
        "Buat templat baru, pindahkan angkanya dengan Tempel Khusus > Nilai, lalu kirim templat itu.",
        "lembar _iku seperti saat templat dibuat",
        "Lembar tersembunyi _iku memuat indikator dan teks resmi. Lembar itu diubah, dihapus, atau terpotong.",
    ),
    "sel-hilang": Entry(
        ERROR,
        "{where}: sel isian ini tidak ditemukan lagi{note}.",
        "Ambil templat baru, pindahkan isinya dengan Tempel Khusus > Nilai, tanpa menghapus atau menggabungkan sel.",
        "sel isian seperti pada templat",
        "Baris, kolom, lembar atau sel isian dihapus, tertimpa, atau digabung ke sel lain.",
        messages={"lembar": "Lembar {found} tidak ada lagi, sehingga semua sel isiannya hilang."},
    ),
    "nama-dipulihkan": Entry(
        WARNING,
        "{where}: nama selnya hilang; sel dikenali dari label di sekitarnya.",
        "Pastikan {cell} memang berisi {label_lower}; simpan dengan Excel atau LibreOffice agar nama sel tidak hilang.",
        None,
        "Sebagian program membuang nama sel saat menyimpan. Bila labelnya masih utuh, selnya tetap dikenali.",
    ),
    "teks-resmi-berubah": Entry(
        ERROR,
        "Teks resmi di {cell} berubah: tertulis {found}.",
        "Buka kunci lembarnya (Review > Unprotect Sheet, tanpa kata sandi), lalu kembalikan {cell} menjadi: {expected}",
        None,
        "Teks resmi ditetapkan dengan keputusan dan harus sama huruf demi huruf, termasuk ejaannya.",
    ),
    # a cell
    "wajib-diisi": Entry(
        ERROR,
        "{where} masih kosong.",
        "Isi {cell}.",
        "terisi",
        "Sel yang wajib diisi masih kosong. Spasi saja dianggap kosong.",
    ),
    "bukan-angka": Entry(
        ERROR,
        '{where} berisi "{found}", padahal harus angka.',
        "Tulis bilangan saja di {cell}, tanpa titik ribuan dan tanpa kata; tulis 0 bila memang tidak ada, "
        "atau kosongkan bila belum dilaporkan.",
        "bilangan",
        'Teks, tanggal, jam, atau TRUE/FALSE di tempat angka. "1.234" ditolak karena dapat berarti 1234 atau 1,234; '
        '"-" dan "nihil" karena dapat berarti 0 atau belum dilaporkan. "1/2" dan "10.15" dapat dijadikan tanggal atau '
        "jam oleh Excel. Program ini tidak pernah menebak.",
        {
            **dict.fromkeys(
                ("tanggal", "jam"),
                "Ubah format {cell} menjadi angka (Ctrl+1, pilih Number, OK), lalu periksa dan ketik ulang isinya.",
            ),
            "target": "Tulis targetnya saja di {cell}, misalnya 95%; kosongkan bila tidak ada target.",
        },
        {
            "tanggal": "{where} berformat tanggal: isinya {stored}, tetapi yang tampil {found}.",
            "jam": "{where} berformat jam: isinya {stored}, tetapi yang tampil {found}.",
        },
    ),
    "angka-teks": Entry(
        WARNING,
        '{where} berisi "{found}" sebagai teks; dipakai sebagai angka {used}.',
        "Ketik ulang {used} di {cell} sebagai angka.",
        "angka, bukan teks",
        "Angka tersimpan sebagai teks, biasanya karena disalin dari tempat lain. Nilainya jelas, jadi tetap dipakai.",
    ),
    "bukan-bilangan-bulat": Entry(
        ERROR,
        "{where} berisi {found}, padahal jumlah harus bilangan bulat.",
        "Tulis jumlahnya, bukan persentase atau pecahan, di {cell}.",
        "bilangan bulat",
        "Yang diisi adalah jumlah kejadian, jadi tidak ada pecahan. Persentase dihitung sendiri oleh program.",
    ),
    "negatif": Entry(
        ERROR,
        "{where} berisi {found}, padahal jumlah tidak boleh negatif.",
        "Tulis bilangan 0 atau lebih di {cell}.",
        "0 atau lebih",
        "Jumlah kejadian tidak mungkin kurang dari nol.",
    ),
    "terlalu-besar": Entry(
        ERROR,
        "{where} berisi {found}, di atas batas {expected}.",
        "Periksa berapa banyak angka (digit) yang terketik, lalu perbaiki {cell}.",
        "paling besar 1.000.000.000",
        "Jumlah di atas satu miliar hampir pasti salah ketik atau nomor yang tersalin ke sel jumlah.",
    ),
    "rumus-galat": Entry(
        ERROR,
        "{where} menampilkan kesalahan rumus {found}.",
        "Ganti rumus di {cell} dengan bilangannya.",
        "nilai tanpa kesalahan rumus",
        "Rumus di sel isian gagal dihitung, misalnya #REF! sesudah baris yang dirujuknya dihapus.",
    ),
    "rumus-tanpa-nilai": Entry(
        ERROR,
        "{where} berisi rumus yang belum dihitung.",
        "Buka berkas di Excel, tunggu sampai terhitung, lalu simpan; atau tulis bilangannya langsung di {cell}.",
        "nilai yang tersimpan",
        "Program pembuat berkas tidak menyimpan hasil rumusnya, jadi nilainya tidak diketahui.",
    ),
    "bukan-teks": Entry(
        ERROR,
        "{where} berisi {found}, padahal harus teks.",
        "Tulis {label_lower} sebagai teks di {cell}.",
        "teks",
        "Angka, tanggal, atau TRUE/FALSE di tempat nama, jabatan dan sejenisnya.",
    ),
    "tanggal-tidak-sah": Entry(
        ERROR,
        "{where} berisi {found}, padahal harus tanggal {expected}.",
        "Tulis tanggal penandatanganan di {cell}, atau teks seperti Februari 2024, atau kosongkan.",
        "dari tahun 2000 sampai 2100, teks, atau kosong",
        "Angka, TRUE/FALSE, atau tanggal dari masa lain di tempat tanggal penandatanganan.",
    ),
    "teks-terlalu-panjang": Entry(
        ERROR,
        "{where} berisi {found}, lebih panjang daripada tempatnya.",
        "Persingkat isi {cell}.",
        None,
        "Baris blok tanda tangan memuat paling panjang 200 huruf, catatan 1.000 huruf.",
    ),
    "tahun-tidak-sah": Entry(
        ERROR,
        "{where} berisi {found}, padahal harus tahun {expected}.",
        "Kembalikan {cell} menjadi {year}; untuk tahun lain, pakai templat tahun itu.",
        "bilangan bulat 2000 sampai 2100",
        "Tahun ditetapkan saat templat dibuat dan tidak diubah di dalamnya. Lembarnya terkunci tanpa kata sandi: "
        "Review > Unprotect Sheet.",
    ),
    "target-bukan-persen": Entry(
        ERROR,
        "{where} berisi {found}, padahal target harus dari {expected}.",
        "Tulis target dengan tanda persen di {cell}, misalnya 95%.",
        "0,1% sampai 100%",
        "Target 95% tersimpan sebagai 0,95. Angka 95 tanpa tanda persen berarti 9.500%. Target di bawah 0,1% membuat "
        "capaian apa pun tampak luar biasa.",
    ),
    "target-kosong": Entry(
        INFO,
        "{where} kosong, jadi capaian dan predikatnya tidak dihitung.",
        "Bila ada target, tulis di {cell}, misalnya 95%.",
        "persen, boleh kosong",
        "Tanpa target realisasi tetap dihitung, tetapi capaian dan predikat tidak ada.",
    ),
    "nip-tidak-sah": Entry(
        WARNING,
        "{where} berisi {found}, bukan 18 angka dengan susunan NIP yang wajar.",
        "Periksa NIP di {cell}: tanggal lahir (8), bulan pengangkatan (6), jenis kelamin (1), nomor urut (3).",
        "18 angka, misalnya 19791017 200012 1 001",
        "NIP dicetak seperti tertulis. NIP yang tidak lazim hanya diperingatkan: NIP PPPK ada yang bulannya khusus.",
    ),
    "nip-angka": Entry(
        ERROR,
        "{where} tersimpan sebagai angka ({found}); Excel hanya menyimpan 15 angka, jadi sisanya hilang.",
        "Ubah format {cell} menjadi teks (Ctrl+1, pilih Text, OK), lalu ketik ulang NIP lengkap dari kartunya.",
        "18 angka sebagai teks",
        "Angka keenam belas sampai kedelapan belas diganti 0 oleh Excel dan tidak dapat dikembalikan.",
    ),
    # a pair and the year to date
    "pasangan-tidak-lengkap": Entry(
        ERROR,
        "{where} kosong, padahal {partner} berisi {partner_found}.",
        "Isi {cell}, atau kosongkan keduanya bila periode itu belum dilaporkan.",
        "pembilang dan penyebut terisi keduanya",
        "Persentase memerlukan pembilang dan penyebut dari periode yang sama.",
    ),
    "penyebut-nol": Entry(
        WARNING,
        "{where}: 0 dari 0, tidak ada yang diukur; hasilnya n/a dan tidak ikut rata-rata.",
        "Bila memang tidak ada kejadian, biarkan; bila ada, perbaiki {cell} dan penyebutnya.",
        "penyebut lebih dari 0",
        "0 dari 0 bukan 0% dan bukan 100%; tidak ada yang dapat diukur.",
    ),
    "pembilang-melebihi-penyebut": Entry(
        ERROR,
        "{where}: pembilang {scope}{numerator} lebih besar daripada penyebut {denominator}.",
        "Periksa {cell} dan penyebutnya; bagian tidak mungkin lebih besar daripada keseluruhan.",
        "pembilang paling besar sama dengan penyebut",
        "Untuk arus yang dibandingkan adalah jumlah sampai periode terakhir; untuk stok setiap periode.",
    ),
    "pembilang-melebihi-penyebut-periode": Entry(
        WARNING,
        "{where}: pembilang {numerator} lebih besar daripada penyebut {denominator} dalam periode ini.",
        "Bila ada yang masuk di periode lalu dan selesai di periode ini, biarkan; bila tidak, perbaiki {cell}.",
        "pembilang paling besar sama dengan penyebut",
        "Dapat benar terjadi: pengaduan masuk TW I dan selesai TW II. Secara kumulatif tidak boleh.",
    ),
    "penyebut-berubah": Entry(
        WARNING,
        "{where} berisi {found}, berbeda dari periode lain ({expected}).",
        "Pastikan {cell} benar; jumlah keseluruhan seperti jumlah desa biasanya sama sepanjang tahun.",
        None,
        "Penyebut indikator stok, misalnya jumlah desa, jarang berubah di tengah tahun.",
    ),
    "periode-terlompat": Entry(
        ERROR,
        "{where} kosong, padahal periode sesudahnya ({later}) sudah terisi.",
        "Isi {cell} dan penyebutnya; tulis 0 bila memang tidak ada kejadian.",
        "periode terisi berurutan",
        "Periode diisi berurutan, supaya jumlah sampai periode terakhir benar-benar lengkap.",
    ),
    "periode-tidak-seragam": Entry(
        ERROR,
        "{where} kosong, padahal indikator lain sudah terisi sampai {later}.",
        "Isi {cell} dan penyebutnya supaya semua indikator terisi sampai periode yang sama.",
        "semua indikator terisi sampai periode yang sama",
        "Indikator arus harus sampai periode yang sama. Indikator stok yang tertinggal hanya diperingatkan: angka "
        "terakhirnya tetap berlaku.",
    ),
    "lonjakan": Entry(
        WARNING,
        "{where}: {found}, jauh dari periode lain indikator ini ({expected}).",
        "Periksa apakah {cell} atau penyebutnya salah ketik; bila benar, biarkan.",
        None,
        "Pembilang atau penyebut lebih dari empat kali, atau kurang dari seperempat, nilai tengah (median) periode "
        "lain indikator yang sama, dan selisihnya lebih dari lima kali akar jumlah keduanya. Syarat kedua membuat "
        "angka kecil tidak pernah diperingatkan, sebab angka kecil memang naik turun. Median dipakai karena tidak "
        "tergeser oleh satu angka yang aneh. Perlu paling sedikit dua periode lain; bila hanya dua, keduanya harus "
        "sejalan. Bila separuh periode atau lebih saling berjauhan, tidak ada yang disebut, sebab tidak dapat "
        "diketahui mana yang aneh.",
    ),
}
