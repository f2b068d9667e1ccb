"""A confirmed review workbook becomes a profile: cells by name -> values of TOML, or findings at their addresses.

Nothing is taken that nobody confirmed: every row must say Ya, what a measure asks for must be there, and what it has
no use for must not. What is left is checked by the profile's own rules, whose first objection is told at the cell
that it comes from.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w

from iku_excel.definition import OptionError, Profile, ProfileError, measures
from iku_excel.definition.layout import REVIEW_PROPERTY
from iku_excel.documents import steps
from iku_excel.documents.review import (
    ASKED,
    CELLS,
    COL,
    COLUMNS,
    MACHINE,
    MAX_BANDS,
    MAX_TITLE,
    NEEDS,
    ROWS,
    TAKES,
    VERSION,
    YES,
    Look,
)
from iku_excel.findings import catalogue
from iku_excel.model import Achievement, Content, Finding, Measure, Severity
from iku_excel.package import Package, Raw, Refusal, Spreadsheet, custom_property, open_spreadsheet
from iku_excel.text import indonesian, percentage

_PIECES = 200  # rows of _tinjau; 99 indicators take fewer
_DECIMAL = re.compile(r"-?\d+(?:,\d+)?")
_COLOURS = ("#16a34a", "#4ade80", "#a3e635", "#eab308", "#fb923c", "#f97316", "#ef4444", "#b91c1c")
_FIVE = ("#16a34a", "#4ade80", "#eab308", "#f97316", "#ef4444")
_ROW_KEY = re.compile(r"goals\[(\d+)\](?:\.indicators\[(\d+)\])?\.(\w+)")
_OFFICE_KEYS = {
    "id": "profil", "organization": "organisasi", "year": "tahun", "heading": "subjudul", "identity.duty": "tugas",
    "identity.organization_label": "label_organisasi", "identity.duty_label": "label_tugas",
    "identity.functions_label": "label_fungsi", "scale.source": "sumber_skala", "scale.cap": "batas_capaian",
    "signatory.place": "tempat", "signatory.date": "tanggal", "signatory.position": "jabatan",
    "signatory.region": "wilayah", "signatory.name": "nama_pejabat", "signatory.rank": "pangkat",
    "signatory.nip": "nip",
}  # fmt: skip
_SIGNATORY = {name: key for key, name in _OFFICE_KEYS.items() if key.startswith("signatory.")}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What came of a review: a profile's text, unless a finding is an error."""

    toml: str
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        """Whether the profile may be written."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def is_review(package: Package) -> bool:
    """Tell whether a workbook is a review of ours."""
    return custom_property(package, REVIEW_PROPERTY) is not None


def confirm(package: Package) -> Confirmed:
    """Return the profile that a review confirms; raises Refusal where its machine sheet is not as we wrote it."""
    return _Reading(open_spreadsheet(package)).confirmed()


class _Reading:
    """Reads the cells of one review and collects what is wrong with them."""

    def __init__(self, book: Spreadsheet) -> None:
        self.book = book
        self.findings: list[Finding] = []
        table = _machine(book)
        text = table.get("teks", "")
        if table.get("tinjauan") != VERSION or hashlib.sha256(text.encode()).hexdigest() != table.get("segel"):
            raise Refusal("tinjauan-rusak", found="lembar tersembunyi _tinjau tidak seperti yang ditulis import")
        self.document, self.sha256 = table.get("dokumen", ""), table.get("sha256", "")
        kept = json.loads(text)
        self.goals: list[str] = kept["sasaran"]
        self.rows: list[Mapping[str, Any]] = kept["baris"]
        self.office: Mapping[str, Sequence[str]] = kept["kantor"]
        self.places = {name: place for name in self._names() if (place := book.place(name)) is not None}
        wanted: dict[str, list[tuple[int, int]]] = {}
        for sheet, row, col in self.places.values():
            wanted.setdefault(sheet, []).append((row, col))
        self.sheets = book.read(wanted)

    def _names(self) -> list[str]:
        rows = [f"{key}_{n}" for n in range(1, len(self.rows) + 1) for key in _ROW_CELLS]
        goals = [f"sasaran_{n}" for n in range(1, len(self.goals) + 1)]
        return [*rows, *goals, *self.office, *(name for names in self.office.values() for name in names)]

    def confirmed(self) -> Confirmed:
        """Return the profile, or why there is none yet."""
        for name in self._names():
            if name not in self.places:
                self.findings.append(catalogue.finding("sel-hilang", sheet=ROWS, label=_label(name)))
        if self.findings:
            return Confirmed("", tuple(self.findings))
        for name in self.office:
            self._confirmed(name, Severity.WARNING)
        raw = self._profile()
        errors = any(finding.severity is Severity.ERROR for finding in self.findings)
        if not errors:
            self._try(raw)
        order = {sheet: index for index, sheet in enumerate(self.book.sheets)}
        findings = sorted(self.findings, key=lambda item: order.get(item.sheet or "", -1))
        return Confirmed(f"{self._comment()}{tomli_w.dumps(raw)}", tuple(findings))

    # ------------------------------------------------------------ cells

    def _raw(self, name: str) -> Raw:
        sheet, row, col = self.places[name]
        return self.sheets[sheet].at(row, col)

    def _text(self, name: str) -> str:
        raw = self._raw(name)
        if raw.content in (Content.ERROR, Content.UNCACHED):
            self._tell("rumus-galat" if raw.content is Content.ERROR else "rumus-tanpa-nilai", name, found=raw.text)
            return ""
        if raw.content is Content.NUMBER and not raw.percent:
            return indonesian.number(raw.number).replace(".", "")
        return indonesian.squeeze(raw.text)

    def _number(self, name: str) -> int | float | None:
        raw = self._raw(name)
        if raw.content is Content.NUMBER:
            value = percentage.from_fraction(raw.number) if raw.percent else raw.number
        else:
            text = self._text(name)
            if not text:
                return None
            bare = text.removesuffix("%").strip()
            if not _DECIMAL.fullmatch(bare):
                self._tell("bukan-angka", name, found=text)
                return None
            value = float(bare.replace(",", "."))
        return int(value) if value == int(value) else value

    def _tell(self, code: str, name: str, severity: Severity | None = None, **values: str) -> None:
        self.findings.append(
            catalogue.finding(code, values, place=self.places[name], label=_label(name), severity=severity)
        )

    def _confirmed(self, name: str, severity: Severity) -> None:
        found = self._text(name)
        if found.casefold() != YES.casefold():
            self._tell("belum-dikonfirmasi", name, severity, found=found)

    # ------------------------------------------------------------ the profile

    def _profile(self) -> dict[str, Any]:
        functions = [name for name in self.office["sah_identitas"] if re.fullmatch(r"fungsi_\d+", name)]
        raw: dict[str, Any] = {"id": self._needed("profil")}
        organization, year = self._text("organisasi"), self._number("tahun")
        raw |= {"organization": organization} if organization else {}
        raw |= {"year": year} if year is not None else {}
        titles = [self._text(f"judul_{n}") for n in range(1, MAX_TITLE + 1)]
        if not any(titles):
            self._needed("judul_1")
        raw["title"] = [text for text in titles if text]
        raw["heading"] = self._needed("subjudul")
        raw["columns"] = [self._needed(f"kolom_{n}") for n in range(1, 6)]
        duties = [text for name in functions if (text := self._text(name))]
        if not duties:
            self._needed("fungsi_1")
        raw["identity"] = {
            "organization_label": self._needed("label_organisasi"),
            "duty_label": self._needed("label_tugas"),
            "duty": self._needed("tugas"),
            "functions_label": self._needed("label_fungsi"),
            "functions": duties,
        }
        raw["goals"] = self._goals()
        raw["scale"] = self._scale()
        raw["signatory"] = {key.partition(".")[2]: self._text(name) for name, key in _SIGNATORY.items()}
        return raw

    def _goals(self) -> list[dict[str, Any]]:
        goals = [
            {"text": self._official(f"sasaran_{number}", text), "indicators": []}
            for number, text in enumerate(self.goals, start=1)
        ]
        for number, row in enumerate(self.rows, start=1):
            goals[row["sasaran"] - 1]["indicators"].append(self._indicator(number, row))
        return goals

    def _indicator(self, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
        self._confirmed(f"sah_{number}", Severity.ERROR)
        official = {key: self._official(f"{key}_{number}", row[key]) for key in ("indikator", "formulasi", "sumber")}
        raw = {
            "number": number,
            "text": official["indikator"],
            "formula_text": official["formulasi"],
            "data_source": official["sumber"],
        }
        cells = {key: self._text(f"{key}_{number}") for key in ASKED}
        if self._sound(number, cells):
            raw |= self._measured(number, cells)
        return raw

    def _sound(self, number: int, cells: Mapping[str, str]) -> bool:
        """Tell whether a row has what its measure asks for and nothing else; what is wrong is told."""
        before = len(self.findings)
        for key, text in cells.items():
            choices = COLUMNS[COL[key]].choices
            if text and choices and _choice(text, choices) is None:
                self._tell("tinjauan-pilihan", f"{key}_{number}", found=text, expected=indonesian.listing(choices))
        measure = _choice(cells["ukuran"], tuple(NEEDS))
        if measure is None:
            if not cells["ukuran"]:
                self._tell("wajib-diisi", f"ukuran_{number}")
            return False
        needs = NEEDS[measure]
        for key, text in cells.items():
            if not text and key in needs.must:
                self._tell("wajib-diisi", f"{key}_{number}")
            elif text and key not in (*needs.must, *needs.may, "ukuran"):
                self._tell("tinjauan-bertentangan", f"{key}_{number}", found=text, expected=f"kosong untuk {measure}")
        direction = _choice(cells["arah"], COLUMNS[COL["arah"]].choices)
        grows = "direction" in TAKES[measure]
        if direction and (direction in ("naik", "turun")) != grows and not (grows and direction == "rendah"):
            expected = "naik, turun atau rendah" if grows else "tinggi, rendah atau rentang"
            self._tell(
                "tinjauan-bertentangan", f"arah_{number}", found=direction, expected=f"{expected} untuk {measure}"
            )
        self._bounds(number, measure, direction, cells)
        return len(self.findings) == before

    def _bounds(self, number: int, measure: str, direction: str | None, cells: Mapping[str, str]) -> None:
        bounds = ("batas_bawah", "batas_atas")
        for key in bounds:
            if direction == "rentang" and not cells[key]:
                self._tell("wajib-diisi", f"{key}_{number}")
            elif cells[key] and direction != "rentang" and "lowest" not in TAKES[measure]:
                expected = "kosong kecuali arahnya rentang"
                self._tell("tinjauan-bertentangan", f"{key}_{number}", found=cells[key], expected=expected)
        if direction == "rentang" and cells["capaian"]:
            expected = "kosong pada arah rentang"
            self._tell("tinjauan-bertentangan", f"capaian_{number}", found=cells["capaian"], expected=expected)

    def _measured(self, number: int, cells: Mapping[str, str]) -> dict[str, Any]:
        """Return the keys that say how an indicator is measured; those at their first meaning are left out."""
        measure = str(_choice(cells["ukuran"], tuple(NEEDS)))
        raw: dict[str, Any] = {} if measure == Measure.RASIO else {"measure": measure}
        if cells["per"] not in ("", "100"):
            raw["per"] = int(cells["per"])
        for key, name in (("numerator", "pembilang"), ("denominator", "penyebut"), ("unit", "satuan")):
            raw |= {key: cells[name]} if cells[name] else {}
        for key, name in (("kind", "jenis"), ("numbers", "angka")):
            raw |= {key: cells[name].lower()} if cells[name] else {}
        if raw.get("numbers") == measures.MEASURES[Measure(measure)].numbers:
            del raw["numbers"]
        for key, name in (("exceeds", "lebih"), ("shared", "bersama")):
            raw |= {key: True} if cells[name] else {}
        raw |= self._judged(number, measure, cells)
        if "steps" in TAKES[measure]:
            raw |= {"target": cells["target"]} if cells["target"] else {}
        elif (target := self._number(f"target_{number}")) is not None:
            raw["target"] = target
        if cells["langkah"]:
            raw |= self._parsed(f"langkah_{number}", cells["langkah"], steps.of_predicate)
        if cells["tingkat"]:
            raw |= self._parsed(f"tingkat_{number}", cells["tingkat"], steps.of_value)
        return raw

    def _parsed(self, name: str, text: str, read: Any) -> dict[str, Any]:
        found: dict[str, Any] | None = read(text)
        if found is None:
            self._tell("tinjauan-bertentangan", name, found=text, expected=COLUMNS[COL[name.rpartition("_")[0]]].help)
            return {}
        return found

    def _judged(self, number: int, measure: str, cells: Mapping[str, str]) -> dict[str, Any]:
        """Return which way is good, and how target and actual make an achievement."""
        if "polarity" not in TAKES[measure]:
            return {}
        direction = cells["arah"].lower()
        bounds = {key: self._number(f"{key}_{number}") for key in ("batas_bawah", "batas_atas")}
        if direction == "rentang":
            return {"polarity": "rentang", "ideal": list(bounds.values())}
        raw: dict[str, Any] = {}
        if "direction" in TAKES[measure]:
            raw["direction"] = "turun" if direction == "turun" else "naik"
            direction = "rendah" if direction == "rendah" else "tinggi"
        raw["polarity"] = direction
        rule = self._text("capaian_rendah") if direction == "rendah" else str(Achievement.RATIO)
        raw["achievement"] = cells["capaian"] or rule
        for key, name in (("lowest", "batas_bawah"), ("highest", "batas_atas")):
            raw |= {key: bounds[name]} if bounds[name] is not None else {}
        return raw

    def _scale(self) -> dict[str, Any]:
        labels = [self._text(f"predikat_{n}") for n in range(1, MAX_BANDS + 1)]
        borders = [self._number(f"batas_{n}") for n in range(1, MAX_BANDS + 1)]
        used = [index for index, label in enumerate(labels) if label]
        colours = _FIVE if len(used) == len(_FIVE) else _COLOURS
        bands: list[dict[str, Any]] = []
        for position, index in enumerate(used):
            last = position == len(used) - 1
            band: dict[str, Any] = {"label": labels[index]}
            if not last or borders[index] is not None:
                border = borders[index] if borders[index] is not None else self._needed(f"batas_{index + 1}")
                band["lower"] = border
            if bands:
                band["upper"] = bands[-1].get("lower", 0)
            bands.append({**band, "colour": colours[position]})
        cap = self._number("batas_capaian")
        scale: dict[str, Any] = {"source": self._needed("sumber_skala")}
        return {**scale, **({} if cap is None else {"cap": cap}), "bands": bands}

    def _needed(self, name: str) -> str:
        text = self._text(name)
        if not text:
            self._tell("wajib-diisi", name)
        return text

    def _official(self, name: str, kept: str) -> str:
        """Return an official text as the document has it, or as a person has filled it in where it has none."""
        if not kept:
            return self._needed(name)
        shown = self._text(name)
        if shown != kept:
            self._tell("teks-resmi-berubah", name, found=shown, expected=kept)
        return kept

    def _try(self, raw: Mapping[str, Any]) -> None:
        """Let the profile's own rules look at what will be written."""
        opened = Profile(raw)
        try:
            given = {} if "organization" in raw else {"organization": "KANTOR"}
            opened.define("tahunan", **given, **({} if "year" in raw else {"year": 2024}))  # type: ignore[arg-type]
        except ProfileError as error:
            name = self._cell(error.key)
            self._tell("tinjauan-ditolak", name, found=error.problem, key=error.key)
        except OptionError as error:
            self._tell("tinjauan-ditolak", "organisasi", found=str(error), key=error.option)

    def _cell(self, key: str) -> str:
        """Return the cell that a key of the profile comes from."""
        match = _ROW_KEY.match(key)
        if match and match[2] is None:
            return f"sasaran_{int(match[1]) + 1}"
        if match:
            numbers = [n for n, row in enumerate(self.rows, start=1) if row["sasaran"] == int(match[1]) + 1]
            return f"{CELLS.get(match[3], ('ukuran',))[0]}_{numbers[int(match[2])]}"
        listed = re.fullmatch(r"(title|columns|identity\.functions|scale\.bands)(?:\[(\d+)\])?(?:\.(\w+))?", key)
        if listed:
            stem = {"title": "judul", "columns": "kolom", "identity.functions": "fungsi"}.get(listed[1])
            stem = stem or ("predikat" if listed[3] == "label" else "batas")
            return f"{stem}_{int(listed[2] or 0) + 1}"
        return _OFFICE_KEYS.get(key, "profil")

    def _comment(self) -> str:
        source = indonesian.printable(indonesian.squeeze(self.document))
        return (
            f"# Ditulis oleh iku-excel import dari {source} (SHA-256 {self.sha256[:16]}...),\n"
            "# sesudah setiap baris tinjauannya dikonfirmasi.\n"
            "# Teks resmi disalin huruf demi huruf; jangan dikoreksi.\n\n"
        )


_ROW_CELLS = ("indikator", "formulasi", "sumber", "sah", *ASKED)


def _choice(text: str, choices: Sequence[str]) -> str | None:
    return next((choice for choice in choices if choice.casefold() == text.casefold()), None)


def _label(name: str) -> str:
    stem, _, number = name.rpartition("_")
    if stem in COL and number.isdecimal():
        column = COLUMNS[COL[stem]]
        heading = column.heading if column.look is not Look.TOLD else ""
        what = "sasaran" if stem == "sasaran" else "indikator"
        return f"{heading.capitalize()} {what} {number}" if heading.isupper() else f"{heading} {what} {number}"
    if stem == "sah":
        return f"Yakin? bagian {number}"
    return name.replace("_", " ").capitalize()


def _machine(book: Spreadsheet) -> dict[str, str]:
    name = next((name for name in book.sheets if name.lower() == MACHINE), None)
    if name is None:
        return {}
    sheet = book.read({name: [(row, col) for row in range(_PIECES) for col in (0, 1)]})[name]
    table: dict[str, str] = {}
    for row in range(_PIECES):
        key = sheet.at(row, 0).text
        if key:
            table[key] = table.get(key, "") + sheet.at(row, 1).text
    return table
