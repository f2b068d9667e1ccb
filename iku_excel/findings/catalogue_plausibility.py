"""The catalogue's words for what is lawful but hardly true; docs/plausibility.md tells how the borders were chosen."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import WARNING, Entry

PLAUSIBILITY: Mapping[str, Entry] = {
    "tanggal-di-sel-jumlah": Entry(
        WARNING,
        "{where} berisi {found}, jauh dari periode lain; angka itu sama dengan tanggal {day} bagi Excel.",
        "Bila yang diketik tadinya 1/2 atau sejenisnya, ketik ulang jumlahnya di {cell}; bila benar, biarkan.",
        "jumlah yang dihitung",
        "Excel mengubah ketikan seperti 1/2/2023 menjadi tanggal dan menyimpannya sebagai bilangan. Diperingatkan bila "
        "bilangan itu jatuh di tahun laporan, tahun sebelumnya atau sesudahnya, dan periode lain indikator yang sama "
        "jauh berbeda. Bila tidak ada periode lain untuk dibandingkan, tidak diperingatkan.",
    ),
    "angka-kumulatif": Entry(
        WARNING,
        "{where}: {found}; angka indikator ini naik dari periode ke periode seperti jumlah sejak Januari.",
        "Bila yang diisi jumlah sejak awal tahun, ganti dengan jumlah setiap periode saja: program menjumlahkannya "
        "sendiri. Bila memang jumlah setiap periode, biarkan {cell}.",
        "jumlah periode itu saja",
        "Indikator arus diisi dengan kejadian setiap periode, lalu dijumlahkan oleh program. Bila yang diketik sudah "
        "jumlah sejak Januari, kejadian yang sama terhitung berkali-kali. Diperingatkan mulai tiga periode, bila "
        "pembilang dan penyebut (atau jumlahnya sendiri) tidak pernah turun dan kenaikannya lebih rata daripada "
        "angkanya sendiri.",
    ),
    "tanggal-meragukan": Entry(
        WARNING,
        '{where} berisi "{found}": {fault}.',
        "Bila salah, tulis {expected} di {cell}; tanggal dicetak persis seperti tertulis.",
        None,
        "Tanggal penandatanganan dicetak apa adanya. Yang lazim: 31 Desember 2023, Desember 2023, atau 2023, dari "
        "tahun laporan atau tahun sesudahnya. Bentuk lain, bulan berbahasa asing, dan tanggal yang tidak ada di "
        "kalender diperingatkan.",
    ),
    "target-pecahan": Entry(
        WARNING,
        "{where} berisi {found}, padahal yang diukur bilangan bulat. Yang dipakai {found}, bukan {meant}.",
        "Bila maksudnya {meant}, tulis {typed} tanpa titik di {cell}; bila memang {found}, biarkan.",
        "bilangan bulat, atau pecahan bila memang demikian",
        "Program yang disetel ke bahasa Inggris membaca titik sebagai koma: 1.234 yang diketik menjadi 1,234. Target "
        "boleh berpecahan, jadi hanya ditanyakan bila seribu kalinya bilangan bulat yang juga mungkin menjadi target.",
    ),
    "capaian-tidak-wajar": Entry(
        WARNING,
        "{where}: target {target} dan realisasi {actual} memberi capaian {found}.",
        "Periksa target di {cell}; bila memang demikian, biarkan.",
        None,
        "Capaian di atas 1.000% hampir selalu karena targetnya salah ketik, misalnya 0,9% dan bukan 90%.",
    ),
}
