"""Ending well: why pairs closed, what is still to do, what follows an early closing, who is due a call, certificates."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.cohort import Cohort
from mentorkit.model.consent import CONTACT, withheld
from mentorkit.tracking.early_warning import early_closings
from mentorkit.tracking.log import PairLog, closing_days, is_reached, pair_keys, pair_logs, records, up_to
from mentorkit.tracking.milestones import completed_on

REASONS = (
    "completed", "goal-reached", "mentor-moved", "mentor-time", "mentee-moved", "mentee-time", "no-contact", "other"
)
CHECKS = ("last_meeting", "goals_reviewed", "closure_recorded", "exit_survey_mentee", "exit_survey_mentor")
PRIVATE_REASONS = {"fit": "other", "safety": "other"}


def closures_by_reason(cohort: Cohort, pairs: DataFrame, as_of: dt.date) -> DataFrame:
    """
    Give how many pairs closed for each reason: `reason, pairs, share` of all pairs, every reason named.

    `fit` and `safety` are one row, `other`, so that no table tells of a safety report.
    """
    closed = first_closures(cohort, as_of)
    keys = set(pair_keys(pairs))
    ours = [key in keys for key in zip(closed["mentee_id"], closed["mentor_id"], strict=True)]
    counts = (
        closed["reason"][pd.Series(ours, closed.index, dtype=bool)]
        .replace(PRIVATE_REASONS)
        .value_counts()
        .reindex(list(REASONS), fill_value=0)
    )
    shares = counts / len(keys) if keys else counts * float("nan")
    return DataFrame({"reason": list(counts.index), "pairs": counts.to_numpy(), "share": shares.to_numpy()})


def first_closures(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """Give the first closure of each pair by the day."""
    frame = up_to(records(cohort, "closures"), as_of)
    return frame.sort_values("date", kind="stable").drop_duplicates(["mentee_id", "mentor_id"])


def closing_checklist(
    cohort: Cohort, pairs: DataFrame, as_of: dt.date, last_weeks: int = 4, *, logs: Sequence[PairLog] | None = None
) -> DataFrame:
    """
    Give what is done and what is missing for each pair to end well; a column for each check, then `open`.

    A check is True, False, or None where nobody can know: no goal was set, no such survey was run, or
    its answers cannot be linked. `last_meeting` and `goals_reviewed` look at the weeks before the
    pair's end (closure, programme's end or the day).
    """
    answered = {who: _exit_answers(cohort, who) for who in ("mentees", "mentors")}
    rows = [_checks(log, cohort, answered, as_of, last_weeks) for log in (pair_logs(cohort, pairs, as_of) if logs is None else logs)]
    frame = DataFrame(rows, columns=["mentee_id", "mentor_id", *CHECKS]).astype({check: object for check in CHECKS})
    return frame.assign(
        open=[sum(value is False for value in row) for row in frame[list(CHECKS)].itertuples(index=False)]
    )


def _checks(log: PairLog, cohort: Cohort, answered: dict, as_of: dt.date, last_weeks: int) -> tuple:
    end = min(filter(None, (log.closed, log.ends, as_of)))
    since = end - dt.timedelta(weeks=last_weeks)
    mentees, mentors = answered["mentees"], answered["mentors"]
    reviewed = any(goal.date is not None and goal.date >= since and goal.level is not None for goal in log.goals)
    return (
        log.mentee_id,
        log.mentor_id,
        any(day >= since for day in log.held) if "meetings" in log.kept else None,
        reviewed if log.goals else None,
        log.closed is not None,
        None if mentees is None else log.mentee_id in mentees,
        None if mentors is None else log.mentor_id in mentors,
    )


def rematches(cohort: Cohort, pairs: DataFrame, as_of: dt.date, least_weeks: int = 6) -> DataFrame:
    """
    Give what follows each early closing: `mentee_id, mentor_id, closed, weeks_left, path, mentor_free`.

    `path` is `rematched` (the mentee has another pair), `left` (the mentee moved or has no time),
    `talk` (speak with each side before anything else), `rematch` (enough weeks are left for a new
    pair), or `transition` (too few: keep the workshops, and close with the team). `mentor_free` says
    that the mentor did not leave and may be asked again; never after `talk`.

    Args:
        least_weeks: Weeks that a new pair needs.
    """
    early, reason = early_closings(cohort, as_of), _reason_by_pair(cohort, as_of)
    partners: dict[str, set[str]] = {}
    for mentee, mentor in pair_keys(pairs):
        partners.setdefault(mentee, set()).add(mentor)
    rows = []
    for (mentee, mentor), day in sorted(early.items()):
        if mentor in partners.get(mentee, ()):
            weeks, why = max(0, (cohort.ends - day).days // 7), reason[mentee, mentor]
            others = [(mentee, other) for other in partners[mentee] if other != mentor]
            again = any(early.get(pair, dt.date.max) > day for pair in others)
            path = "rematched" if again else _path(why, weeks, least_weeks)
            free = why not in ("mentor-moved", "mentor-time", *PRIVATE_REASONS)
            rows.append((mentee, mentor, day, weeks, path, free))
    frame = DataFrame(rows, columns=["mentee_id", "mentor_id", "closed", "weeks_left", "path", "mentor_free"])
    return frame.assign(closed=pd.to_datetime(frame["closed"])).astype({"mentor_free": bool})


def _path(reason: str, weeks: int, least: int) -> str:
    if reason in PRIVATE_REASONS:
        return "talk"
    if reason in ("mentee-moved", "mentee-time"):
        return "left"
    return "rematch" if weeks >= least else "transition"


def _reason_by_pair(cohort: Cohort, as_of: dt.date) -> dict[tuple[str, str], str]:
    frame = first_closures(cohort, as_of)
    return dict(zip(zip(frame["mentee_id"], frame["mentor_id"], strict=True), frame["reason"], strict=True))


def _exit_answers(cohort: Cohort, who: str) -> frozenset[str] | None:
    """Ids of those who answered an endline survey, or None where that cannot be known."""
    surveys = [answers for answers in cohort.surveys.values() if answers.survey.who == who and answers.survey.wave == "endline"]
    linked = [answers.frame["person"] for answers in surveys if answers.survey.person]
    return frozenset(person for people in linked for person in people if isinstance(person, str)) if linked else None


def follow_ups(cohort: Cohort, pairs: DataFrame, as_of: dt.date, months: tuple[int, ...] = (3, 12)) -> DataFrame:
    """
    Give the alumni follow-up of each mentee: `mentee_id, months, due, standing`.

    Left out are mentees who did not agree to be written to after the programme (the purpose `contact`).
    Due so many months after the pair's closure or the programme's end. `standing` is `not-yet`, `due`
    (no try on record), `not-reached` (tried in vain) or `reached` (a contact of staff, an outcome or a
    linked follow-up answer from two weeks before the due day on).
    """
    closed = closing_days(cohort, as_of)
    ends: dict[str, dt.date] = {}
    for key in pair_keys(pairs):
        end = closed.get(key, cohort.ends)
        ends[key[0]] = max(end, ends.get(key[0], end))
    tries, out = _alumni_contacts(cohort, as_of), withheld(cohort, CONTACT)
    rows = []
    for mentee, end in sorted((mentee, end) for mentee, end in ends.items() if mentee not in out):
        days = [(pd.Timestamp(end) + pd.DateOffset(months=count)).date() for count in months]
        for count, day, later in zip(months, days, [*days[1:], dt.date.max], strict=True):
            rows.append((mentee, count, day, _standing(tries.get(mentee, []), day, later, as_of)))
    frame = DataFrame(rows, columns=["mentee_id", "months", "due", "standing"])
    return frame.assign(due=pd.to_datetime(frame["due"]))


def _standing(tries: list[tuple[dt.date, bool]], due: dt.date, later: dt.date, as_of: dt.date) -> str:
    early = dt.timedelta(days=14)
    last = later if later == dt.date.max else later - early
    results = [reached for day, reached in tries if due - early <= day < last]
    if any(results):
        return "reached"
    if results:
        return "not-reached"
    return "due" if as_of >= due else "not-yet"


def _alumni_contacts(cohort: Cohort, as_of: dt.date) -> dict[str, list[tuple[dt.date, bool]]]:
    """Each person's tries: date, and whether they were reached."""
    found: dict[str, list[tuple[dt.date, bool]]] = {}
    support, outcomes = records(cohort, "support"), records(cohort, "outcomes")
    for person, day, outcome in zip(support["person_id"], support["date"], support["outcome"], strict=True):
        if day is not None and day <= as_of:
            reached = is_reached(outcome)
            found.setdefault(person, []).append((day, reached))
    for person, day in zip(outcomes["person_id"], outcomes["date"], strict=True):
        if day is not None and day <= as_of:
            found.setdefault(person, []).append((day, True))
    for answers in cohort.surveys.values():
        survey = answers.survey
        if survey.wave == "follow-up" and survey.person and survey.date and survey.date <= as_of:
            for person in answers.frame["person"].dropna():
                found.setdefault(person, []).append((survey.date, True))
    return found


def certificates(
    cohort: Cohort, pairs: DataFrame, as_of: dt.date, key: bytes, *, logs: Sequence[PairLog] | None = None
) -> DataFrame:
    """
    Give who completed, and the number of each certificate: `person_id, side, meetings, hours, completed_on, number`.

    A mentor's meetings and hours add up over the pairs that completed. Hours count the minutes on
    record; missing where no minutes were logged.

    Args:
        key: The programme's secret, at least 16 bytes; whoever holds it can confirm a number.

    Raises:
        InvalidInputError: The key is shorter.
    """
    minutes = _minutes(cohort, as_of)
    people: dict[tuple[str, str], list[tuple]] = {}
    for log in pair_logs(cohort, pairs, as_of) if logs is None else logs:
        day = completed_on(log, cohort, as_of)
        if day is not None:
            fact = len(log.held), minutes.get((log.mentee_id, log.mentor_id)), day
            people.setdefault((log.mentee_id, "mentee"), []).append(fact)
            people.setdefault((log.mentor_id, "mentor"), []).append(fact)
    rows = []
    for (person, side), facts in sorted(people.items()):
        met, day = sum(held for held, *_ in facts), max(day for *_, day in facts)
        rows.append((person, side, met, _hours(facts), day, certificate_number(cohort.name, person, key)))
    frame = DataFrame(rows, columns=["person_id", "side", "meetings", "hours", "completed_on", "number"])
    return frame.assign(completed_on=pd.to_datetime(frame["completed_on"])).astype({"hours": float})


def _minutes(cohort: Cohort, as_of: dt.date) -> dict[tuple[str, str], float]:
    frame = up_to(records(cohort, "meetings"), as_of)
    frame = frame[(frame["held"] == "yes") & frame["minutes"].notna()]
    frame = frame.drop_duplicates(["mentee_id", "mentor_id", "date"])
    return frame["minutes"].astype(float).groupby([frame["mentee_id"], frame["mentor_id"]]).sum().to_dict()


def _hours(facts: list[tuple]) -> float | None:
    known = [fact[1] for fact in facts if fact[1] is not None]
    return sum(known) / 60 if known else None


def certificate_number(cohort: str, person: str, key: bytes) -> str:
    """
    Give the number of a person's certificate: twelve letters and digits that only the key can make.

    >>> number = certificate_number("demo-1", "m01", b"sixteen bytes or more")
    >>> is_certificate(number, "demo-1", "m01", b"sixteen bytes or more")
    True
    >>> is_certificate(number, "demo-1", "m02", b"sixteen bytes or more")
    False
    """
    if len(key) < 16:
        raise InvalidInputError("the key of certificates needs at least 16 bytes")
    digest = hmac.new(key, f"certificate\0{cohort}\0{person}".encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode()[:12]
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def is_certificate(number: str, cohort: str, person: str, key: bytes) -> bool:
    """
    Tell whether a number is the one of that person's certificate.

    Capitals, spaces and dashes do not matter, and 0, 1 and 8, which no number holds, are read as O, I and B.
    """
    given = re.sub(r"[^0-9A-Z]", "", number.upper()).translate(str.maketrans("018", "OIB"))
    known = certificate_number(cohort, person, key).replace("-", "")
    return hmac.compare_digest(given.encode(), known.encode())
