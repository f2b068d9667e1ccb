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
        "Tanyakan kepada organisasinya lewat alamat di daftar apakah kiriman ini benar dari mereka.",
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
        "Minta pengirim melampirkan isian atau hasil build (.xlsx).",
        "surel atau arsip dengan buku kerja .xlsx",
        "Lampirannya lupa disertakan, atau hanya berupa tautan atau gambar.",
    ),
    "winmail": Entry(
        ERROR,
        "Lampiran {found} dibungkus Outlook dengan cara yang hanya dapat dibuka Outlook.",
        "Minta pengirim mengirim ulang sebagai HTML atau teks biasa (Outlook: Options > Mail Format), atau lewat ZIP.",
        "lampiran .xlsx biasa",
        "winmail.dat memuat lampiran di dalam bungkusan milik Outlook; isinya tidak dibaca.",
    ),
    "arsip-terkunci": Entry(
        ERROR,
        "Arsip ZIP ini berkata sandi ({found}), jadi isinya tidak dapat dibaca.",
        "Buka arsipnya dengan sandinya lalu serahkan buku kerjanya, atau minta dikirim tanpa sandi.",
        "arsip tanpa kata sandi",
        "Isi arsip yang terkunci tidak dapat diperiksa.",
    ),
    "arsip-berlapis": Entry(
        ERROR,
        "Kiriman ini terbungkus terlalu dalam: {found}.",
        "Keluarkan buku kerjanya dari arsip atau surel di dalamnya, lalu serahkan.",
        "paling banyak tiga lapis",
        "Arsip di dalam arsip di dalam surel terusan, dan seterusnya, tidak dibuka tanpa batas.",
    ),
    "surel-rusak": Entry(
        ERROR,
        "Surel ini rusak: {found}.",
        "Simpan ulang surel itu dari program surat, atau keluarkan lampirannya lalu serahkan.",
        "surel utuh (.eml atau .mbox)",
        "Berkas surel terpotong atau sengaja disusun salah; surel yang lain tetap diterima.",
    ),
    "pdf-lain": Entry(
        ERROR,
        "PDF ini tidak seperti yang ditulis iku-excel: {found}.",
        "Minta PDF aslinya, atau buat lagi dari keluarannya dengan iku-excel pdf.",
        "PDF hasil build --pdf atau iku-excel pdf, dengan atau tanpa tambahan di belakangnya",
        (
            "PDF kami memuat sidik isinya sendiri. Yang ditambahkan sesudahnya, misalnya tanda tangan elektronik, "
            "tidak mengubah bagian kami dan disebut banyaknya; siapa yang menandatangani tidak diperiksa."
        ),
    ),
    "surel-outlook": Entry(
        ERROR,
        "{found} adalah surel dalam format Outlook (.msg).",
        "Di Outlook simpan sebagai .eml, atau tarik lampirannya ke folder, lalu serahkan itu.",
        "surel .eml, atau buku kerjanya sendiri",
        "Format .msg milik Outlook tidak dibaca.",
    ),
    "kiriman-terlalu-besar": Entry(
        ERROR,
        "Kiriman ini terlalu besar: {found}, batasnya {expected}.",
        "Keluarkan buku kerjanya, lalu serahkan itu saja.",
        None,
        "Buku kerja IKU hanya puluhan kilobita; kiriman sebesar ini biasanya memuat hal lain.",
    ),
}
