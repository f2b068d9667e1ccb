"""The catalogue's words for registers; a finding here never quotes what stands in a row but for dates."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry

REGISTERS: Mapping[str, Entry] = {
    "register-rusak": Entry(
        ERROR,
        "{where} tidak dapat dibaca: {found}.",
        "Ambil templat baru, tempelkan baris register ke sana dengan Tempel Khusus > Nilai, tanpa mengubah judulnya.",
        "kolom register seperti pada templat",
        "Lembar, kolom atau judul kolom register dihapus atau diubah, atau ada isi jauh di luar tabelnya.",
    ),
    "register-kosong": Entry(
        ERROR,
        "{where} belum berisi satu baris pun yang bertanggal tahun ini.",
        "Isi register mulai {cell}, atau pakai templat tanpa register bila belum ada yang dilaporkan.",
        "paling sedikit satu baris",
        "Angka indikator dihitung dari registernya; tanpa baris belum ada periode yang dilaporkan.",
    ),
    "register-tidak-cocok": Entry(
        ERROR,
        "{where} ditulis {found}, padahal menurut register {expected}.",
        "Lengkapi register sampai jumlahnya benar, lalu hapus angka yang diketik di {cell}.",
        None,
        "Angka indikator yang mempunyai register dihitung dari barisnya. Angka yang diketik di atasnya harus sama.",
    ),
    "register-belum-terhitung": Entry(
        WARNING,
        "{where} menampilkan {found}; menurut register {expected}, dan itu yang dipakai.",
        "Buka berkas di Excel atau LibreOffice, biarkan terhitung, lalu simpan; pastikan {cell} sama.",
        None,
        "Rumus di lembar Data belum dihitung ulang sesudah register diubah. Yang dipakai hitungan dari barisnya.",
    ),
    "register-belum-lengkap": Entry(
        ERROR,
        "{where} kosong, padahal baris itu sudah dipakai.",
        "Isi {cell}, atau kosongkan seluruh barisnya.",
        "baris terisi lengkap",
        "Satu baris register adalah satu kejadian. Kolom yang wajib harus terisi di setiap baris yang dipakai.",
    ),
    "register-isi-salah": Entry(
        ERROR,
        "{where} berisi {found}, padahal harus {expected}.",
        "Perbaiki {cell}: pilih dari daftar, atau ketik tanggal seperti 31/12/2023.",
        None,
        "Teks di kolom tanggal, tanggal yang tidak masuk akal, atau pilihan yang tidak ada di daftar. Isi baris tidak "
        "pernah dikutip di hasil, hanya jenisnya.",
    ),
    "register-tidak-dikenal": Entry(
        ERROR,
        "{where} tidak sama dengan satu pun {expected}.",
        "Pilih nama dari daftar di {cell}; bila daftarnya belum lengkap, lengkapi dahulu.",
        None,
        "Setiap baris register stok menyebut satu anggota daftarnya, misalnya satu desa, dengan ejaan yang sama.",
    ),
    "register-ganda": Entry(
        ERROR,
        "{where} sama dengan baris {other}.",
        "Hapus salah satu baris, atau perbaiki {cell} bila memang dua hal yang berbeda.",
        "setiap nomor satu kali",
        "Dua baris dengan nomor yang sama akan terhitung dua kali.",
    ),
    "register-anggota-ganda": Entry(
        WARNING,
        "{where} sama dengan baris {other}; dihitung satu kali, sejak tanggal yang paling awal.",
        "Biarkan bila memang ada dua program; bila salah, hapus atau perbaiki {cell}.",
        None,
        "Pada indikator stok setiap anggota, misalnya desa, dihitung satu kali berapa pun barisnya.",
    ),
    "register-tahun-lain": Entry(
        WARNING,
        "{where} bertanggal {found}, bukan {expected}; {effect}.",
        "Perbaiki tanggal di {cell} bila salah ketik; bila benar, biarkan.",
        None,
        "Yang dihitung adalah kejadian tahun laporan. Perkara yang masuk di tahun lain milik laporan tahun itu.",
    ),
    "register-urutan": Entry(
        ERROR,
        "{where} bertanggal {found}, sebelum {other} ({expected}).",
        "Perbaiki salah satu dari kedua tanggal di baris itu.",
        None,
        "Sesuatu tidak dapat selesai, atau jatuh tempo, sebelum diterima.",
    ),
    "register-terbuka": Entry(
        INFO,
        "{where} masih kosong: yang masuk {found} belum selesai.",
        "Isi tanggalnya di {cell} bila sudah selesai.",
        "tanggal, boleh kosong",
        "Perkara yang belum selesai tetap dihitung sebagai yang masuk. Jumlahnya di akhir setiap periode ada di lembar "
        "Pemeriksaan.",
    ),
    "register-selebihnya": Entry(
        WARNING,
        "{where}: {count} baris lain mempunyai temuan {code} yang sama; yang disebut hanya {listed}.",
        "Perbaiki baris lain itu dengan cara yang sama, lalu periksa lagi.",
        None,
        "Supaya daftar tetap terbaca, dari setiap jenis temuan register disebut paling banyak 20; sisanya dihitung. "
        "Tingkatnya sama dengan temuan yang diwakilinya.",
    ),
}
