"""`mentorkit safety`: the channel for reports about somebody's safety, apart from every page and result file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.errors import ProblemsError

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.io.cohort import Inspection

SEEN = ".mentorkit/safety-seen"
_NOBODY = "your safeguarding contact (safety_contact in program.yml names nobody)"


@dataclass(frozen=True)
class Channel:
    """The safety reports of a cohort, the marks of those the contact has seen, and who that contact is."""

    folder: Path
    contact: str
    reports: DataFrame
    marks: tuple[str, ...]
    seen: frozenset[str]

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
    if cohort is None:
        raise ProblemsError(inspection.errors)
    reports = safety_reports(cohort)
    marks = report_marks(reports, program_key(program_file(folder).parent)) if len(reports) else []
    stored = folder / SEEN
    seen = frozenset(stored.read_text(encoding="ascii").split()) if stored.is_file() else frozenset()
    return Channel(folder, cohort.program.tracking.safety_contact or _NOBODY, reports, tuple(marks), seen)


def alert(inspection: Inspection, shown: str) -> str | None:
    """Give the line that says how many safety reports nobody has seen, and nothing of what they say; None without any."""
    try:
        channel = open_channel(inspection)
    except ProblemsError:
        return f"{inspection.folder.name}: safety reports cannot be read before cohort.yml and program.yml are mended"
    if not channel.unseen:
        return None
    noun = "safety report" if channel.unseen == 1 else "safety reports"
    return f"{inspection.folder.name}: {channel.unseen} new {noun}; tell {channel.contact} today, who types: mentorkit safety {shown}"


def lines(channel: Channel) -> list[str]:
    """Give a line for each report, for the contact alone: whether it is new, its day, whose it is, and its file and row."""
    rows = zip(channel.reports.itertuples(index=False), channel.marks, strict=True)
    return [f"{'seen' if mark in channel.seen else 'new '}  {_line(row)}" for row, mark in rows]


def _line(row: tuple) -> str:
    day = "no date   " if row.date != row.date else f"{row.date:%Y-%m-%d}"
    who = f"{row.person_id} with {row.pair_with}" if row.pair_with else row.person_id
    return f"{day}  {row.kind} of {who}  ({row.source})"


def mark_seen(channel: Channel) -> None:
    """Remember every report as seen, by marks that only the programme's key can make, in a file that its owner alone reads."""
    from mentorkit.io.results import write_whole

    place = channel.folder / SEEN
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(place, "".join(f"{mark}\n" for mark in sorted(channel.seen | set(channel.marks))).encode(), 0o600)
