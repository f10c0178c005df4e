"""The forms that a programme hands out, built from its criteria, its eligibility, its vocabulary and its code books."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from mentorkit.model.form_words import (
    CONSENT,
    DAYS,
    EARLIER,
    GENDERS,
    HELD,
    HINTS,
    INTROS,
    MENTEE_HINTS,
    MENTEES,
    MENTORS,
    MODES,
    PURPOSES,
    RECORDS,
    TITLES,
    WEEKDAY_HOURS,
    WEEKEND_HOURS,
    YES_NO,
)
from mentorkit.model.forms import Form, FormQuestion, Kind, Option, Question, in_both, options_of
from mentorkit.model.program import Program
from mentorkit.model.readings import reading_form
from mentorkit.model.survey import Item, Survey
from mentorkit.model.words import LANGUAGES

APPLICATIONS = {"mentees": "mentee-application", "mentors": "mentor-application"}
RECORD_FORMS = {"checkins": "check-in", "meetings": "meeting-log"}
_WORDS = {"mentees": MENTEES, "mentors": MENTORS}
_HINTS = {"mentees": MENTEE_HINTS, "mentors": HINTS}
_FIRST = ("name", "email", "phone")
_LAST = ("consent", "purposes")
TAGGED_COLUMNS = {"field_wanted": "field", "field": "field", "interests": "topic", "languages": "language"}
_KINDS: dict[str, Kind] = {
    "email": "email", "phone": "phone", "birth_year": "year", "capacity": "number", "guardian_consent": "yesno", "first_generation": "choice",
    "consent": "choice", "availability": "choices", "goals": "paragraph", "about": "paragraph", "purposes": "choices", "prefers": "text",
}
_OF_CRITERION: dict[str, Kind] = {"overlap": "choices", "same": "choice", "near": "number", "ahead": "choice", "text": "paragraph", "matrix": "choice"}
_NEEDED = {"name", "email", "birth_year", "consent"}
_NOT_ASKED = {"id", "status", "not_with", "timezone"}


def application_form(program: Program, side: str) -> Form:
    """
    Give the application form of a side: whom one may write to, what eligibility, criteria, rules and groups read, and consent.

    Args:
        program: The programme; `forms.questions` changes or adds questions.
        side: `mentees` or `mentors`.
    """
    own = {one.column: one for one in program.forms.questions if one.of in (side, "both")}
    columns = [column for column in _columns(program, side) if column not in own or own[column].ask]
    columns += [column for column, one in own.items() if one.ask and column not in columns]
    ordered = [column for column in columns if column not in _LAST] + [column for column in columns if column in _LAST]
    questions = tuple(_own(_question(program, side, column), own.get(column)) for column in ordered)
    values = {"program": program.program, "weeks": program.weeks, "cadence": program.cadence_days}
    return _form(APPLICATIONS[side], f"{side}.csv", "application", questions, values)


def record_form(table: str) -> Form:
    """Give the form of a record that people fill in: `checkins` or `meetings`."""
    id = RECORD_FORMS[table]
    questions = tuple(_record_question(table, column, words) for column, words in RECORDS[id].items())
    return replace(_form(id, f"{table}.csv", id, questions, {}), fixed={"answered": "yes"} if table == "checkins" else {})


def survey_form(books: Mapping[str, Survey], program: str) -> Form:
    """
    Give the form of a survey.

    Args:
        books: Language to the code book in it; a language without one shows the other's wordings.
        program: The programme's name.
    """
    first = next(iter(books.values()))
    people = {language: book.person for language, book in books.items() if book.person}
    asked = [Question("person", "text", in_both(people), _pair(HINTS["person_id"]))] if people else []
    asked += [_survey_question(books, item) for item in first.items]
    form = _form(first.survey, f"surveys/{first.survey}.csv", "survey", tuple(asked), {"program": program})
    return form if first.survey in TITLES else replace(form, title=dict.fromkeys(LANGUAGES, first.survey))


def _form(id: str, file: str, intro: str, questions: tuple[Question, ...], values: Mapping[str, object]) -> Form:
    title, words = TITLES.get(id, (id, id)), _pair(INTROS[intro])
    return Form(id, file, _pair(title), {language: text.format(**values) for language, text in words.items()}, questions)


def _pair(words: tuple[str, str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, words, strict=True))


def _columns(program: Program, side: str) -> list[str]:
    """Give the columns that the programme reads of a side, in the order of the form."""
    own = side[:-1]
    rules, of_mentees = program.eligibility, side == "mentees"
    read = [*_FIRST, *(["birth_year"] if of_mentees or rules.mentors else []), *(("guardian_contact", "guardian_consent") if of_mentees else ())]
    read += ["city"] if (rules.places if of_mentees else rules.mentor_places) else []
    read += program.evaluation.groups if side == "mentees" else []
    read += [getattr(criterion, own) for criterion in program.criteria] + [getattr(rule, own) for rule in program.rules]
    read += [*(("capacity",) if side == "mentors" else ()), "availability", "goals" if side == "mentees" else "about", *_LAST]
    read = read if program.forms.purposes else [column for column in read if column != "purposes"]
    return [column for column in dict.fromkeys(read) if column not in _NOT_ASKED]


def _question(program: Program, side: str, column: str) -> Question:
    criterion = next((one for one in program.criteria if getattr(one, side[:-1]) == column), None)
    kind = _KINDS.get(column) or (_OF_CRITERION[criterion.kind] if criterion else "text")
    if column in program.evaluation.groups and column not in _KINDS and criterion is None:
        kind = "choice"
    words = _WORDS[side].get(column) or _label(criterion, column)
    helped = "purposes-matching" if column == "purposes" and "matching" in program.forms.purposes else column
    hint = {language: text.format(version=program.forms.consent_version) for language, text in _pair(_HINTS[side][helped]).items()} if helped in HINTS else {}
    options = _options(program, column, criterion, side)
    if kind in ("choice", "choices") and not options:
        kind = "text"
    also = EARLIER[side].get(column, ()) + (MENTEES[column] if side == "mentors" and column in _FIRST else ())
    low, high = {"year": (1900, 2100), "number": (0, 50)}.get(kind, (None, None))
    return Question(
        column, kind, _pair(words), hint, options, required=column in _NEEDED or bool(criterion and criterion.required), low=low, high=high,
        minors=column.startswith("guardian_"), slots=column == "availability", open=column in TAGGED_COLUMNS, also=also,
    )


def _label(criterion, column: str) -> tuple[str, str]:
    words = in_both(criterion.label) if criterion is not None and criterion.label else {language: column.replace("_", " ").capitalize() for language in LANGUAGES}
    return words["es"], words["en"]


def _options(program: Program, column: str, criterion, side: str) -> tuple[Option, ...]:
    if column == "consent":
        version = program.forms.consent_version
        return options_of({f"v{version}" if value == "yes" else value: _pair(words) for value, words in CONSENT.items()})
    if column in ("first_generation", "guardian_consent"):
        return options_of({"Sí" if column == "first_generation" and value == "yes" and program.languages[0] == "es" else value: words for value, words in YES_NO.items()})
    purposes = {name: words for name, words in PURPOSES.items() if name in program.forms.purposes}
    known = {"gender": GENDERS, "purposes": purposes, "availability": slot_options()}.get(column)
    if known:
        return options_of(known)
    steps = program.orders.get(column) or getattr(criterion, "order", None)
    if steps:
        return options_of(steps)
    if criterion is not None and criterion.kind == "matrix":
        mentors = dict.fromkeys(tag for row in criterion.scores.values() for tag in row)
        return options_of(list(criterion.scores if side == "mentees" else mentors))
    if column in TAGGED_COLUMNS:
        language = program.languages[0]
        return tuple(Option(term.label(language), {one: term.label(one) for one in LANGUAGES}) for term in program.vocabulary or () if term.of == TAGGED_COLUMNS[column])
    return ()


def slot_options() -> dict[str, dict[str, str]]:
    """Give the weekly slots that a form offers: as a table's cell writes them, to their wording."""
    return {
        f"{day} {hours}": {language: f"{word} {hours}" for language, word in _pair(words).items()}
        for day, words in DAYS.items()
        for hours in (WEEKEND_HOURS if day in ("sat", "sun") else WEEKDAY_HOURS)
    }


def _own(question: Question, own: FormQuestion | None) -> Question:
    """Give a question with the programme's own words, options and kind."""
    if own is None:
        return question
    options = options_of(own.options) if own.options else question.options
    kind = own.kind or ("choice" if own.options and question.kind == "text" else question.kind)
    given = {language: text for language, text in in_both(own.text).items()} if own.text else question.text
    also = (*question.also, *question.text.values()) if own.text else question.also
    hint = in_both(own.hint) if own.hint else question.hint
    required = question.required if own.required is None else own.required
    return replace(question, text=given, hint=hint, options=options, kind=kind, also=also, required=required, open=question.open and not own.options)


def _record_question(table: str, column: str, words: tuple[str, str]) -> Question:
    options = {"held": HELD, "mode": MODES}.get(column)
    kinds: dict[str, Kind] = {"date": "date", "held": "choice", "mode": "choice", "minutes": "number", "relationship": "number"}
    low, high = {"minutes": (0, 1440), "relationship": (1, 5)}.get(column, (None, None))
    hint = _pair(HINTS["person_id"]) if column.endswith("_id") else {}
    needed = column in ("date", "held") or column.endswith("_id")
    return Question(column, kinds.get(column, "text"), _pair(words), hint, options_of(options or ()), needed, low, high)


def _survey_question(books: Mapping[str, Survey], item: Item) -> Question:
    kinds: dict[str, Kind] = {"choice": "choice", "choices": "choices", "scale": "number", "number": "number", "text": "paragraph"}
    items = {language: book.item(item.id) for language, book in books.items() if any(one.id == item.id for one in book.items)}
    text = in_both({language: one.wordings[0] for language, one in items.items()})
    options = tuple(
        Option(value, in_both({language: one.option_wordings[value][0] for language, one in items.items() if value in one.option_wordings}))
        for value in item.option_wordings
    ) if item.kind in ("choice", "choices") else ()
    return Question(item.id, kinds[item.kind], text, options=options, low=item.min, high=item.max, also=item.wordings)


def program_forms(program: Program, books: Mapping[str, Mapping[str, Survey]], ids: Collection[str] = ()) -> Iterator[Form]:
    """
    Give every form that a programme hands out: applications, what readers of them fill in, surveys in their order, check-in and meeting log.

    Args:
        program: The programme; readers have a form where `eligibility.rubric` says what they judge.
        books: Each survey's code books by language.
        ids: The applications that readers choose from.
    """
    yield from (application_form(program, side) for side in APPLICATIONS)
    if program.eligibility.rubric:
        yield reading_form(program, ids)
    yield from (survey_form(by_language, program.program) for by_language in books.values())
    yield from (record_form(table) for table in RECORD_FORMS)
