"""`mentorkit safety`: the channel for reports about somebody's safety, apart from every page and result file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.cli.saying import said
from mentorkit.errors import ProblemsError

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.io.inspection import Inspection

SEEN = ".mentorkit/safety-seen"
_REPORTING = frozenset({"checkins", "closures"})
"""Tables in which a report may stand."""


@dataclass(frozen=True)
class Channel:
    """The safety reports of a cohort, the marks of those the contact has seen, and who that contact is."""

    folder: Path
    contact: str
    reports: DataFrame
    marks: tuple[str, ...]
    seen: frozenset[str]
    language: str = "en"

    @property
    def unseen(self) -> int:
        """How many reports nobody has marked as seen."""
        return sum(mark not in self.seen for mark in self.marks)


def open_channel(inspection: Inspection) -> Channel:
    """
    Give the safety reports of a cohort that was looked at; errors in its tables do not hold them back.

    Raises:
        ProblemsError: Its settings or its programme cannot be read, so that nobody knows where reports stand.
    """
    from mentorkit.io.cohort import program_file, program_key
    from mentorkit.tracking.safety import report_marks, safety_reports

    cohort, folder = inspection.cohort, inspection.folder
    if cohort is None or inspection.left_out:
        raise ProblemsError(inspection.errors)
    reports = safety_reports(cohort)
    marks = report_marks(reports, program_key(program_file(folder).parent)) if len(reports) else []
    stored = folder / SEEN
    seen = frozenset(stored.read_text(encoding="ascii").split()) if stored.is_file() else frozenset()
    contact = cohort.program.tracking.safety_contact or said("safety-nobody", inspection.language)
    return Channel(folder, contact, reports, tuple(marks), seen, inspection.language)


def alert(inspection: Inspection, shown: str) -> str | None:
    """Give the line that says how many safety reports nobody has seen, and nothing of what they say; None without any."""
    try:
        channel = open_channel(inspection)
    except ProblemsError:
        return said("safety-unreadable", inspection.language, cohort=inspection.folder.name)
    told = [said("safety-alert", channel.language, cohort=inspection.folder.name, n=channel.unseen, contact=channel.contact, shown=shown)] if channel.unseen else []
    if inspection.unread & _REPORTING:
        told.append(said("safety-unread", channel.language, cohort=inspection.folder.name))
    return "\n".join(told) or None


def lines(channel: Channel) -> list[str]:
    """Give a line for each report, for the contact alone: whether it is new, its day, whose it is, and its file and row."""
    rows = zip(channel.reports.itertuples(index=False), channel.marks, strict=True)
    return [_line(row, "safety-seen" if mark in channel.seen else "safety-new", channel.language) for row, mark in rows]


def _line(row: tuple, state: str, language: str) -> str:
    day = said("safety-no-day", language) if row.date != row.date else f"{row.date:%Y-%m-%d}"
    who = said("safety-with", language, one=row.person_id, other=row.pair_with) if row.pair_with else row.person_id
    return said("safety-line", language, state=said(state, language), day=day, kind=said(f"safety-{row.kind}", language), who=who, source=row.source)


def mark_seen(channel: Channel) -> None:
    """Remember every report as seen, by marks that only the programme's key can make, in a file that its owner alone reads."""
    from mentorkit.io.results import write_whole

    place = channel.folder / SEEN
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(place, "".join(f"{mark}\n" for mark in sorted(channel.seen | set(channel.marks))).encode(), 0o600)
