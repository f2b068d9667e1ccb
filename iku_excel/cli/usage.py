"""How the command line speaks: help and faults of usage in Indonesian, with a suggestion where one is near.

A fault of usage is one sentence that names what was written and what could have been meant. People who
have never used a command line write Indonesian words ("bangun", "periksa") or just the name of a file;
both get the command they need.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import click

from iku_excel import paths
from iku_excel.text import indonesian

SYNONYMS: Mapping[str, str] = {
    "bangun": "build",
    "buat": "build",
    "cetak": "pdf",
    "contoh": "practice",
    "diagnosa": "doctor",
    "arti": "explain",
    "gabung": "recap",
    "halaman": "page",
    "guide": "panduan",
    "help": "--help",
    "bantuan": "--help",
    "impor": "import",
    "jelaskan": "explain",
    "jendela": "page",
    "kirim": "email",
    "latihan": "practice",
    "mail": "email",
    "periksa": "check",
    "cek": "check",
    "rekap": "recap",
    "surel": "email",
    "templat": "template",
    "uji": "verify",
    "versi": "--version",
    "version": "--version",
}
"""Words people try, and the command that does it."""

OPTION_SYNONYMS: Mapping[str, str] = {
    "--folder": "-o",
    "--keluaran": "-o",
    "--kepada": "--to",
    "--kertas": "--paper",
    "--kirim": "--send",
    "--organisasi": "--organization",
    "--out": "-o",
    "--output-dir": "-o",
    "--periode": "--period",
    "--profil": "--profile",
    "--semua": "--all-sheets",
    "--tahun": "--year",
    "--tembusan": "--cc",
}
"""Options people try, and the one that exists, where the command has it."""

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


class _Formatter(click.HelpFormatter):
    """Help with Indonesian headings."""

    _HEADINGS: ClassVar = {"Options": "Opsi", "Commands": "Perintah"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Cara pakai: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Indonesian."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with its words in Indonesian."""
        return _in_words(super().get_help_option(ctx))


class Group(click.Group):
    """Commands in the order of the work, with a suggestion for a command that does not exist."""

    context_class = _Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with its words in Indonesian."""
        return _in_words(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order they were added, which is the order of the work."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a path in its place means build. Raises UsageError in Indonesian where there is none."""
        build = self.get_command(ctx, "build")
        if build is not None and args and args[0] not in self.commands and _is_path(args[0]):
            return "build", build, args
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(_no_file(args) or _no_command(args[0], self.commands), ctx)
        return super().resolve_command(ctx, args)


def _in_words(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Tampilkan keterangan ini."
    return option


def _is_path(word: str) -> bool:
    """Tell whether a word in the place of a command is a path: named like a workbook, or there.

    A folder with the name of a command that people try ("rekap") is still taken for that command.
    """
    if word.startswith("-") or word.lower() in SYNONYMS:
        return False
    return word.lower().endswith(_WORKBOOKS) or paths.is_there(word) or bool(paths.matching(word))


def _no_file(words: Sequence[str]) -> str:
    """Return what to say where a workbook was named in the place of a command, "" where none was.

    A name with blanks comes in pieces unless it was quoted, and Windows hides its ending.
    """
    written = " ".join(words)
    name = written if written.lower().endswith(_WORKBOOKS) else f"{written}.xlsx"
    plain = len(words) == 1 and written.replace("-", "").replace("_", "").isalnum()
    whole = len(words) == 1 and name == written
    if whole or Path(name).is_file() or (not plain and re.search(r"\(\d+\)$", written)):
        return f'Perintahnya belum ditulis. Maksud Anda: iku-excel build "{name}"?'
    return ""


def _no_command(word: str, commands: Iterable[str]) -> str:
    names = list(commands)
    known = f"Perintah '{word}' tidak dikenal."
    meant = SYNONYMS.get(word.lower())
    if meant is None or not (meant in names or meant.startswith("-")):
        near = difflib.get_close_matches(word.lower(), [*names, *SYNONYMS], n=1)
        meant = SYNONYMS.get(near[0], near[0]) if near else None
    if meant is not None and (meant in names or meant.startswith("-")):
        return f"{known} Maksud Anda: iku-excel {meant}?"
    return f"{known} Yang ada: {indonesian.listing(names)}."


def in_indonesian(error: click.UsageError) -> str:
    """Say a usage fault of click in Indonesian; our own messages already are."""
    match error:
        case click.NoSuchOption():
            return _no_option(error)
        case click.BadOptionUsage():
            verb = "tidak menerima nilai" if "does not take" in error.message else "memerlukan nilai sesudahnya"
            return f"Opsi {error.option_name} {verb}."
        case click.MissingParameter():
            names = error.param.make_metavar(error.ctx) if error.param and error.ctx else "argumen"
            option = error.param.opts[0] if isinstance(error.param, click.Option) else ""
            return f"{f'{option} ' if option else ''}{names.removesuffix('...')} belum ditulis."
        case click.BadParameter():
            return _bad_value(error)
        case _ if error.message == "Missing command.":
            return "Perintahnya belum ditulis."
        case _ if error.message.startswith("Got unexpected extra argument"):
            extra = error.message.partition("(")[2].rpartition(")")[0]
            return f"Ada yang berlebih: {extra}. Nama berkas yang memuat spasi ditulis di antara tanda kutip."
        case _:
            return error.message


def _no_option(error: click.NoSuchOption) -> str:
    name = error.option_name
    told = f"Opsi {name} tidak dikenal."
    command = error.ctx.command if error.ctx else None
    options = [option for parameter in command.params for option in parameter.opts] if command else []
    options = [option for option in options if option.startswith("-")] + ["--help"]
    meant = OPTION_SYNONYMS.get(name)
    if meant is None or meant not in options:
        meant = next(iter(difflib.get_close_matches(name, options, n=1)), None)
    return f"{told} Maksud Anda: {meant}?" if meant else told


def _bad_value(error: click.BadParameter) -> str:
    hint = error.param_hint or (error.param.opts[0] if error.param else "")
    if error.param is None or isinstance(error.param_hint, str):
        return f"{hint}: {error.message}"
    match error.param.type:
        case click.Choice() as choice:
            rule = f"pilih {' atau '.join(str(item) for item in choice.choices)}"
        case click.IntRange() as limits if limits.min is not None and limits.max is None:
            rule = f"harus bilangan bulat, paling kecil {limits.min}"
        case click.IntRange() as limits if limits.min is not None:
            rule = f"harus bilangan bulat {limits.min} sampai {limits.max}"
        case click.types.IntParamType():
            rule = "harus bilangan bulat"
        case _:
            rule = error.message
    return f"Nilai {hint} tidak sah: {rule}."


def suggestion(name: str, known: Iterable[str]) -> str | None:
    """Return the nearest of the known names, None if none is near."""
    return next(iter(difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.5)), None)
