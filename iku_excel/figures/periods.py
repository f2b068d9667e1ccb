"""What the figures of an indicator may be together: each a mask over the table ``counts`` (counts.py).

A fault of a pair stands at its period, one of the year to date at the last period that is filled.
"""

from __future__ import annotations

import numpy as np

from iku_excel.figures.columns import Columns, Mask
from iku_excel.figures.counts import far_apart
from iku_excel.model import MAX_SUM, Kind


def numerator_missing(counts: Columns) -> Mask:
    """Only the denominator of a period is filled."""
    return counts["numerator_blank"] & ~counts["denominator_blank"]


def denominator_missing(counts: Columns) -> Mask:
    """Only the numerator of a period is filled."""
    return counts["denominator_blank"] & ~counts["numerator_blank"]


def nothing_reported(counts: Columns) -> Mask:
    """An indicator has no period at all; named at its first."""
    return ~counts["gaps"] & _without_any(counts)


def half_reported(counts: Columns) -> Mask:
    """The same of the second part, where there is one."""
    return counts["paired"] & nothing_reported(counts)


def not_yet_given(counts: Columns) -> Mask:
    """A value or a predicate has not been given in any period."""
    return counts["gaps"] & _without_any(counts)


def _without_any(counts: Columns) -> Mask:
    return (counts["last"] < 0) & (counts["period"] == 0)


def period_skipped(counts: Columns) -> Mask:
    """A period is empty although a later one is filled."""
    return ~counts["gaps"] & ~counts["filled"] & (counts["period"] < counts["last"])


def period_behind(counts: Columns) -> Mask:
    """An indicator ends before the others; named at its first missing period."""
    begun = ~counts["gaps"] & (counts["last"] >= 0)
    return begun & (counts["last"] < counts["reached"]) & (counts["period"] == counts["last"] + 1)


def _final(counts: Columns) -> Mask:
    """Return where the year to date stands, if it can be trusted."""
    return (counts["period"] == counts["last"]) & ~counts["broken"]


def nothing_to_measure(counts: Columns) -> Mask:
    """Zero of zero: in any period, of a growth only to date."""
    in_period = (counts["numerator"] == 0) & (counts["denominator"] == 0)
    to_date = _final(counts) & (counts["ytd_numerator"] == 0) & (counts["ytd_denominator"] == 0)
    return counts["paired"] & np.where(counts["grows"], to_date, in_period)


def grown_from_nothing(counts: Columns) -> Mask:
    """A growth begins at zero."""
    return counts["grows"] & _final(counts) & _over_nothing(counts)


def divided_by_nothing(counts: Columns) -> Mask:
    """A numerator that may exceed its denominator has none: year to date of a flow, any period of a stock."""
    ratio = counts["paired"] & ~counts["grows"] & ~counts["share"]
    return ratio & _over_nothing(counts) & (_final(counts) | counts.among("kind", (Kind.STOCK,)))


def _over_nothing(counts: Columns) -> Mask:
    return (counts["ytd_numerator"] > 0) & (counts["ytd_denominator"] == 0)


def exceeds_to_date(counts: Columns) -> Mask:
    """The numerator is larger than the denominator: year to date of a flow, any period of a stock."""
    larger = counts["share"] & (counts["ytd_numerator"] > counts["ytd_denominator"])
    return larger & (_final(counts) | counts.among("kind", (Kind.STOCK,)))


def exceeds_in_period(counts: Columns) -> Mask:
    """The numerator of one period of a flow is larger than its denominator."""
    flow = counts["share"] & counts.among("kind", (Kind.FLOW,))
    return flow & (counts["numerator"] > counts["denominator"]) & ~exceeds_to_date(counts)


def sum_too_large(counts: Columns) -> Mask:
    """The periods add up to more than can be added exactly."""
    return _final(counts) & (counts["ytd_numerator"] > MAX_SUM)


def lower_sum_too_large(counts: Columns) -> Mask:
    """The same of the second part."""
    return _final(counts) & (counts["ytd_denominator"] > MAX_SUM)


def denominator_changed(counts: Columns) -> Mask:
    """A stock's denominator is not the one most of its periods have."""
    return counts.known("denominator") & counts.known("usual") & (counts["denominator"] != counts["usual"])


def spike(counts: Columns) -> Mask:
    """A period whose numerator or denominator is far from the median of its indicator's other periods.

    Where half of the periods or more would be far, the indicator has no usual size, and none is named.
    """
    numerator = far_apart(counts["numerator"], counts["others_numerator"])
    denominator = far_apart(counts["denominator"], counts["others_denominator"])
    far = counts["complete"] & counts["events"] & (numerator | denominator)
    return far & (counts.in_group(far) * 2 < counts.in_group(counts["complete"]))
