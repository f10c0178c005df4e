"""Several cohorts of a programme side by side: figures over time, and figures of all of them together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pandas import DataFrame

from mentorkit.errors import ProblemsError
from mentorkit.evaluation.change import comparisons
from mentorkit.evaluation.intervals import Estimate
from mentorkit.evaluation.pooling import FEWEST_COHORTS, pooled_change, pooled_share
from mentorkit.evaluation.wording import metric_definition
from mentorkit.io.cohort import earlier_cohorts
from mentorkit.telling.catalogue import sentence
from mentorkit.telling.desk import Desk
from mentorkit.telling.dots import Dot, dots
from mentorkit.telling.evaluation import FEWEST_ANSWERS, change_name
from mentorkit.telling.labels import unmarked
from mentorkit.telling.showing import Picture, Prose, Together

SHOWN = ("start_rate", "engagement", "completion", "satisfaction_mentees", "satisfaction_mentors", "hired")
LATEST = 6
"""How many cohorts have a line of their own in a picture; more would be unreadable, and slow to draw."""


@dataclass(frozen=True)
class Point:
    """A share of one cohort: value, interval, number, and whether its cases are people that may be added up."""

    cohort: str
    value: float
    low: float | None
    high: float | None
    n: float
    people: bool = True


def earlier_reports(folder: Path, own: Mapping[str, Any]) -> list[Path]:
    """Give the folders of the cohorts beside one that began before it, oldest first, by what is public of them alone."""
    found = []
    for place in folder.parent.glob("*/public/summary.json"):
        other = place.parent.parent
        summary = _summary(other)
        same = all(summary.get(name) == own.get(name) for name in ("program", "synthetic"))
        if other != folder and same and summary.get("starts") and own.get("starts") and summary["starts"] < own["starts"]:
            found.append((summary["starts"], other))
    return [other for _, other in sorted(found)]


def _summary(folder: Path) -> dict[str, Any]:
    try:
        return json.loads((folder / "public" / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def earlier_metrics(desk: Desk) -> dict[str, float]:
    """Give the metrics of the cohort before this one, by id; empty where there is none."""
    *_, last = None, *_written_metrics(desk)
    return {} if last is None else dict(zip(last[1]["metric"], last[1]["value"]))


def _written_metrics(desk: Desk) -> list[tuple[str, DataFrame]]:
    """The cohorts before this one whose metrics were written, oldest first, with these."""
    from mentorkit.io.results import read_result

    files = [(folder.name, folder / "results" / "evaluation" / "metrics.csv") for folder in earlier_cohorts(desk.cohort.folder)]
    return [(name, read_result(file)) for name, file in files if file.is_file()]


def over_cohorts(desk: Desk) -> Together | Prose:
    """Draw the main figures of this cohort and those before it, with all of them together, and the pooled change."""
    points = private_points(desk)
    if max((len(found) for found in points.values()), default=0) < 2:
        return desk.say("trends", "one")
    return Together([trend_picture(points, desk.language), pooled_words(desk)])


def private_points(desk: Desk) -> dict[str, list[Point]]:
    """Give the main figures of this cohort and those before it, oldest first, by metric."""
    from mentorkit.evaluation.metrics import metrics

    points: dict[str, list[Point]] = {}
    own = metrics(desk.cohort, desk.pairs, desk.as_of)
    for name, table in [*_written_metrics(desk), (desk.cohort.name, own)]:
        rows = table[table["metric"].isin(SHOWN) & table["value"].notna() & ((table["denominator"] != "answered") | (table["n"] >= FEWEST_ANSWERS))]
        for row in rows.to_dict("records"):
            people = row["denominator"] not in ("pair-periods", "sessions-offered")
            points.setdefault(row["metric"], []).append(Point(name, row["value"], row["low"], row["high"], row["n"], people))
    return points


def together(points: Mapping[str, Sequence[Point]]) -> dict[str, Estimate]:
    """Give each share over all cohorts, by metric: people added up, published shares with their rounded numbers."""
    sums = {metric: found for metric, found in points.items() if len(found) > 1 and all(point.people for point in found)}
    return {
        metric: pooled_share([round(p.value * p.n, 6) for p in found], [round(p.n) for p in found]).estimate
        for metric, found in sums.items()
    }


def pooled_words(desk: Desk) -> Prose:
    """Say the mean change of the primary scale over cohorts by a mixed model, or why there is none."""
    changes = changes_by_cohort(desk)
    scale = change_name(desk, desk.program.evaluation.primary or "–")
    found = pooled_change(changes)
    if found.cohorts < FEWEST_COHORTS or not found.estimate.known:
        return desk.say("trends", "no-model", n=len(changes), least=FEWEST_COHORTS)
    spread = {"cohorts": found.cohorts, "between": found.between_cohorts, "within": found.within_cohorts}
    return desk.say("trends", "model", scale=scale, **found.estimate.named("value"), **spread)


def changes_by_cohort(desk: Desk) -> dict[str, Any]:
    """
    Give each mentee's change on the primary scale by cohort, of cohorts that asked for the start in the same way.

    A cohort that cannot be read is left out.
    """
    from mentorkit.io.cohort import read_cohort

    cohorts = [desk.cohort]
    for folder in earlier_cohorts(desk.cohort.folder):
        try:
            cohorts.append(read_cohort(folder))
        except ProblemsError:
            continue
    found = {
        cohort.name: c
        for cohort in cohorts
        for c in comparisons(cohort.surveys)
        if c.who == "mentees" and c.scale == desk.program.evaluation.primary and not c.refused and len(c.before)
    }
    own = found.get(desk.cohort.name)
    return {name: (c.after - c.before).to_numpy() for name, c in found.items() if own is None or c.remembered == own.remembered}


def trend_picture(points: Mapping[str, Sequence[Point]], language: str, *, rounded: bool = False) -> Picture:
    """
    Draw each figure cohort by cohort, the latest ones, and below them all of them together: sums, not means of percentages.

    `rounded` says that the numbers of people are published ones, which stand for others near them.
    """
    rows, sums, sign = [], together(points), "≈" if rounded else "="
    for metric in (id for id in SHOWN if id in points):
        name = metric_definition(metric, language).name
        for point in points[metric][-LATEST:]:
            beside = _plain("beside", language, share=point.value, n=round(point.n), sign=sign)
            rows.append(Dot(f"{name} · {point.cohort}", point.value, _number(point.low), _number(point.high), beside))
        if metric in sums:
            e = sums[metric]
            beside = _plain("together-beside", language, sign=sign, **e.named("share"))
            rows.append(Dot(f"{name} · " + _plain("together", language), e.value, e.low, e.high, beside))
    most = max(map(len, points.values()))
    caption = _plain("caption-latest", language, n=LATEST, all=most) if most > LATEST else _plain("caption", language)
    return dots(rows, caption, _plain("axis", language))


def _plain(key: str, language: str, **values: Any) -> str:
    """Give a sentence for a picture: without Markdown."""
    return unmarked(sentence("trends", key, language, **values))


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else value


def public_points(publications: Sequence[Mapping[str, Any]]) -> dict[str, list[Point]]:
    """Give the points of published cohorts; a share that is only said to be above or below something has none."""
    points: dict[str, list[Point]] = {}
    for tables in publications:
        for m in tables["metrics"]:
            if m["metric"] in SHOWN and m["unit"] == "share" and m.get("value") is not None and m.get("n"):
                people = m["denominator"] not in ("pair-periods", "sessions-offered")
                name = tables["summary"]["cohort"]
                points.setdefault(m["metric"], []).append(Point(name, m["value"], m.get("low"), m.get("high"), m["n"]["value"], people))
    return points
