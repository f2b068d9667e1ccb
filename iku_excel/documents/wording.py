"""The words of a formula become a proposal, with the words it comes from; what they do not say stays unsaid.

Understood are one division with a factor ("(a : b) x 100%", "a dibagi b dikalikan 1.000"), a growth ("(a tahun n -
a tahun n-1) / a tahun n-1"), and a plain count ("Jumlah dokumen ..."). Anything that could be read in two ways, or
whose parts cannot be told apart cleanly, is silence with a reason: a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iku_excel.definition import measures
from iku_excel.documents.records import Fraction
from iku_excel.text import indonesian

MAX_SIDE = 200  # letters of a numerator or denominator in a profile


@dataclass(frozen=True, slots=True)
class Reading:
    """What a formula says; ``words`` are those it was read from, or why nothing was."""

    words: str
    measure: str = ""
    numerator: str = ""
    denominator: str = ""
    per: int | None = None
    direction: str = ""
    note: str = ""  # what stands after the factor


_TIMES = r"(?:(?<![a-z0-9])(?:x|di\s?kali(?:kan)?(?:\s+dengan)?|kali(?:kan)?(?:\s+dengan)?)|[×*])"
_DRAWN = str.maketrans({"∶": ":", "⁄": "/", "∕": "/", "✕": "×", "✖": "×", "⨯": "×", "∗": "*", "＊": "*", "％": "%"})
"""Signs of mathematics that look like those of a keyboard -> those."""
_SPELLED = {"seratus": 100, "seribu": 1_000, "sepuluh ribu": 10_000, "seratus ribu": 100_000}
_NUMBER = rf"\d{{1,3}}(?:\.\d{{3}})+|\d+|{'|'.join(sorted(_SPELLED, key=len, reverse=True))}"
_FACTOR = re.compile(
    rf"(?:\s*,\s*lalu\s+|[\s,]*\b(?:kemudian|selanjutnya)\s+|[\s,]*){_TIMES}\s*(?P<number>{_NUMBER})(?![\d.,]*\d)"
    r"\s*(?P<percent>%|persen\b)?",
    re.IGNORECASE,
)
_RESTATED = re.compile(r"\s+atau\s+\(?\s*[A-Z]\s*[:/]\s*[A-Z]\b.*$")  # "... atau A/B X 100%": the same in letters
_LETTER_LABEL = re.compile(r"\s*\([A-Z]\)")
_LEAD_IN = re.compile(
    r".*\b(?:cara\s+(?:(?:meng|peng|per)\w+)\s*(?:yaitu|adalah|ialah|:)|yaitu\s*:?|(?:rumus(?:nya)?|formula(?:si)?)\s*:)"
    r"\s*(?=\S)",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:per|pre|pro)sentase\b[^:/()÷]*:\s*(?=\S)", re.IGNORECASE)
_PERCENTAGE = re.compile(r"(?:per|pre|pro)sentase\b", re.IGNORECASE)

_DIVIDED = re.compile(
    r"\s*(?:÷|\b(?:dibagi(?:\s+dengan)?|dibandingkan(?:\s+dengan)?|dibanding(?:\s+dengan)?)(?![a-z]))\s*",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*:\s*")
_SLASH = re.compile(r"(?P<before>\s*)/(?P<after>\s*)")
_QUANTITY = re.compile(
    r"\(?(?:jumlah|banyak(?:nya)?|seluruh|total|keseluruhan|luas|panjang|volume|nilai|target|rencana|pagu|anggaran)\b",
    re.IGNORECASE,
)

_EARLIER = re.compile(r"(?<![a-z])[nt]\s*-\s*1(?!\d)|\b(?:tahun|periode)\s+(?:lalu|sebelumnya)\b", re.IGNORECASE)
_SPACED = re.compile(r"(?<![a-z])([nt])\s*[-–−]\s*1(?!\d)", re.IGNORECASE)
_MINUS = re.compile(r"\s+(?:-|–|−|dikurangi(?:\s+dengan)?)\s+", re.IGNORECASE)
_FALL = re.compile(r"\b(?:penurunan|menurun(?:nya)?|berkurang(?:nya)?|pengurangan)\b", re.IGNORECASE)

_UNCLEAN = re.compile(
    r"=|\+|×|÷|\*|(?<![a-z0-9])x(?![a-z0-9])|\bdi\s?kali|\bdi\s?bagi|\bdikurangi|\bjumlahkan|;|:|\s[-–−]\s|[.!?]\s+\w|"
    r"\s/\s|\N{REPLACEMENT CHARACTER}",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?:jumlah|banyaknya)\s+[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")


def read(formula: str, indicator: str = "", fraction: Fraction | None = None) -> Reading:
    """Return what a formula says; ``indicator`` may tell a percentage, and which way a growth is meant."""
    if not formula:
        return Reading("formulasi kosong")
    formula = formula.translate(_DRAWN)
    if fraction is not None:
        return _from_fraction(fraction, f"{indicator} {formula}")
    if "=" in formula:
        return Reading('ada tanda "=", sehingga pembilang tidak dapat dipisahkan dengan pasti')
    text = _RESTATED.sub("", formula).strip()
    factors = list(_FACTOR.finditer(text))
    if len(factors) > 1:
        return Reading("ada lebih dari satu pengali")
    per, body, note = None, text, ""
    if factors:
        factor = factors[0]
        per = _per(factor)
        body, note = text[: factor.start()], text[factor.end() :].strip()
        if per is None:
            return Reading(f'pengali "{factor.group().strip(" ,")}" bukan salah satu yang dikenal')
        if note.strip(" .;,)") and not note.startswith((";", ",", ".", "(")):
            return Reading("ada yang berlanjut sesudah pengalinya")
        if _UNCLEAN.search(note.strip(" .;,")) or _DIVIDED.search(note):
            return Reading("ada hitungan lain sesudah pengalinya")
        if note.startswith(")"):  # "(a : b x 100%)", "a : b (x 100%)"
            body = body[:-1] if body.endswith("(") else f"{body})"
        note = note.strip(" .;,)")
    return _divided(body, per, indicator, formula, note, factors[0].group().strip(" ,") if factors else "")


def _per(factor: re.Match[str]) -> int | None:
    number = factor["number"].lower()
    value = _SPELLED.get(number) or int(number.replace(".", ""))
    if factor["percent"] and value != 100:
        return None
    return value if value in measures.PERS else None


def _divided(body: str, per: int | None, indicator: str, formula: str, note: str, factor: str) -> Reading:
    growth = _growth(_SPACED.sub(r"\1-1", body), f"{indicator} {formula}")
    if growth is not None:
        return growth
    body = _without_lead_in(_bare(body))
    at = _division(body, strong=per is not None or formula.lstrip().startswith("("))
    if isinstance(at, str):
        plain_count = per is None and _COUNT.match(body) and not _UNCLEAN.search(body) and not re.search(r"\d", body)
        if plain_count:
            return Reading(f'"{body.split()[0]} ..." tanpa pembagi dan tanpa pengali', measure="jumlah", note=note)
        return Reading(at)
    if body[: at.start()].rstrip().endswith("."):
        return Reading("pembilang tidak bersih: kalimatnya terputus")
    sides = [_side(body[: at.start()]), _side(body[at.end() :])]
    for side, called in zip(sides, ("pembilang", "penyebut"), strict=True):
        fault = _fault(side)
        if fault:
            return Reading(f"{called} tidak bersih: {fault}")
    if re.match(r"[\d.]+\s", sides[1]):
        return Reading("pembaginya angka tetap")
    words = [f'"... {at.group().strip()} ..."', f'"{factor}"' if factor else ""]
    if per is None and _PERCENTAGE.match(indicator):
        per = 100
        words[1] = f'"{indicator.split(maxsplit=1)[0]}" di indikator'
    return Reading(" dan ".join(word for word in words if word), "rasio", sides[0], sides[1], per, note=note)


def _without_lead_in(body: str) -> str:
    """Return a text without what introduces its formula ("..., cara mengukurnya yaitu", "Persentase desa baik:")."""
    led = _LEAD_IN.match(body)
    if led is None:
        led = _CAPTION.match(body)
        if led and not (_DIVIDED.search(body) or body[led.end() :].startswith("(")):
            return body
    if led is None or _DIVIDED.search(led.group()):
        return body
    return _bare(body[led.end() :])


def _from_fraction(fraction: Fraction, words: str) -> Reading:
    """Read a drawn fraction, whose sides are exact whatever stands in them."""
    if (
        _EARLIER.search(fraction.denominator)
        and _EARLIER.search(fraction.numerator)
        and _MINUS.search(fraction.numerator)
    ):
        return _grown(words)
    factor = _FACTOR.match(fraction.after) or _FACTOR.match(f" {fraction.after}")
    rest = fraction.after[factor.end() :].strip(" .;,)") if factor else fraction.after.strip(" .;,)")
    per = _per(factor) if factor else None
    before = fraction.before.strip(" (")
    if rest or (factor and per is None) or (before and not before.endswith(("=", ":"))):
        return Reading("ada hitungan lain di samping pecahannya")
    sides = (fraction.numerator, fraction.denominator)
    if any(not _WORD.search(side) or len(side) > MAX_SIDE for side in sides):
        return Reading("pembilang atau penyebut pecahan bukan kata-kata")
    told = "garis pecahan" + (f' dan "{factor.group().strip(" ,")}"' if factor else "")
    return Reading(told, "rasio", *sides, per)


def _growth(body: str, words: str) -> Reading | None:
    """Return the reading of "(this - last) / last", None for anything else."""
    if not _EARLIER.search(body) or not _MINUS.search(body):
        return None
    parts = _DIVIDED.split(body)
    if len(parts) != 2:
        parts = re.split(r"\s*(?:/|:)\s*(?=[^/:]*$)", body)
    if len(parts) != 2 or len(_MINUS.findall(parts[0])) != 1 or not _EARLIER.search(parts[1]):
        return Reading("ada pengurangan, tetapi bukan pertumbuhan yang dikenal")
    subtracted = _MINUS.split(parts[0])[1]
    if _letters(subtracted) != _letters(parts[1]):
        return Reading("yang dikurangkan bukan pembaginya, jadi bukan pertumbuhan yang dikenal")
    return _grown(words)


def _grown(words: str) -> Reading:
    fall = _FALL.search(words)
    told = "selisih dengan periode sebelumnya, dibagi periode sebelumnya"
    if fall:
        return Reading(f'{told}; "{fall.group()}"', "pertumbuhan", direction="turun")
    return Reading(told, "pertumbuhan", direction="naik")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _division(body: str, *, strong: bool) -> re.Match[str] | str:
    """Return where the text divides, or why that cannot be told; ``strong`` allows a colon or a slash to divide."""
    said = list(_DIVIDED.finditer(body))
    if said:
        return said[0] if len(said) == 1 else "ada lebih dari satu pembagian"
    if not strong:
        return "tidak ada kata yang membagi"
    colons = list(_COLON.finditer(body))
    if colons:
        return colons[0] if len(colons) == 1 else 'ada lebih dari satu tanda ":"'
    slashes = [match for match in _SLASH.finditer(body) if _divides(body, match)]
    if len(slashes) == 1:
        return slashes[0]
    return 'ada lebih dari satu tanda "/"' if slashes else "tidak ada pembagi"


def _divides(body: str, slash: re.Match[str]) -> bool:
    """Tell a slash that divides from one between two words ("kabupaten/kota", "Direktif/ Penugasan")."""
    spaced = bool(slash["before"]) and bool(slash["after"])
    return spaced or bool(_QUANTITY.match(body[slash.end() :]))


def _bare(text: str) -> str:
    """Take the parentheses off that hold the whole text, and what punctuation is left at its ends."""
    text = text.strip(" ,;.")
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip(" ,;.")
    return text


def _closing(text: str) -> int:
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index
    return -1


def _side(text: str) -> str:
    return _bare(_LETTER_LABEL.sub("", text))


def _fault(side: str) -> str:
    """Return why a side is no clean wording of what is counted, "" for one that is."""
    if not _WORD.search(side):
        return "bukan kata-kata"
    if len(side) > MAX_SIDE:
        return f"lebih dari {MAX_SIDE} huruf"
    unclean = _UNCLEAN.search(side)
    if unclean:
        return f'memuat "{indonesian.squeeze(unclean.group())}"'
    if any(_divides(side, slash) for slash in _SLASH.finditer(side)):
        return "masih memuat pembagian"
    if _PERCENTAGE.match(side):
        return "persentase bukan hitungan"
    if side.count("(") != side.count(")"):
        return "kurungnya tidak berpasangan"
    return ""
