"""What notebook 1 stands on: the programme with its own rates, and what the cohort's data show of good practice."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import DataFrame

from mentorkit.errors import MentorkitError
from mentorkit.evaluation.metrics import Standing
from mentorkit.model.consent import EVALUATION, agreeing, withheld, without
from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.model.words import localized
from mentorkit.planning.facts import Facts, cohort_facts, early_signs, programme_facts
from mentorkit.planning.recruiting import RATE_COLUMNS, own_rates, with_own_rates
from mentorkit.telling.desk import Desk, once
from mentorkit.telling.labels import Voice

RATES_FILE = "design/rates.csv"
VOICE = Voice("design")
say, worded, sheet_of = VOICE.label, VOICE.worded, VOICE.sheet


@dataclass(frozen=True)
class Grounds:
    """
    The programme, its rates replaced by those of its own cohorts that have ended, and what can be counted.

    `own` names the cohorts whose rates stand in the programme; `rates` are this cohort's, empty until it ends;
    `changes` the mean change of each scale asked twice.
    """

    program: Program
    sessions: list[Session]
    metrics: dict[str, tuple[float, float]]
    changes: dict[str, float]
    facts: Facts
    signs: Facts
    rates: DataFrame
    own: tuple[str, ...]


def role_names(desk: Desk) -> dict[str, str]:
    """Give the programme's roles in words, by id."""
    return {role.id: localized(role.text, desk.language) for role in desk.program.design.roles}


@once
def grounds(desk: Desk) -> Grounds:
    """Give what the notebook stands on; counted once for a desk."""
    from mentorkit.evaluation.change import change_table
    from mentorkit.evaluation.metrics import metrics, standing

    cohort, sessions = agreeing(desk.cohort, EVALUATION), [guide.session for guide in desk.guides.values()]
    pairs = without(_pairs(desk), withheld(desk.cohort, EVALUATION))
    now = standing(cohort, pairs, desk.as_of)
    figures = {row.metric: (row.value, row.n) for row in metrics(cohort, pairs, desk.as_of).itertuples(index=False)}
    rates = _rates(desk, now)
    seen = _earlier_cohorts(desk) | ({cohort.name: rates} if len(rates) else {})
    program = with_own_rates(desk.program, own_rates(seen))
    counted = programme_facts(program, sessions) | cohort_facts(cohort, now.matches, figures, sessions)
    signs = early_signs(cohort, now.matches, figures)
    changes = {row.scale: row.change for row in change_table(cohort.surveys).itertuples(index=False)}
    return Grounds(program, sessions, figures, changes, counted, signs, rates, tuple(sorted(seen)))


def _pairs(desk: Desk) -> DataFrame:
    """The pairs that the data give today, with those followed before; none where there is nothing to match yet."""
    import pandas as pd

    from mentorkit.matching import match, pairs_table
    from mentorkit.model.roster import followed_pairs, roster, standing_decisions

    try:
        found = pairs_table(match(roster(desk.cohort), desk.program, standing_decisions(desk.cohort)))
    except MentorkitError:
        found = pd.DataFrame(columns=["mentee_id", "mentor_id"])
    earlier = followed_pairs(desk.cohort)
    return pd.concat([found, earlier], ignore_index=True) if len(earlier) else found


def _rates(desk: Desk, now: Standing) -> DataFrame:
    """The counts from one step of the funnel to the next, once the cohort has ended."""
    from pandas import DataFrame

    from mentorkit.model.roster import taking_part

    cohort = desk.cohort
    if cohort.ends is None or desk.as_of < cohort.ends or not now.mentees:
        return DataFrame(columns=list(RATE_COLUMNS))
    taken = len(taking_part(cohort.mentees))
    rows = [
        ("applied", len(cohort.mentees), cohort.settings.invited or 0),
        ("accepted", taken, len(cohort.mentees)),
        ("matched", len(now.mentees), taken),
        ("completed", len(now.completed), len(now.mentees)),
        ("answered", len(_answered(desk) & set(now.completed)), len(now.completed)),
    ]
    return DataFrame([row for row in rows if row[2]], columns=list(RATE_COLUMNS))


def _answered(desk: Desk) -> set[str]:
    """Mentees who answered before and after, where answers can be linked."""
    waves = {"baseline": set(), "endline": set()}
    for answers in desk.cohort.surveys.values():
        if answers.survey.who == "mentees" and answers.survey.wave in waves:
            waves[answers.survey.wave] |= set(answers.frame["person"].dropna())
    return waves["baseline"] & waves["endline"]


def _earlier_cohorts(desk: Desk) -> dict[str, DataFrame]:
    """The counts that the programme's earlier cohorts have written; invented people count only for invented people."""
    from mentorkit.io.cohort import earlier_cohorts
    from mentorkit.io.results import read_result

    found = {}
    for folder in earlier_cohorts(desk.cohort.folder):
        try:
            table = read_result(folder / "results" / RATES_FILE)
        except (OSError, ValueError):
            continue
        if set(RATE_COLUMNS) <= set(table.columns):
            found[folder.name] = table
    return found
