"""The live formulas: for a cell of each role, and for an indicator, what is wrong.

The rules are those of figures/rules.py, cell by cell. A rule is a scalar expression that gives the key of a fault
(places.py) or an empty text. Where it looks at the judged cell itself it does not fail if that is lost: that is the
fault "error". All else builds on the helper cells of the spots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from iku_excel.definition import Role, measures
from iku_excel.model import MAX_COUNT, MAX_LINE, MAX_NOTE, YEARS, Kind, Severity
from iku_excel.package import column
from iku_excel.template.verdict import places
from iku_excel.template.verdict.forms import FORMS, NUMBERS
from iku_excel.template.verdict.places import KEYED, WARNINGS, Spot, columns

NONE = '""'
_HARD_SPACE = "\N{NO-BREAK SPACE}"
_ERRORS = '"#NULL!","#DIV/0!","#VALUE!","#REF!","#NAME?","#NUM!","#N/A"'
_NUMERIC = (Role.NUMERATOR, Role.DENOMINATOR, Role.TARGET, Role.YEAR)
_COUNTS = (Role.NUMERATOR, Role.DENOMINATOR)


def key(spot: Spot, name: str) -> str:
    """Return the key of a fault at a spot."""
    warned = FORMS[name].weight is not Severity.ERROR
    return str(spot.number * KEYED + NUMBERS[name] + (WARNINGS if warned else 0))


def choose(*cases: tuple[str, str], otherwise: str = NONE) -> str:
    """Return nested IFs: the result of the first condition that holds."""
    formula = otherwise
    for condition, result in reversed(cases):
        formula = f"IF({condition},{result},{formula})"
    return formula


def without_digits(text: str) -> str:
    """Return the expression of a text without its digits."""
    for digit in range(10):
        text = f'SUBSTITUTE({text},{digit},"")'
    return text


def clean(spot: Spot) -> str:
    """Return the expression of a cell's value: a number, a text without blanks around it, or "" where it is empty."""
    cell = spot.source
    text = f'TRIM(SUBSTITUTE({cell},"{_HARD_SPACE}"," "))'
    name = f'IFERROR(CHOOSE(ERROR.TYPE({cell}),{_ERRORS}),"galat")'
    if spot.role not in _NUMERIC:
        return choose((f"ISERROR({cell})", name), (f"ISNUMBER({cell})", cell), otherwise=text)
    number = cell
    if spot.role in _COUNTS:  # a whole number but for the noise of binary fractions is taken as one
        number = f"IF(ABS({cell}-ROUND({cell},0))<ABS({cell})*1E-15,ROUND({cell},0),{cell})"
    digits = f'IF({without_digits(text)}="",IFERROR(VALUE({text}),1E+99),{text})'
    return choose((f"ISERROR({cell})", name), (f"ISNUMBER({cell})", number), (f'{text}=""', NONE), otherwise=digits)


def judge(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return the rule over a cell's main fault; its faults exclude one another."""
    lost = (f"ISERROR({spot.source})", key(spot, "error"))
    return choose(lost, otherwise=_JUDGES[spot.role](spot, blocks) if spot.role else NONE)


def _line(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    return choose(
        (f'{value}=""', key(spot, "required")),
        (f"ISNUMBER({value})", key(spot, "no text")),
        (f"LEN({value})>{MAX_LINE}", key(spot, "long")),
    )


def _nip(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    return choose(
        (f'{value}=""', key(spot, "required")),
        (f"ISNUMBER({value})", key(spot, "nip number")),
        (f"LEN({value})>{MAX_LINE}", key(spot, "long")),
    )


def _organization(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    return choose((f'{spot.at(places.VALUE)}=""', key(spot, "required")))


def _year(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    sound = f"AND({value}>={YEARS[0]},{value}<={YEARS[-1]},{value}=INT({value}))"
    return choose(
        (f'{value}=""', key(spot, "required")),
        (f"ISNUMBER({value})", f"IF({sound},{NONE},{key(spot, 'year')})"),
        otherwise=key(spot, "year"),
    )


def _date(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    sound = f"AND({value}>=DATE({YEARS[0]},1,1),{value}<DATE({YEARS[-1] + 1},1,1))"
    return choose(
        (f"ISNUMBER({value})", f"IF({sound},{NONE},{key(spot, 'date')})"),
        (f"LEN({value})>{MAX_LINE}", key(spot, "long")),
    )


def _note(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    return choose((f"LEN({spot.at(places.VALUE)})>{MAX_NOTE}", key(spot, "long")))


def _target(spot: Spot, _: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    return choose(
        (f'{value}=""', NONE),
        (
            f"ISNUMBER({value})",
            f"IF(AND({value}>={measures.TARGET_LEAST / 100:.15g},{value}<=1),{NONE},{key(spot, 'target')})",
        ),
        otherwise=key(spot, "text"),
    )


def _count(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    exceeds = NONE
    if spot.role is Role.NUMERATOR:
        exceeds = choose(_exceeds(spot, blocks))
    return choose(
        (
            f"ISNUMBER({value})",
            choose(
                (f"{value}<0", key(spot, "negative")), (f"{value}>{MAX_COUNT}", key(spot, "large")), otherwise=exceeds
            ),
        ),
        (f'{value}<>""', key(spot, "text")),
        otherwise=_blank(spot, blocks),
    )


def _exceeds(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> tuple[str, str]:
    """Return when the numerator is larger than the denominator: year to date of a flow, any period of a stock."""
    block, head = blocks[spot.block], blocks[spot.block][0]
    own, partner = spot.at(places.VALUE), _partner(spot, block).at(places.VALUE)
    if _stock(spot):
        return f"{spot.at(places.PAIR)}=1", f"IF({own}>{partner},{key(spot, 'exceeds')},{NONE})"
    form = "exceeds to date" if spot.period else "exceeds"
    final = f"AND({head.at(places.LAST)}={spot.period + 1},{head.at(places.BROKEN)}=0)"
    larger = f"{head.at(places.NUMERATORS)}>{head.at(places.DENOMINATORS)}"
    return final, f"IF({larger},{key(spot, form)},{NONE})"


def _blank(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return what is wrong with an empty count."""
    block, head = blocks[spot.block], blocks[spot.block][0]
    partner = f'{_partner(spot, block).at(places.VALUE)}<>""'
    if spot.role is Role.DENOMINATOR:
        cases = [(partner, key(spot, "no denominator"))]
    else:
        last = head.at(places.LAST)
        cases = [(partner, key(spot, "no numerator")), (f"{spot.period + 1}<{last}", key(spot, "skipped"))]
        if not _stock(spot) and spot.period > 0:
            cases.append((_behind(spot, head), key(spot, "behind")))
    if spot.period == 0 and spot.indicator is not None and spot.indicator.register is None:
        cases.append((f"{head.at(places.LAST)}=0", key(spot, "required")))
    return choose(*cases)


def _behind(spot: Spot, head: Spot) -> str:
    """Return when an indicator ends before the others, and this is its first missing period."""
    last = head.at(places.LAST)
    return f"AND({last}={spot.period},{last}<{REACHED})"


REACHED = f"${column(places.LAST)}${places.FIRST}"
"""The cell with the last period of any indicator."""

_JUDGES: Mapping[Role, Callable[[Spot, Mapping[int, Sequence[Spot]]], str]] = {
    Role.NUMERATOR: _count,
    Role.DENOMINATOR: _count,
    Role.TARGET: _target,
    Role.ORGANIZATION: _organization,
    Role.YEAR: _year,
    Role.LINE: _line,
    Role.DATE: _date,
    Role.NIP: _nip,
    Role.NOTE: _note,
}


def more(spot: Spot) -> str:
    """Return the rule over what may be wrong besides: digits stored as text, a fraction; "" where neither can be."""
    value = spot.at(places.VALUE)
    if spot.role in _COUNTS and spot.indicator is not None and spot.indicator.register is None:
        inner = choose(
            (f"ISTEXT({spot.source})", key(spot, "digits")), (f"{value}<>INT({value})", key(spot, "fraction"))
        )
        return choose((f"ISNUMBER({value})", inner))
    if spot.role in (Role.TARGET, Role.YEAR):
        return choose((f"ISNUMBER({value})", choose((f"ISTEXT({spot.source})", key(spot, "digits")))))
    return ""


def caution(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return the rule over a cell's warning; "" where it can have none."""
    value = spot.at(places.VALUE)
    if spot.role is Role.NIP:
        wrong = key(spot, "nip")
        silent = (f"ISERROR({spot.source})", f'{value}=""', f"ISNUMBER({value})")
        return choose(*((condition, NONE) for condition in silent), otherwise=_nip_form(value, wrong))
    if spot.role is Role.DENOMINATOR and _compared(blocks[spot.block]):
        changed = f"IF({value}<>{blocks[spot.block][0].at(places.USUAL)},{key(spot, 'changed')},{NONE})"
        return choose((f"{spot.at(places.TIMES)}>0", changed))
    if spot.role is not Role.NUMERATOR:
        return ""
    block, head = blocks[spot.block], blocks[spot.block][0]
    partner = _partner(spot, block).at(places.VALUE)
    cases = [(f"AND({value}=0,{partner}=0)", key(spot, "zero"))]
    if not _stock(spot):
        unsaid = f'IF({spot.at(places.FAULT)}="",{key(spot, "exceeds in period")},{NONE})'
        cases.append((f"{value}>{partner}", unsaid))
    pair = spot.at(places.PAIR)
    behind = [(f"{pair}=0", choose((_behind(spot, head), key(spot, "stock behind"))))]
    return choose((f"{pair}=1", choose(*cases)), *(behind if _stock(spot) and spot.period > 0 else []))


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


# ---------------------------------------------------------------- what the rules build on


def pair(spot: Spot, block: Sequence[Spot]) -> str:
    """Return the expression of a pair's state: 0 empty, 1 both are sound counts, 2 filled but not sound."""
    top, bottom = spot.at(places.VALUE), _partner(spot, block).at(places.VALUE)
    sound = f"AND({_sound(top)},{_sound(bottom)})"
    return choose(
        (f'AND({top}="",{bottom}="")', "0"),
        (f"AND(ISNUMBER({top}),ISNUMBER({bottom}))", f"IF({sound},1,2)"),
        otherwise="2",
    )


def _sound(value: str) -> str:
    return f"{value}>=0,{value}<={MAX_COUNT},{value}=INT({value})"


def times(spot: Spot, denominators: Sequence[Spot]) -> str:
    """Return the expression of how often a stock's denominator occurs; 0 where it is no sound count."""
    value = spot.at(places.VALUE)
    area = columns(denominators[0], denominators[-1], places.VALUE)
    return choose((f"ISNUMBER({value})", f"IF(AND({_sound(value)}),COUNTIF({area},{value}),0)"), otherwise="0")


def of_block(block: Sequence[Spot]) -> dict[int, str]:
    """Return the expressions of an indicator's helper cells, by column."""
    tops = [spot for spot in block if spot.role is Role.NUMERATOR]
    bottoms = [spot for spot in block if spot.role is Role.DENOMINATOR]
    filled = [(f"{spot.at(places.PAIR)}>0", str(spot.period + 1)) for spot in reversed(tops)]
    formulas = {
        places.LAST: choose(*filled, otherwise="0"),
        places.BROKEN: f"COUNTIF({columns(tops[0], tops[-1], places.PAIR)},2)",
        places.NUMERATORS: f"SUM({columns(tops[0], tops[-1], places.VALUE)})",
        places.DENOMINATORS: f"SUM({columns(bottoms[0], bottoms[-1], places.VALUE)})",
    }
    if _compared(block):
        most = f"MAX({','.join(spot.at(places.TIMES) for spot in bottoms)})"
        values, often = (columns(bottoms[0], bottoms[-1], col) for col in (places.VALUE, places.TIMES))
        formulas[places.USUAL] = f"IF({most}=0,{NONE},INDEX({values},MATCH({most},{often},0),1))"
    return formulas


def errors(block: Sequence[Spot]) -> str:
    """Return the expression of how many errors stand in a block."""
    area = f"{block[0].at(places.FAULT)}:{block[-1].at(places.CAUTION)}"
    return f'COUNTIF({area},"<{WARNINGS}")'
