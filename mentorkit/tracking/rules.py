"""The at-risk rules R0–R8 and R10: which fire for a pair, how strongly, and since when (R9 stands apart)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from mentorkit.model.program import Program
from mentorkit.tracking.log import CheckIn, PairLog

EARLY, AMBER, RED = 1, 2, 3
LEAVING = frozenset(
    {
        "time", "no-time", "lack-of-time", "mentor-time", "tiempo", "falta-de-tiempo", "sin-tiempo", "move", "moved",
        "moving", "mentor-moved", "mudanza", "traslado",
    }
)
NOTICE_DAYS = 7


class Fired(NamedTuple):
    """A rule that holds: its id, its level (1 too early, 2 amber, 3 red), and the first day at that level."""

    rule: str
    level: int
    since: dt.date


@dataclass(frozen=True)
class Limits:
    """
    The thresholds in force, in days and counts; a rule on days fires on the day after its limit.

    Source:
        Design 6.3: R2 amber 15 days (MentorPRO), R8 monthly contact (BBBS), R10 90 + 7 days (Guider);
        Lyons & Edwards 2022 for how little any rule can promise (sensitivity 0.43).
    """

    too_early: float
    first_meeting: tuple[float, float]
    no_contact: tuple[float, float]
    no_shows: tuple[int, int]
    unanswered: tuple[int, int]
    drop: float
    drop_answers: int
    low: float
    goal_set_by: float
    goal_moved_by: float
    staff_contact: tuple[float, float]
    dormant: float


def limits(program: Program) -> Limits:
    """
    Give the thresholds that a programme has set, with the defaults that follow from its cadence.

    >>> from mentorkit.model.program import Program
    >>> limits(Program(program="P", cadence_days=14)).no_contact
    (21.0, 35.0)
    """
    t, c = program.tracking, program.cadence_days
    return Limits(
        too_early=c,
        first_meeting=(t.first_meeting_amber or max(14.0, c), t.first_meeting_red or max(21.0, 1.5 * c)),
        no_contact=(t.no_contact_amber or max(15.0, 1.5 * c), t.no_contact_red or max(30.0, 2.5 * c)),
        no_shows=(t.no_shows_amber, t.no_shows_red),
        unanswered=(t.unanswered_amber, t.unanswered_red),
        drop=t.relationship_drop,
        drop_answers=t.relationship_answers,
        low=t.relationship_low,
        goal_set_by=t.goal_set_by,
        goal_moved_by=t.goal_moved_by,
        staff_contact=(t.staff_contact_amber, t.staff_contact_red),
        dormant=t.dormant,
    )


class Rule(NamedTuple):
    """
    How a rule is read off a pair's log.

    `levels` gives each level that the rule reaches if nothing more is logged, with its first day. `reads` are
    the parts of the log that it looks at; it holds only where one of the `kept` logs is kept at all, and
    `in_contact` keeps it from speaking where nothing is on record about the pair.
    """

    id: str
    levels: Callable[[PairLog, Limits], tuple[Fired, ...]]
    reads: tuple[str, ...]
    kept: frozenset[str] = frozenset()
    in_contact: bool = False

    def holds(self, log: PairLog) -> bool:
        """Tell whether the rule can be asked about this log at all."""
        return not (self.in_contact and log.is_silent) and (not self.kept or not self.kept.isdisjoint(log.kept))


def fired_rules(log: PairLog, limits: Limits, as_of: dt.date) -> tuple[Fired, ...]:
    """
    Give the rules that hold for a pair on a day, in the order of their ids.

    A rule whose log the cohort does not keep never fires, and where nothing at all is logged about a
    pair no rule about its meetings or contact fires: silence in the log is unknown, not zero.
    R9 (safety) is no part of it; see `mentorkit.tracking.safety`.
    """
    worst = {"R0": Fired("R0", EARLY, log.begins)} if (as_of - log.begins).days < limits.too_early else {}
    for one in levels_ahead(log, limits):
        if one.since <= as_of and (one.rule not in worst or one.level > worst[one.rule].level):
            worst[one.rule] = one
    return tuple(worst.values())


def levels_ahead(log: PairLog, limits: Limits) -> Iterator[Fired]:
    """Give every level that a rule has reached, or will reach if nothing more is logged, in the order of ids."""
    for rule in RULES:
        if rule.holds(log):
            yield from rule.levels(log, limits)


def _past(rule: str, begin: dt.date, amber: float, red: float) -> tuple[Fired, ...]:
    """A rule that holds when more days than its limit went by; `since` is the first such day."""
    bounds = ((AMBER, amber), (RED, red))
    return tuple(Fired(rule, level, begin + dt.timedelta(math.floor(days) + 1)) for level, days in bounds if days < math.inf)


def _in_a_row(rule: str, dates: Sequence[dt.date], amber: int, red: int) -> tuple[Fired, ...]:
    """A rule that holds when a running series is long enough; `since` is the event that reached the level."""
    return tuple(Fired(rule, level, dates[most - 1]) for level, most in ((AMBER, amber), (RED, red)) if len(dates) >= most)


def _first_meeting(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    return () if log.held else _past("R1", log.begins, *limits.first_meeting)


def _contact(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    return _past("R2", log.last_contact or log.begins, *limits.no_contact)


def _no_shows(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    run: list[dt.date] = []
    for meeting in log.meetings:
        if meeting.held == "no-show":
            run.append(meeting.date)
        elif meeting.held == "yes":
            run.clear()
    return _in_a_row("R3", run, *limits.no_shows)


def unanswered_run(checkins: Sequence[CheckIn]) -> list[dt.date]:
    """Give the dates of the check-ins left unanswered since the last answer."""
    run: list[dt.date] = []
    for checkin in checkins:
        run = [] if checkin.answered else [*run, checkin.date]
    return run


def _unanswered(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    """Both sides' levels; of two at one level, the earlier counts."""
    sides = (unanswered_run(log.mentee_checkins), unanswered_run(log.mentor_checkins))
    found = [one for side in sides for one in _in_a_row("R4", side, *limits.unanswered)]
    return tuple(sorted(found, key=lambda one: one.since))


def _ratings(checkins: Sequence[CheckIn]) -> list[tuple[dt.date, float]]:
    return [(c.date, c.relationship) for c in checkins if c.answered and c.relationship is not None]


def _relationship(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    return tuple(sorted(_weak_signs(log, limits), key=lambda fired: fired.since)[:1])


def _weak_signs(log: PairLog, limits: Limits) -> Iterator[Fired]:
    sides = [_ratings(log.mentee_checkins), _ratings(log.mentor_checkins)]
    for side in sides:
        if (since := _fallen_since(side, limits)) is not None:
            yield Fired("R5", AMBER, since)
    if all(side and side[-1][1] <= limits.low for side in sides):
        yield Fired("R5", AMBER, max(side[-1][0] for side in sides))


def _fallen_since(side: list[tuple[dt.date, float]], limits: Limits) -> dt.date | None:
    """The answer since which a side's rating lies below its own earlier level, or None."""
    since = None
    for end in range(len(side), 0, -1):
        if not _fallen([rating for _, rating in side[:end]], limits):
            break
        since = side[end - 1][0]
    return since


def _fallen(ratings: list[float], limits: Limits) -> bool:
    """
    Whether the last answers lie below the median of those before them.

    On one question from 1 to 5 a point is the smallest step there is, so a fall of a point needs
    several answers in a row; one answer that falls twice as far is enough.
    """

    def below(count: int, by: float) -> bool:
        earlier = ratings[:-count]
        return bool(earlier) and all(median(earlier) - rating >= by for rating in ratings[-count:])

    return below(limits.drop_answers, limits.drop) or below(1, 2 * limits.drop)


def _leaving(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    answered = [checkin for checkin in log.mentor_checkins if checkin.answered]
    if answered and answered[-1].needs & LEAVING:
        first = len(answered) - 1
        while first and answered[first - 1].needs & LEAVING:
            first -= 1
        return (Fired("R6", AMBER, answered[first].date),)
    return ()


def _goals(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    if log.goals and goal_moved(log):
        return ()
    share = limits.goal_moved_by if log.goals else limits.goal_set_by
    return _past("R7", log.begins, (log.ends - log.begins).days * share, math.inf)


def goal_moved(log: PairLog) -> bool:
    """Tell whether any goal stands above its baseline (or, without one, above its first level)."""
    first: dict[str, float] = {}
    for record in log.goals:
        start = record.level if record.baseline is None else record.baseline
        if start is not None:
            first.setdefault(record.goal, start)
        if record.level is not None and record.level > first[record.goal]:
            return True
    return False


def _staff(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    return _past("R8", max(log.begins, log.last_support or log.begins), *limits.staff_contact)


def _dormant(log: PairLog, limits: Limits) -> tuple[Fired, ...]:
    return _past("R10", log.last_contact or log.begins, math.inf, limits.dormant)


_SIDES = ("mentee_checkins", "mentor_checkins")
_ANY_CONTACT = frozenset({"meetings", "checkins"})
RULES = (
    Rule("R1", _first_meeting, ("meetings",), frozenset({"meetings"}), True),
    Rule("R2", _contact, ("meetings", *_SIDES), _ANY_CONTACT, True),
    Rule("R3", _no_shows, ("meetings",)),
    Rule("R4", _unanswered, _SIDES),
    Rule("R5", _relationship, _SIDES),
    Rule("R6", _leaving, ("mentor_checkins",)),
    Rule("R7", _goals, ("goals",), frozenset({"goals"})),
    Rule("R8", _staff, ("support",), frozenset({"support"})),
    Rule("R10", _dormant, ("meetings", *_SIDES), _ANY_CONTACT, True),
)
