"""The catalogue's words for documents of an office's own and for the review of what was read from them."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry

DOCUMENTS: Mapping[str, Entry] = {
    "bukan-dokumen": Entry(
        ERROR,
        "Berkas ini bukan dokumen .docx atau .xlsx; isinya {found}.",
        'Buka di Word (PDF dan .doc juga dapat dibuka Word), pilih Simpan Sebagai, jenis "Word Document (.docx)", '
        "bandingkan tabelnya dengan aslinya, lalu ulangi. Gambar atau hasil pindai: ketik ulang tabelnya di Word.",
        "dokumen Word .docx atau buku kerja Excel .xlsx",
        "import membaca tabel dari .docx dan .xlsx saja. PDF, .doc dan gambar tidak menyimpan batas sel, jadi tabelnya "
        "tidak dapat dibaca tanpa menebak. Jenis berkas ditentukan dari isinya, bukan dari namanya.",
    ),
    "tabel-tidak-ada": Entry(
        ERROR,
        "Tidak ada tabel IKU di berkas ini: tidak ada baris judul dengan kolom indikator dan kolom formulasi.",
        "Pastikan judul kolomnya tertulis di baris pertama tabel, misalnya INDIKATOR KINERJA UTAMA dan FORMULASI; bila "
        "tabelnya berupa gambar, ketik ulang.",
        "tabel dengan kolom indikator dan formulasi",
        "Tabel resmi dikenali dari judul kolomnya, dalam berbagai ejaan. Lembar, baris dan kolom Excel yang "
        "tersembunyi tidak dibaca.",
    ),
    "tabel-ganda": Entry(
        ERROR,
        "Ada {found} tabel yang cocok, jadi tidak ada yang ditulis.",
        "Ulangi dengan --table dan nomor tabelnya, misalnya --table 1.",
        "satu tabel, atau --table",
        "Satu dokumen dapat memuat tabel IKU beberapa kantor atau beberapa tahun. Program ini tidak menebak yang mana.",
    ),
    "dokumen-dilewati": Entry(
        WARNING,
        "{where}: {what} tidak dibaca{note}.",
        "Bandingkan dengan dokumen yang ditandatangani; terima atau tolak dahulu perubahan yang dilacak "
        "(Track Changes), atau tampilkan yang tersembunyi, bila itu bagian teks resmi.",
        None,
        "Yang disisipkan saat perubahan dilacak dibaca, yang dihapus tidak; teks, lembar, baris dan kolom yang "
        "tersembunyi tidak tercetak dan tidak dibaca.",
    ),
    "dokumen-bergambar": Entry(
        WARNING,
        "{where}: ada gambar atau objek di dalam tabel; isinya tidak terbaca.",
        "Ketik rumus atau teks dari gambar itu di dokumen (rumus lewat Insert > Equation), lalu ulangi.",
        None,
        "Rumus dari Word lama disimpan sebagai gambar. Yang terbaca hanya teks dan rumus (equation) Word.",
    ),
    "dokumen-tanpa-nilai": Entry(
        WARNING,
        "{where} berisi {found}, jadi dianggap kosong.",
        "Buka dokumen di Excel, perbaiki atau ketik nilainya, simpan, lalu ulangi.",
        None,
        "Sel itu menampilkan kesalahan rumus, atau rumus yang nilainya tidak tersimpan.",
    ),
    "pecahan-sebaris": Entry(
        INFO,
        "{where}: pecahan ditulis sebaris: {found}.",
        "Biarkan bila bunyinya benar; lembar resmi tidak dapat memuat garis pecahan.",
        None,
        "Formulasi yang digambar sebagai pecahan menjadi pembilang / penyebut dalam satu baris teks.",
    ),
    "belum-dikonfirmasi": Entry(
        ERROR,
        "{where} belum Ya, jadi baris ini belum dikonfirmasi.",
        "Bandingkan barisnya dengan dokumen yang ditandatangani, lengkapi, lalu pilih Ya di {cell}.",
        "Ya",
        "Usul program bukan keputusan. Setiap baris indikator dikonfirmasi seseorang sebelum profil ditulis; bagian "
        "lembar Kantor yang belum dikonfirmasi diperingatkan.",
    ),
    "tinjauan-pilihan": Entry(
        ERROR,
        '{where} berisi "{found}", bukan salah satu dari {expected}.',
        "Pilih dari daftar di {cell}.",
        None,
        "Sel dengan daftar hanya menerima isi daftarnya; besar kecil huruf tidak berpengaruh.",
    ),
    "tinjauan-bertentangan": Entry(
        ERROR,
        '{where} berisi "{found}", seharusnya {expected}.',
        "Perbaiki atau kosongkan {cell}, atau ganti ukurannya.",
        None,
        "Setiap ukuran mempunyai selnya sendiri: jumlah tidak mempunyai penyebut, nilai dan predikat tidak mempunyai "
        "arus/stok, dan seterusnya. Yang berlebih tidak dibuang diam-diam.",
    ),
    "tinjauan-ditolak": Entry(
        ERROR,
        "{where} tidak dapat menjadi profil ({key}): {found}.",
        "Perbaiki {cell}, lalu ulangi.",
        None,
        "Aturan profil lebih ketat daripada lembar tinjauan; keberatan pertamanya ditunjukkan di selnya.",
    ),
    "tinjauan-rusak": Entry(
        ERROR,
        "Buku kerja tinjauan tidak dapat dipakai: {found}.",
        "Buat tinjauan baru dari dokumennya dengan iku-excel import.",
        "tinjauan seperti yang ditulis import",
        "Lembar tersembunyi _tinjau menyimpan teks resmi seperti di dokumen; bila berubah, tidak ada "
        "yang dapat dibandingkan.",
    ),
}
