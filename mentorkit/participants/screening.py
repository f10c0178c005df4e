"""Each application, what the rules say about it, and which rule says so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.consent import MATCHING, agreed, possible_ages, withheld
from mentorkit.model.standards import Ages
from mentorkit.participants.tags import SIDES, bare, cell_values

COLUMNS = ["side", "person_id", "status", "outcome", "rules", "source"]
DECIDED = ("declined", "paused", "withdrawn")
OUTCOMES = ("accepted", "waiting", "incomplete", "declined", "paused", "withdrawn")
REFUSING = ("too-young", "too-old", "too-far", "too-few-hours", "guardian-said-no", "consent-refused", "quiz-failed")
CAUTIONS = ("may-be-minor",)
QUARTERS_AN_HOUR = 4


def screening(cohort: Cohort) -> DataFrame:
    """
    Give what the programme's rules say about each application: `side, person_id, status, outcome, rules, source`.

    `status` is what people wrote down, `outcome` what the rules come to, and `rules` the ids of the
    rules that spoke. Nobody's status is changed. A decision against somebody (declined, paused,
    withdrawn) and a place on the waiting list stand; a person who applied and fulfils every rule is
    accepted while the mentors' places last, in the order of the file, and waits afterwards.

    Rules: `too-young`, `too-old`, `too-far` (a place that eligibility does not name), `too-few-hours`,
    `guardian-said-no`, `consent-refused` and `quiz-failed` decline; `no-consent`, `not-for-matching`, `no-guardian-consent`,
    `age-unknown`, `place-unknown`, `no-contact`, `quiz-open`, `references-open`, `needs-<column>` (an answer
    that a required criterion reads) leave the application incomplete; `may-be-minor` (the year of birth leaves
    it open, and no guardian has agreed) is a caution and changes nothing; `no-place` makes wait;
    `decided` is a person's own decision; `fulfils` means that no rule objects.
    """
    rows = [row for side in SIDES for row in _side_rows(cohort, side)]
    frame = DataFrame(rows, columns=COLUMNS).astype(object)
    _fill_places(frame, cohort)
    return frame.sort_values(["side", "person_id"], kind="stable", ignore_index=True)


def guardian_missing(cohort: Cohort, person: Any) -> str | None:
    """Give `surely` or `maybe` where a mentee is under age at the start and no guardian has agreed."""
    birth_year, starts = getattr(person, "birth_year", None), cohort.starts
    if starts is None or birth_year is None or birth_year != birth_year or person.guardian_consent is True:
        return None
    youngest, oldest = possible_ages(birth_year, starts)
    limit = cohort.program.eligibility.guardian_below
    return "surely" if oldest < limit else "maybe" if youngest < limit else None


def _side_rows(cohort: Cohort, side: str) -> Iterator[tuple]:
    people = getattr(cohort, side)
    no_statuses, out = people["status"].isna().all(), withheld(cohort, MATCHING)
    for person in people.reset_index(names="id").itertuples(index=False):
        status = "accepted" if no_statuses else person.status or "applied"
        outcome, rules = _verdict(cohort, side, person, status, out.get(person.id) == "not-for-matching")
        yield side, person.id, status, outcome, "; ".join(rules), person.source


def _verdict(cohort: Cohort, side: str, person: Any, status: str, unnamed: bool) -> tuple[str, list[str]]:
    rules = sorted(_objections(cohort, side, person, unnamed))
    against = [rule for rule in rules if rule not in CAUTIONS]
    if status in DECIDED:
        return status, ["decided", *rules]
    if any(rule in REFUSING for rule in against):
        return "declined", rules
    if against:
        return "incomplete", rules
    if status == "waiting":
        return "waiting", ["decided", *rules]
    return "accepted", rules or ["fulfils"]


def _objections(cohort: Cohort, side: str, person: Any, unnamed: bool) -> Iterator[str]:
    yield from _consent_objections(person, unnamed)
    rules = cohort.program.eligibility
    yield from _age_objections(getattr(rules, side), cohort.starts, person)
    yield from _place_objections(rules.places if side == "mentees" else rules.mentor_places, _cell(getattr(cohort, side), person, "city"))
    if side == "mentees":
        yield from _guardian_objections(cohort, person)
    else:
        yield from _training_objections(cohort, person)
    hours = rules.weekly_hours
    if hours and person.availability and len(person.availability) < hours * QUARTERS_AN_HOUR:
        yield "too-few-hours"
    if not person.email and not person.phone:
        yield "no-contact"
    for column in needed_answers(cohort, side):
        if not _answered(getattr(cohort, side), person, column):
            yield f"needs-{column}"


def _consent_objections(person: Any, unnamed: bool) -> Iterator[str]:
    if not person.consent:
        yield "no-consent"
    elif not agreed(person.consent):
        yield "consent-refused"
    elif unnamed:
        yield "not-for-matching"


def _age_objections(ages: Ages | None, starts: dt.date | None, person: Any) -> Iterator[str]:
    if ages is None or starts is None:
        return
    if person.birth_year is None or person.birth_year != person.birth_year:
        yield "age-unknown"
        return
    youngest, oldest = possible_ages(person.birth_year, starts)
    if oldest < ages.youngest:
        yield "too-young"
    if youngest > ages.oldest:
        yield "too-old"


def _guardian_objections(cohort: Cohort, person: Any) -> Iterator[str]:
    missing = guardian_missing(cohort, person)
    if missing == "surely":
        yield "guardian-said-no" if person.guardian_consent is False else "no-guardian-consent"
    elif missing == "maybe":
        yield "may-be-minor"


def _place_objections(places: list[str], cell: Any) -> Iterator[str]:
    city = cell_values(cell)
    if places and not city:
        yield "place-unknown"
    elif places and bare(city[0]) not in {bare(place) for place in places}:
        yield "too-far"


def _training_objections(cohort: Cohort, person: Any) -> Iterator[str]:
    rules = cohort.program.eligibility
    points = _number(_cell(cohort.mentors, person, "quiz"))
    if rules.quiz is not None and points is None:
        yield "quiz-open"
    elif rules.quiz is not None and points < rules.quiz:
        yield "quiz-failed"
    if rules.references and (_number(_cell(cohort.mentors, person, "references")) or 0) < rules.references:
        yield "references-open"


def _cell(people: DataFrame, person: Any, column: str) -> Any:
    return person[people.columns.get_loc(column) + 1] if column in people else None


def _number(cell: Any) -> float | None:
    """Give a cell's number, or None where it holds none."""
    text = str(cell if cell is not None else "").strip().removesuffix("%").strip().replace(",", ".")
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def needed_answers(cohort: Cohort, side: str) -> list[str]:
    """Give the columns without which a required criterion cannot be judged."""
    needed = (c for c in cohort.program.criteria if c.required or c.at_least is not None)
    return sorted({getattr(criterion, side[:-1]) for criterion in needed})


def _answered(people: DataFrame, person: Any, column: str) -> bool:
    if column not in people:
        return True
    cell = _cell(people, person, column)
    return bool(cell) if isinstance(cell, frozenset) else bool(cell_values(cell))


def _fill_places(frame: DataFrame, cohort: Cohort) -> None:
    """Make the mentees who applied wait once the accepted mentors' places are taken."""
    accepted = frame["outcome"] == "accepted"
    mentors = frame.loc[accepted & (frame["side"] == "mentors"), "person_id"]
    places = int(cohort.mentors.loc[list(mentors), "capacity"].sum())
    of_mentees = accepted & (frame["side"] == "mentees")
    taken = int((of_mentees & (frame["status"] == "accepted")).sum())
    applied = frame[of_mentees & (frame["status"] == "applied")]
    in_order = sorted(applied.index, key=lambda row: in_file_order(frame.at[row, "source"]))
    for row in in_order[max(0, places - taken):]:
        frame.at[row, "outcome"] = "waiting"
        said = [rule for rule in frame.at[row, "rules"].split("; ") if rule != "fulfils"]
        frame.at[row, "rules"] = "; ".join(["no-place", *said])


def in_file_order(source: str) -> tuple[str, int]:
    """Give what sorts rows as their files hold them."""
    file, _, number = str(source).rpartition(":")
    return file, int(number) if number.isdigit() else 0
