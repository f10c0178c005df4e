"""More of the public report: equal chances, costs, what was changed, earlier cohorts, and what the figures come from."""

from __future__ import annotations

import pandas as pd

from mentorkit.disclosure.groups import NO_ANSWER
from mentorkit.disclosure.wording import reason_words
from mentorkit.evaluation.wording import metric_definition
from mentorkit.model.words import localized
from mentorkit.telling.catalogue import catalogue, sentence
from mentorkit.telling.dots import Dot, dots
from mentorkit.telling.report import Report, headed, plain, say, shown
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.trends import public_points, trend_picture

MEASURES = ("participation", "engagement", "completion")


def equal_chances(report: Report) -> Together | Prose:
    """Draw participation, meetings and completion by group, with intervals and without stars."""
    drawn, lost = [], []
    for table in report["groups"]:
        name = _group(report, table["group"])
        if "withheld" in table:
            lost.append(say(report, "groups-withheld", group=name, reason=reason_words(table["withheld"], report.language)))
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
            value = figure["value"] if figure["value"] is not None else figure.get("below", figure.get("above"))
            bound = "below" if "below" in figure else "above" if "above" in figure else ""
            beside = shown(report, {**figure, "unit": "share", "n": n})
            rows.append(Dot(f"{say(report, measure)} · {label}", value, figure.get("low"), figure.get("high"), beside, None, bound))
    alt = "; ".join(f"{row.label}: {row.beside}" for row in rows)
    return dots(rows, plain(report, "groups-caption", group=name), alt, say(report, "share-axis"))


def _group(report: Report, column: str) -> str:
    key = f"group-{column}"
    return sentence("evaluation", key, report.language) if key in catalogue("evaluation") else column


def costs(report: Report) -> Prose:
    """Say what a completed match cost, or why that is not said."""
    m = report.metrics["cost_per_completed"]
    if "withheld" in m:
        return Prose(say(report, "cost-withheld", reason=reason_words(m["withheld"], report.language)))
    return Prose(say(report, "cost", figure=m["display"]))


def learned(report: Report) -> Sheet | Prose:
    """Show what people of earlier cohorts said and what was changed because of it."""
    changes = report["summary"].get("changes") or []
    if not changes:
        return Prose(say(report, "learned-none"))
    before = _before(report)
    rows = []
    for change in changes:
        metric = change.get("metric")
        now = report.metrics.get(metric)
        name = metric_definition(metric, report.language).name if now else "–"
        then = shown(report, before[metric]) if metric in before else "–"
        rows.append((localized(change["said"], report.language), localized(change["done"], report.language), name, then, shown(report, now) if now else "–"))
    frame = pd.DataFrame(rows, columns=["said", "done", "metric", "last", "this"])
    return Sheet(headed(report, frame), plain(report, "learned-caption"), report.language)


def _before(report: Report) -> dict[str, dict]:
    return {m["metric"]: m for m in report.others[-1]["metrics"]} if report.others else {}


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
