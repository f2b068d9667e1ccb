"""How our files are named, so that a folder of them can be read by people and sorted by programs."""

from __future__ import annotations

import re

from iku_excel.model import Definition, Outcome

ARCHIVE = "arsip"
CORRECTION_SUFFIX = "_koreksi"


def output_name(outcome: Outcome) -> str:
    """Return the name of an output: IKU_<year>[_<PERIOD>]_<ORGANIZATION>.xlsx."""
    definition = outcome.submission.definition
    if definition is None or outcome.through is None:
        raise ValueError("only a valid outcome has an output")
    period = outcome.through.code if len(definition.periods) > 1 else ""
    return f"{joined('IKU', str(definition.year), period, definition.organization)}.xlsx"


def received_name(outcome: Outcome, sha256: str) -> str:
    """Return the name of a received file: <year>_<PERIOD>_<ORGANIZATION>_<8 of its sha256>.xlsx."""
    definition = outcome.submission.definition
    if definition is None or outcome.through is None:
        raise ValueError("only a valid outcome is received")
    named = joined(str(definition.year), outcome.through.code, definition.organization)
    return f"{named}_{sha256[:8]}.xlsx"


def template_name(definition: Definition) -> str:
    """Return the name of a template: ISIAN_IKU_<year>_<PERIOD KIND>_<ORGANIZATION>.xlsx."""
    return f"{joined('ISIAN_IKU', str(definition.year), definition.period, definition.organization)}.xlsx"


def report_name(prefix: str, outcome: Outcome) -> str:
    """Return the name of a report: <PREFIX>_<year>[_<PERIOD>]_<ORGANIZATION>.docx; the last period is left out."""
    definition, through = outcome.submission.definition, outcome.through
    if definition is None or through is None:
        raise ValueError("only a valid outcome has a report")
    period = "" if through == definition.periods[-1] else through.code
    return f"{joined(prefix, str(definition.year), period, definition.organization)}.docx"


def joined(*parts: str) -> str:
    """Return the parts of a name in capitals and digits, one "_" between them; empty ones are left out."""
    return "_".join(filter(None, (re.sub("[^A-Z0-9]+", "_", part.upper()).strip("_") for part in parts)))
