"""Every figure of an evaluation that has no table of its own, in one long table: what a report says can be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.attrition import change_with_everybody, leavers_table, standing_at_the_start, tipping_point
from mentorkit.evaluation.change import Comparison, change_table, comparisons, what_to_print
from mentorkit.evaluation.compared import (
    against_comparison_group,
    conversion_table,
    dosage,
    meetings_of,
    primary_comparison,
)
from mentorkit.evaluation.goals import last_levels
from mentorkit.evaluation.groups import group_table
from mentorkit.evaluation.intervals import NAN, Estimate, adjusted_p
from mentorkit.evaluation.matches import records
from mentorkit.evaluation.metrics import Standing
from mentorkit.evaluation.pooling import pooled_change
from mentorkit.evaluation.scales import reliability, straight_lined
from mentorkit.evaluation.survival import match_survival
from mentorkit.evaluation.voices import answer_bounds, both_sides

FIGURE_COLUMNS = ("part", "name", "figure", "value", "low", "high", "n")
FEWEST_FOLLOWED = 5
NOTHING = Estimate(NAN)
Row = tuple[str, str, str, float, float, float, float]


def figure_table(
    now: Standing, scores: pd.Series | None = None, earlier: Mapping[str, ArrayLike] | None = None, together: Mapping[str, Estimate] | None = None,
) -> pd.DataFrame:
    """
    Give a row for each figure: part of the report, what it is of, which figure, value, interval, n.

    Args:
        scores: The pairs' scores by mentee id, if known.
        earlier: Changes on the primary scale of all cohorts, this one among them, by cohort.
        together: Shares over all cohorts, by metric.
    """
    parts = (
        _flow(now), _sessions(now), _lengths(now), _closures(now), _goals(now), _bounds(now), _views(now), _scales(now),
        _changes(now), _dosage(now), _compared(now), _groups(now, scores), _pooled(earlier or {}),
        (_estimate("cohorts", metric, "together", e) for metric, e in sorted((together or {}).items())),
    )
    return pd.DataFrame([row for part in parts for row in part], columns=list(FIGURE_COLUMNS))


def _row(part: str, name: object, figure: str, value: float, e: Estimate = NOTHING, n: float = NAN) -> Row:
    return part, str(name), figure, float(value), e.low, e.high, float(n)


def _estimate(part: str, name: object, figure: str, e: Estimate) -> Row:
    return _row(part, name, figure, e.value, e, e.n)


def people_who_met(now: Standing) -> int:
    """Give how many mentees held at least one meeting."""
    met = now.matches["first_held"].notna().groupby(now.matches["mentee_id"]).any() if len(now.matches) else []
    return int(sum(met))


def people_in_surveys(now: Standing) -> tuple[int, int] | None:
    """Give how many mentees matched answered the first survey and how many both; None where no scale was asked twice."""
    found = primary_comparison(now)
    if found is None:
        return None
    both, first = (set(ids) & set(now.mentees) for ids in (found.before.index, [*found.before.index, *found.only_before.index]))
    return len(first), len(both)


def _flow(now: Standing) -> Iterator[Row]:
    yield _row("flow", "met", "count", people_who_met(now), n=len(now.mentees))
    for name, count in zip(("first survey", "both surveys"), people_in_surveys(now) or ()):
        yield _row("flow", name, "count", count, n=len(now.mentees))


def sessions_table(now: Standing) -> pd.DataFrame:
    """Give presences and people offered by session: columns `sum` and `size`."""
    rows = records(now.cohort, "attendance").drop_duplicates(["session", "person_id"])
    return (rows["status"] == "present").groupby(rows["session"]).agg(["sum", "size"]).sort_index()


def _sessions(now: Standing) -> Iterator[Row]:
    for session, present, offered in sessions_table(now).itertuples(name=None):
        yield _row("attendance", session, "count", present, n=offered)
        yield _row("attendance", session, "share", present / offered, n=offered)


def _lengths(now: Standing) -> Iterator[Row]:
    table = now.matches[now.matches["lasted"].notna()]
    if len(table) < FEWEST_FOLLOWED:
        return
    curve = match_survival(table["lasted"] / 7, table["early"], fewest=FEWEST_FOLLOWED)
    for week, *figures, at_risk in zip(curve.times, curve.surviving, curve.low, curve.high, curve.at_risk):
        yield _estimate("match-length", f"week {week:.2f}", "surviving", Estimate(*figures, n=at_risk))
    yield _estimate("match-length", "end", "surviving", Estimate(*curve.at(max(curve.durations)), n=curve.n))
    yield _row("match-length", "all", "early closures", sum(curve.ended), n=curve.n)


def _closures(now: Standing) -> Iterator[Row]:
    reasons = now.matches["reason"].dropna().replace("safety", "fit")
    for reason, count in reasons.value_counts().sort_index().items():
        yield _row("closures", reason, "count", count, n=len(reasons))


def _goals(now: Standing) -> Iterator[Row]:
    table = last_levels(records(now.cohort, "goals", now.as_of))
    levels = table.loc[table["person_id"].isin(now.mentees), "level"].dropna()
    for level in (-2, -1, 0, 1, 2) if len(levels) else ():
        yield _row("goals", f"level {level:+d}", "count", (levels == level).sum(), n=len(levels))


def _bounds(now: Standing) -> Iterator[Row]:
    for metric, answered, asked, low, high in answer_bounds(now.cohort, now):
        yield _row("bounds", metric, "answered", answered, Estimate(NAN, low, high), asked)


def _views(now: Standing) -> Iterator[Row]:
    table = both_sides(now.cohort, now.matches)
    apart = table["difference"].dropna()
    counts = {"both": len(apart), "agree": (apart.abs() <= 1).sum(), "apart": (apart.abs() >= 2).sum(), "mentor higher": (apart > 0).sum(), "mentee higher": (apart < 0).sum()}
    yield from (_row("views", name, "count", count, n=len(table)) for name, count in counts.items())


def _scales(now: Standing) -> Iterator[Row]:
    for survey, answers in sorted(now.cohort.surveys.items()):
        for scale in answers.survey.scales:
            r, name = reliability(answers, scale), f"{survey} {scale.id}"
            yield _row("reliability", name, "alpha", r.alpha, Estimate(NAN, r.low, r.high), r.n)
            yield _row("reliability", name, "omega", r.omega, n=r.n)
            yield _row("reliability", name, "straight-lined", straight_lined(answers, scale).sum(), n=r.n)


def secondary_p(found: list[Comparison], table: pd.DataFrame, primary: str | None) -> list[tuple[str, float]]:
    """Give Holm's p of the scales beside the primary one that have enough people, by scale; none where there is one alone."""
    enough = {c.scale for c in found if "p" in what_to_print(len(c.before))}
    rows = table[(table["scale"] != primary) & table["p_exact"].notna() & table["scale"].str.removesuffix("-mentors").isin(enough)]
    return list(zip(rows["scale"], adjusted_p(list(rows["p_exact"])))) if len(rows) > 1 else []


def _changes(now: Standing) -> Iterator[Row]:
    surveys = now.cohort.surveys
    found = [c for c in comparisons(surveys) if not c.refused]
    for scale, p in secondary_p(found, change_table(surveys), now.cohort.program.evaluation.primary):
        yield _row("change", scale, "p Holm", p)
    for c in found:
        name = f"{c.scale} {c.who}"
        if c.remembered:
            yield _row("change", name, "start remembered", 1)
        if len(c.before) > 1 and len(c.only_before):
            tip = tipping_point(c.after - c.before, len(c.only_before))
            yield _row("missing", name, "stayed", tip.stayed, n=tip.stayed + tip.left)
            yield _row("missing", name, "left", tip.left, n=tip.stayed + tip.left)
            yield _row("missing", name, "tips to doubt", tip.to_doubt)
            yield _row("missing", name, "tips to zero", tip.to_zero)
        if "model" in what_to_print(len(c.before)):
            yield _estimate("missing", name, "change with everybody", change_with_everybody(c))
    if lost := [c for c in found if len(c.only_before)]:
        for row in leavers_table(*standing_at_the_start(lost[0])).to_dict("records"):
            yield _row("missing", row["measure"], "mean stayed", row["mean_stayed"], n=row["n_stayed"])
            yield _row("missing", row["measure"], "mean left", row["mean_left"], n=row["n_left"])
            yield _row("missing", row["measure"], "difference", row["difference"])


def _dosage(now: Standing) -> Iterator[Row]:
    held, change = meetings_of(now)
    if len(held):
        many = held > held.median()
        yield _row("meetings", "held", "median", held.median(), Estimate(NAN, held.min(), held.max()), len(held))
        yield _row("meetings", "few", "change", change[~many].mean(), n=int((~many).sum()))
        yield _row("meetings", "many", "change", change[many].mean(), n=int(many.sum()))
    yield _estimate("meetings", "one more", "change", dosage(now))


def _compared(now: Standing) -> Iterator[Row]:
    try:
        found = against_comparison_group(now)
    except InvalidInputError:
        found = None
    if found is not None:
        yield _row("comparison", "programme", "people", found.n_programme)
        yield _row("comparison", "comparison", "people", found.n_comparison)
        yield _estimate("comparison", "raw", "difference", found.raw)
        yield _estimate("comparison", "weighted", "difference", found.weighted)
        yield _row("comparison", "overlap", "probability", NAN, Estimate(NAN, found.lowest, found.highest))
        for row in found.balance.to_dict("records"):
            yield from (_row("balance", row["measure"], figure, row[figure]) for figure in found.balance.columns[1:])
    table = conversion_table(now)
    for row in () if table is None else table.to_dict("records"):
        yield _row("conversion", row["metric"], "programme", row["value"], n=row["n"])
        yield _row("conversion", row["metric"], "comparison", row["value_comparison"], n=row["n_comparison"])
        yield _row("conversion", row["metric"], "difference", row["difference"], Estimate(NAN, row["low"], row["high"]))


def _groups(now: Standing, scores: pd.Series | None) -> Iterator[Row]:
    for row in group_table(now, now.cohort.program.evaluation.groups, scores).to_dict("records"):
        category = row["category"] if isinstance(row["category"], str) else "-"
        yield _row("groups", f"{row['group']} {category}", row["measure"], row["value"], Estimate(NAN, row["low"], row["high"]), row["n"])


def _pooled(changes: Mapping[str, ArrayLike]) -> Iterator[Row]:
    if not changes:
        return
    found = pooled_change(changes)
    yield _estimate("cohorts", f"{found.cohorts}", "change", found.estimate)
    yield _row("cohorts", f"{found.cohorts}", "between cohorts", found.between_cohorts)
    yield _row("cohorts", f"{found.cohorts}", "within cohorts", found.within_cohorts)
