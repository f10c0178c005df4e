"""How many to invite, interview and match, and which mentors in which field."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.design import Range
from mentorkit.model.folding import bare
from mentorkit.model.program import Program

STEPS = ("invited", "interviewed", "accepted", "matched", "completed")
ENDS = ("low", "likely", "high")
RATE_COLUMNS = ("step", "count", "of")
RATES = ("applied", "accepted", "matched", "completed", "answered")
_RATES = {"interviewed": "applied", "accepted": "accepted", "matched": "matched", "completed": "completed"}


def recruiting_funnel(program: Program, completed: int | None = None) -> DataFrame:
    """
    Give how many people each step needs so that N pairs complete: `who, step, low, likely, high, rate, source`.

    Read backwards from the end: `likely` divides by each likely rate, `low` by every rate at its high
    end (the fewest needed), `high` by every rate at its low end. People are rounded up at each step.
    `rate` is the likely rate into the step and `source` where it comes from.

    Args:
        program: The programme; its rates stand under design.funnel.
        completed: Pairs to complete; what the planned mentees are likely to give, unless said.
    """
    funnel, size = program.design.funnel, program.design.size
    goal = max(1, math.floor(size.mentees * funnel.completed.likely)) if completed is None else completed
    if goal < 1:
        raise InvalidInputError("the funnel needs at least one pair to complete")
    mentees = {"completed": dict.fromkeys(ENDS, goal)}
    mentees |= _backwards(program, "completed", mentees["completed"])
    share = size.mentors / size.mentees
    matched = {end: math.ceil(mentees["matched"][end] * share - 1e-9) for end in ENDS}
    mentors = {"matched": matched} | _backwards(program, "matched", matched)
    rows = [
        _step(program, who, step, needed[step])
        for who, needed in (("mentees", mentees), ("mentors", mentors))
        for step in STEPS
        if step in needed
    ]
    return DataFrame(rows, columns=["who", "step", *ENDS, "rate", "source"])


def _backwards(program: Program, last: str, needed: dict[str, int]) -> dict[str, dict[str, int]]:
    found = {}
    for step, before in reversed(list(zip(STEPS[1:], STEPS[:-1], strict=True))):
        if STEPS.index(step) <= STEPS.index(last):
            rate = _rate(program, step)
            by = {"low": rate.high, "likely": rate.likely, "high": rate.low}
            needed = {end: math.ceil(needed[end] / by[end] - 1e-9) for end in ENDS}
            found[before] = needed
    return found


def _rate(program: Program, step: str) -> Range:
    return getattr(program.design.funnel, _RATES[step])


def _step(program: Program, who: str, step: str, needed: dict[str, int]) -> tuple:
    rate = _rate(program, step) if step in _RATES else None
    return who, step, *needed.values(), rate and rate.likely, rate and rate.source


def observed_range(count: int, of: int, source: str, confidence: float = 0.95) -> Range:
    """
    Give a planning rate from the programme's own cohorts: the share seen, with its Wilson interval.

    >>> observed_range(20, 30, "cohort bogota-2025-2").likely
    0.6667

    Raises:
        InvalidInputError: No count above 0, or more than there were.
    """
    from statsmodels.stats.proportion import proportion_confint

    if not 0 < count <= of:
        raise InvalidInputError("an observed rate needs 0 < count ≤ of")
    low, high = proportion_confint(count, of, alpha=1 - confidence, method="wilson")
    likely = count / of
    ends = {"low": min(low, likely), "likely": likely, "high": max(high, likely)}
    return Range(source=source, **{name: round(end, 4) for name, end in ends.items()})


def own_rates(seen: Mapping[str, DataFrame]) -> dict[str, Range]:
    """
    Give the rates of the programme's own cohorts: their counts added up, with the interval of the sum.

    Args:
        seen: By cohort, the columns `step, count, of`; `step` is a key of design.funnel.
    """
    found = {}
    for step in RATES:
        rows = {
            name: (int(row.count_), int(row.of))
            for name, frame in sorted(seen.items())
            for row in frame[frame["step"] == step].rename(columns={"count": "count_"}).itertuples(index=False)
            if row.of and 0 < row.count_ <= row.of
        }
        if rows:
            counts = [sum(numbers) for numbers in zip(*rows.values(), strict=True)]
            found[step] = observed_range(*counts, f"{', '.join(rows)}: {counts[0]} / {counts[1]}")
    return found


def with_own_rates(program: Program, rates: Mapping[str, Range]) -> Program:
    """Give the programme with its own rates in place of mentorkit's defaults; rates that it has written itself stand."""
    funnel = program.design.funnel
    new = {step: rate for step, rate in rates.items() if step not in funnel.model_fields_set}
    design = program.design.model_copy(update={"funnel": funnel.model_copy(update=new)})
    return program.model_copy(update={"design": design})


def people_by_field(program: Program, people: DataFrame, column: str) -> dict[str, int] | None:
    """Give people by what a column says; other spellings, accents left out and synonyms counted with the programme's own term."""
    if column not in people or people[column].dropna().empty:
        return None
    terms = {bare(other): term for term, others in program.synonyms.items() for other in [term, *others]}
    counts: dict[str, int] = {}
    for value in sorted(people[column].dropna().astype(str)):
        term = terms.setdefault(bare(value), value)
        counts[term] = counts.get(term, 0) + 1
    return counts


def mentors_by_field(
    program: Program, wanted: Mapping[str, int] | None = None, promised: Mapping[str, int] | None = None
) -> DataFrame:
    """
    Give mentors needed and promised by field of work: `field, wanted, needed, promised, gap`.

    `needed` spreads the planned mentors over the fields in proportion to what mentees want (largest remainders, so it
    adds up); promises without a field stand in the row "–". `gap` is needed − promised where positive.

    Args:
        wanted: Mentees by field, from applications; the design's expectation unless given.
        promised: Mentors by field, from applications; what the alliances promise unless given.
    """
    design = program.design
    wanted = dict(design.size.fields if wanted is None else wanted)
    promised = _promises(program) if promised is None else dict(promised)
    needed = _spread(design.size.mentors, wanted)
    fields = sorted((set(wanted) | set(promised)) - {"–"}) + (["–"] if promised.get("–") else [])
    counts = [(field, wanted.get(field, 0), needed.get(field, 0), promised.get(field, 0)) for field in fields]
    frame = DataFrame(counts, columns=["field", "wanted", "needed", "promised"])
    return frame.assign(gap=(frame["needed"] - frame["promised"]).clip(lower=0))


def _promises(program: Program) -> dict[str, int]:
    promised: dict[str, int] = {}
    for alliance in program.design.alliances:
        for field, count in alliance.fields.items():
            promised[field] = promised.get(field, 0) + count
        promised["–"] = promised.get("–", 0) + max(0, alliance.mentors - sum(alliance.fields.values()))
    return promised


def _spread(places: int, weights: Mapping[str, int]) -> dict[str, int]:
    total = sum(weights.values())
    if not total:
        return {}
    exact = {name: places * weight / total for name, weight in weights.items()}
    shares = {name: math.floor(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: (shares[name] - exact[name], name))
    for name in by_rest[: places - sum(shares.values())]:
        shares[name] += 1
    return shares


def alliance_balance(program: Program) -> dict[str, int]:
    """Give places promised by partners, mentors needed (planned), and how many are still missing."""
    promised = sum(alliance.mentors for alliance in program.design.alliances)
    needed = program.design.size.mentors
    return {"promised": promised, "needed": needed, "missing": max(0, needed - promised)}
