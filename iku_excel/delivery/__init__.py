"""An output on its way up: workbook -> PDF, mail draft, sent mail; and the regency's answers on their way down.

The rooms are the doors: ``pdf`` and ``office`` (LibreOffice), ``mail`` (a draft), ``replies`` and ``reminders`` (what
the regency writes), ``send`` (SMTP), ``settings``.
"""
