"""How this office sends e-mail: settings from a file of its own or from the environment, never a command line.

The file is TOML, ``surel.toml`` in the user's configuration folder (or where IKU_EXCEL_CONFIG says):

    server = "smtp.kantor.go.id"
    port = 587                     # optional
    keamanan = "starttls"          # or "tls"; "tanpa" only for this very machine
    pengirim = "Kecamatan Tongas <tongas@kantor.go.id>"
    pengguna = "tongas"            # optional
    sandi = "..."                  # optional
    sertifikat = "kantor.pem"      # optional: the office's own certificate authority
    batas_waktu = 60               # optional, seconds

An environment variable IKU_EXCEL_SMTP_<KEY> stands above the file's key. A file that others can read
is refused, because it may hold a password.
"""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from pathlib import Path
from typing import Any

from iku_excel.delivery import mail
from iku_excel.text import indonesian

NAME = "surel.toml"
PREFIX = "IKU_EXCEL_SMTP_"
SECURITY = {"starttls": 587, "tls": 465, "tanpa": 25}
"""How the connection is protected, and the port that is usual for it."""

_KEYS = ("server", "port", "keamanan", "pengirim", "pengguna", "sandi", "sertifikat", "batas_waktu")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_LARGEST = 64 * 1024  # bytes; a settings file has a few hundred


class SettingsError(Exception):
    """The settings are missing, unsound or open to others; the message says so in Indonesian."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A mail server and who sends. ``seconds`` is the limit of each step of a conversation."""

    host: str
    port: int
    security: str  # a key of SECURITY
    sender: Address
    user: str = ""
    password: str = ""
    authority: Path | None = None
    seconds: float = 60.0

    def __repr__(self) -> str:
        return f"Settings({self.host}:{self.port}, {self.security}, {self.sender})"  # never the password


def default_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings file is looked for."""
    if told := environment.get("IKU_EXCEL_CONFIG"):
        return Path(told)
    if sys.platform == "win32":
        return Path(environment.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "iku-excel" / NAME
    return Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "iku-excel" / NAME


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this machine. Raises SettingsError."""
    place = path or default_path(environment)
    asked = path is not None or "IKU_EXCEL_CONFIG" in environment
    values: dict[str, Any] = _of_file(place) if asked or place.exists() else {}
    for key in _KEYS:
        if (told := environment.get(f"{PREFIX}{key.upper()}")) is not None:
            values[key] = told
    if not values:
        raise SettingsError(f"Belum ada pengaturan surel. Tulis di {place}; contohnya ada di panduan, bagian Kirim.")
    return _checked(values, place.parent)


def _of_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            _refuse_if_shared(path, os.fstat(stream.fileno()))
            values = tomllib.loads(stream.read(_LARGEST).decode())
    except OSError as error:
        raise SettingsError(f"{path} tidak dapat dibaca: {indonesian.reason(error)}.") from error
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise SettingsError(f"{path} bukan TOML yang sah; periksa tanda kutip dan tanda sama dengan.") from error
    unknown = sorted(values.keys() - set(_KEYS))
    if unknown:
        raise SettingsError(f"{path}: kunci {unknown[0]} tidak dikenal; yang ada: {indonesian.listing(_KEYS)}.")
    return values


def _refuse_if_shared(path: Path, status: os.stat_result) -> None:
    """Refuse a file that others can read; Windows keeps what lies in a user's own folder to that user."""
    if sys.platform == "win32":
        if not path.resolve().is_relative_to(Path.home().resolve()):
            raise SettingsError(
                f"{path} harus berada di folder pengguna Anda ({Path.home()}), sebab memuat kata sandi."
            )
        return
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(f"{path} bukan berkas biasa.")
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f'{path} dapat dibaca orang lain, padahal memuat kata sandi. Jalankan: chmod 600 "{path}"')
    if status.st_uid != os.getuid():
        raise SettingsError(f"{path} milik pengguna lain; salin menjadi milik Anda.")


def _checked(values: Mapping[str, Any], folder: Path) -> Settings:
    host = str(values.get("server", "")).strip()
    if not host or host != indonesian.squeeze(host) or " " in host:
        raise SettingsError("Pengaturan surel: server belum ditulis, misalnya smtp.kantor.go.id.")
    security = str(values.get("keamanan", "starttls")).lower()
    if security not in SECURITY:
        raise SettingsError(f"Pengaturan surel: keamanan harus {' atau '.join(SECURITY)}.")
    if security == "tanpa" and host not in _LOOPBACK:
        raise SettingsError("Pengaturan surel: keamanan tanpa hanya boleh ke komputer ini sendiri; pakai starttls.")
    try:
        sender = mail.address(str(values.get("pengirim", "")))
    except mail.AddressError as error:
        raise SettingsError(f"Pengaturan surel: pengirim {error}") from error
    user, password = str(values.get("pengguna", "")), str(values.get("sandi", ""))
    if bool(user) != bool(password):
        raise SettingsError("Pengaturan surel: pengguna dan sandi ditulis keduanya, atau tidak sama sekali.")
    return Settings(
        host=host,
        port=int(_number(values, "port", SECURITY[security], 65_535)),
        security=security,
        sender=sender,
        user=user,
        password=password,
        authority=folder / str(values["sertifikat"]) if values.get("sertifikat") else None,
        seconds=_number(values, "batas_waktu", 60.0, 600.0),
    )


def _number(values: Mapping[str, Any], key: str, default: float, most: float) -> float:
    try:
        number = float(values.get(key, default))
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < number <= most:
        raise SettingsError(f"Pengaturan surel: {key} harus bilangan dari 1 sampai {most:.0f}.")
    return number
