"""Checks of a session's facts: time, objectives, worksheet, safety, credits, and the whole arc."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mentorkit.errors import Problem
from mentorkit.guides.agenda import shortest
from mentorkit.guides.findings import in_facts, in_sheet, in_words
from mentorkit.guides.sheets import keyed_lines
from mentorkit.model.curriculum import Guide, Outcome

SHORT_ROOM = 90
LONGEST_STRETCH = 75
LONGEST_INPUT = 20
INPUT_SHARE = 0.25
SAFETY = ("S00", "T1")
COVERED_STAGES = range(4, 11)
"""Stages that sessions cover; designing, finding participants and matching belong to the playbook."""


def total_minutes(guide: Guide) -> Iterator[Problem]:
    """T1: the blocks' minutes add up to the session's."""
    total = sum(block.minutes for block in guide.session.blocks)
    if total != guide.session.duration:
        yield in_facts(guide, "T1", ("duration",), total=total, planned=guide.session.duration)


def short_form(guide: Guide) -> Iterator[Problem]:
    """T2: the shortest form fits a 90-minute room, unless the session says that it has none."""
    low = shortest(guide.session)
    if guide.session.short and low > SHORT_ROOM:
        yield in_facts(guide, "T2", ("blocks",), low=low, most=SHORT_ROOM)


def shortest_minutes(guide: Guide) -> Iterator[Problem]:
    """T3: no block's shortest time is longer than its planned time, and only breaks may vanish."""
    for place, block in enumerate(guide.session.blocks):
        if block.min > block.minutes:
            yield in_facts(guide, "T3.longer", ("blocks", place), block=block.id, low=block.min, planned=block.minutes)
        if block.min == 0 and block.type != "break":
            yield in_facts(guide, "T3.none", ("blocks", place), block=block.id)


def stretches(guide: Guide) -> Iterator[Problem]:
    """T4: nobody sits for more than 75 minutes without a break."""
    length = 0
    for place, block in enumerate(guide.session.blocks):
        before, length = length, 0 if block.type == "break" else length + block.minutes
        if before <= LONGEST_STRETCH < length:
            yield in_facts(guide, "T4", ("blocks", place), block=block.id, length=length)


def talking(guide: Guide) -> Iterator[Problem]:
    """P1, P2: one input takes at most 20 minutes, all input a quarter of the session."""
    inputs = [(place, block) for place, block in enumerate(guide.session.blocks) if block.type == "input"]
    for place, block in inputs:
        if block.minutes > LONGEST_INPUT:
            yield in_facts(guide, "P1", ("blocks", place), block=block.id, minutes=block.minutes, most=LONGEST_INPUT)
    total = sum(block.minutes for _, block in inputs)
    if total > INPUT_SHARE * guide.session.duration:
        yield in_facts(guide, "P2", ("blocks",), total=total, planned=guide.session.duration)


def objectives(guide: Guide) -> Iterator[Problem]:
    """O1: every objective is carried by a block, and blocks name only objectives that exist."""
    known = [goal.id for goal in guide.session.objectives]
    carried = {name for block in guide.session.blocks for name in block.objectives}
    for place, name in enumerate(known):
        if name not in carried:
            yield in_facts(guide, "O1.carried", ("objectives", place), id=name)
    for place, block in enumerate(guide.session.blocks):
        for name in sorted(set(block.objectives) - set(known)):
            yield in_facts(guide, "O1.unknown", ("blocks", place), block=block.id, id=name, known=", ".join(known))


def evidence(guide: Guide) -> Iterator[Problem]:
    """O2: the evidence of every objective is a worksheet field or an exit question that exists."""
    fields = {f"worksheet.{field.id}" for field in guide.worksheet.fields}
    known = fields | {f"exit.{question.id}" for question in guide.session.exit}
    for place, goal in enumerate(guide.session.objectives):
        if goal.evidence not in known:
            yield in_facts(guide, "O2", ("objectives", place), evidence=goal.evidence, id=goal.id, known=", ".join(sorted(known)))


def objective_words(guide: Guide) -> Iterator[Problem]:
    """O3, O4: the words name the same objectives as the facts, in English with the declared verb."""
    goals = {goal.id: goal for goal in guide.session.objectives}
    for language, script in guide.scripts.items():
        part = script.part("objectives")
        texts = keyed_lines(part.body) if part else {}
        if part and list(texts) != list(goals):
            yield in_words(guide, language, part, "O4", found=", ".join(texts) or "–", wanted=", ".join(goals))
        for name, text in texts.items():
            if (language == "en" and name in goals and text.split()[0].strip(",:").casefold() != goals[name].verb):
                yield in_words(guide, language, part, "O3", id=name, verb=goals[name].verb)


def worksheet_fields(guide: Guide) -> Iterator[Problem]:
    """W1, W2: blocks name fields of the worksheet, and every field is used by a block."""
    known = [field.id for field in guide.worksheet.fields]
    used = {name for block in guide.session.blocks for name in block.fields}
    for place, block in enumerate(guide.session.blocks):
        for name in sorted(set(block.fields) - set(known)):
            yield in_facts(guide, "W1", ("blocks", place), block=block.id, field=name, known=", ".join(known))
    for place, name in enumerate(known):
        if name not in used:
            yield in_sheet(guide, "W2", ("fields", place), field=name)


def field_parts(guide: Guide) -> Iterator[Problem]:
    """W3: a choice has options, a grid rows and columns, a log columns, a scale labelled ends."""
    needs = {"choice": ("options",), "grid": ("rows", "columns"), "log": ("columns",), "scale": ("low", "high")}
    for place, field in enumerate(guide.worksheet.fields):
        for name in needs.get(field.type, ()):
            if not getattr(field, name):
                yield in_sheet(guide, "W3", ("fields", place), field=field.id, type=field.type, lacks=name)


def exit_card(guide: Guide) -> Iterator[Problem]:
    """F1, F2: the session closes with an exit card, in words too, and one question is open."""
    if guide.session.blocks[-1].type != "close":
        yield in_facts(guide, "F1.close", ("blocks", len(guide.session.blocks) - 1))
    ids = [question.id for question in guide.session.exit]
    for language, script in guide.scripts.items():
        part = script.part("exit")
        asked = list(keyed_lines(part.body)) if part else ids
        if asked != ids:
            yield in_words(guide, language, part, "F1.words", found=", ".join(asked) or "–", wanted=", ".join(ids))
    if all(question.kind != "open" for question in guide.session.exit):
        yield in_facts(guide, "F2", ("exit",))


def support_note(guide: Guide) -> Iterator[Problem]:
    """G1: a sensitive session names the block with its support note and has the section on safeguarding."""
    safe = guide.session.safeguarding
    known = {block.id for block in guide.session.blocks}
    if (safe.sensitive and safe.note_block not in known) or (not safe.sensitive and safe.note_block is not None):
        yield in_facts(guide, "G1.block", ("safeguarding",))
    for language, script in guide.scripts.items():
        if safe.sensitive and script.part("safeguarding") is None:
            yield in_words(guide, language, None, "G1.section")


def safety_uncut(guide: Guide) -> Iterator[Problem]:
    """G2: the sessions that hold the safety content cannot be cut."""
    if guide.session.id in SAFETY and guide.session.short:
        yield in_facts(guide, "G2", ("short",))


def earlier_sessions(guides: Mapping[str, Guide]) -> Iterator[Problem]:
    """R1: what a session requires exists and comes earlier."""
    for guide in guides.values():
        for place, code in enumerate(guide.session.requires):
            if code not in guides:
                yield in_facts(guide, "R1.unknown", ("requires", place), code=code)
            elif guides[code].session.week >= guide.session.week:
                yield in_facts(guide, "R1.later", ("requires", place), code=code, week=guides[code].session.week)


def later_meetings(guides: Mapping[str, Guide]) -> Iterator[Problem]:
    """R2: the pair meeting that carries a session on exists, comes after it, and is as long as promised."""
    for guide in guides.values():
        follow = guide.session.pair_followup
        meeting = guides.get(follow.meeting) if follow else None
        if follow is None:
            continue
        where, code = ("pair_followup",), follow.meeting
        if meeting is None:
            yield in_facts(guide, "R2.unknown", where, code=code)
        elif meeting.session.week <= guide.session.week:
            yield in_facts(guide, "R2.before", where, code=code)
        elif meeting.session.duration != follow.minutes:
            yield in_facts(guide, "R2.minutes", where, code=code, minutes=meeting.session.duration, promised=follow.minutes)


def coverage(guides: Mapping[str, Guide], outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """R3: sessions cover every stage from training to closing, and every outcome."""
    stages = {stage for guide in guides.values() for stage in guide.session.stages}
    covered = {name for guide in guides.values() for name in guide.session.outcomes}
    first = next(iter(guides.values()), None)
    if first is None:
        return
    for stage in sorted(set(COVERED_STAGES) - stages):
        yield in_facts(first, "R3.stage", ("stages",), stage=stage)
    for name in sorted({outcome.id for outcome in outcomes} - covered):
        yield in_facts(first, "R3.outcome", ("outcomes",), outcome=name)


def known_outcomes(guides: Mapping[str, Guide], outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """R4: outcomes and measures that sessions name stand in `outcomes.yaml`."""
    measures = {name for outcome in outcomes for name in outcome.measures}
    known = {outcome.id for outcome in outcomes}
    for guide in guides.values() if outcomes else ():
        for key, names in (("outcomes", known), ("measures", measures)):
            for place, name in enumerate(getattr(guide.session, key)):
                if name not in names:
                    yield in_facts(guide, "R4", (key, place), name=name)
