"""The live formulas: for a cell of each role, and for an indicator, what is wrong.

The rules are those of figures/rules.py, cell by cell. A rule is a scalar expression that gives the key of a fault
(places.py) or an empty text. Where it looks at the judged cell itself it does not fail if that is lost: that is the
fault "error". All else builds on the helper cells of the spots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from iku_excel.definition import Role, formulas, measures
from iku_excel.model import MAX_LINE, MAX_NOTE, MAX_SUM, YEARS, Indicator, Kind, Numbers, Severity
from iku_excel.package import column
from iku_excel.template.verdict import places
from iku_excel.template.verdict.forms import FORMS, NUMBERS
from iku_excel.template.verdict.places import KEYED, WARNINGS, Spot, columns

NONE = '""'
_HARD_SPACE = "\N{NO-BREAK SPACE}"
_ERRORS = '"#NULL!","#DIV/0!","#VALUE!","#REF!","#NAME?","#NUM!","#N/A"'
_NUMERIC = (Role.NUMERATOR, Role.DENOMINATOR, Role.VALUE, Role.TARGET, Role.YEAR)
_NUMBERS = (Role.NUMERATOR, Role.DENOMINATOR, Role.VALUE)
_FIRST = (Role.NUMERATOR, Role.VALUE, Role.STEP)


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
    if spot.role not in _NUMERIC or _worded(spot):
        return choose((f"ISERROR({cell})", name), (f"ISNUMBER({cell})", cell), otherwise=text)
    number = cell
    if spot.role in _NUMBERS:  # a number that is round but for the noise of binary fractions is taken as round
        round_ = f"ROUND({cell},{measures.decimals(_of(spot))})"
        number = f"IF(ABS({cell}-{round_})<ABS({cell})*1E-15,{round_},{cell})"
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
    value, indicator = spot.at(places.VALUE), _of(spot)
    if _worded(spot):
        return choose((f'{value}=""', NONE), (_is_step(spot), NONE), otherwise=key(spot, "choice"))
    percent, (lowest, highest) = measures.is_percent(indicator), measures.target_bounds(indicator)
    factor = 100 if percent else 1
    within = [f"{value}>={formulas.literal(lowest / factor)}", f"{value}<={formulas.literal(highest / factor)}"]
    within += [] if percent or measures.may_target_zero(indicator) else [f"{value}<>0"]
    form = "target off scale"
    if percent:
        form = "target" if measures.is_share(indicator) else "target exceeding"
    return choose(
        (f'{value}=""', NONE),
        (f"ISNUMBER({value})", f"IF(AND({','.join(within)}),{NONE},{key(spot, form)})"),
        otherwise=key(spot, "text"),
    )


def _step(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    value = spot.at(places.VALUE)
    blank = (f'{value}=""', _blank(spot, blocks))
    return choose(blank, (_is_step(spot), NONE), otherwise=key(spot, "choice"))


def _is_step(spot: Spot) -> str:
    """Return when a cell holds one of the steps: programs compare texts without regard to case."""
    value = spot.at(places.VALUE)
    same = ",".join(f'{value}&""={formulas.quoted(label)}' for label in _of(spot).steps)
    return f"OR({same})"


def _count(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    value, indicator = spot.at(places.VALUE), _of(spot)
    lowest, highest = measures.bounds(indicator)
    below = "negative" if indicator.lowest is None else "bounds"
    above = "large rupiah" if indicator.numbers is Numbers.RUPIAH else "large"
    above = above if indicator.highest is None else "bounds"
    sound = choose(
        (f"{value}<{formulas.literal(lowest)}", key(spot, below)),
        (f"{value}>{formulas.literal(highest)}", key(spot, above)),
        otherwise=choose(*_together(spot, blocks)),
    )
    return choose(
        (f"ISNUMBER({value})", sound),
        (f'{value}<>""', key(spot, "text")),
        otherwise=_blank(spot, blocks),
    )


def _together(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> list[tuple[str, str]]:
    """Return what a sound number may be at fault for beside the others of its indicator, with the condition."""
    indicator = _of(spot)
    cases = []
    if measures.is_flow(indicator) and indicator.numbers is Numbers.RUPIAH:
        lower = spot.role is Role.DENOMINATOR
        total = blocks[spot.block][0].at(places.DENOMINATORS if lower else places.NUMERATORS)
        form = key(spot, "large lower sum" if lower else "large sum")
        cases.append((f"AND({_final(spot, blocks)},{total}>{MAX_SUM})", form))
    if spot.role is Role.NUMERATOR and not measures.grows(indicator):
        cases.append(_exceeds(spot, blocks))
    return cases


def _final(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return when the year to date stands at this period, and can be trusted."""
    head = blocks[spot.block][0]
    return f"AND({head.at(places.LAST)}={spot.period + 1},{head.at(places.BROKEN)}=0)"


def _exceeds(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> tuple[str, str]:
    """Return when the numerator is too large for the denominator: year to date of a flow, any period of a stock.

    That is where it is larger; or, where it may be larger, where there is nothing to divide by.
    """
    block, head = blocks[spot.block], blocks[spot.block][0]
    share = measures.is_share(_of(spot))
    own, partner = spot.at(places.VALUE), _partner(spot, block).at(places.VALUE)
    if _stock(spot):
        wrong = f"{own}>{partner}" if share else f"AND({own}>0,{partner}=0)"
        form = "exceeds" if share else "divided"
        return f"{spot.at(places.PAIR)}=1", f"IF({wrong},{key(spot, form)},{NONE})"
    own, partner = head.at(places.NUMERATORS), head.at(places.DENOMINATORS)
    wrong = f"{own}>{partner}" if share else f"AND({own}>0,{partner}=0)"
    form = ("exceeds to date" if spot.period else "exceeds") if share else "divided to date"
    return _final(spot, blocks), f"IF({wrong},{key(spot, form)},{NONE})"


def _blank(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return what is wrong with an empty figure."""
    block, head, indicator = blocks[spot.block], blocks[spot.block][0], _of(spot)
    first = spot.period == 0 and indicator.register is None
    if measures.row(indicator).gaps:
        return choose((f"{REACHED}=0", key(spot, "required"))) if first else NONE
    cases = []
    if spot.partner:
        form = "no denominator" if spot.role is Role.DENOMINATOR else "no numerator"
        cases.append((f'{_partner(spot, block).at(places.VALUE)}<>""', key(spot, form)))
    if spot.role is not Role.DENOMINATOR:
        cases.append((f"{spot.period + 1}<{head.at(places.LAST)}", key(spot, "skipped")))
        if not _stock(spot) and spot.period > 0:
            cases.append((_behind(spot, head), key(spot, "behind")))
    if first:
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
    Role.VALUE: _count,
    Role.STEP: _step,
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
    if spot.role in _NUMBERS and _of(spot).register is None:
        places_ = measures.decimals(_of(spot))
        fine = f"{value}<>ROUND({value},{places_})" if places_ else f"{value}<>INT({value})"
        inner = choose(
            (f"ISTEXT({spot.source})", key(spot, "digits")), (fine, key(spot, "decimals" if places_ else "fraction"))
        )
        return choose((f"ISNUMBER({value})", inner))
    if spot.role in (Role.TARGET, Role.YEAR) and not _worded(spot):
        return choose((f"ISNUMBER({value})", choose((f"ISTEXT({spot.source})", key(spot, "digits")))))
    return ""


def caution(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return the rule over a cell's warning; "" where it can have none."""
    value = spot.at(places.VALUE)
    if spot.role is Role.NIP:
        wrong = key(spot, "nip")
        silent = (f"ISERROR({spot.source})", f'{value}=""', f"ISNUMBER({value})")
        return choose(*((condition, NONE) for condition in silent), otherwise=_nip_form(value, wrong))
    if spot.role is Role.DENOMINATOR and _stock(spot) and not measures.grows(_of(spot)):
        changed = f"IF({value}<>{blocks[spot.block][0].at(places.USUAL)},{key(spot, 'changed')},{NONE})"
        return choose((f"{spot.at(places.TIMES)}>0", changed))
    if spot.role not in (Role.NUMERATOR, Role.VALUE) or measures.row(_of(spot)).gaps:
        return ""
    head, pair = blocks[spot.block][0], spot.at(places.PAIR)
    behind = [(f"{pair}=0", choose((_behind(spot, head), key(spot, "stock behind"))))]
    return choose((f"{pair}=1", _doubts(spot, blocks)), *(behind if _stock(spot) and spot.period > 0 else []))


def _doubts(spot: Spot, blocks: Mapping[int, Sequence[Spot]]) -> str:
    """Return the rule over what is doubtful in a complete period."""
    if spot.role is not Role.NUMERATOR:
        return NONE
    block, head = blocks[spot.block], blocks[spot.block][0]
    own, partner = spot.at(places.VALUE), _partner(spot, block).at(places.VALUE)
    if measures.grows(_of(spot)):
        flow = not _stock(spot)
        top, bottom = (head.at(places.NUMERATORS), head.at(places.DENOMINATORS)) if flow else (own, partner)
        form = "grown to date" if flow else "grown"
        from_nothing = f"IF({top}=0,{key(spot, 'zero')},{key(spot, form)})"
        return choose((f"AND({_final(spot, blocks)},{bottom}=0)", from_nothing))
    cases = [(f"AND({own}=0,{partner}=0)", key(spot, "zero"))]
    if not _stock(spot) and measures.is_share(_of(spot)):
        unsaid = f'IF({spot.at(places.FAULT)}="",{key(spot, "exceeds in period")},{NONE})'
        cases.append((f"{own}>{partner}", unsaid))
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


def _of(spot: Spot) -> Indicator:
    """Return the indicator of a figure or a target."""
    assert spot.indicator is not None  # its callers ask for figures and targets alone  # noqa: S101
    return spot.indicator


def _worded(spot: Spot) -> bool:
    return spot.indicator is not None and measures.worded(spot.indicator)


def _stock(spot: Spot) -> bool:
    return spot.indicator is not None and spot.indicator.kind is Kind.STOCK


# ---------------------------------------------------------------- what the rules build on


def pair(spot: Spot, block: Sequence[Spot]) -> str:
    """Return the expression of a period's state: 0 empty, 1 all of it is sound, 2 filled but not sound."""
    own = spot.at(places.VALUE)
    if _worded(spot):
        return choose((f'{own}=""', "0"), (_is_step(spot), "1"), otherwise="2")
    values = [own, *([_partner(spot, block).at(places.VALUE)] if spot.partner else [])]
    sound = f"AND({','.join(_sound(spot, value) for value in values)})"
    return choose(
        (f"AND({','.join(f'{value}=' + NONE for value in values)})", "0"),
        (f"AND({','.join(f'ISNUMBER({value})' for value in values)})", f"IF({sound},1,2)"),
        otherwise="2",
    )


def _sound(spot: Spot, value: str) -> str:
    indicator = _of(spot)
    lowest, highest = measures.bounds(indicator)
    places_ = measures.decimals(indicator)
    whole = f"{value}=ROUND({value},{places_})" if places_ else f"{value}=INT({value})"
    return f"{value}>={formulas.literal(lowest)},{value}<={formulas.literal(highest)},{whole}"


def times(spot: Spot, denominators: Sequence[Spot]) -> str:
    """Return the expression of how often a stock's denominator occurs; 0 where it is no sound count."""
    value = spot.at(places.VALUE)
    area = columns(denominators[0], denominators[-1], places.VALUE)
    return choose((f"ISNUMBER({value})", f"IF(AND({_sound(spot, value)}),COUNTIF({area},{value}),0)"), otherwise="0")


def of_block(block: Sequence[Spot]) -> dict[int, str]:
    """Return the expressions of an indicator's helper cells, by column."""
    tops = [spot for spot in block if spot.role in _FIRST]
    bottoms = [spot for spot in block if spot.role is Role.DENOMINATOR]
    filled = [(f"{spot.at(places.PAIR)}>0", str(spot.period + 1)) for spot in reversed(tops)]
    helpers = {
        places.LAST: choose(*filled, otherwise="0"),
        places.BROKEN: f"COUNTIF({columns(tops[0], tops[-1], places.PAIR)},2)",
    }
    for col, spots in ((places.NUMERATORS, tops), (places.DENOMINATORS, bottoms)):
        if spots and not _worded(spots[0]):
            helpers[col] = formulas.total(_of(spots[0]), f"SUM({columns(spots[0], spots[-1], places.VALUE)})")
    if bottoms and _stock(tops[0]) and not measures.grows(_of(tops[0])):
        most = f"MAX({','.join(spot.at(places.TIMES) for spot in bottoms)})"
        values, often = (columns(bottoms[0], bottoms[-1], col) for col in (places.VALUE, places.TIMES))
        helpers[places.USUAL] = f"IF({most}=0,{NONE},INDEX({values},MATCH({most},{often},0),1))"
    return helpers


def errors(block: Sequence[Spot]) -> str:
    """Return the expression of how many errors stand in a block."""
    area = f"{block[0].at(places.FAULT)}:{block[-1].at(places.CAUTION)}"
    return f'COUNTIF({area},"<{WARNINGS}")'
