"""More of the public report: equal chances, costs, what was changed, earlier cohorts, and what the figures come from."""

from __future__ import annotations

import pandas as pd

from mentorkit.disclosure.groups import NO_ANSWER
from mentorkit.model.words import localized
from mentorkit.telling.catalogue import sentence
from mentorkit.telling.dots import Dot, dots
from mentorkit.telling.evaluation import name_of
from mentorkit.telling.labels import group_name
from mentorkit.telling.report import Report, plain, reason, say, sheet_of, shown
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.trends import public_points, trend_picture

MEASURES = ("participation", "engagement", "completion")


def equal_chances(report: Report) -> Together | Prose:
    """Draw participation, meetings and completion by group, with intervals and without stars."""
    drawn, lost = [], []
    for table in report["groups"]:
        name = group_name(report, table["group"])
        if "withheld" in table:
            lost.append(say(report, "groups-withheld", group=name, reason=reason(report, table)))
        else:
            drawn.append(_group_picture(report, name, table))
    if not drawn:
        return Prose("\n\n".join([say(report, "groups-none"), *lost]))
    return Together([*drawn, Prose("\n\n".join([say(report, "groups-limits"), *lost]))])


def _group_picture(report: Report, name: str, table: dict) -> Picture:
    rows = []
    for measure in MEASURES:
        for row in table["rows"]:
            figure = row[measure]
            if "withheld" in figure:
                continue
            n = row["applied"] if measure == "participation" else row["n"]
            label = " · ".join(plain(report, "no-answer") if option == NO_ANSWER else option for option in row["options"])
            beside = shown(report, {**figure, "unit": "share", "n": n})
            rows.append(Dot.of(f"{say(report, measure)} · {label}", figure, beside))
    return dots(rows, plain(report, "groups-caption", group=name), say(report, "share-axis"))


def costs(report: Report) -> Prose:
    """Say what a completed match cost, or why that is not said."""
    m = report.metrics["cost_per_completed"]
    if "withheld" in m:
        return Prose(say(report, "cost-withheld", reason=reason(report, m)))
    return Prose(say(report, "cost", figure=m["display"]))


def learned(report: Report) -> Sheet | Prose:
    """Show what people of earlier cohorts said and what was changed because of it."""
    changes = report["summary"].get("changes") or []
    if not changes:
        return Prose(say(report, "learned-none"))
    before = {m["metric"]: m for m in report.others[-1]["metrics"]} if report.others else {}
    rows = []
    for change in changes:
        metric = change.get("metric")
        name = name_of(report, metric) if metric in report.metrics else "–"
        both = (shown(report, figures[metric]) if metric in figures else "–" for figures in (before, report.metrics))
        rows.append((*(localized(change[key], report.language) for key in ("said", "done")), name, *both))
    frame = pd.DataFrame(rows, columns=["said", "done", "metric", "last", "this"])
    return sheet_of(report, frame, plain(report, "learned-caption"))


def trends(report: Report) -> Picture | Prose:
    """Draw the main figures of the published cohorts of the programme, this one last, and all of them together."""
    points = public_points([*report.others, report.aggregates])
    if max((len(found) for found in points.values()), default=0) < 2:
        return Prose(sentence("trends", "one", report.language))
    return trend_picture({metric: found for metric, found in points.items() if len(found) > 1}, report.language, rounded=True)


def made_from(report: Report) -> Prose:
    """Say from which data and by which version the figures were made."""
    about = report["summary"]
    return Prose(say(report, "made-from", data=about.get("data") or "–", version=about.get("version") or "–", day=report.day))
