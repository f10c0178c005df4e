"""Sessions of the curriculum: facts once, words in each language, and the worksheet's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mentorkit.model.criteria import unique_ids
from mentorkit.model.words import Identifier, Language, Text, Value

Code = Annotated[str, Field(pattern=r"^(S(0\d|10)|T[1-5]|P[1-9]|F0)$")]
Both = Annotated[dict[Language, Text], Field(min_length=2)]
BlockType = Literal[
    "welcome", "input", "solo", "pair", "triad", "group", "roleplay", "debrief", "break", "close"
]
VERBS = (
    "agree", "ask", "book", "bring", "build", "check", "choose", "commit", "compare", "complete", "decide",
    "design", "draw", "follow", "give", "hold", "lead", "leave", "map", "name", "plan", "practise", "respond",
    "rewrite", "run", "say", "share", "sign", "sort", "state", "tell", "write",
)


class Block(Value):
    """A timed part of a session, in minutes planned and minutes at the shortest."""

    id: Annotated[str, Field(pattern=r"^b\d+$")]
    type: BlockType
    minutes: Annotated[int, Field(ge=1, le=240)]
    min: Annotated[int, Field(ge=0, le=240)]
    core: bool = True
    objectives: list[Identifier] = []
    fields: list[Identifier] = []


class Goal(Value):
    """An objective: an observable verb and where its evidence stands."""

    id: Identifier
    verb: Literal[VERBS]
    evidence: Annotated[str, Field(pattern=r"^(worksheet|exit)\.[a-z0-9_]+$")]


class Inspiration(Value):
    """Where an activity's idea comes from, and on what footing."""

    activity: Text
    source: Text
    how: Literal["own-words", "licensed", "public-domain"]


class ExitQuestion(Value):
    """A question of the exit card."""

    id: Annotated[str, Field(pattern=r"^q\d+$")]
    kind: Literal["open", "scale"]
    min: int | None = None
    max: int | None = None


class Material(Value):
    """Something to bring, counted per person, pair, triad or room."""

    item: Both
    per: Literal["person", "pair", "triad", "room"]
    qty: Annotated[float, Field(gt=0)]
    optional: bool = False


class Preparation(Value):
    """A task with its time before (−) or after (+) the session."""

    when: Annotated[str, Field(pattern=r"^[+-]\d+(d|h|m)$")]
    task: Both


class Group(Value):
    """How many people the session is made for, and how they sit."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1)]
    unit: Literal["solo", "pair", "triad", "group"]


class FollowUp(Value):
    """The pair's meeting that carries the session on."""

    meeting: Annotated[str, Field(pattern=r"^P[1-9]$")]
    minutes: Annotated[int, Field(ge=10, le=120)]


class Safeguarding(Value):
    """Whether the session touches what may hurt, and the block that says whom to turn to."""

    sensitive: bool
    note_block: str | None = None


class Session(Value):
    """The facts of one session, as `session.yaml` gives them."""

    id: Code
    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    kind: Literal[
        "orientation", "mentee-workshop", "pair-workshop", "mentor-training", "mentor-circle", "pair-meeting",
        "closing", "partner-setup",
    ]
    audience: Annotated[list[Literal["mentees", "mentors", "families", "guests", "partners"]], Field(min_length=1)]
    stages: Annotated[list[Annotated[int, Field(ge=1, le=10)]], Field(min_length=1)]
    week: Annotated[int, Field(ge=-12, le=104)]
    duration: Annotated[int, Field(ge=10, le=480)]
    short: bool
    group: Group
    requires: list[Code]
    outcomes: Annotated[list[Identifier], Field(min_length=1)]
    objectives: Annotated[list[Goal], AfterValidator(unique_ids), Field(min_length=2, max_length=4)]
    inspired_by: list[Inspiration]
    blocks: Annotated[list[Block], AfterValidator(unique_ids), Field(min_length=2)]
    exit: Annotated[list[ExitQuestion], AfterValidator(unique_ids), Field(min_length=1)]
    materials: list[Material]
    prep: list[Preparation]
    pair_followup: FollowUp | None
    measures: list[Identifier]
    safeguarding: Safeguarding
    license: Literal["CC-BY-4.0"]
    status: Literal["draft", "piloted", "stable"]


class Outcome(Value):
    """A change the programme works for, and the measures that show it."""

    id: Identifier
    title: Both
    measures: Annotated[list[Identifier], Field(min_length=1)]


class Outcomes(Value):
    """What `outcomes.yaml` holds."""

    outcomes: Annotated[list[Outcome], AfterValidator(unique_ids), Field(min_length=1)]


class Term(Value):
    """
    A word of the glossary in both languages, and what it means.

    `avoid` are words that must not stand for it; `both` says that a session names it in both languages or in neither.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    en: Text
    es: Text
    means: Both
    avoid: dict[Language, list[Text]] = {}
    both: bool = False


class Glossary(Value):
    """What `glossary.yaml` holds."""

    terms: Annotated[list[Term], AfterValidator(unique_ids), Field(min_length=1)]


class Choice(Value):
    """An option, row or column of a field."""

    id: Identifier
    en: Text
    es: Text


class Field_(Value):
    """A field of a worksheet; what is not shared stays with the person who wrote it."""

    id: Identifier
    type: Literal["text", "longtext", "list", "choice", "scale", "grid", "log", "date"]
    label: Both
    help: Both | None = None
    lines: Annotated[int, Field(ge=1, le=60)] | None = None
    share_with: Literal["none", "mentor", "staff"] = "none"
    options: list[Choice] = []
    rows: list[Choice] = []
    columns: list[Choice] = []
    low: Both | None = None
    high: Both | None = None


class Worksheet(Value):
    """The fields of one sheet, the same on paper, on a page and in a notebook."""

    id: Annotated[str, Field(pattern=r"^W-")]
    title: Both
    intro: Both
    fields: Annotated[list[Field_], AfterValidator(unique_ids), Field(min_length=1)]


@dataclass(frozen=True)
class Part:
    """A section of a session's text: its key (`before`, `b1`, `exit`…), heading, labels, and lines."""

    key: str
    heading: str
    labels: Mapping[str, str]
    body: str
    line: int
    body_line: int


@dataclass(frozen=True)
class Script:
    """The words of a session in one language; parts in the order of the file."""

    language: str
    title: str
    question: str
    rev: int
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part | None:
        """Give the section of that key."""
        return next((part for part in self.parts if part.key == key), None)


@dataclass(frozen=True)
class Guide:
    """
    A session whole: facts, words by language, worksheet, and where they stand.

    `name` is the folder as messages call it; `lines` gives the line of each key of a YAML file, by the
    file's name and the key's location.
    """

    session: Session
    scripts: Mapping[str, Script]
    worksheet: Worksheet
    folder: Path
    name: str = ""
    lines: Mapping[str, Mapping[tuple[str | int, ...], int]] = field(default_factory=dict)

    def line(self, file: str, *location: str | int) -> int:
        """Give the line of a key in a YAML file, or of its nearest parent that has one."""
        known = self.lines.get(file, {})
        while location and location not in known:
            location = location[:-1]
        return known.get(location, 1)
