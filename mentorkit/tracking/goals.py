"""Goals: where each stands, how far the cohort has come, and hints on a goal's wording."""

from __future__ import annotations

import datetime as dt
import re

from pandas import DataFrame

from mentorkit.model import instruments
from mentorkit.model.cohort import Cohort
from mentorkit.model.words import folded
from mentorkit.tracking.log import number, records, up_to
from mentorkit.tracking.weeks import week_of, weeks_so_far
from mentorkit.tracking.wording import text

_TIME_WORDS = re.compile(
    r"\b(20\d\d|\d{1,2}[/-]\d{1,2}|by|until|before|within|week|weeks|month|months|para|antes|hasta|semana|semanas|mes|meses"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
)
_VAGUE = re.compile(
    r"\b(better|improve|good|try|somehow|something|mejor|mejorar|bueno|buena|intentar|tratar|algo|cosas|things)\b"
)
_COUNT = re.compile(
    r"\d|\b(one|two|three|four|five|dos|tres|cuatro|cinco|seis|diez|first|primer|primera|cada|every"
    r"|(?:finish|submit|send|sign|pass|apply|register|enrol|book|visit|call|write|ask|get|have|find)(?:ed|ing|s|t)?"
    r"|(?:terminar|enviar|firmar|aprobar|entregar|presentar|inscribir|matricular|conseguir|tener|visitar|llamar|escribir"
    r"|pedir|hacer|sacar|abrir|grabar|armar|hablar|postular)(?:me|se)?)\b"
)
_OTHERS = re.compile(
    r"\b(hire me|call me back|offer me|promote me|accept me|me contraten|me llamen|me ofrezcan|me asciendan|me acepten)\b"
)
_SEVERAL = re.compile(r";|\b(and also|as well as|y tambi[eé]n|adem[aá]s)\b")


def goal_standing(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """
    Give each goal as it stands: `person_id, goal, weight, baseline, level, moved, updated`, sorted.

    `baseline` and `level` are the first and the last on record by the day; `moved` is their
    difference, missing where either is. A goal's wording is the participant's own: private.
    """
    frame = up_to(records(cohort, "goals"), as_of, undated=True)
    frame = frame.assign(order=[day or dt.date.min for day in frame["date"]]).sort_values("order", kind="stable")
    goals = frame.groupby(["person_id", "goal"], sort=True)  # first and last take what is known
    table = DataFrame(
        {"weight": goals["weight"].first(), "baseline": goals["baseline"].first(), "level": goals["level"].last(), "updated": goals["date"].last()}
    ).reset_index()
    table = table.astype({"weight": float, "baseline": float, "level": float}).fillna({"weight": 1.0})
    table.insert(5, "moved", table["level"] - table["baseline"])
    return table


def goal_plan(cohort: Cohort, as_of: dt.date, stale_days: int = 28) -> DataFrame:
    """
    Give each goal as in `goal_standing`, with `next_step` as a code.

    `set-level` where no level is known, `celebrate` at level 0 or more, `review` where nobody looked at it
    for longer than `stale_days`, `first-step` where it has not moved, else `keep-going`.
    """
    table = goal_standing(cohort, as_of)
    rows = zip(table["level"], table["moved"], table["updated"], strict=True)
    return table.assign(next_step=[_next_step(*row, as_of, stale_days) for row in rows])


def _next_step(level: float, moved: float, updated: dt.date | None, as_of: dt.date, stale_days: int) -> str:
    if level != level:
        return "set-level"
    if level >= 0:
        return "celebrate"
    if isinstance(updated, dt.date) and (as_of - updated).days > stale_days:
        return "review"
    return "keep-going" if moved > 0 else "first-step"


def goal_attainment(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """Give each person's goals by a day: `person_id, goals, met` (level 0 or more), `attainment` (T), sorted."""
    goals: dict[str, list[tuple[float, float]]] = {}
    for row in goal_standing(cohort, as_of).itertuples(index=False):
        goals.setdefault(row.person_id, []).append((row.level, row.weight))
    rows = [(person, len(own), *_reached(own)) for person, own in sorted(goals.items())]
    return DataFrame(rows, columns=["person_id", "goals", "met", "attainment"]).astype({"attainment": float})


def _reached(goals: list[tuple[float, float]]) -> tuple[int, float | None]:
    levels, weights = zip(*known, strict=True) if (known := [goal for goal in goals if goal[0] == goal[0]]) else ((), ())
    return sum(level >= 0 for level in levels), instruments.goal_attainment(levels, weights) if sum(weights) else None


def goals_by_week(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """
    Give how goals stood at the end of each week: `week, goals, known, met, mean_moved`.

    Levels carry forward from their last record; `known` counts goals with a level, `met` those at 0 or
    more, and `mean_moved` is the mean of level − baseline over those with both.
    """
    frame = records(cohort, "goals")
    events: dict[tuple, list[tuple]] = {}
    for row in frame.itertuples(index=False):
        week = 1 if row.date is None else max(1, week_of(row.date, cohort.starts))
        if row.date is None or row.date <= as_of:
            events.setdefault((row.person_id, row.goal), []).append((week, number(row.baseline), number(row.level)))
    histories = [sorted(history, key=lambda event: event[0]) for history in events.values()]
    rows = [(week, *_week_of_goals(histories, week)) for week in weeks_so_far(cohort, as_of)]
    table = DataFrame(rows, columns=["week", "goals", "known", "met", "mean_moved"])
    return table.astype({"mean_moved": float})


def _week_of_goals(histories: list[list[tuple]], week: int) -> tuple:
    standing = []
    for history in histories:
        seen = [event for event in history if event[0] <= week]
        if seen:
            baseline = next((event[1] for event in seen if event[1] is not None), None)
            standing.append((baseline, next((event[2] for event in reversed(seen) if event[2] is not None), None)))
    known = [(baseline, level) for baseline, level in standing if level is not None]
    moved = [level - baseline for baseline, level in known if baseline is not None]
    met = sum(level >= 0 for _, level in known)
    return len(standing), len(known), met, sum(moved) / len(moved) if moved else None


def goal_hints(goal: str, language: str) -> list[str]:
    """
    Give hints on a goal's wording after SMART; none where nothing is missing.

    Specific: a full sentence, one goal, no general word. Measurable: an amount, or an act that can be seen
    done. Achievable: in the person's own hands. Time-bound: by when. Whether it is relevant no program
    can read: that is the pair's talk.

    >>> goal_hints("Send 5 applications before June", "en")
    []
    >>> goal_hints("be better", "en")[0]
    'Say in a full sentence what is to be reached.'
    """
    words = folded(goal)
    checks = (
        ("hint-short", len(words.split()) < 3), ("hint-measure", not _COUNT.search(words)),
        ("hint-date", not _TIME_WORDS.search(words)), ("hint-vague", bool(_VAGUE.search(words))),
        ("hint-own", bool(_OTHERS.search(words))), ("hint-several", bool(_SEVERAL.search(words))),
    )
    return [text(key, language) for key, missing in checks if missing]
