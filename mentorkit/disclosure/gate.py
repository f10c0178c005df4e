"""Everything of a cohort that may leave the house; nothing is published that did not come through here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from mentorkit.disclosure.attack import proven
from mentorkit.disclosure.consent import consented
from mentorkit.disclosure.groups import public_groups, without_participation
from mentorkit.disclosure.published import STEPS_OF_METRICS, unknowns_behind
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
from mentorkit.evaluation.survival import match_survival
from mentorkit.evaluation.voices import measuring_item
from mentorkit.model.survey import Answers, Item

SESSION = re.compile(r"[A-Za-z]{1,3}-?\d{1,3}")
CLOSURES = {
    "good": ("completed", "goal-reached"), "mentor": ("mentor-moved", "mentor-time"),
    "mentee": ("mentee-moved", "mentee-time"), "pair": ("fit", "safety", "no-contact"),
}
FLOW = ("invited", "applied", "matched", "completed")
LEAST_NEEDED_FIRST = ("items", "attendance", "closures", "metrics", "flow")


def public_aggregates(now: Standing, *, threshold: int | None = None) -> dict[str, Any]:
    """
    Give a cohort's figures as they may be published: `summary`, `metrics`, `change`, `items`, `closures`,
    `attendance`, `groups`.

    Who did not consent is left out first. Counts are rounded to 5 and stand for nobody below the threshold k; shares are whole percents on a
    step that spans two people or more, and `<x %` or `>y %` at the ends; means have one decimal and 10
    people or more; small categories are merged; a cohort under 20 shows bands and no group. No minimum,
    maximum or median, no free text, no id. At the end an outsider's attack runs over all tables together,
    and what it would prove small is withheld. What is not shown says why (`withheld`). The same cohort
    gives the same figures.

    Args:
        now: The cohort as it stands, from `mentorkit.evaluation.metrics.standing`.
        threshold: k, 5 or 10; the programme's unless given, and never below it.

    Raises:
        InvalidInputError: Another threshold.
    """
    gate = _gate(now, threshold)
    return _audited(gate.everything(), gate)


def partner_aggregates(now: Standing, public: Mapping[str, Any]) -> dict[str, Any]:
    """
    Give what a partner may have under an agreement: the public tables, and how long matches lasted, at k = 10.

    The tables are the public ones to the letter: a second rounding of the same people would give them away to a
    partner, who reads the public page too.

    Args:
        public: The cohort's public tables.
    """
    return {**public, "survival": _gate(now, 10).survival()}


def unaudited_aggregates(now: Standing, *, threshold: int | None = None) -> dict[str, Any]:
    """Give the same tables before the attack on all of them together: to measure what the attack is worth."""
    return _gate(now, threshold).everything()


def _gate(now: Standing, threshold: int | None) -> _Gate:
    check_threshold(threshold or 5)
    return _Gate(consented(now), max(threshold or 0, now.cohort.program.publishing.threshold))


def _audited(told: dict[str, Any], gate: _Gate) -> dict[str, Any]:
    """
    Give the tables without those from which a number below the threshold could be proven, or any exactly.

    Questions are put into fewer groups first. Of the other places that give something away the least needed go
    first: questions, then sessions, endings, metrics, and steps of the flow last. Groups come in at the end, each
    only as far as nothing can be proven with it.
    """
    groups, told = told["groups"], {**told, "groups": []}
    while places := {finding.place for finding in proven(unknowns_behind([told]))}:
        part = next(part for part in LEAST_NEEDED_FIRST if any(place[0] == part for place in places))
        places = {place for place in places if place[0] == part}
        if part == "items" and (coarser := gate.coarser(told["items"], places)):
            told = {**told, "items": coarser}
            continue
        told = next(left for left in _ways_out(told, places) if left != told)
    for table in groups:
        fewer = [without_participation(table)] if any(row["applied"] for row in table.get("rows", ())) else []
        for form in (table, *fewer, {"group": table["group"], **withheld("audit")}):
            wider = {**told, "groups": [*told["groups"], form]}
            if "withheld" in form or not proven(unknowns_behind([wider])):
                told = wider
                break
    return told


def _ways_out(told: dict[str, Any], places: set[tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """Give what is left without some places; then without the metrics tied to them; then nothing at all."""
    tied = {("metrics", metric) for metric, steps in STEPS_OF_METRICS.items() if any(("flow", s) in places for s in steps)}
    for ones in (places, tied):
        yield {part: _without(part, content, ones) for part, content in told.items()}
    yield {part: _all_withheld(part, content) for part, content in told.items()}


def _all_withheld(part: str, content: Any) -> Any:
    if part == "summary":
        return {**content, "flow": [_told_nothing(step) for step in content["flow"]]}
    return withheld("audit") if part == "closures" else [_told_nothing(row) for row in content]


def _without(part: str, content: Any, places: set[tuple[str, ...]]) -> Any:
    """Withhold what stands at some places of a part."""
    keys = {"metrics": ("metric",), "items": ("survey", "item"), "attendance": ("session",)}
    if part == "summary":
        flow = [_told_nothing(s) if ("flow", s["step"]) in places else s for s in content["flow"]]
        return {**content, "flow": flow}
    if part == "closures":
        return withheld("audit") if ("closures",) in places else content
    if part not in keys:
        return content
    if part == "metrics":
        steps = {place[1] for place in places if place[0] == "flow"}
        content = [_told_nothing(m) if steps & _tied(m) else m for m in content]
    return [_told_nothing(row) if (part, *(row[key] for key in keys[part])) in places else row for row in content]


def _tied(m: dict[str, Any]) -> set[str]:
    """Give the steps that a metric shows or divides; completion is the last to go, for readers come for it."""
    if m["metric"] == "completion":
        return set()
    cost = {"completed"} if m["denominator"] == "matches-completed" else set()
    return {m["metric"], m.get("of", ""), *STEPS_OF_METRICS.get(m["metric"], ())} | cost


def _told_nothing(row: dict[str, Any]) -> dict[str, Any]:
    figures = ("value", "display", "low", "high", "least", "most", "within", "nearly_all_of", "below", "above", "rows", "n")
    kept = {key: value for key, value in row.items() if key not in figures}
    return kept | withheld("audit")


@dataclass(frozen=True)
class _Gate:
    now: Standing
    k: int

    def everything(self) -> dict[str, Any]:
        surveys = self.now.cohort.surveys
        return {
            "summary": self.summary(),
            "metrics": [self.metric(m) for m in self.metrics],
            "change": [self.change(c) for c in comparisons(surveys)],
            "items": [
                self.item(surveys[name], item)
                for name in sorted(surveys)
                for item in surveys[name].survey.items
                if item.kind != "text"
            ],
            "closures": self.closures(),
            "attendance": self.attendance(),
            "groups": [] if self.small else public_groups(self.now, self.k, self.wholes),
        }

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
            "invited": now.cohort.settings.invited, "applied": len(now.cohort.mentees), "matched": len(now.mentees),
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

    def within(self, count: int, side: str = "mentees") -> str | None:
        """Give the step that a published number of people is a part of, if it is one."""
        step = "matched" if side == "mentees" else "mentors_matched"
        return step if self.wholes[step][1] and count <= self.wholes[step][0] else None

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
            "changes": [change.model_dump() for change in cohort.program.evaluation.changes],
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
        return shown_count(shown, whole if whole and size <= self.wholes[whole][0] else None)

    @cached_property
    def metrics(self) -> list[Metric]:
        return metric_list(self.now)

    @property
    def completion_known(self) -> bool:
        return any(m.id == "completed" and m.estimate.value == m.estimate.value for m in self.metrics)

    def metric(self, m: Metric) -> dict[str, Any]:
        figure = self.figure(m)
        row = {"metric": m.id, "unit": m.unit, "denominator": m.denominator, "as_of": self.now.as_of.isoformat()}
        n = self.metric_people(m)
        told = "withheld" not in figure and n is not None and not self.small
        row |= self.origin(m) if told else {}
        return {**row, "n": shown_count(n, self.within(m.people, _side(m))) if told else None, **figure}

    def origin(self, m: Metric) -> dict[str, Any]:
        """Give what a reader of the definitions knows: the step of the flow a metric is of, or its question."""
        of = m.denominator.replace("-", "_")
        if of in self.wholes:
            return {"of": of} if m.people == self.wholes[of][0] else {}
        measure = m.id.removesuffix("_mentees").removesuffix("_mentors")
        asked = measuring_item(self.now.cohort.surveys, _side(m), measure) if m.denominator == "answered" else None
        return {"from": {"survey": asked[0], "item": asked[1].id}} if asked else {}

    def metric_people(self, m: Metric) -> PublicCount | None:
        of = m.denominator.replace("-", "_")
        if of in self.wholes and m.people == self.wholes[of][0]:
            return self.wholes[of][1]
        return self.people(m.people, _side(m))

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
        Give total cost ÷ completed matches to two figures, both from published numbers of people: the quotient
        itself would give them away to whoever knows the budget.
        """
        completed = public_count(m.people, self.k)
        if self.small or completed is None:
            return withheld("small-cohort" if self.small else "too-few")
        sizes = {"mentee": "matched", "mentor": "mentors_matched"}
        people = {one: self.wholes[step][1].value for one, step in sizes.items() if self.wholes[step][1]}
        total = total_cost(self.now, people=people | {"pair": people.get("mentee", len(self.now.matches))})
        value = float(f"{total / completed.value:.1e}")
        return {"value": value, "display": f"≈{value:,.0f} {m.unit}".replace(",", " ")}

    def change(self, c: Comparison) -> dict[str, Any]:
        row = {"scale": c.scale, "who": c.who, "from": c.first.survey.wave, "to": c.last.survey.wave}
        row["label"] = next(s.label for s in c.last.survey.scales if s.id == c.scale)
        row |= {"remembered": True} if c.remembered else {}
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
        count = band(len(c.before), self.k) if self.small else shown_count(n, self.within(len(c.before), c.who))
        return {**row, "n": count, "before": before["value"], "after": after["value"], "ends": ends, **told}

    def coarser(self, rows: list[dict[str, Any]], places: set[tuple[str, ...]]) -> list[dict[str, Any]] | None:
        """Give the questions with one group less where some give something away, or None where there is none."""
        surveys, changed = self.now.cohort.surveys, False
        found = []
        for row in rows:
            groups = len(row.get("rows", ()))
            if ("items", row["survey"], row["item"]) in places and row["kind"] != "choices" and groups > 2:
                answers = surveys[row["survey"]]
                row, changed = self.item(answers, answers.survey.item(row["item"]), groups - 1), True
            found.append(row)
        return found if changed else None

    def item(self, answers: Answers, item: Item, most: int | None = None) -> dict[str, Any]:
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
            "ends": [item.min, item.max] if item.kind in ("scale", "number") else None,
            "reverse": item.reverse,
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
            told = public_distribution(by_option, n, self.k, ordered=item.kind in ("scale", "number"), most=most)
        return row | told | ({} if "withheld" in told else {"n": shown_count(n, self.within(respondents, survey.who))})

    def closures(self) -> dict[str, Any]:
        if self.small:
            return withheld("small-cohort")
        reasons = self.now.matches["reason"].dropna()
        told = public_counts({group: int(reasons.isin(members).sum()) for group, members in CLOSURES.items()}, self.k)
        for row in told.get("rows", ()):
            row["options"] = [reason for group in row["options"] for reason in CLOSURES[group]]
        return told

    def survival(self) -> list[dict[str, Any]]:
        """Give the share of matches without an early closure every four weeks; for partners alone."""
        table = self.now.matches[self.now.matches["lasted"].notna()]
        n = self.people(len(table))
        if self.small or n is None or table.empty:
            return []
        curve = match_survival(table["lasted"] / 7, table["early"], fewest=2 * self.k)
        weeks = range(4, self.now.cohort.program.weeks + 1, 4)
        return [{"week": week, **public_share(curve.at(week)[0] * len(table), len(table), n, self.k)} for week in weeks]

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


def _side(m: Metric) -> str:
    return "mentors" if m.id.endswith("_mentors") else "mentees"


def _common_ends(items: list[Item]) -> tuple[float, float] | None:
    ends = {(item.min, item.max) for item in items}
    return next(iter(ends)) if len(ends) == 1 and None not in next(iter(ends)) else None
