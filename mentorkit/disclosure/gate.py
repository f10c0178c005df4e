"""Everything of a cohort that may leave the house; nothing is published that did not come through here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from mentorkit.disclosure.rounding import (
    SMALL_COHORT,
    PublicCount,
    band,
    check_threshold,
    decimal,
    outward,
    public_count,
    public_mean,
    public_points,
    public_share,
    shown_count,
    withheld,
)
from mentorkit.disclosure.tables import public_counts, public_distribution, public_options
from mentorkit.evaluation.change import Comparison, change_of, comparisons, minimum_detectable, what_to_print
from mentorkit.evaluation.items import option_counts
from mentorkit.evaluation.matches import records
from mentorkit.evaluation.metrics import Metric, Standing, metric_list, total_cost
from mentorkit.model.survey import Answers, Item

SESSION = re.compile(r"[A-Za-z]{1,3}-?\d{1,3}")
CLOSURES = {
    "good": ("completed", "goal-reached"),
    "mentor": ("mentor-moved", "mentor-time"),
    "mentee": ("mentee-moved", "mentee-time"),
    "pair": ("fit", "safety", "no-contact"),
}
FLOW = ("invited", "applied", "matched", "completed")


def public_aggregates(now: Standing, *, threshold: int | None = None) -> dict[str, Any]:
    """
    Give a cohort's figures as they may be published: `summary`, `metrics`, `change`, `items`, `closures`,
    `attendance`.

    Counts are rounded to 5 and stand for nobody below the threshold k; shares are whole percents on a
    step that spans two people or more, and `<x %` or `>y %` at the ends; means have one decimal and 10
    people or more; small categories are merged; a cohort under 20 shows bands and no group. No minimum,
    maximum or median, no free text, no id. What is not shown says why (`withheld`). The same cohort gives
    the same figures.

    Args:
        now: The cohort as it stands, from `mentorkit.evaluation.metrics.standing`.
        threshold: k, 5 or 10; the programme's unless given, and never below it.

    Raises:
        InvalidInputError: Another threshold.
    """
    check_threshold(threshold or 5)
    gate = _Gate(now, max(threshold or 0, now.cohort.program.publishing.threshold))
    return {
        "summary": gate.summary(),
        "metrics": [gate.metric(m) for m in gate.metrics],
        "change": [gate.change(c) for c in comparisons(now.cohort.surveys)],
        "items": [
            gate.item(now.cohort.surveys[name], item)
            for name in sorted(now.cohort.surveys)
            for item in now.cohort.surveys[name].survey.items
            if item.kind != "text"
        ],
        "closures": gate.closures(),
        "attendance": gate.attendance(),
    }


@dataclass(frozen=True)
class _Gate:
    now: Standing
    k: int

    @cached_property
    def small(self) -> bool:
        return len(self.now.mentees) < SMALL_COHORT

    @cached_property
    def wholes(self) -> dict[str, tuple[int, PublicCount | None]]:
        """
        True and published size of each step from invited to completed, each within the last one
        published.
        """
        now = self.now
        sizes = {
            "invited": now.cohort.settings.invited,
            "applied": len(now.cohort.mentees),
            "matched": len(now.mentees),
            "completed": len(now.completed),
        }
        steps: dict[str, tuple[int, PublicCount | None]] = {}
        above: tuple[int, PublicCount] | None = None
        for step, size in sizes.items():
            if size is None:
                continue
            shown = public_count(size, self.k, whole=above if above and size <= above[0] else None)
            steps[step] = size, shown
            above = (size, shown) if shown else above
        mentors = len(now.mentors)
        return steps | {"mentors_matched": (mentors, public_count(mentors, self.k))}

    def people(self, count: int, side: str = "mentees") -> PublicCount | None:
        """Publish a number of people within those matched on their side."""
        size, shown = self.wholes["matched" if side == "mentees" else "mentors_matched"]
        return public_count(count, self.k, whole=(size, shown) if shown and count <= size else None)

    def summary(self) -> dict[str, Any]:
        cohort = self.now.cohort
        return {
            "cohort": cohort.name,
            "program": cohort.program.program,
            "organisation": cohort.program.organisation,
            "synthetic": cohort.settings.synthetic,
            "as_of": self.now.as_of.isoformat(),
            "starts": cohort.starts.isoformat() if cohort.starts else None,
            "weeks": cohort.program.weeks,
            "threshold": self.k,
            "small": self.small,
            "language": cohort.language,
            "completion_rule": cohort.program.evaluation.completion.model_dump(),
            "targets": dict(sorted(cohort.program.evaluation.targets.items())),
            "primary": cohort.program.evaluation.primary,
            "flow": [{"step": step, **self.step(step)} for step in (*FLOW, "mentors_matched") if step in self.wholes],
        }

    def step(self, step: str) -> dict[str, Any]:
        size, shown = self.wholes[step]
        if step == "completed" and not self.completion_known:
            return withheld("not-computed")
        if self.small:
            return band(size, self.k) if step in ("matched", "mentors_matched") else withheld("small-cohort")
        before = FLOW[: FLOW.index(step)] if step in FLOW else ()
        whole = next((s for s in reversed(before) if s in self.wholes and self.wholes[s][1]), None)
        return shown_count(shown, whole)

    @cached_property
    def metrics(self) -> list[Metric]:
        return metric_list(self.now)

    @property
    def completion_known(self) -> bool:
        return any(m.id == "completed" and m.estimate.value == m.estimate.value for m in self.metrics)

    def metric(self, m: Metric) -> dict[str, Any]:
        figure = self.figure(m)
        row = {
            "metric": m.id,
            "unit": m.unit,
            "denominator": m.denominator,
            "as_of": self.now.as_of.isoformat(),
        }
        n = self.metric_people(m)
        told = "withheld" not in figure and n is not None and not self.small
        return {**row, "n": shown_count(n, "matched") if told else None, **figure}

    def metric_people(self, m: Metric) -> PublicCount | None:
        if m.denominator in self.wholes and m.people == self.wholes[m.denominator][0]:
            return self.wholes[m.denominator][1]
        return self.people(m.people, "mentors" if m.id.endswith("_mentors") else "mentees")

    def figure(self, m: Metric) -> dict[str, Any]:
        value, n = m.estimate.value, self.metric_people(m)
        if value != value:
            return withheld("not-computed")
        if m.unit == "count" and m.id in self.wholes:
            return self.step(m.id)
        if m.id == "cost_per_completed":
            return self.cost(m)
        if m.unit == "ratio":
            return withheld("one-person")
        if m.unit == "share":
            return (
                withheld("small-cohort") if self.small else public_share(value * m.estimate.n, m.estimate.n, n, self.k)
            )
        if m.unit == "points":
            return (
                withheld("small-cohort")
                if self.small
                else public_points(value, m.estimate.low, m.estimate.high, n, self.k)
            )
        return self.mean(m, n)

    def mean(self, m: Metric, n: PublicCount | None) -> dict[str, Any]:
        if m.id == "introductions_per_mentee":
            introduced = records(self.now.cohort, "introductions", self.now.as_of)["mentee_id"]
            if introduced[introduced.isin(self.now.mentees)].nunique() < self.k:
                return withheld("too-few")
        shown = public_mean(value=m.estimate.value, n=n, k=self.k)
        return (
            shown
            if "withheld" in shown
            else {**shown, "low": outward(m.estimate.low, -1), "high": outward(m.estimate.high, 1)}
        )

    def cost(self, m: Metric) -> dict[str, Any]:
        """
        Give total cost ÷ completed matches as published, to two figures: the quotient itself would give
        the count.
        """
        completed = public_count(m.people, self.k)
        if self.small or completed is None:
            return withheld("small-cohort" if self.small else "too-few")
        value = float(f"{total_cost(self.now) / completed.value:.1e}")
        return {"value": value, "display": f"≈{value:,.0f} {m.unit}".replace(",", " ")}

    def change(self, c: Comparison) -> dict[str, Any]:
        row = {"scale": c.scale, "who": c.who, "from": c.first.survey.wave, "to": c.last.survey.wave}
        if c.refused:
            return row | withheld("not-comparable")
        n = self.people(len(c.before), c.who)
        if "change" not in what_to_print(len(c.before)) or n is None:
            return row | withheld("too-few")
        items = [c.first.survey.item(id) for s in c.first.survey.scales if s.id == c.scale for id in s.items]
        ends = _common_ends(items)
        before, after = (public_mean(s.mean(), n, self.k, ends=ends, steps=len(items)) for s in (c.before, c.after))
        for shown in (before, after):
            if "withheld" in shown:
                return row | shown
        found = change_of(c)
        told = {
            "change": decimal(found["change"]),
            "low": outward(found.get("low"), -1),
            "high": outward(found.get("high"), 1),
        }
        if "effect" in what_to_print(n.low):
            told |= {"hedges_g": decimal(found.get("hedges_g")), "g_low": outward(found.get("g_low"), -1)}
            told["g_high"] = outward(found.get("g_high"), 1)
            told["minimum_detectable"] = decimal(minimum_detectable(n.value))
        count = band(len(c.before), self.k) if self.small else shown_count(n, "matched")
        return {**row, "n": count, "before": before["value"], "after": after["value"], "ends": ends, **told}

    def item(self, answers: Answers, item: Item) -> dict[str, Any]:
        survey = answers.survey
        row = {
            "survey": survey.survey,
            "who": survey.who,
            "wave": survey.wave,
            "item": item.id,
            "kind": item.kind,
            "question": item.wordings[0],
            "unit": survey.unit,
            "labels": {id: words[0] for id, words in item.option_wordings.items()},
        }
        counts = option_counts(item, answers.frame[item.id])
        if not counts:
            return row | withheld("not-computed")
        if self.small:
            return row | withheld("small-cohort")
        respondents, n = counts[0][2], self.people(counts[0][2], survey.who)
        by_option = {option: count for option, count, _ in counts}
        if item.kind == "choices":
            told = public_options(by_option, respondents, n, self.k)
        else:
            told = public_distribution(by_option, n, self.k, ordered=item.kind in ("scale", "number"))
        return row | told | ({} if "withheld" in told else {"n": shown_count(n, "matched")})

    def closures(self) -> dict[str, Any]:
        if self.small:
            return withheld("small-cohort")
        reasons = self.now.matches["reason"].dropna()
        told = public_counts({group: int(reasons.isin(members).sum()) for group, members in CLOSURES.items()}, self.k)
        for row in told.get("rows", ()):
            row["options"] = [reason for group in row["options"] for reason in CLOSURES[group]]
        return told

    def attendance(self) -> Any:
        rows = records(self.now.cohort, "attendance").drop_duplicates(["session", "person_id"])
        rows = rows[rows["session"].astype(str).str.fullmatch(SESSION.pattern)]
        return [self.session(str(name), part) for name, part in rows.groupby("session", sort=True)]

    def session(self, name: str, rows: pd.DataFrame) -> dict[str, Any]:
        if self.small:
            return {"session": name, **withheld("small-cohort")}
        n = public_count(len(rows), self.k)
        present = int((rows["status"] == "present").sum())
        told = public_share(present, len(rows), n, self.k)
        return {"session": name, "n": None if "withheld" in told else shown_count(n), **told}


def _common_ends(items: list[Item]) -> tuple[float, float] | None:
    ends = {(item.min, item.max) for item in items}
    return next(iter(ends)) if len(ends) == 1 and None not in next(iter(ends)) else None
