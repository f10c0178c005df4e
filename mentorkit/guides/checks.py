"""The curriculum's checks: what every session, and the programme as a whole, must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mentorkit.errors import Problem
from mentorkit.guides import checks_facts as facts
from mentorkit.guides import checks_reading as reading
from mentorkit.guides import checks_words as words
from mentorkit.guides.arcs import arc_problems
from mentorkit.model.arc import WrittenArc
from mentorkit.model.curriculum import Guide, Outcome, Term

SESSION_CHECKS = (
    facts.total_minutes, facts.short_form, facts.shortest_minutes, facts.stretches, facts.talking, facts.objectives,
    facts.evidence, facts.objective_words, facts.worksheet_fields, facts.field_parts, facts.exit_card,
    facts.support_note, facts.safety_uncut, words.skipping, words.variants, words.sections, words.block_order,
    words.label_order, words.block_words, words.whole_blocks, words.speaking, words.both_languages, words.same_labels,
    words.same_revision, words.readable, words.credited, words.protected_names, reading.one_idea,
)
"""Each takes a guide and gives its problems; the first line of its docstring is the rule."""

PROGRAMME_CHECKS = (facts.earlier_sessions, facts.later_meetings, words.own_words)


def curriculum_problems(
    guides: Mapping[str, Guide],
    outcomes: Sequence[Outcome] = (),
    glossary: Sequence[Term] = (),
    arc: WrittenArc | None = None,
) -> list[Problem]:
    """
    Give everything that is wrong with a curriculum, as `file:line: [CODE] problem; remedy`.

    Problems with `warning` set are advice; all others must be mended before a session is published. Checks
    S1 to S4 and X1 need the files themselves and are made when they are read.

    Args:
        guides: The guides by code, as `read_curriculum` gives them.
        outcomes: The programme's outcomes; what needs them is not checked without.
        glossary: The words of the curriculum; L4 is not checked without.
        arc: The programme's arc; R5 to R8 are not checked without.
    """
    found = [problem for guide in guides.values() for check in SESSION_CHECKS for problem in check(guide)]
    found += [problem for check in PROGRAMME_CHECKS for problem in check(guides)]
    found += [*facts.coverage(guides, outcomes), *facts.known_outcomes(guides, outcomes)]
    found += [problem for guide in guides.values() for problem in reading.glossary_words(guide, glossary)]
    found += arc_problems(arc, guides) if arc else []
    return sorted(set(found), key=lambda problem: (problem.file, problem.row or 0, problem.problem))
