"""The live formulas: for a cell of each role, and for an indicator, what is wrong.

The rules are those of figures/rules.py, cell by cell. A rule is a scalar expression that gives the key of a fault
(places.py) or an empty text. Where it looks at the judged cell itself it does not fail if that is lost: that is the
fault "error". All else builds on the helper cells of the spots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from iku_excel.definition import FIGURES, Role, measure_words, measures
from iku_excel.definition import formulas as live
from iku_excel.model import MAX_LINE, MAX_NOTE, MAX_RUPIAH, MAX_SUM, YEARS, Indicator, Kind, Severity
from iku_excel.package import column
from iku_excel.template.verdict import places
from iku_excel.template.verdict.forms import FORMS, NUMBERS
from iku_excel.template.verdict.places import KEYED, WARNINGS, Spot, columns
from iku_excel.text import indonesian

NONE = '""'
_HARD_SPACE = "\N{NO-BREAK SPACE}"
_ERRORS = '"#NULL!","#DIV/0!","#VALUE!","#REF!","#NAME?","#NUM!","#N/A"'

Blocks: TypeAlias = Mapping[int, Sequence[Spot]]
"""The spots of each block, by the number of its first."""


def key(spot: Spot, name: str) -> str:
    """Return the key of a fault at a spot."""
    warned = FORMS[name].weight is not Severity.ERROR
    return f"{NUMBERS[name] + (WARNINGS if warned else 0)}+{KEYED}*{spot.counted}"


def choose(*cases: tuple[str, str], otherwise: str = NONE) -> str:
    """Return nested IFs: the result of the first condition that holds."""
    formula = otherwise
    for condition, result in reversed(cases):
        formula = f"IF({condition},{result},{formula})"
    return formula


def _digits(value: float) -> str:
    """Return a number as every program reads it: 1000000000000000, not 1e+15."""
    return f"{value:.15g}" if 1e-4 <= abs(value) < 1e15 or not value else f"{value:.15f}".rstrip("0").rstrip(".")


def without_digits(text: str) -> str:
    """Return the expression of a text without its digits."""
    for digit in range(10):
        text = f'SUBSTITUTE({text},{digit},"")'
    return text


def plain(value: str) -> str:
    """Return the expression of a whole number in digits alone, as it is typed."""
    return f'SUBSTITUTE(SUBSTITUTE(FIXED({value},0),",",""),".","")'


def clean(spot: Spot) -> str:
    """Return the expression of a cell's value: a number, a text without blanks around it, or "" where it is empty."""
    cell = spot.at(places.TYPED)
    text = f'TRIM(SUBSTITUTE({cell},"{_HARD_SPACE}"," "))'
    name = f'IFERROR(CHOOSE(ERROR.TYPE({cell}),{_ERRORS}),"yang tidak dikenal")'
    if not _numeric(spot):
        return choose((f"ISERROR({cell})", name), (f"ISNUMBER({cell})", cell), otherwise=text)
    number = cell
    if spot.role is Role.MONEY or (spot.period >= 0 and not measures.decimals(_of(spot))):
        # a whole number but for the noise of binary fractions is taken as one
        number = f"IF({live.finer(cell, 0)},{cell},ROUND({cell},0))"
    typed = f'AND(LEN({text})<={measures.TYPED_DIGITS},{without_digits(text)}="")'
    digits = f"IF({typed},IFERROR(VALUE({text}),{text}),{text})"
    return choose((f"ISERROR({cell})", name), (f"ISNUMBER({cell})", number), (f'{text}=""', NONE), otherwise=digits)


def _numeric(spot: Spot) -> bool:
    """Tell whether a number belongs into a cell."""
    if spot.indicator is not None:
        return not measures.worded(spot.indicator)
    return spot.role in (Role.YEAR, Role.MONEY)


def judge(spot: Spot, blocks: Blocks) -> str:
    """Return the rule over a cell's main fault; its faults exclude one another."""
    lost = (f"ISERROR({spot.at(places.TYPED)})", key(spot, "error"))
    return choose(lost, otherwise=_JUDGES[spot.role](spot, blocks) if spot.role else NONE)


def _line(spot: Spot, _: Blocks) -> str:
    value = spot.at(places.VALUE)
    return choose(
        (f'{value}=""', key(spot, "required")),
        (f"ISNUMBER({value})", key(spot, "no text")),
        (f"LEN({value})>{MAX_LINE}", key(spot, "long")),
    )


def _nip(spot: Spot, _: Blocks) -> str:
    value = spot.at(places.VALUE)
    return choose(
        (f'{value}=""', key(spot, "required")),
        (f"ISNUMBER({value})", key(spot, "nip number")),
        (f"LEN({value})>{MAX_LINE}", key(spot, "long")),
    )


def _organization(spot: Spot, _: Blocks) -> str:
    return choose((f'{spot.at(places.VALUE)}=""', key(spot, "required")))


def _year(spot: Spot, _: Blocks) -> str:
    value = spot.at(places.VALUE)
    sound = f"AND({value}>={YEARS[0]},{value}<={YEARS[-1]},{value}=INT({value}))"
    return choose(
        (f'{value}=""', key(spot, "required")),
        (f"ISNUMBER({value})", f"IF({sound},{NONE},{key(spot, 'year')})"),
        otherwise=key(spot, "year"),
    )


def _date(spot: Spot, _: Blocks) -> str:
    value = spot.at(places.VALUE)
    sound = f"AND({value}>=DATE({YEARS[0]},1,1),{value}<DATE({YEARS[-1] + 1},1,1))"
    return choose(
        (f"ISNUMBER({value})", f"IF({sound},{NONE},{key(spot, 'date')})"),
        (f"LEN({value})>{MAX_LINE}", key(spot, "long")),
    )


def _note(spot: Spot, _: Blocks) -> str:
    return choose((f"LEN({spot.at(places.VALUE)})>{MAX_NOTE}", key(spot, "long")))


def _target(spot: Spot, _: Blocks) -> str:
    indicator, value = _of(spot), spot.at(places.VALUE)
    if measures.worded(indicator):
        return choose((f'{value}=""', NONE), otherwise=f"IF({_is_step(indicator, value)},{NONE},{key(spot, 'step')})")
    lowest, highest = measures.target_bounds(indicator)
    percent = measures.is_percent(indicator)
    share = 100 if percent else 1
    exact = f"ROUND({value},{measures.DIGITS})" if percent else value  # a sum that should be 100% may be above it
    sound = [f"{exact}>={_digits(lowest / share)}", f"{exact}<={_digits(highest / share)}"]
    if not measures.may_target_zero(indicator):
        sound.append(f"{value}<>0")
    wrong = key(spot, "target" if percent else "target scale")
    return choose(
        (f'{value}=""', NONE),
        (f"ISNUMBER({value})", f"IF(AND({','.join(sound)}),{NONE},{wrong})"),
        otherwise=key(spot, "target text"),
    )


def _money(spot: Spot, _: Blocks) -> str:
    value = spot.at(places.VALUE)
    bounds = (f"{value}<0", key(spot, "negative")), (f"{value}>{MAX_RUPIAH}", key(spot, "large"))
    return choose((f'{value}=""', NONE), (f"ISNUMBER({value})", choose(*bounds)), otherwise=key(spot, "text"))


def _figure(spot: Spot, blocks: Blocks) -> str:
    indicator, value = _of(spot), spot.at(places.VALUE)
    blank = _blank(spot, blocks)
    if measures.worded(indicator):
        return choose((f'{value}=""', blank), otherwise=f"IF({_is_step(indicator, value)},{NONE},{key(spot, 'step')})")
    lowest, highest = measures.bounds(indicator)
    below = "negative" if indicator.lowest is None else "bounds"
    above = "large" if indicator.highest is None else "bounds"
    beyond = ((f"{value}<{_digits(lowest)}", key(spot, below)), (f"{value}>{_digits(highest)}", key(spot, above)))
    return choose(
        (f"ISNUMBER({value})", choose(*beyond, *_together(spot, blocks))),
        (f'{value}<>""', key(spot, "text")),
        otherwise=blank,
    )


def _is_step(indicator: Indicator, value: str) -> str:
    """Return when a text is one of the steps; capitals and blanks do not count."""
    labels = [" ".join(label.split()).upper() for label in indicator.steps]
    return f"OR({','.join(f'UPPER({value})={live.quoted(label)}' for label in labels)})"


def _together(spot: Spot, blocks: Blocks) -> Iterator[tuple[str, str]]:
    """Yield what may be wrong with a sound number together with others, in its period or in the year to date."""
    indicator, block = _of(spot), blocks[spot.block]
    head = block[0]
    final = _final(spot, head)
    sums = head.fixed(places.NUMERATORS), head.fixed(places.DENOMINATORS)
    if measures.is_flow(indicator) and measures.limit(indicator) * len(block) > MAX_SUM:
        own, name = (sums[1], "lower sum") if spot.role is Role.DENOMINATOR else (sums[0], "sum")
        yield f"AND({final},{own}>{MAX_SUM})", key(spot, name)
    if spot.role is not Role.NUMERATOR or measures.grows(indicator):
        return
    if _stock(spot):
        sound, parts = f"{spot.at(places.PAIR)}=1", (spot.at(places.VALUE), _partner(spot, block).at(places.VALUE))
    else:
        sound, parts = final, sums
    if measures.is_share(indicator):
        form = "exceeds to date" if spot.period and not _stock(spot) else "exceeds"
        wrong = f"IF({parts[0]}>{parts[1]},{key(spot, form)},{NONE})"
    else:
        form = "stock by nothing" if _stock(spot) else "by nothing"
        wrong = f"IF(AND({parts[0]}>0,{parts[1]}=0),{key(spot, form)},{NONE})"
    yield f"AND({sound})", wrong


def _blank(spot: Spot, blocks: Blocks) -> str:
    """Return what is wrong with an empty cell of a period."""
    indicator, block = _of(spot), blocks[spot.block]
    last, cases = block[0].fixed(places.LAST), []
    if spot.partner:
        form = "no denominator" if spot.role is Role.DENOMINATOR else "no numerator"
        cases.append((f'{_partner(spot, block).at(places.VALUE)}<>""', key(spot, form)))
    gaps = measures.row(indicator).gaps
    if spot.role is not Role.DENOMINATOR and not gaps:
        cases.append((f"{spot.nth}<{last}", key(spot, "skipped")))
        if not _stock(spot) and spot.period > 0:
            cases.append((_behind(spot, block[0]), key(spot, "behind")))
    if spot.period == 0 and indicator.register is None and not gaps:
        cases.append((f"{last}=0", key(spot, "required")))
    return choose(*cases)


def _behind(spot: Spot, head: Spot) -> str:
    """Return when an indicator ends before the others, and this is its first missing period."""
    last = head.fixed(places.LAST)
    return f"AND({last}+1={spot.nth},{last}<{REACHED})"


def _final(spot: Spot, head: Spot) -> str:
    """Return when this is an indicator's last period and all of them are sound."""
    return f"{head.fixed(places.LAST)}={spot.nth},{head.fixed(places.BROKEN)}=0"


REACHED = f"${column(places.LAST)}${places.FIRST}"
"""The cell with the last period of any indicator."""

_JUDGES: Mapping[Role, Callable[[Spot, Blocks], str]] = {
    **dict.fromkeys(FIGURES, _figure),
    Role.TARGET: _target,
    Role.REFERENCE: _target,
    Role.MONEY: _money,
    Role.ORGANIZATION: _organization,
    Role.YEAR: _year,
    Role.LINE: _line,
    Role.DATE: _date,
    Role.NIP: _nip,
    Role.NOTE: _note,
}


def more(spot: Spot) -> str:
    """Return the rule over what may be wrong besides: digits stored as text, a fraction; "" where neither can be."""
    value, indicator = spot.at(places.VALUE), spot.indicator
    if not _numeric(spot) or (indicator is not None and indicator.register is not None and spot.period >= 0):
        return ""
    cases = [(f"ISTEXT({spot.at(places.TYPED)})", key(spot, "digits"))]
    if indicator is not None and spot.period >= 0 and measures.decimals(indicator):
        cases.append((live.finer(value, measures.decimals(indicator)), key(spot, "decimals")))
    elif spot.role is Role.MONEY or (indicator is not None and spot.period >= 0):
        cases.append((f"{value}<>INT({value})", key(spot, "fraction")))
    return choose((f"ISNUMBER({value})", choose(*cases)))


def caution(spot: Spot, blocks: Blocks) -> str:
    """Return the rule over a cell's warning; "" where it can have none."""
    value = spot.at(places.VALUE)
    if spot.role is Role.NIP:
        wrong = key(spot, "nip")
        silent = (f"ISERROR({spot.at(places.TYPED)})", f'{value}=""', f"ISNUMBER({value})")
        return choose(*((condition, NONE) for condition in silent), otherwise=_nip_form(value, wrong))
    if spot.role is Role.LINE:
        line = _first_line(spot, blocks[spot.block]) if spot.name == PLACE else value
        fitting = f'AND(ISTEXT({value}),{spot.at(places.FAULT)}="")'
        return choose((fitting, choose((f"{_width(line)}>{SIGNATURE_POINTS}", key(spot, "wide")))))
    if spot.role is Role.DENOMINATOR and _compared(blocks[spot.block]):
        changed = f"IF({value}<>{blocks[spot.block][0].fixed(places.USUAL)},{key(spot, 'changed')},{NONE})"
        return choose((f"{spot.at(places.TIMES)}>0", changed))
    if spot.period < 0 or spot.role is Role.DENOMINATOR or measures.row(_of(spot)).gaps:
        return ""
    behind = (f"{spot.at(places.PAIR)}=0", choose((_behind(spot, blocks[spot.block][0]), key(spot, "stock behind"))))
    late = [behind] if _stock(spot) and spot.period > 0 else []
    sound = [(f"{spot.at(places.PAIR)}=1", _doubt(spot, blocks))] if spot.partner else []
    return choose(*sound, *late) if sound or late else ""


SIGNATURE_POINTS = 335
"""Points that a line of the signature block has on the narrowest grid of the form."""


PLACE, _LONGEST_DATE = "tempat", "30 September 2023"


def _first_line(place: Spot, block: Sequence[Spot]) -> str:
    """Return the expression of the line on which place and date stand together."""
    (date,) = (spot.at(places.VALUE) for spot in block if spot.role is Role.DATE)
    return f'({place.at(places.VALUE)}&", "&IF(ISNUMBER({date}),"{_LONGEST_DATE}",{date}))'


def _width(value: str) -> str:
    """Return the expression of how wide a text may be in points: capitals are wide, blanks and stops narrow."""
    small = value
    for letter in "ABCDEFGHKLMNOPQRSTUVWXYZ":
        small = f'SUBSTITUTE({small},"{letter}","")'
    broad = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({value}," ",""),".",""),",","")'
    return f"(2.8*LEN({value})+2*(LEN({value})-LEN({small}))+2.8*LEN({broad}))"


def _doubt(spot: Spot, blocks: Blocks) -> str:
    """Return the warning over a sound pair."""
    indicator, block = _of(spot), blocks[spot.block]
    head, own = block[0], (spot.at(places.VALUE), _partner(spot, block).at(places.VALUE))
    if measures.grows(indicator):
        parts = own if _stock(spot) else (head.fixed(places.NUMERATORS), head.fixed(places.DENOMINATORS))
        form = "stock from nothing" if _stock(spot) else "from nothing"
        over = choose((f"{parts[0]}=0", key(spot, "zero")), (f"{parts[0]}>0", key(spot, form)))
        return choose((f"AND({_final(spot, head)},{parts[1]}=0)", over))
    cases = [(f"AND({own[0]}=0,{own[1]}=0)", key(spot, "zero"))]
    if measures.is_share(indicator) and not _stock(spot):
        unsaid = f'IF({spot.at(places.FAULT)}="",{key(spot, "exceeds in period")},{NONE})'
        cases.append((f"{own[0]}>{own[1]}", unsaid))
    return choose(*cases)


def _nip_form(value: str, wrong: str) -> str:
    """Return the rule over the form of a NIP (text/nip.py)."""
    digits = f'SUBSTITUTE({value}," ","")'
    year, month, day, appointed, since, sex = (
        f"VALUE(MID({digits},{first},{length}))" for first, length in ((1, 4), (5, 2), (7, 2), (9, 4), (13, 2), (15, 1))
    )
    real = f"{day}=DAY(DATE({year},{month},{day})),{month}>=1,{month}<=12,{day}>=1"
    career = f"{appointed}>={year}+15,{appointed}<={year}+70,{since}>=1,{since}<=12,{sex}>=1,{sex}<=2"
    sound = f"AND({year}>1900,{year}<2100,{real},{career})"
    return choose(
        (f"LEN({digits})<>18", wrong),
        (f'{without_digits(digits)}<>""', wrong),
        otherwise=f"IFERROR(IF({sound},{NONE},{wrong}),{wrong})",
    )


def _partner(spot: Spot, block: Sequence[Spot]) -> Spot:
    return block[spot.partner - spot.block]


def _compared(block: Sequence[Spot]) -> bool:
    """Tell whether the denominators of a block should all be the same."""
    return _stock(block[0]) and block[-1].period > 0


def _stock(spot: Spot) -> bool:
    return spot.indicator is not None and spot.indicator.kind is Kind.STOCK


def _of(spot: Spot) -> Indicator:
    if spot.indicator is None:
        raise ValueError(spot.name)
    return spot.indicator


def allowed(spot: Spot) -> str:
    """Return in words what may be typed into a cell of a figure or target."""
    indicator = _of(spot)
    if spot.period < 0 or measures.worded(indicator):
        return measure_words.target_bounds(indicator)
    if indicator.lowest is None and indicator.highest is None:
        return f"paling besar {indonesian.whole(measures.limit(indicator))}"
    return measure_words.bounds(indicator)


# ---------------------------------------------------------------- what the rules build on


def pair(spot: Spot, block: Sequence[Spot]) -> str:
    """Return the expression of a period's state: 0 empty, 1 all parts are sound, 2 filled but not sound."""
    indicator = _of(spot)
    parts = [spot.at(places.VALUE), *([_partner(spot, block).at(places.VALUE)] if spot.partner else [])]
    empty = ",".join(f'{part}=""' for part in parts)
    if measures.worded(indicator):
        return choose((f"AND({empty})", "0"), (_is_step(indicator, parts[0]), "1"), otherwise="2")
    numbers, sound = (
        ",".join(f"ISNUMBER({part})" for part in parts),
        ",".join(_sound(indicator, part) for part in parts),
    )
    return choose((f"AND({empty})", "0"), (f"AND({numbers})", f"IF(AND({sound}),1,2)"), otherwise="2")


def _sound(indicator: Indicator, value: str) -> str:
    """Return the conditions, all of which hold for a sound number."""
    lowest, highest = measures.bounds(indicator)
    whole = f"{value}=INT({value})"
    if measures.decimals(indicator):
        whole = f"NOT({live.finer(value, measures.decimals(indicator))})"
    return f"{value}>={_digits(lowest)},{value}<={_digits(highest)},{whole}"


def times(spot: Spot, denominators: Sequence[Spot]) -> str:
    """Return the expression of how often a stock's denominator occurs; 0 where it is no sound number."""
    value = spot.at(places.VALUE)
    area = columns(denominators[0], denominators[-1], places.VALUE)
    counted = f"IF(AND({_sound(_of(spot), value)}),COUNTIF({area},{value}),0)"
    return choose((f"ISNUMBER({value})", counted), otherwise="0")


def of_block(block: Sequence[Spot]) -> dict[int, str]:
    """Return the expressions of an indicator's helper cells, by column."""
    tops = [spot for spot in block if spot.role is not Role.DENOMINATOR]
    bottoms = [spot for spot in block if spot.role is Role.DENOMINATOR]
    filled = [(f"{spot.at(places.PAIR)}>0", str(spot.period + 1)) for spot in reversed(tops)]
    indicator = _of(block[0])
    formulas = {
        places.LAST: choose(*filled, otherwise="0"),
        places.BROKEN: f"COUNTIF({columns(tops[0], tops[-1], places.PAIR)},2)",
    }
    if measures.is_flow(indicator):
        formulas[places.NUMERATORS] = _total(indicator, tops)
    if measures.is_flow(indicator) and bottoms:
        formulas[places.DENOMINATORS] = _total(indicator, bottoms)
    if bottoms and _compared(block):
        most = f"MAX({','.join(spot.at(places.TIMES) for spot in bottoms)})"
        values, often = (columns(bottoms[0], bottoms[-1], col) for col in (places.VALUE, places.TIMES))
        formulas[places.USUAL] = f"IF({most}=0,{NONE},INDEX({values},MATCH({most},{often},0),1))"
    return formulas


def _total(indicator: Indicator, parts: Sequence[Spot]) -> str:
    return live.total(indicator, f"SUM({columns(parts[0], parts[-1], places.VALUE)})")


def errors(block: Sequence[Spot]) -> str:
    """Return the expression of how many errors stand in a block."""
    area = f"{block[0].at(places.FAULT)}:{block[-1].at(places.CAUTION)}"
    return f'COUNTIF({area},"<{WARNINGS}")'
