"""What leaves the house from notebook 6: the public tables, under the ledger of what left before; and who is left out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from mentorkit import __version__
from mentorkit.disclosure import public_aggregates
from mentorkit.disclosure.consent import consent_recorded, consented, not_consented
from mentorkit.disclosure.gate import partner_aggregates
from mentorkit.disclosure.releases import Release, Verdict, judged, ledger_json, ledger_of, people_digests, release_of
from mentorkit.disclosure.tables import merged
from mentorkit.disclosure.wording import reason_words
from mentorkit.errors import RunError
from mentorkit.evaluation.items import option_counts
from mentorkit.io.cohort import program_key
from mentorkit.telling.desk import Desk, once, program_folder
from mentorkit.telling.evaluation import name_of, now, plain, say, sheet_of
from mentorkit.telling.report import displayed
from mentorkit.telling.showing import Prose, Sheet, Together

PARTS = ("summary", "metrics", "change", "items", "closures", "attendance", "groups")
LEDGER = Path(".mentorkit") / "releases.json"


@once
def public_tables(desk: Desk) -> dict[str, Any]:
    """
    Give the tables that may leave, computed once a desk.

    `version` and `data` say what they were made from; the second is a keyed hash over all people's data.
    """
    tables = public_aggregates(now(desk))
    digests = people_digests(consented(now(desk)), program_key(program_folder(desk.cohort.folder)))
    data = hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:16]
    tables["summary"] |= {"version": __version__, "data": data}
    return tables


def consent(desk: Desk) -> Prose:
    """Say how many people did not consent and are therefore in no shared figure."""
    everybody = desk.whole or desk.cohort
    out = not_consented(everybody)
    lines = [say(desk, "consent-none-out" if not out else "consent-out", n=len(out))]
    return Prose(" ".join(lines if consent_recorded(everybody) else [*lines, say(desk, "consent-unrecorded")]))


def what_may_leave(desk: Desk) -> Together:
    """Show how each metric will stand in public, or why it will not, and who is left out."""
    rows = []
    for m in public_tables(desk)["metrics"]:
        reason = reason_words(m["withheld"], desk.language) if "withheld" in m else ""
        rows.append((name_of(desk, m["metric"]), displayed(m, desk.language), reason))
    frame = pd.DataFrame(rows, columns=["metric", "public", "withheld"])
    return Together([consent(desk), sheet_of(desk, frame, plain(desk, "public-caption", k=desk.program.publishing.threshold))])


def what_to_merge(desk: Desk) -> Sheet | Prose:
    """Show each question that is withheld, why, and which answers to put together so that it may leave (private)."""
    stand, k = consented(now(desk)), desk.program.publishing.threshold
    rows = []
    for told in public_tables(desk)["items"]:
        if "withheld" not in told:
            continue
        answers = stand.cohort.surveys[told["survey"]]
        item = answers.survey.item(told["item"])
        counts = {id: count for id, count, _ in option_counts(item, answers.frame[item.id])}
        rows.append((told["survey"], told["question"], reason_words(told["withheld"], desk.language), _advice(desk, counts, item.kind, k)))
    if not rows:
        return Prose(say(desk, "merge-none"))
    frame = pd.DataFrame(rows, columns=["survey", "item", "withheld", "merge"])
    return sheet_of(desk, frame, plain(desk, "merge-caption", k=k))


def _advice(desk: Desk, counts: dict[str, int], kind: str, k: int) -> str:
    """Say which answers to put together, or that more people are needed."""
    groups = [group for group in merged(counts, 2 * k, ordered=kind == "scale") if len(group) > 1]
    if sum(counts.values()) < 4 * k or kind == "choices" or not groups or len(groups[0]) == len(counts):
        return plain(desk, "merge-more-people", n=4 * k)
    return "; ".join(plain(desk, "merge-these", answers=", ".join(group)) for group in groups)


def release(desk: Desk) -> Prose:
    """
    Write the public tables, where the ledger of earlier releases lets them leave, and say what was done.

    Results that go elsewhere than into the cohort's own folder are a draft: no ledger is kept of them.
    """
    tables = public_tables(desk)
    if not desk.public.absolute().is_relative_to(desk.cohort.folder.absolute()):
        _put(desk, tables)
        return Prose(say(desk, "release-draft", files=len(tables)))
    place = desk.cohort.folder / LEDGER
    earlier = _ledger(place, _digest(desk.public))
    fresh = release_of(consented(now(desk)), tables, program_key(program_folder(desk.cohort.folder)))
    verdict = judged(earlier, fresh)
    _put(desk, tables if verdict.may_leave else earlier[-1].tables)
    if verdict.may_leave:
        from mentorkit.io.results import write_result

        earlier = [*earlier, replace(fresh, digest=_digest(desk.public) or "")]
        place.parent.mkdir(mode=0o700, exist_ok=True)
        write_result(place, ledger_json(earlier))
    desk.write("evaluation/partner.json", partner_aggregates(now(desk), tables if verdict.may_leave else earlier[-1].tables))
    return Prose(_said(desk, verdict, earlier[-1].as_of))


def _ledger(place: Path, standing: str | None) -> list[Release]:
    if not place.is_file():
        return []
    try:
        return ledger_of(json.loads(place.read_text(encoding="utf-8")), standing)
    except (ValueError, TypeError, AttributeError):
        raise RunError(
            f"{LEDGER.as_posix()} of the cohort cannot be read; restore it from a backup: without it nobody can tell what was released before"
        ) from None


def _said(desk: Desk, verdict: Verdict, standing: str) -> str:
    import datetime as dt

    day = dt.date.fromisoformat(standing)
    against = dt.date.fromisoformat(verdict.against) if verdict.against else day
    return say(desk, f"release-{verdict.kind}", day=day, against=against, n=verdict.differ, k=desk.program.publishing.threshold)


def _put(desk: Desk, tables: dict[str, Any]) -> None:
    for name in PARTS:
        desk.publish(f"{name}.json", tables[name])


def _digest(public: Path) -> str | None:
    """Give the hash of the tables that stand in a public folder, or None where they are not all there."""
    files = [public / f"{name}.json" for name in PARTS]
    if not all(file.is_file() for file in files):
        return None
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
