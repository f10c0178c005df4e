"""Safety reports (rule R9): a channel of their own, which no state, list, page, figure or result file shows."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterator

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.program import Program
from mentorkit.tracking.log import needs, records

REPORT_COLUMNS = ("date", "person_id", "pair_with", "kind", "source")


def safety_words(program: Program) -> frozenset[str]:
    """
    Give the answers in `needs_support` that report a risk, as `needs` gives them.

    >>> sorted(safety_words(Program(program="P")))
    ['safety', 'seguridad']
    """
    return frozenset().union(*map(needs, program.tracking.safety_words))


def is_report(codes: frozenset[str], words: frozenset[str]) -> bool:
    """
    Tell whether an answer names one of the words, alone or with a note behind it.

    >>> is_report(needs("CV; safety"), frozenset({"safety"})), is_report(needs("safety: at home"), frozenset({"safety"}))
    (True, True)
    >>> is_report(needs("seguridad social"), frozenset({"seguridad"}))
    False
    """
    return not codes.isdisjoint(words) or _has_note(codes, words)


_NOTHING = frozenset({"no", "none", "nothing", "nada", "ninguna", "ninguno", "n/a", "-"})


def requests(codes: frozenset[str], words: frozenset[str]) -> frozenset[str]:
    """
    Give what an answer asks for beside a report: nothing of it where a note was written, for all of it may be the note.

    An answer like "none" asks for nothing.

    >>> sorted(requests(needs("CV; safety"), frozenset({"safety"}))), sorted(requests(needs("safety, hit me"), frozenset({"safety"})))
    (['cv'], [])
    """
    return frozenset() if _has_note(codes, words) else frozenset(code for code in codes - words - _NOTHING if "," not in code)


def _has_note(codes: frozenset[str], words: frozenset[str]) -> bool:
    return any(re.match(rf"{re.escape(word)}-*([:.,(/–—=]|---)", code) for code in codes for word in words if code.startswith(word))


def safety_reports(cohort: Cohort) -> DataFrame:
    """
    Give the safety reports of a cohort, for the safeguarding contact alone: see `REPORT_COLUMNS`, by date and id.

    `kind` is `check-in` or `closure`; `pair_with` is the other side of a closure, else "". Everything on
    record counts: a report with a wrong date, without one, or of an id that nobody has, is a report, and
    so is one from before the day that pages look at.
    """
    frame = DataFrame([*_checkins(cohort), *_closures(cohort)], columns=list(REPORT_COLUMNS))
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values(["date", "person_id", "kind", "source"], na_position="first", ignore_index=True)


def _checkins(cohort: Cohort) -> Iterator[tuple]:
    log, words = records(cohort, "checkins"), safety_words(cohort.program)
    for person, day, cell, source in zip(
        log["person_id"], log["date"], log["needs_support"], log["source"], strict=True
    ):
        if is_report(needs(cell), words):
            yield day, str(person), "", "check-in", str(source)


def _closures(cohort: Cohort) -> Iterator[tuple]:
    log = records(cohort, "closures")
    log = log[log["reason"] == "safety"]
    for mentee, mentor, day, source in zip(log["mentee_id"], log["mentor_id"], log["date"], log["source"], strict=True):
        yield day, str(mentee), str(mentor), "closure", str(source)


def report_marks(reports: DataFrame, key: bytes) -> list[str]:
    """
    Give a mark for each report, by which it is known again and which tells nothing without the key.

    A report that moves to another row keeps its mark; two that are alike in everything else differ.
    """
    seen: Counter[str] = Counter()
    marks = []
    for row in reports.itertuples(index=False):
        told = "\0".join(["safety", str(row.date), row.person_id, row.pair_with, row.kind])
        seen[told] += 1
        marks.append(hmac.new(key, f"{told}\0{seen[told]}".encode(), hashlib.sha256).hexdigest())
    return marks
