"""The catalogue's words for reports: earlier years that are set beside this one, and those that cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import WARNING, Entry

REPORT: Mapping[str, Entry] = {
    "tidak-sebanding": Entry(
        WARNING,
        "Indikator {number} ({text}) tidak dibandingkan dengan tahun {year}: {found}nya berbeda.",
        'Jelaskan perubahan indikator itu di laporan; tabelnya menyebut "tidak sebanding".',
        None,
        "Kalimat, satuan, rumus, atau jenis indikator berubah sejak tahun itu. Dua hal yang berbeda tidak boleh tampak "
        "seperti naik atau turun.",
    ),
    "pembanding-ganda": Entry(
        WARNING,
        "Untuk tahun {year} ada beberapa pembanding sampai periode yang sama: {found}. Tidak satu pun dipakai.",
        "Pilih yang benar, lalu ulangi dengan --previous dan berkas itu saja.",
        "satu keluaran untuk setiap tahun",
        "Dua keluaran tahun yang sama berisi angka yang berbeda; yang benar hanya diketahui kantornya.",
    ),
    "pembanding-tidak-dipakai": Entry(
        WARNING,
        "Pembanding {file} tidak dipakai: {found}.",
        "Pilih keluaran tahun sebelumnya dari organisasi yang sama.",
        "keluaran tahun sebelumnya",
        "Yang diberikan dengan --previous harus utuh, dari organisasi yang sama, dan dari tahun yang lebih awal.",
    ),
}
