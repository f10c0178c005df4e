"""`mentorkit check`: every problem of every input of a cohort, found by all who look at them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mentorkit.errors import MentorkitError, Problem, ProblemsError


def cohort_problems(folder: Path) -> list[Problem]:
    """Give every error and warning of a cohort's inputs and of the curriculum it uses, sorted by place."""
    from mentorkit.io.cohort import inspect_cohort, program_file

    inspection = inspect_cohort(folder)
    problems = list(inspection.problems)
    if inspection.cohort is not None:
        problems += _about_people(inspection.cohort)
        if not inspection.errors and inspection.cohort.starts is not None:
            problems += _about_records(inspection.cohort)
        problems += _about_sessions(program_file(folder).parent)
    return sorted(set(problems), key=lambda problem: (problem.file, problem.row or 0, problem.column or "", problem.problem))


def _about_people(cohort) -> list[Problem]:
    from mentorkit.participants import data_warnings

    return data_warnings(cohort)


def _about_records(cohort) -> list[Problem]:
    """Give what is wrong with the logs, seen from the matching that the cohort's data gives."""
    from mentorkit.matching import match, pairs_table
    from mentorkit.model.roster import roster
    from mentorkit.tracking.problems import log_problems

    try:
        pairs = pairs_table(match(roster(cohort), cohort.program, cohort.tables["decisions"]))
    except ProblemsError as error:
        return list(error.problems)
    except MentorkitError:
        return []
    return log_problems(cohort, pairs, dt.datetime.now(dt.timezone.utc).date())


def _about_sessions(program: Path) -> list[Problem]:
    from mentorkit.guides import curriculum_problems
    from mentorkit.io.curriculum import read_curriculum, read_outcomes

    try:
        return curriculum_problems(read_curriculum(program), read_outcomes(program))
    except ProblemsError as error:
        return list(error.problems)
