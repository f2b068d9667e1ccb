"""An output on its way up: workbook -> PDF, mail draft, sent mail.

The rooms are the doors: ``pdf`` and ``office`` (LibreOffice), ``mail`` (a draft), ``send`` (SMTP), ``settings``.
"""
