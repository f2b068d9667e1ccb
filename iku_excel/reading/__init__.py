"""Paths and bytes become records: a filled template -> ``Submission``, one of our own outputs -> ``Output``.

``inputs`` turns what a user names (file, folder, glob) into paths; ``reader`` reads a template, ``outputs`` an output.
Whatever is wrong with a file is a finding in the record, never an exception.
"""

from __future__ import annotations

from iku_excel.reading import inputs, outputs, reader
from iku_excel.reading.outputs import Output
from iku_excel.reading.reader import UNNAMED, Document, Source, read

__all__ = [
    "UNNAMED",
    "Document",
    "Output",
    "Source",
    "inputs",
    "outputs",
    "read",
    "reader",
]
