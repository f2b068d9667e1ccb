"""What an office must report: a profile (TOML, or the JSON inside a template) -> a ``Definition`` -> names and places.

``profile`` reads and checks profiles, ``measures`` is the table of measures, ``register_words`` says a register's rule
in words, ``filenames`` names files.
``layout`` is a door of its own, since its one function bears its name: a definition -> every name and place.
"""

from __future__ import annotations

from iku_excel.definition import check_number, filenames, formulas, measure_words, measures, profile, register_words
from iku_excel.definition.filenames import ARCHIVE
from iku_excel.definition.profile import OptionError, Profile, ProfileError
from iku_excel.definition.register_words import REPORTED, rule
from iku_excel.definition.roles import FIGURES, Role

__all__ = [
    "ARCHIVE",
    "FIGURES",
    "REPORTED",
    "OptionError",
    "Profile",
    "ProfileError",
    "Role",
    "check_number",
    "filenames",
    "formulas",
    "measure_words",
    "measures",
    "profile",
    "register_words",
    "rule",
]
