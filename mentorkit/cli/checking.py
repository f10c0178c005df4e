"""`mentorkit check`: every problem of every input of a cohort, found by all who look at them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mentorkit.errors import MentorkitError, Problem, ProblemsError


def cohort_problems(folder: Path) -> list[Problem]:
    """Give every error and warning of a cohort's inputs and of the curriculum it uses, sorted by place."""
    from mentorkit.io.cohort import inspect_cohort, program_file
    from mentorkit.model.findings import told
    from mentorkit.tracking.problems import log_files

    inspection = inspect_cohort(folder)
    problems = list(inspection.problems)
    if inspection.cohort is not None:
        problems += _about_people(inspection.cohort)
        if {problem.file for problem in inspection.errors} <= log_files(inspection.cohort):
            problems += _about_records(inspection.cohort)
        language = inspection.cohort.program.languages[0]
        found = [*_about_sessions(program_file(folder).parent), *_about_rooms(inspection.cohort, program_file(folder).parent)]
        problems += [told(problem, language) for problem in found]
        problems += indicator_problems(inspection.cohort)
    return sorted(set(problems), key=lambda problem: (problem.file, problem.row or 0, problem.column or "", problem.problem))


def open_decisions_line(folder: Path) -> str | None:
    """Give the line that counts what the charter still leaves open, or None where all is decided or nothing can be read."""
    from mentorkit.io.cohort import inspect_program
    from mentorkit.planning.charter import open_decisions

    program = inspect_program(folder)
    still = open_decisions(program) if program else []
    if not still:
        return None
    noun = "decision" if len(still) == 1 else "decisions"
    return f"the charter leaves {len(still)} {noun} open in program.yml: {', '.join(still)}; see 1-program-design"


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


def _about_people(cohort) -> list[Problem]:
    from mentorkit.participants import data_warnings

    return data_warnings(cohort)


def _about_records(cohort) -> list[Problem]:
    """Give what cannot hold in the matching that the cohort's data gives, and what is wrong with the logs beside it."""
    import pandas as pd

    from mentorkit.matching import conflict_problems, match, pairs_table
    from mentorkit.model.roster import followed_pairs, roster, standing_decisions
    from mentorkit.tracking.problems import log_problems

    decisions = standing_decisions(cohort)
    try:
        found = match(roster(cohort), cohort.program, decisions)
    except ProblemsError as error:
        return list(error.problems)
    except MentorkitError:
        return []
    problems = conflict_problems(found, decisions)
    if cohort.starts is None:
        return problems
    pairs = pd.concat([pairs_table(found), followed_pairs(cohort)], ignore_index=True)
    return problems + log_problems(cohort, pairs, dt.datetime.now(dt.timezone.utc).date())


def _about_rooms(cohort, program: Path) -> list[Problem]:
    """Give what is wrong with the trainers' log and the exit cards, and where the plan does not hold (D1)."""
    import pandas as pd

    from mentorkit.guides.feedback import block_times, log_problems, timing_notices
    from mentorkit.io.curriculum import read_curriculum
    from mentorkit.io.deliveries import session_logs

    try:
        guides = read_curriculum(program)
    except ProblemsError:
        return []
    own = cohort.tables["session_log"].assign(cohort=cohort.name)
    others, _ = session_logs(program, cohort.settings.synthetic, besides=cohort.folder)
    logs = pd.concat([frame for frame in [own, *others] if len(frame)] or [own], ignore_index=True)
    people = set(cohort.mentees.index) | set(cohort.mentors.index)
    return log_problems(cohort.tables, people, guides) + timing_notices(block_times(logs, guides), guides)


def _about_sessions(program: Path) -> list[Problem]:
    from mentorkit.guides import curriculum_problems
    from mentorkit.io.curriculum import read_arc, read_curriculum, read_glossary, read_outcomes

    try:
        return curriculum_problems(read_curriculum(program), read_outcomes(program), read_glossary(program), read_arc(program))
    except ProblemsError as error:
        return list(error.problems)
