"""Values become words and shapes for people: numbers, dates, lists -> Indonesian text; text and width -> height.

The rooms are doors of their own, so that ``--help`` loads only what it says: ``indonesian`` (numbers, dates, lists,
file names for a terminal), ``dates`` (a date as stored or typed -> what it means), ``letters`` (those that nobody
sees), ``nip``, ``percentage`` (percent <-> fraction, exact), ``typography`` (text, width in points -> height in
points), ``styles`` (cell formats and page set-up), ``paper`` (columns and lines -> pages); these two load xlsxwriter.
"""
