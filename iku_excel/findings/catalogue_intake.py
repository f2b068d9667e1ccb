"""The words of findings about what is handed in: mails, archives, files that came before.

A part of catalogue.py, which explains the sentences: code -> (severity, message, fix, expected, meaning).
"""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry

INTAKE: Mapping[str, Entry] = {
    "sudah-diterima": Entry(
        INFO,
        "Kiriman ini sudah diterima {when} sebagai {found}.",
        "Tidak ada yang perlu dilakukan.",
        None,
        "Berkas yang sama, atau keluaran dengan angka yang sama dengan isian yang sudah diterima, disimpan satu kali.",
    ),
    "menggantikan": Entry(
        INFO,
        "Kiriman ini menggantikan {found} dari organisasi dan periode yang sama; keduanya disimpan.",
        "Periksa bila ragu; recap memakai yang terakhir diterima.",
        None,
        "Satu organisasi mengirim berkas lain untuk periode yang sama, biasanya perbaikan.",
    ),
    "pengirim-lain": Entry(
        WARNING,
        "Surel ini datang dari {found}, sedangkan alamat organisasi itu di daftar {expected}.",
        "Tanyakan kepada organisasi itu, lewat alamat di daftar, apakah kiriman ini benar dari mereka.",
        None,
        (
            "Yang dibandingkan alamat surelnya, bukan nama yang ditampilkan: nama dapat ditulis siapa pun. Kirimannya "
            "tetap diterima karena petugas sering mengirim dari alamat pribadi."
        ),
    ),
    "isian-kosong": Entry(
        ERROR,
        "Isian ini belum memuat satu angka pun.",
        "Isi lembar Data, simpan, lalu kirim lagi.",
        "isian dengan angka sampai periode yang dilaporkan",
        "Templat yang belum diisi tidak melaporkan apa-apa.",
    ),
    "tanpa-lampiran": Entry(
        ERROR,
        "Kiriman ini tidak berisi buku kerja: {found}.",
        "Minta pengirim melampirkan templat isian atau buku kerja hasil iku-excel build (.xlsx).",
        "surel atau arsip dengan buku kerja .xlsx",
        "Lampirannya lupa disertakan, atau hanya berupa tautan atau gambar.",
    ),
    "winmail": Entry(
        ERROR,
        "Lampiran {found} disimpan dengan cara yang hanya dapat dibuka Outlook.",
        "Minta pengirim mengirim ulang sebagai HTML atau teks biasa (Outlook: Options > Mail Format), atau lewat ZIP.",
        "lampiran .xlsx biasa",
        "winmail.dat memuat lampiran dalam format milik Outlook; isinya tidak dibaca.",
    ),
    "arsip-terkunci": Entry(
        ERROR,
        "Arsip ZIP ini memakai kata sandi ({found}), jadi isinya tidak dapat dibaca.",
        "Ekstrak arsipnya dengan kata sandinya, lalu ulangi dengan buku kerjanya saja; atau minta dikirim "
        "tanpa kata sandi.",
        "arsip tanpa kata sandi",
        "Isi arsip yang terkunci tidak dapat diperiksa.",
    ),
    "arsip-berlapis": Entry(
        ERROR,
        "Buku kerja di kiriman ini berada terlalu dalam: {found}.",
        "Keluarkan buku kerjanya dari arsip atau surel di dalamnya, lalu ulangi dengan buku kerja itu saja.",
        "paling banyak tiga lapis",
        "Arsip di dalam arsip di dalam surel terusan, dan seterusnya, tidak dibuka tanpa batas.",
    ),
    "surel-rusak": Entry(
        ERROR,
        "Surel ini rusak: {found}.",
        "Simpan ulang surel itu dari program surelnya, atau simpan lampirannya saja, lalu ulangi.",
        "surel utuh (.eml atau .mbox)",
        "Berkas surel terpotong atau susunannya salah; surel yang lain tetap diterima.",
    ),
    "pdf-lain": Entry(
        ERROR,
        "PDF ini tidak seperti yang ditulis iku-excel: {found}.",
        "Minta PDF aslinya, atau buat lagi dari keluarannya dengan iku-excel pdf.",
        "PDF hasil build --pdf atau iku-excel pdf, dengan atau tanpa tambahan di belakangnya",
        (
            "PDF dari iku-excel memuat angka pemeriksa isinya sendiri. Yang ditambahkan sesudahnya, misalnya tanda "
            "tangan elektronik, tidak mengubah bagian itu dan disebut banyaknya; siapa yang "
            "menandatangani tidak diperiksa."
        ),
    ),
    "surel-outlook": Entry(
        ERROR,
        "{found} adalah surel dalam format Outlook (.msg).",
        "Di Outlook simpan sebagai .eml, atau simpan lampirannya ke folder, lalu ulangi dengan berkas itu.",
        "surel .eml, atau buku kerjanya sendiri",
        "Format .msg milik Outlook tidak dibaca.",
    ),
    "kiriman-terlalu-besar": Entry(
        ERROR,
        "Kiriman ini terlalu besar: {found}, batasnya {expected}.",
        "Keluarkan buku kerjanya, lalu ulangi dengan buku kerja itu saja.",
        None,
        "Buku kerja IKU jauh lebih kecil daripada 1 MB; kiriman sebesar ini biasanya memuat hal lain.",
    ),
}
