"""What came back from the room: real minutes beside the plan, exit cards, and where time ran out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame

from mentorkit.errors import Problem
from mentorkit.guides.findings import in_facts
from mentorkit.guides.sheets import keyed_lines
from mentorkit.model.curriculum import ExitQuestion, Guide

LAST = 3
"""Deliveries of a session that count: the last ones, by date."""
TOLERANCE = 0.3
"""How far a plan may be from the median of the real minutes."""
FULL = 0.9
"""A delivery planned shorter than this part of the full session was a short form, and says nothing of the plan."""
TIMING_COLUMNS = ("session", "block", "planned", "deliveries", "median", "low", "high", "verdict")
_DELIVERY = ["cohort", "session", "date", "by"]


@dataclass(frozen=True)
class Timing:
    """
    How long a block really takes: median minutes over its last deliveries, and what that says of the plan.

    `verdict` is `fits`, `longer` or `shorter` (than planned, by more than `TOLERANCE` of the median), or
    `skipped` where most deliveries never came to it.
    """

    planned: int
    median: float
    deliveries: int
    verdict: str


def block_times(logs: DataFrame, guides: Mapping[str, Guide]) -> DataFrame:
    """
    Give the real minutes of every block that was logged: columns `TIMING_COLUMNS`, in the curriculum's order.

    The last three deliveries of a session count, over all cohorts given; a delivery is what one trainer
    held on one day. Short forms do not count: those whose plan on record adds up to less than nine tenths of
    the session's for the same blocks. `low` and `high` are the shortest and the longest of the deliveries that count.

    Args:
        logs: Rows of `session_log` with a column `cohort`; unknown sessions and blocks are left out.
    """
    rows = _last_deliveries(_known(logs, guides))
    minutes = dict(iter(rows.groupby(["session", "block"])["minutes"]))
    found = []
    for code, guide in guides.items():
        for block in guide.session.blocks:
            real = minutes.get((code, block.id), ())
            if len(real):
                middle = float(real.median())
                verdict = _verdict(block.minutes, middle)
                found.append((code, block.id, block.minutes, len(real), middle, real.min(), real.max(), verdict))
    return DataFrame(found, columns=list(TIMING_COLUMNS))


def timings(times: DataFrame, code: str) -> dict[str, Timing]:
    """Give what `block_times` says of a session, by block."""
    own = times[times["session"] == code]
    return {
        row.block: Timing(int(row.planned), float(row.median), int(row.deliveries), row.verdict)
        for row in own.itertuples(index=False)
    }


def timing_notices(times: DataFrame, guides: Mapping[str, Guide]) -> list[Problem]:
    """D1: planned minutes lie within 30 % of the median of the last three deliveries; a notice, no error."""
    return [problem for row in times.itertuples(index=False) for problem in _notice(row, guides[row.session])]


def _notice(row, guide: Guide) -> Iterator[Problem]:
    if row.verdict == "fits":
        return
    place = next(at for at, block in enumerate(guide.session.blocks) if block.id == row.block)
    key = "D1.skipped" if row.verdict == "skipped" else "D1.took"
    yield in_facts(guide, key, ("blocks", place), block=row.block, planned=row.planned, median=row.median, n=row.deliveries)


def log_problems(tables: Mapping[str, DataFrame], people: Collection[str] | None, guides: Mapping[str, Guide]) -> list[Problem]:
    """
    Give the rows of a cohort's `session_log` and `exit_cards` that speak of nothing that exists.

    Args:
        tables: The cohort's records.
        people: The ids of the cohort's people; None where nobody can tell.
        guides: The programme's guides by code.
    """
    found: list[Problem] = []
    blocks = {code: {block.id for block in guide.session.blocks} for code, guide in guides.items()}
    questions = {code: {question.id for question in guide.session.exit} for code, guide in guides.items()}
    for row in tables["session_log"].itertuples(index=False):
        found += _wrong_place(row, "block", blocks)
    for row in tables["exit_cards"].itertuples(index=False):
        found += _wrong_place(row, "question", questions)
        if people is not None and row.person_id is not None and row.person_id not in people:
            found.append(_at(row, "person_id", "nobody has this id", "correct it, or leave it empty for a card without a name"))
        found += _wrong_answer(row, guides)
    return found


def _wrong_place(row, column: str, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    code, value = _code(row.session), str(getattr(row, column)).casefold()
    if row.session is None or getattr(row, column) is None:
        return
    if code not in known:
        yield _at(row, "session", "no session has this code", "write one like S05 or T1")
    elif value not in known[code]:
        yield _at(row, column, f"{code} has no such {column}", f"write one of: {', '.join(sorted(known[code]))}")


def _wrong_answer(row, guides: Mapping[str, Guide]) -> Iterator[Problem]:
    asked = _question(guides, row.session, row.question)
    if asked is not None and asked.kind == "scale" and row.answer is not None and _level(asked, row.answer) is None:
        yield _at(row, "answer", "the answer is no step of the scale", f"write {asked.min or 1} to {asked.max or 5}")


def _at(row, column: str, problem: str, remedy: str) -> Problem:
    file, number = row.source.rsplit(":", 1)
    return Problem(file, int(number), column, problem, remedy)


def _code(session: object) -> str:
    return str(session).strip().upper()


def _question(guides: Mapping[str, Guide], session: object, id: object) -> ExitQuestion | None:
    guide = guides.get(_code(session))
    asked = guide.session.exit if guide else ()
    return next((one for one in asked if one.id == str(id).casefold()), None)


def _level(asked: ExitQuestion, answer: object) -> float | None:
    level = pd.to_numeric(str(answer).replace(",", "."), errors="coerce")
    low, high = asked.min or 1, asked.max or 5
    return float(level) if low <= level <= high else None


def exit_scales(cards: DataFrame, guides: Mapping[str, Guide]) -> DataFrame:
    """
    Give the answers to the exit cards' scales: `session, question, text_es, text_en, low, high, n, mean`.

    Answers that are no step of their scale are left out.
    """
    rows = []
    for code, guide in guides.items():
        texts = {language: _texts(guide, language) for language in guide.scripts}
        for asked in guide.session.exit:
            own = _answers(cards, code, asked.id) if asked.kind == "scale" else []
            levels = [level for answer in own if (level := _level(asked, answer)) is not None]
            if levels:
                words = [texts.get(language, {}).get(asked.id, asked.id) for language in ("es", "en")]
                mean = sum(levels) / len(levels)
                rows.append((code, asked.id, *words, asked.min or 1, asked.max or 5, len(levels), mean))
    names = ["session", "question", "text_es", "text_en", "low", "high", "n", "mean"]
    return DataFrame(rows, columns=names)


def exit_words(cards: DataFrame, guide: Guide, language: str) -> DataFrame:
    """Give what people wrote on a session's exit cards, without who wrote it: `question, answer`, sorted."""
    texts = _texts(guide, language)
    rows = [
        (texts.get(asked.id, asked.id), answer)
        for asked in guide.session.exit
        if asked.kind == "open"
        for answer in sorted(map(str, _answers(cards, guide.session.id, asked.id)))
    ]
    return DataFrame(rows, columns=["question", "answer"])


def _answers(cards: DataFrame, code: str, question: str) -> list:
    same = (cards["session"].map(_code) == code) & (cards["question"].astype(str).str.casefold() == question)
    return [answer for answer in cards.loc[same, "answer"] if answer is not None and answer == answer]


def _texts(guide: Guide, language: str) -> dict[str, str]:
    part = guide.scripts[language].part("exit") if language in guide.scripts else None
    return keyed_lines(part.body) if part else {}


def _known(logs: DataFrame, guides: Mapping[str, Guide]) -> DataFrame:
    """Give the rows with real minutes of a block that exists, with its minutes of today as `today`."""
    today = {(code, block.id): block.minutes for code, guide in guides.items() for block in guide.session.blocks}
    rows = logs.assign(session=logs["session"].map(_code), block=logs["block"].astype(str).str.casefold())
    keys = list(zip(rows["session"], rows["block"], strict=True))
    rows = rows.assign(today=pd.Series([today.get(key) for key in keys], index=rows.index, dtype="float64"))
    rows = rows[rows["today"].notna() & rows["minutes"].notna()]
    return rows.assign(
        planned=rows["planned"].astype("float64").fillna(rows["today"]),
        date=pd.to_datetime(rows["date"]).fillna(pd.Timestamp(1, 1, 1)),
        by=rows["by"].astype(object).where(rows["by"].notna(), ""),
    )


def _last_deliveries(rows: DataFrame) -> DataFrame:
    if rows.empty:
        return rows
    sums = rows.groupby(_DELIVERY)[["planned", "today"]].sum().reset_index()
    whole = sums[sums["planned"] >= FULL * sums["today"]]
    last = whole.sort_values(["date", "cohort", "by"]).groupby("session").tail(LAST)
    return rows.merge(last[_DELIVERY], on=_DELIVERY)


def _verdict(planned: int, median: float) -> str:
    if median == 0:
        return "skipped"
    if planned < (1 - TOLERANCE) * median:
        return "longer"
    return "shorter" if planned > (1 + TOLERANCE) * median else "fits"
