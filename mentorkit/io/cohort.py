"""A cohort's folder read whole: settings, programme, people, records and surveys, with every problem."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.asked import asked_columns, evident_order
from mentorkit.io.exports import as_answered
from mentorkit.io.folders import ENDINGS, instead_of, readers_files, table_files
from mentorkit.io.forgotten import read_tombstones, tombstones
from mentorkit.io.growing import each_submission_once
from mentorkit.io.inspection import Inspection, answers_table
from mentorkit.io.likely import without_errors
from mentorkit.io.oddities import oddities
from mentorkit.io.readings import joined_readings
from mentorkit.io.selection import Known, everybody, pairs_of_nobody, with_selection
from mentorkit.io.tables import RawTable, belonging, read_table
from mentorkit.io.vocabulary import with_vocabulary
from mentorkit.io.yaml import Document, UnclearKeysError, checked_model, model_and_problems, nearest, read_document
from mentorkit.model.cohort import Cohort, CohortSettings, ColumnSource, TableSource
from mentorkit.model.program import Program
from mentorkit.model.questions import APPLICATIONS, RECORD_FORMS, application_form, record_form
from mentorkit.model.readings import reader_form, reading_table
from mentorkit.model.survey import Answers, Survey
from mentorkit.model.tables import PEOPLE, RECORDS, TABLES, Table
from mentorkit.shipped import overlaid

if TYPE_CHECKING:
    import pandas as pd

KEY = "MENTORKIT_KEY"
READ_BESIDE = ("contact", "language", "paused_until", "quiz", "references", "consent_date", "city", "guardian_contact", "gender", "accessibility", "notes")
"""Columns of people that are no canonical ones and are read all the same, or are kept for people to read."""
_READ_BY = frozenset({"languages", "forms", "eligibility"})
"""Keys by which headings and cells are known: where they have an error, nobody can say what is wrong in a table."""
_NAMED_BY = frozenset({*TABLES, "criteria", "rules", "evaluation", "matching"})
"""Keys that name columns: where they have an error, nobody can say which column nothing reads."""
_KINDS = {"overlap": "list", "same": "text", "near": "number", "ahead": "text", "text": "text", "matrix": "text"}


def read_cohort(folder: Path) -> Cohort:
    """
    Read a cohort.

    Raises:
        ProblemsError: Every error of the cohort's files at once; warnings do not stop.
    """
    inspection = inspect_cohort(folder)
    if inspection.errors or inspection.cohort is None:
        raise ProblemsError(inspection.errors)
    return inspection.cohort


Odd = Callable[[str, RawTable], Callable[[], list[Problem]]]
"""Is told each table's name and cells as soon as they are read, and gives what gives its `oddities`."""


def inspect_cohort(folder: Path, odd: Odd | None = None) -> Inspection:
    """
    Read a cohort's folder, every file once, and give what could be read with every problem of every input.

    Args:
        folder: The cohort's folder.
        odd: Who looks for oddities, where that is to be done beside.
    """
    folder = folder.absolute()
    documents, problems, unclear = [], [], frozenset()
    for place in (program_file, lambda cohort: cohort / "cohort.yml"):
        try:
            documents.append(read_document(place(folder)))
        except UnclearKeysError as error:
            documents.append(error.document)
            problems += error.problems
            unclear |= error.unclear
        except ProblemsError as error:
            problems += error.problems
    if len(documents) < 2:
        return Inspection(folder, told_in(documents), problems)
    reading = _Reading(folder, *reversed(documents), odd)
    reading.problems += problems
    reading.left_out = unclear
    return reading.inspection()


def told_in(documents: Iterable[Document]) -> str:
    """Give the language in which problems are told: program.yml's first, else the one that cohort.yml names, or English where neither is among the documents."""
    by_name = {document.name: document.data for document in documents}
    languages = by_name["program.yml"].get("languages", ["es"]) if "program.yml" in by_name else [by_name.get("cohort.yml", {}).get("language")]
    first = languages[0] if isinstance(languages, list) and languages else "es"
    return first if first in ("es", "en") else "en"


def read_record(folder: Path, name: str) -> tuple[CohortSettings, pd.DataFrame, tuple[Path, ...]]:
    """
    Give one record of a cohort, without its people: its settings, the table, and the files read.

    Raises:
        ProblemsError: What is wrong with the settings or with that table.
    """
    folder = folder.absolute()
    reading = _Reading(folder, read_document(folder / "cohort.yml"), read_document(program_file(folder)))
    settings, frame = reading.record(name)
    wrong = [problem for problem in (*reading.of_cells, *reading.problems) if not problem.warning]
    if wrong or settings is None or frame is None:
        raise ProblemsError(wrong)
    return settings, frame, tuple(reading.inputs)


def inspect_program(folder: Path) -> Program | None:
    """Give the programme that is in force for a cohort, without reading its tables, or None where it cannot be read."""
    folder = folder.absolute()
    try:
        documents = read_document(folder / "cohort.yml"), read_document(program_file(folder))
    except ProblemsError:
        return None
    return _Reading(folder, *documents).program_in_force()


def program_file(folder: Path) -> Path:
    """Give the `program.yml` of a cohort's folder: in it, or one or two folders above."""
    folder = folder.absolute()
    for place in (folder, *folder.parents[:2]):
        if (place / "program.yml").is_file():
            return place / "program.yml"
    raise ProblemsError([Problem("program.yml", None, None, "there is no programme above the cohort's folder", "put the cohort into <programme>/cohorts/<cohort>, beside program.yml")])


class _Reading:
    """One reading of one folder; collects problems instead of stopping at the first."""

    def __init__(self, folder: Path, settings: Document, program: Document, odd: Odd | None = None):
        self.folder = folder
        self.odd: Odd = odd or (lambda _, raw: lambda: oddities(raw))
        self.looked: list[Callable[[], list[Problem]]] = []
        self.documents = (settings, program)
        self.problems: list[Problem] = []
        self.inputs: list[Path] = [settings.path, program.path]
        self.raw: dict[str, RawTable] = {}
        self.of_cells: list[Problem] = []
        self.unread: set[str] = set()
        self.crowded: set[str] = set()
        self.torn: dict[str, set[str] | None] = {}
        self.known: Known = {}
        self.left_out: frozenset[str] = frozenset()
        self.ids: set[str] = set()

    def inspection(self) -> Inspection:
        settings, program = self._settings(*self.documents)
        if settings is None or program is None or self.left_out:
            settings, likely = self._likely_settings()
            self.problems = list(dict.fromkeys(self.problems))
            if settings is None or likely is None:
                return Inspection(self.folder, told_in(self.documents), self.problems, program=program)
            program = likely
        self.settings, self.program = settings, program
        people, records, surveys = self._tables()
        cohort = Cohort(
            settings.cohort, self.folder, self.settings, program, people["mentees"], people["mentors"], records, surveys,
            tuple(sorted(set(self.inputs))),
        )
        self.problems += [*pairs_of_nobody(cohort, self.known), *(problem for found in self.looked for problem in found())]
        found = Inspection(self.folder, told_in(self.documents), [], cohort, program, self.raw, self.known, self.left_out, frozenset(self.unread), frozenset(self.crowded))
        found.problems = [*self.of_cells, *found.beside(self.problems)]
        return found

    def _likely_settings(self) -> tuple[CohortSettings | None, Program | None]:
        """Give settings and programme without what is wrong in them, so that the tables can be looked at all the same."""
        own, shared = self.documents
        (settings, gone), (program, also_gone) = without_errors(CohortSettings, own), without_errors(Program, shared)
        gone |= also_gone
        self.left_out |= gone | {meant for key in gone - CohortSettings.model_fields.keys() if (meant := nearest(key, CohortSettings.model_fields))}
        return (None, None) if settings is None or program is None or self.left_out & _READ_BY else self._settings(settings, program)

    def _tables(self) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], dict[str, Answers]]:
        """Give people, records and surveys."""
        people = {name: self._table(TABLES[name]) for name in PEOPLE}
        self.known = {side: None if self.torn.get(side) is None else {*map(str, frame.index), *self.torn[side]} for side, frame in people.items()}
        records = {name: self._readings(people) if name == "reviews" else self._named(TABLES[name], people) for name in RECORDS}
        people, wrong = with_selection(people, records["selection"], self.known)
        self.problems += wrong
        return people, records, self._surveys(people)

    def record(self, name: str) -> tuple[CohortSettings | None, pd.DataFrame | None]:
        """Give the settings and one table alone."""
        settings, program = self._settings(*self.documents)
        if settings is None or program is None:
            return settings, None
        self.settings, self.program = settings, program
        return settings, self._table(TABLES[name])

    def program_in_force(self) -> Program | None:
        """The programme with the cohort's own keys in place."""
        return self._settings(*self.documents)[1]

    def _settings(self, own: Document, shared: Document) -> tuple[CohortSettings | None, Program | None]:
        program, wrong = model_and_problems(Program, shared)
        settings, also_wrong = model_and_problems(CohortSettings, own)
        self.problems += wrong + also_wrong
        if settings is None or program is None:
            return settings, program
        replaced = {key: own.data[key] for key in Program.model_fields if own.data.get(key) is not None}
        merged = Document(own.path, own.name, {**shared.data, **replaced}, {**shared.lines, **own.lines})
        program, wrong = model_and_problems(Program, merged)
        self.problems += wrong
        if program is not None:
            program, wrong = with_vocabulary(program, shared.path.parent)
            self.problems += wrong
        return settings, program

    def _table(self, table: Table, file: str | None = None) -> pd.DataFrame:
        from mentorkit.io.people import Typing, empty_frame, typed_frame

        source = TableSource(file=file) if file else self._source(table)
        if source is None:
            return empty_frame(table).set_index("id") if table.name in PEOPLE else empty_frame(table)
        typing = Typing(source, self.settings.timezone, self.settings.starts or dt.date(2026, 1, 1), self._attributes(table), self._key, None if self.left_out & _NAMED_BY else self._known(table))
        try:
            raw = self._counted(Path(file).stem if file else table.name, self._raw(table, source), source)
            if raw.torn != frozenset():
                self.unread.add(table.name)
            if table.name in PEOPLE:
                self.torn[table.name] = None if raw.torn is None else self._may_name(raw.torn)
            raw, typing.source = self._asked(table, raw, source, typing.problems)
            ids = ("id", "email") if table.name in PEOPLE else (column.name for column in table.columns if column.kind == "id")
            frame = typed_frame(table, raw, typing)
            if typing.crowded:
                self.crowded.add(table.name)
            if typing.nameless:  # an id that nobody has may be theirs
                self.torn[table.name] = None
            return self._without_forgotten(frame, ids)
        except ProblemsError as error:
            typing.problems += error.problems
            self.unread.add(table.name)
            return empty_frame(table).set_index("id") if table.name in PEOPLE else empty_frame(table)
        finally:
            self.problems += typing.problems

    def _raw(self, table: Table, source: TableSource) -> RawTable:
        """Give a table as it stands in its file or in the database, and note what it was read from."""
        if source.file is not None:
            self.inputs.append(self.folder / source.file)
            return read_table(self.folder / source.file, source.file, source.sheet, self.of_cells)
        from mentorkit.io.database import noted, read_query

        raw = read_query(source.sql, source.database, table.name)
        self.inputs += noted(raw, self.folder / ".mentorkit" / "queries", self._key())
        return raw

    def _may_name(self, cells: Iterable[str]) -> set[str]:
        """Give whatever may name a person in cells of rows that are left out: an id, an address, the id that an address gives."""
        from mentorkit.io.people import keyed_id
        from mentorkit.model.words import folded

        addresses = [folded(cell) for cell in cells if "@" in cell]
        return {*filter(None, cells), *addresses, *(keyed_id(self._key(), address) for address in addresses)}

    def _counted(self, name: str, raw: RawTable, source: TableSource | None = None) -> RawTable:
        """Give the rows of a table that belong to the cohort, each submission once, and remember the table as it stands."""
        raw, added = as_answered(raw, source)
        self.raw[name] = raw
        self.looked.append(self.odd(name, raw))
        self.problems += added
        raw, repeated = each_submission_once(belonging(raw, source.where if source else {}))
        self.problems += repeated
        return raw

    def _readings(self, people: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """Give what readers of applications marked, in the one table and in a file for each reader."""
        table, self.ids = reading_table(self.program), {str(id) for side in PEOPLE for id in people[side].index}
        frames = [self._named(table, people), *(self._named(table, people, file) for file in readers_files(self.folder))]
        frame, wrong = joined_readings(frames, table, everybody(self.known) or ())
        self.problems += wrong
        return frame

    def _named(self, table: Table, people: Mapping[str, pd.DataFrame], file: str | None = None) -> pd.DataFrame:
        """Give a record in which people are named by their ids, also where they gave their e-mail."""
        from mentorkit.io.addresses import ids_by_address, with_ids

        frame = self._table(table, file)
        if frame.empty:
            return frame
        frame, wrong = with_ids(frame, table, ids_by_address(people), everybody(self.known))
        self.problems += wrong
        return frame

    def _asked(self, table: Table, raw: RawTable, source: TableSource, problems: list[Problem]) -> tuple[RawTable, TableSource]:
        """Give the table and its source with the columns that the programme's own form names, and the order of its dates where they show it."""
        form = application_form(self.program, table.name) if table.name in APPLICATIONS else record_form(table.name) if table.name in RECORD_FORMS else None
        if table.name == "reviews":
            return asked_columns(raw, source, reader_form(self.program, self.ids))
        if form is None:
            return raw, source
        raw, found = asked_columns(raw, source, form)
        if found.columns != source.columns:  # so that problems name the file's own headings
            self.settings = self.settings.model_copy(update={table.name: found})
        dated = [theirs.from_ for ours, theirs in found.columns.items() if isinstance(theirs, ColumnSource) and (column := table.column(ours)) and column.kind == "date"]
        order = None if "dates" in source.model_fields_set else evident_order(raw, dated)
        if order is None:
            return raw, found
        problems.append(Problem(raw.name, raw.first, None, f"the dates can only be read {order}", f"to be sure, say so in cohort.yml: {table.name}: dates: {order}", warning=True))
        return raw, found.model_copy(update={"dates": order})

    def _without_forgotten(self, frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
        """Leave out the rows of people who were erased, should an import have brought them back; `names` are the columns that name people."""
        stones = read_tombstones(self.folder)
        values = [frame.index if name == frame.index.name else frame[name] for name in names if name == frame.index.name or name in frame] if stones else []
        if not values or frame.empty:
            return frame
        key = self._key()
        back = [any(isinstance(value, str) and tombstones(key, value) & stones for value in row) for row in zip(*values, strict=True)]
        for source in frame["source"][back]:
            file, row = source.rsplit(":", 1)
            self.problems.append(Problem(file, int(row), None, "the row is about a person who was erased", "delete it; it is left out", warning=True))
        return frame.loc[[not one for one in back]]

    def _source(self, table: Table) -> TableSource | None:
        if table.name in self.left_out:
            return None
        declared = getattr(self.settings, table.name)
        if isinstance(declared, str):
            declared = TableSource(file=declared)
        if declared is not None and declared.file is None:
            if table.name != "decisions":
                return declared
            self._note("decisions come from a database", "keep them in a file, to which mentorkit can add")
            return None
        if declared is not None:
            return declared if self._inside(declared.file) else None
        found, unread = table_files(self.folder, table.name)
        if unread and not found:
            self.problems.append(Problem(unread[0], None, None, f'files with the ending "{Path(unread[0]).suffix}" are not read', instead_of(unread[0]), warning=table.name not in PEOPLE))
        if len(found) > 1:
            self._note(f"{' and '.join(found)} both hold the {table.name}", f"keep one, or name it in cohort.yml: {table.name}: {found[0]}")
        if not found and not unread and table.name in PEOPLE:
            self.problems.append(Problem(f"{table.name}.csv", None, None, "there is no such file", f"put it there, or name yours in cohort.yml: {table.name}: …"))
        return TableSource(file=found[0]) if found else None

    def _inside(self, file: str) -> bool:
        with suppress(ValueError, OSError, RuntimeError):  # a name that no system takes, or links that lead round in a circle
            if (self.folder / file).resolve().is_relative_to(self.folder.resolve()) and not Path(file).is_absolute():
                return True
        self._note("a file lies outside the cohort's folder", "keep a cohort's tables in its own folder")
        return False

    def _attributes(self, table: Table) -> dict[str, str]:
        """Give the kind of each column that a criterion or rule reads and that is no canonical one."""
        side = "mentee" if table.name == "mentees" else "mentor"
        if table.name not in PEOPLE:
            return {}
        kinds: dict[str, str] = {}
        for criterion in self.program.criteria:
            name, kind = getattr(criterion, side), _KINDS[criterion.kind]
            if table.column(name) is None and kinds.get(name) != "list":
                kinds[name] = kind
        for rule in self.program.rules:
            if table.column(getattr(rule, side)) is None:
                kinds.setdefault(getattr(rule, side), "text")
        return kinds

    def _known(self, table: Table) -> set[str]:
        """Give the columns that somebody reads beside the canonical ones and the criteria's."""
        plan, forms = self.program.evaluation, self.program.forms.questions
        known = {*plan.groups, *READ_BESIDE, *(question.column for question in forms)}
        known |= {plan.comparison.column, *plan.comparison.covariates} if plan.comparison else set()
        return known | ({self.program.matching.waited} if self.program.matching.waited else set())

    def _surveys(self, people: Mapping[str, pd.DataFrame]) -> dict[str, Answers]:
        surveys: dict[str, Answers] = {}
        for path in [*sorted((self.folder / "surveys").glob("*.yml")), *self._shared_books()]:
            self.inputs.append(path)
            try:
                document = read_document(path, f"surveys/{path.name}")
                survey, wrong = model_and_problems(Survey, document)
                self.problems += wrong
                if survey is not None:
                    self._answers(survey, document, surveys, people)
                elif likely := without_errors(Survey, document)[0]:
                    told = len(self.problems)
                    self._answers(checked_model(Survey, likely), document, {}, people)
                    self.problems[told:] = [problem for problem in self.problems[told:] if not problem.warning]
            except ProblemsError as error:
                self.problems += error.problems
        return surveys

    def _shared_books(self) -> list[Path]:
        """Give the programme's code books of the surveys whose answers lie here without one of the cohort's own."""
        own = self.folder / "surveys"
        answered = {path.stem for path in own.glob("*") if path.suffix.casefold() in ENDINGS} - {path.stem for path in own.glob("*.yml")}
        language = self.settings.language or self.program.languages[0]
        books = (overlaid(self.documents[1].path.parent, f"curriculum/surveys/{language}/{name}.yml") for name in sorted(answered))
        return [book for book in books if book.is_file()]

    def _answers(self, survey: Survey, document: Document, surveys: dict[str, Answers], people: Mapping[str, pd.DataFrame]) -> None:
        from mentorkit.io.addresses import ids_by_address
        from mentorkit.io.answers import coded_answers

        if survey.survey in surveys:
            self.problems.append(Problem(document.name, document.line(("survey",)), None, "another code book has the same survey id", "give each survey its own id"))
            return
        if not self._inside(survey.file):
            return
        file = self._answers_file(survey.file)
        path = self.folder / file
        self.inputs.append(path)
        raw = self._counted(answers_table(survey.survey), read_table(path, file, survey.sheet, self.of_cells))
        frame, problems = coded_answers(survey, raw.headings, raw.rows, numbers=raw.numbers, first=raw.first, file=raw.name, addresses=ids_by_address(people))
        self.problems += problems
        frame = self._without_forgotten(frame, ["person"]).reset_index(drop=True)
        self.problems += self._strangers(survey, frame)
        surveys[survey.survey] = Answers(survey, frame)

    def _strangers(self, survey: Survey, frame: pd.DataFrame) -> Iterator[Problem]:
        """Give a warning for each answer of a person whom nobody knows, unless most are: such a survey has codes of its own."""
        known, named = everybody(self.known), frame[frame["person"].notna()]
        strange = named.loc[[bool(known) and person not in known for person in named["person"]]]
        for source in strange["source"] if 2 * len(strange) <= len(named) else ():
            file, _, row = source.rpartition(":")
            yield Problem(file, int(row), survey.person, "nobody who applied has this id", "correct it; the answer is linked to nobody", warning=True)

    def _answers_file(self, named: str) -> str:
        """Give the file of a survey's answers: the one named, or the same with another ending where that alone is there."""
        place = Path(named)
        others, _ = table_files(self.folder / place.parent, place.stem)
        return str(place.with_name(others[0])) if others and not (self.folder / named).exists() else named

    def _key(self) -> bytes:
        return program_key(self.documents[1].path.parent)

    def _note(self, problem: str, remedy: str) -> None:
        self.problems.append(Problem("cohort.yml", 1, None, problem, remedy))


def program_key(folder: Path) -> bytes:
    """
    Give the programme's secret key for ids and certificates; made on first use, readable by its owner only.

    `MENTORKIT_KEY` in the environment goes before the file `.mentorkit/key`.
    """
    if given := os.environ.get(KEY):
        return given.encode()
    path = folder / ".mentorkit" / "key"
    if not path.is_file():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = path.with_name(f"key.{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, path)  # whole or not at all, and the first of two processes that begin together wins
        fresh.unlink()
    return path.read_bytes().strip()


def cohort_folders(program: Path) -> Iterable[Path]:
    """Give the folders of a programme's cohorts, by name."""
    return sorted(path.parent for path in (program / "cohorts").glob("*/cohort.yml"))


def earlier_cohorts(folder: Path) -> list[Path]:
    """
    Give the programme's cohorts that began before a cohort, oldest first.

    Invented cohorts are earlier than invented ones alone, real ones than real ones: neither says
    anything about the other. A cohort whose settings cannot be read, or without a first day, is left out.
    """
    others = [other for other in cohort_folders(program_file(folder).parent) if other.resolve() != folder.resolve()]
    own = _first_day(folder) if others else None
    days = sorted((day, other) for other in others if own is not None and (day := _first_day(other)))
    return [other for (synthetic, first), other in days if own is not None and synthetic == own[0] and first < own[1]]


def _first_day(folder: Path) -> tuple[bool, str] | None:
    path = folder / "cohort.yml"
    try:
        about = path.stat()
    except OSError:
        return None
    return _first_day_in(path, about.st_mtime_ns, about.st_size)


@cache
def _first_day_in(path: Path, _changed: int, _size: int) -> tuple[bool, str] | None:
    try:
        data = read_document(path).data
    except ProblemsError:
        return None
    return (bool(data.get("synthetic")), str(data["starts"])) if data.get("starts") else None
