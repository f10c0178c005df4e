"""`mentorkit check`: every problem of every input of a cohort, found by all who look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mentorkit.errors import MentorkitError, Problem, ProblemsError

if TYPE_CHECKING:
    from mentorkit.io.inspection import Inspection
    from mentorkit.io.tables import RawTable
    from mentorkit.model.curriculum import Guide
    from mentorkit.model.program import Program


_JUDGED_BY = frozenset({"languages", "criteria", "orders", "synonyms", "vocabulary", "eligibility", "evaluation", "design"})
"""Keys of the programme by which it is told what is odd in a table; without them nothing can be."""
MANY = 5_000
"""From so many rows of a table on, what is odd is looked for by several processes."""


def looked_at(folder: Path) -> tuple[Inspection, list[Problem], Callable[[], list[str]]]:
    """
    Give a cohort's folder as it was read, every problem of it, and what gives the lines of `news`.

    What does not need the tables is looked at while they are read, and what needs nothing but their cells while these
    are understood.
    """
    from mentorkit.cli.beside import Beside
    from mentorkit.io.cohort import inspect_cohort, program_file

    about_guides = Beside(lambda: guides_found(program_file(folder).parent))
    long = LongTables(folder)
    inspection = inspect_cohort(folder, long.odd)
    changed = Beside(lambda: news(inspection, long.marks), many_rows(inspection))
    return inspection, cohort_problems(inspection, about_guides.value), changed.value


class GuidesFound(NamedTuple):
    """A programme's guides by code, or None where they cannot be read, and what is wrong with them."""

    guides: dict[str, Guide] | None
    problems: list[Problem]


def guides_found(program: Path) -> GuidesFound:
    """Give what a programme's curriculum is and lacks: nothing of any cohort is in it, so that it can be looked at while tables are read."""
    from mentorkit.guides import curriculum_problems
    from mentorkit.io.curriculum import read_arc, read_curriculum, read_glossary, read_outcomes

    guides = None
    try:
        guides = read_curriculum(program)
        return GuidesFound(guides, list(curriculum_problems(guides, read_outcomes(program), read_glossary(program), read_arc(program))))
    except ProblemsError as error:
        return GuidesFound(guides, list(error.problems))


def cohort_problems(inspection: Inspection, about_guides: Callable[[], GuidesFound] | None = None) -> list[Problem]:
    """
    Give every error and warning of a cohort's inputs and of the curriculum it uses, told in its language and sorted by place.

    Args:
        inspection: The cohort's folder, read.
        about_guides: What gives `guides_found`, where somebody is at it already.
    """
    from mentorkit.cli.beside import Beside
    from mentorkit.io.cohort import program_file
    from mentorkit.io.vocabulary import FILE as VOCABULARY
    from mentorkit.model.findings import told
    from mentorkit.model.tables import PEOPLE
    from mentorkit.participants.cautions import double_warnings, single_warnings
    from mentorkit.tracking.problems import log_files

    language, cohort = inspection.language, inspection.cohort
    if cohort is None:
        said = dict.fromkeys(told(problem, language) for problem in inspection.problems)
    else:
        program, many = program_file(inspection.folder).parent, many_rows(inspection)
        sound = {problem.file for problem in inspection.errors} <= log_files(cohort)
        judged = not inspection.left_out & _JUDGED_BY and all(problem.file != VOCABULARY for problem in inspection.errors)  # else nobody can tell what is odd for the programme
        odd = judged and not inspection.crowded & {*PEOPLE}
        doubles = Beside(lambda: double_warnings(cohort, language) if odd else [], many)
        beside = Beside(lambda: [*(_about_texts(cohort, program) if judged else ()), *_about_records(inspection, sound)], many)
        said = dict.fromkeys([*(told(problem, language) for problem in inspection.problems), *(inspection.beside(single_warnings(cohort, language)) if odd else ())])
        guides, lacks = about_guides() if about_guides else guides_found(program)
        rooms = _about_rooms(inspection, program, guides)
        said |= dict.fromkeys([*(told(problem, language) for problem in (*lacks, *inspection.beside((*rooms, *beside.value())))), *inspection.beside(doubles.value())])
    return sorted(said, key=lambda problem: (problem.file, problem.row or 0, problem.column or "", problem.problem))


def many_rows(inspection: Inspection) -> bool:
    """Tell whether a cohort has a table so long that looking at it takes several processes."""
    return inspection.cohort is not None and any(len(raw.rows) > MANY for raw in inspection.raw.values())


class LongTables:
    """Looks at the cells of long tables from when they are read on, beside all else: for what is odd in them, and for `news`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.marks: dict[str, list[str]] = {}

    def odd(self, name: str, raw: RawTable) -> Callable[[], list[Problem]]:
        """Begin with a table, and give what gives its oddities."""
        from mentorkit.cli.beside import Beside
        from mentorkit.io.cohort import program_file, program_key
        from mentorkit.io.growing import cell_marks
        from mentorkit.io.oddities import oddities

        if len(raw.rows) <= MANY:
            return lambda: oddities(raw)
        beside = Beside(lambda: (oddities(raw), cell_marks(raw, program_key(program_file(self._folder).parent))))

        def found() -> list[Problem]:
            odd, self.marks[name] = beside.value()
            return odd

        return found


def news(inspection: Inspection, marks: Mapping[str, list[str]] = MappingProxyType({})) -> list[str]:
    """
    Give a line for each table that changed since the last check, and remember how it stands now.

    Args:
        inspection: The cohort's folder, read.
        marks: `cell_marks` of tables by name, where they are known already.
    """
    from mentorkit.io.cohort import program_file, program_key
    from mentorkit.io.growing import growth, memory, remember, remembered, told_growth

    if inspection.cohort is None:
        return []
    program, found = program_file(inspection.folder).parent, []
    key, place = program_key(program), memory(program, inspection.folder)
    for name, raw, names in inspection.rows():
        if raw.unsure or raw.torn != frozenset() or name in inspection.crowded:  # what could not be read now is not gone
            continue
        one, now = growth(raw, names, before := remembered(place, name), key, marks.get(name))
        found.append(one)
        if now != before:
            with suppress(OSError):
                remember(place, name, now)
    return told_growth(found, inspection.language)


def consent_lines(inspection: Inspection) -> list[str]:
    """Give a line for each side whose consent is on record of nobody, or that leaves accepted people out of matching for want of it."""
    from mentorkit.cli.saying import said
    from mentorkit.model.consent import consent_recorded
    from mentorkit.participants.consents import left_out

    cohort, lines = inspection.cohort, []
    for side in ("mentees", "mentors") if cohort is not None else ():
        people = getattr(cohort, side)
        file = str(people["source"].iloc[0]).rpartition(":")[0] if len(people) else ""
        if side not in inspection.raw:
            continue
        if not consent_recorded(cohort, side):
            lines.append(said("consent-nobodys", inspection.language, file=file, n=len(people)))
        elif out := left_out(cohort, side):
            lines.append(said("consent-left-out", inspection.language, file=file, n=len(out)))
    return lines


def open_decisions_line(program: Program | None, language: str = "en") -> str | None:
    """Give the lines that count what the programme still leaves open, or None where all is decided or nothing can be read."""
    from textwrap import fill

    from mentorkit.cli.saying import said
    from mentorkit.planning.decisions import open_decisions

    still = open_decisions(program) if program else []
    if not still:
        return None
    names = fill(", ".join(still), 110, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return f"{said('decisions', language, n=len(still))}\n{names}"


def indicator_problems(cohort) -> list[Problem]:
    """Give the survey items that serve no indicator, where the programme declares indicators; errors where it is strict."""
    from mentorkit.planning.logic import items_without_indicator

    design = cohort.program.design
    if not design.indicators:
        return []
    lost = items_without_indicator(cohort.program, [answers.survey for answers in cohort.surveys.values()])
    places = _item_places(cohort.folder) if lost else {}
    remedy = "name it in the source of one under design.indicators, or take the question out"
    return [Problem(*places[name], None, f"no indicator of program.yml uses the item {name}", remedy, not design.strict) for name in lost]


def _item_places(folder: Path) -> dict[str, tuple[str, int]]:
    """Give file and line of every item of every code book, by `survey.item`."""
    from mentorkit.io.yaml import read_document

    places = {}
    for path in sorted((folder / "surveys").glob("*.yml")):
        try:
            document = read_document(path, f"surveys/{path.name}")
        except ProblemsError:
            continue
        items = document.data.get("items")
        for place, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                places[f"{document.data.get('survey')}.{item.get('id')}"] = document.name, document.line(("items", place))
    return places


def _about_records(inspection: Inspection, sound: bool) -> list[Problem]:
    """Give what cannot hold in the matching that the cohort's data gives, and what is wrong with the logs beside it; without the pairs where the people or the decisions have errors."""
    from mentorkit.tracking.problems import log_problems

    cohort, language = inspection.cohort, inspection.language
    logs = partial(log_problems, cohort, as_of=dt.datetime.now(dt.UTC).date(), known=inspection.known)
    if not sound:
        return [*_decided_twice(cohort, language), *logs(None)]
    import pandas as pd

    from mentorkit.matching import conflict_problems, match, pairs_table, silent_criteria
    from mentorkit.model.roster import followed_pairs, roster, standing_decisions

    decisions, pairs = standing_decisions(cohort), [followed_pairs(cohort)]
    problems = list(silent_criteria(roster(cohort), cohort.program, language))
    if len(decisions) or _asks_for_matching(cohort):
        try:
            found = match(roster(cohort), cohort.program, decisions, language)
        except ProblemsError as error:
            return [*error.problems, *logs(None)]
        except MentorkitError:
            return logs(None)
        problems, pairs = conflict_problems(found, decisions, language), [pairs_table(found), *pairs]
    return problems + logs(pd.concat(pairs, ignore_index=True) if cohort.starts else None)


def _decided_twice(cohort, language: str) -> Iterable[Problem]:
    """Give the pairs that decisions keep and forbid."""
    if not len(cohort.tables["decisions"]):
        return ()
    from mentorkit.matching.decisions import against_each_other

    return against_each_other(cohort.tables["decisions"], language)


def _asks_for_matching(cohort) -> bool:
    """Tell whether something is on record that a matching may contradict: places that must be filled, a meeting, a closure."""
    minima = cohort.mentors["min_capacity"].fillna(0).astype(float)
    return bool((minima > 0).any()) or any(len(cohort.tables[name]) for name in ("meetings", "closures"))


def _about_texts(cohort, program: Path) -> list[Problem]:
    """Give the survey items that serve nothing, and the links of the playbook's pages that lead nowhere."""
    from mentorkit.publishing.links import page_problems

    return indicator_problems(cohort) + page_problems(program, cohort.program.languages)


def _about_rooms(inspection: Inspection, program: Path, guides) -> list[Problem]:
    """Give what is wrong with the trainers' log and the exit cards, and where the plan does not hold (D1); nothing without guides."""
    if guides is None:
        return []
    import pandas as pd

    from mentorkit.guides.feedback import block_times, log_problems, timing_notices
    from mentorkit.io.deliveries import session_logs
    from mentorkit.io.selection import everybody

    cohort = inspection.cohort
    own = cohort.tables["session_log"].assign(cohort=cohort.name)
    others, _ = session_logs(program, cohort.settings.synthetic, besides=cohort.folder)
    logs = pd.concat([frame for frame in [own, *others] if len(frame)] or [own], ignore_index=True)
    return log_problems(cohort.tables, everybody(inspection.known), guides) + timing_notices(block_times(logs, guides), guides)
