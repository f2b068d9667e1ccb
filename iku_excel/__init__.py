"""iku-excel: from a filled Excel template to the official Indikator Kinerja Utama workbook."""

__version__ = "0.1.0"
