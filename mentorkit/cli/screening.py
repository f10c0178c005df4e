"""`mentorkit screen`: what the rules say about each application, and a roster that decides what they settle."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mentorkit.cli.saying import said
from mentorkit.errors import RunError, UsageError

FILE = "selection.csv"
SETTLED = ("accepted", "waiting", "declined")
OUTCOMES = ("accepted", "waiting", "declined", "incomplete", "paused", "withdrawn")


def screened(folder: Path, accept: bool, today: dt.date) -> Iterator[str]:
    """
    Give the lines of the screening of a cohort; with `accept`, what the rules settle is added to `selection.csv`.

    Added are the applications without a decision that the rules accept, decline or make wait, with the rule as
    reason; nobody whose status is decided is changed, and incomplete applications stay open.
    """
    from mentorkit.io.cohort import read_cohort
    from mentorkit.participants import screening

    cohort = as_applied(read_cohort(folder))
    language = cohort.language
    table = screening(cohort)
    for side in ("mentees", "mentors"):
        own = table[table["side"] == side]
        counts = own["outcome"].value_counts()
        shown = ", ".join(f"{said(f'screen-{name}', language)}: {counts[name]}" for name in OUTCOMES if name in counts)
        yield f"{said(f'screen-{side}', language)}: {len(own)}" + (f" ({shown})" if shown else "")
    for row in table[(table["rules"] != "fulfils")].sort_values("source", key=lambda sources: sources.map(_place)).itertuples():
        yield f"  {row.source}: {row.person_id}: {said(f'screen-{row.outcome}', language)}: {'; '.join(_rule(cohort, row.side, rule, language) for rule in row.rules.split('; '))}"
    yield from _readers(cohort, language)
    if accept:
        open_ones = table[table["outcome"].isin(SETTLED) & (table["status"] == "applied")]
        added = [(row.person_id, row.outcome, "mentorkit", row.rules, today.isoformat()) for row in open_ones.itertuples()]
        _append(cohort, added)
        yield said("screen-written", language, n=len(added), file=FILE)


def as_applied(cohort):
    """Give a cohort in which an application that nobody decided on counts as such."""
    sides = {}
    for side in ("mentees", "mentors"):
        people = getattr(cohort, side)
        sides[side] = people.assign(status=people["status"].where(people["status"].notna(), "applied").astype(object))
    return replace(cohort, **sides)


def _readers(cohort, language: str) -> Iterator[str]:
    from mentorkit.model.words import localized
    from mentorkit.participants.reviewing import agreement, left_to_read, reviewed

    for reader, (left, rows) in left_to_read(cohort).items():
        yield said("screen-left", language, reader=reader, left=left, n=rows)
    found = reviewed(cohort)
    if found.empty:
        return
    twice, third = found[found["readers"] > 1], list(found.loc[found["third_reader"], "person_id"])
    yield said("screen-third" if third else "screen-read", language, twice=len(twice), n=len(found), **({"third": ", ".join(third)} if third else {}))
    labels = {aspect.id: localized(aspect.text, language) for aspect in cohort.program.eligibility.rubric}
    for row in agreement(cohort).itertuples():
        if row.n:
            yield said("screen-agreement", language, aspect=labels[row.aspect], exact=float(row.exact), kappa=float(row.weighted_kappa), n=int(row.n))


def _append(cohort, rows: list[tuple]) -> None:
    from mentorkit.io.results import write_whole

    source = cohort.settings.selection
    if source is not None or any((cohort.folder / f"selection{ending}").is_file() for ending in (".xlsx", ".tsv", ".ods")):
        raise UsageError(f"mentorkit adds to {FILE} alone; keep the selection there")
    path = cohort.folder / FILE
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    heads = next(csv.reader([before.splitlines()[0]])) if before.strip() else ["person_id", "status", "by", "reason", "at"]
    if not {"person_id", "status"} <= set(heads):
        raise UsageError(f"{FILE} has other headings; the columns are person_id, status, by, reason, at")
    if not before.strip():
        writer.writerow(heads)
    writer.writerows([dict(zip(("person_id", "status", "by", "reason", "at"), row, strict=True)).get(head, "") for head in heads] for row in rows)
    try:
        write_whole(path, (before + ("" if not before or before.endswith("\n") else "\n") + text.getvalue()).encode())
    except OSError as error:
        raise RunError(f"{path.name} cannot be written: {error.strerror}") from None


def _rule(cohort, side: str, rule: str, language: str) -> str:
    from mentorkit.participants.cautions import heading
    from mentorkit.telling.catalogue import sentence
    from mentorkit.telling.labels import unescaped

    if rule.startswith("needs-"):
        return unescaped(sentence("participants", "rule-needs", language, column=heading(cohort, side, rule.removeprefix("needs-"))))
    return sentence("participants", f"rule-{rule}", language)


def _place(source: str) -> tuple[str, int]:
    file, _, row = str(source).rpartition(":")
    return file, int(row) if row.isdigit() else 0
