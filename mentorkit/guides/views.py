"""A session as Markdown for the person who reads it: facilitator, participant or mentor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mentorkit.errors import UsageError
from mentorkit.guides.agenda import Slot, clock, is_clock
from mentorkit.guides.feedback import Timing
from mentorkit.guides.forms import Timetable, timetable
from mentorkit.guides.sheets import cell, exit_parts, field_parts, keyed_lines, sheet_parts
from mentorkit.guides.wording import LABELS, WORDS, minutes_from, moment
from mentorkit.model.arc import Remote
from mentorkit.model.curriculum import Block, Goal, Guide, Material, Part, Script

AUDIENCES = ("facilitator", "participant", "mentor", "worksheet", "exercises")
_WORK = ("solo", "pair", "triad", "group", "roleplay", "debrief")
_CASE = re.compile(r"^### .+?(?=^### |\Z)", re.MULTILINE | re.DOTALL)


def guide_markdown(
    guide: Guide,
    audience: str = "facilitator",
    language: str = "es",
    *,
    minutes: int | None = None,
    start: str = "00:00",
    followup: Guide | None = None,
    timing: Mapping[str, Timing] | None = None,
    form: str = "full",
    remote: Remote | None = None,
) -> str:
    """
    Give a session's guide as plain Markdown.

    The facilitator's shows everything with the clock. The participant's has no clock and no instructions to
    the facilitator. The mentor's holds what the mentee did, what follows between the two, and the whole
    guide of the pair meeting. The worksheet's is the sheet and the exit card alone, for printing; the exercises'
    what people do in each block, with its part of the sheet, to show or to hand out.

    Args:
        audience: `facilitator`, `participant`, `mentor`, `worksheet` or `exercises`.
        minutes: Length of the room's booking; the planned one unless given.
        start: When the session begins, `HH:MM`.
        followup: The guide of the pair meeting that follows, for the mentor's view.
        timing: How long blocks really took, by their id, for the facilitator's view.
        form: `full`, `short` (the shortest) or `remote` (a live meeting, and work alone before it).

    Raises:
        UsageError: An audience, language, start, form or length that is not to be had.
    """
    _refuse_unknown(guide, audience, language, start)
    view = _View(guide, language, timetable(guide.session, form, minutes, remote), start, followup, timing or {})
    parts = {
        "facilitator": _facilitator, "participant": _participant, "mentor": _mentor, "worksheet": _worksheet,
        "exercises": _exercises,
    }
    return "\n\n".join(part for part in parts[audience](view) if part).strip() + "\n"


def _refuse_unknown(guide: Guide, audience: str, language: str, start: str) -> None:
    if audience not in AUDIENCES:
        raise UsageError(f'there is no view for "{audience}"; choose one of {", ".join(AUDIENCES)}')
    if language not in guide.scripts:
        known = ", ".join(guide.scripts)
        raise UsageError(f'{guide.session.id} is not written in "{language}"; choose one of {known}')
    if not is_clock(start):
        raise UsageError("the start is no time of day; write HH:MM, like 17:30")


@dataclass(frozen=True)
class _View:
    guide: Guide
    language: str
    times: Timetable
    start: str
    followup: Guide | None
    timing: Mapping[str, Timing] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.times.held

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of a block in the order of reading; without a room, the note on being online comes first."""
        return ("online", *(label for label in LABELS if label != "online")) if self.times.form == "remote" else LABELS

    @property
    def script(self) -> Script:
        return self.guide.scripts[self.language]

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    @property
    def worked(self) -> list[tuple[Slot, Part]]:
        """The blocks on the clock that are no break, with their texts."""
        parts = [(slot, self.script.part(slot.block.id)) for slot in self.slots if slot.block.type != "break"]
        return [(slot, part) for slot, part in parts if part is not None]

    def heading(self, block: Block) -> str:
        part = self.script.part(block.id)
        return part.heading if part else block.id

    def clock(self, minutes: int) -> str:
        return clock(self.start, minutes)


def _facilitator(view: _View) -> Iterator[str]:
    yield from _opening(view, "facilitator")
    yield _facts(view)
    yield from _section(view, "objectives", _objectives(view, evidence=True))
    yield f"## {view.words['agenda']}"
    yield _agenda_table(view)
    yield from _left_out(view)
    yield from _ran_out(view)
    materials = [_material(material, view) for material in view.guide.session.materials]
    yield from _listed(view.words["materials"], materials)
    yield from _tasks(view, "prep", before=True)
    yield from _section(view, "before")
    for slot in view.times.alone:
        yield from _block(view, slot, view.words["alone"], tuple(label for label in LABELS if label != "online"))
    for slot in view.slots:
        yield from _block(view, slot, view.clock(slot.begin))
    yield from _section(view, "exit", _bullets(keyed_lines(_body(view, "exit")).values()))
    for key in ("pair", "key", "safeguarding"):
        yield from _section(view, key)
    yield from _tasks(view, "after_session", before=False)
    yield from _section(view, "credits")
    yield from sheet_parts(view.guide, view.language)


def _participant(view: _View) -> Iterator[str]:
    yield from _opening(view, "participant")
    yield from _section(view, "objectives", _objectives(view))
    yield from _beforehand(view)
    yield from _questions(view)
    yield from _section(view, "key")
    yield from _section(view, "credits")
    yield from _papers(view)


def _beforehand(view: _View) -> Iterator[str]:
    """Give what a participant of a remote session does alone, at their own hour, in the words of the guide."""
    if not view.times.alone:
        return
    words = view.words
    yield f"## {words['beforehand']} ({words['about']} {view.times.minutes_alone} {words['minutes']})"
    yield words["beforehand_how"]
    for slot in view.times.alone:
        part = view.script.part(slot.block.id)
        if part is not None:
            yield f"### {part.heading}"
            yield part.labels.get("say", "")
            yield from _asked(view, part)


def _mentor(view: _View) -> Iterator[str]:
    yield from _opening(view, "mentor")
    yield from _section(view, "objectives", _objectives(view))
    if view.guide.session.kind == "pair-meeting":
        yield from _meeting(view)
        return
    if "mentees" in view.guide.session.audience:
        yield from _listed(view.words["steps"], [part.heading for _, part in view.worked])
    else:
        yield from _questions(view)
    for key in ("pair", "key"):
        yield from _section(view, key)
    yield from _section(view, "credits")
    if view.guide.session.audience == ["mentors"]:
        yield from sheet_parts(view.guide, view.language)
    if view.followup is not None:
        times = timetable(view.followup.session)
        yield from _mentor(_View(view.followup, view.language, times, view.start, None))


def _meeting(view: _View) -> Iterator[str]:
    yield from _section(view, "before")
    yield from _tasks(view, "prep", before=True)
    for slot in view.slots:
        yield from _block(view, slot)
    for key in ("pair", "key", "safeguarding"):
        yield from _section(view, key)
    yield from _tasks(view, "after_session", before=False)
    yield from _section(view, "credits")
    yield from _papers(view)


def _papers(view: _View) -> Iterator[str]:
    """Give the worksheet and the exit card."""
    yield from sheet_parts(view.guide, view.language)
    yield from exit_parts(view.guide, view.language)


def _worksheet(view: _View) -> Iterator[str]:
    yield from _title(view)
    yield from _papers(view)
    yield from _section(view, "credits")  # on the card's half-empty page: behind the sheet they cost a page of their own


def _exercises(view: _View) -> Iterator[str]:
    yield from _opening(view, "exercises")
    fields = {one.id: one for one in view.guide.worksheet.fields}
    for slot in (*view.times.alone, *view.slots):
        part = view.script.part(slot.block.id)
        if part is None or slot.block.type not in _WORK:
            continue
        yield f"## {part.heading}"
        yield f"*{_sentence(view.words[f'in_{slot.block.type}'])} · {slot.minutes} {view.words['minutes']}*"
        yield part.labels.get("say", "")
        yield from _asked(view, part)
        yield from (case for label in ("do", "watch") for case in _CASE.findall(part.labels.get(label, "")))
        for name in slot.block.fields:
            if name in fields:
                yield from field_parts(fields.pop(name), view.language)
    yield from _section(view, "credits")


def _title(view: _View) -> Iterator[str]:
    yield f"# {view.guide.session.id} · {view.script.title}"
    yield f"*{view.script.question}*"


def _opening(view: _View, reader: str) -> Iterator[str]:
    yield from _title(view)
    yield view.words[reader]


def _facts(view: _View) -> str:
    words, session = view.words, view.guide.session
    heads = [words[name] for name in ("for", "week", "length", "people")]
    group = session.group
    size = f"{group.min}–{group.max}" if group.max > 1 else "1"
    cells = [
        ", ".join(words[name] for name in session.audience),
        str(session.week),
        _length(view),
        f"{size}, {words['in']} {words[f'in_{group.unit}']}" if group.max > 1 else words[group.unit],
    ]
    return f"| {' | '.join(heads)} |\n|---|---|---|---|\n| {' | '.join(cells)} |"


def _length(view: _View) -> str:
    held = f"{view.times.minutes} {view.words['minutes']}"
    alone = view.times.minutes_alone
    return f"{held} + {alone} {view.words['minutes']} {view.words['alone'].casefold()}" if alone else held


def _agenda_table(view: _View) -> str:
    words = view.words
    rows = [f"| {words['time']} | {words['minutes']} | {words['block']} |", "|---|---|---|"]
    rows += [f"| {words['alone']} | {slot.minutes} | {cell(view.heading(slot.block))} |" for slot in view.times.alone]
    for slot in view.slots:
        mark = "" if slot.block.core or slot.block.type == "break" else f" ({words['optional']})"
        hours = f"{view.clock(slot.begin)}–{view.clock(slot.end)}"
        heading = cell(view.heading(slot.block))
        rows.append(f"| {hours} | {slot.minutes} | {heading}{mark} |")
    return "\n".join(rows)


def _left_out(view: _View) -> Iterator[str]:
    shown = {slot.block.id for slot in (*view.slots, *view.times.alone)}
    if view.times.form == "remote":
        yield view.words["remote_how" if view.times.alone else "remote_whole"]
    for block in view.guide.session.blocks:
        part = view.script.part(block.id)
        if block.id not in shown and part is not None:
            advice = part.labels.get("short", "")
            yield f"*{view.words['skipped']}: «{part.heading}».* {advice}".strip()


def _ran_out(view: _View) -> Iterator[str]:
    """Say in which blocks the plan did not hold before: a line each."""
    lines = [
        f"«{view.heading(slot.block)}»: {_took(view.timing[slot.block.id], view)}"
        for slot in view.slots
        if slot.block.id in view.timing and view.timing[slot.block.id].verdict != "fits"
    ]
    yield from _listed(view.words["ran_out"], lines)


def _took(timing: Timing, view: _View) -> str:
    times = view.words["times"].split("|")[timing.deliveries != 1].format(n=timing.deliveries)
    key = "took_none" if timing.verdict == "skipped" else "took"
    return view.words[key].format(times=times, median=str(int(timing.median + 0.5)), planned=timing.planned)


def _block(view: _View, slot: Slot, hour: str = "", labels: tuple[str, ...] = ()) -> Iterator[str]:
    part = view.script.part(slot.block.id)
    if part is None:
        return
    before = f"{hour} · " if hour else ""
    yield f"## {before}{part.heading} ({slot.minutes} {view.words['minutes']})"
    if hour and slot.block.id in view.timing:
        yield f"*{_took(view.timing[slot.block.id], view)}*"
    for label in labels or view.labels:
        if label in part.labels:
            yield _labelled(view.words[label], part.labels[label])


def _labelled(name: str, text: str) -> str:
    """Set a label before its text; a list begins on a line of its own."""
    gap = "\n\n" if re.match(r"(?:[-*] |\d+[.)] |#|\||>)", text) else " "
    return f"**{name}:**{gap}{text}"


def _questions(view: _View) -> Iterator[str]:
    for _, part in view.worked:
        yield f"## {part.heading}"
        yield from _asked(view, part)


def _asked(view: _View, part: Part) -> Iterator[str]:
    """Give a block's questions without the hint to the facilitator that may stand before them."""
    if "ask" in part.labels:
        yield _labelled(view.words["ask_participant"], re.sub(r"^\([^)]*\)\s*", "", part.labels["ask"]))


def _section(view: _View, key: str, body: str | None = None) -> Iterator[str]:
    part = view.script.part(key)
    if part is not None:
        yield f"## {part.heading}"
        yield part.body if body is None else body


def _body(view: _View, key: str) -> str:
    part = view.script.part(key)
    return part.body if part else ""


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _objectives(view: _View, evidence: bool = False) -> str:
    texts = keyed_lines(_body(view, "objectives"))
    goals = [goal for goal in view.guide.session.objectives if goal.id in texts]
    return _bullets(_sentence(texts[goal.id]) + (_evidence(view, goal) if evidence else "") for goal in goals)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _evidence(view: _View, goal: Goal) -> str:
    place, _, name = goal.evidence.partition(".")
    if place == "exit":
        return f" ({view.words['evidence']}: {view.words['exit']}, {name})"
    labels = {field.id: field.label[view.language] for field in view.guide.worksheet.fields}
    return f" ({view.words['evidence']}: {labels.get(name, name)})"


def _listed(title: str, lines: list[str], box: bool = False) -> Iterator[str]:
    if lines:
        yield f"## {title}"
        yield _bullets(f"☐ {line}" if box else line for line in lines)


def _tasks(view: _View, title: str, before: bool) -> Iterator[str]:
    steps = sorted(view.guide.session.prep, key=lambda step: minutes_from(step.when))
    due = [step for step in steps if (minutes_from(step.when) < 0) == before]
    lines = [f"{_sentence(moment(step.when, view.language))}: {step.task[view.language]}" for step in due]
    yield from _listed(view.words[title], lines, box=True)


def _material(material: Material, view: _View) -> str:
    words = view.words
    mark = f" ({words['optional']})" if material.optional else ""
    return f"{material.item[view.language]}: {material.qty:g} {words['per']} {words[material.per]}{mark}"
