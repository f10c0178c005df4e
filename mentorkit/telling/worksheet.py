"""A worksheet in a notebook: labelled controls, answers in a small file, nothing shared without a tick."""

from __future__ import annotations

import base64
import datetime as dt
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from mentorkit.errors import ProblemsError, RunError, UsageError
from mentorkit.guides.answers import (
    SCALE,
    Answers,
    answers_json,
    lines,
    no_answers,
    parsed_answers,
    shared_fields,
    shared_text,
)
from mentorkit.guides.sheets import reader_note
from mentorkit.guides.wording import FILLING
from mentorkit.model.curriculum import Field_, Guide

_STYLE = """<style>.mk-form { max-width: 46em; } .mk-form .widget-label { white-space: normal; text-align: left; line-height: 1.4; height: auto; }
.mk-form input, .mk-form textarea { font-size: 14px; } .mk-form .mk-ask { margin: 0 0 1.1em; overflow: hidden; }
.mk-form .mk-name > .widget-label { font-weight: bold; } .mk-form .mk-row { align-items: flex-end; border-left: 3px solid #b9b1a3; padding-left: .6em; margin: 0 0 .7em; } .mk-form p { line-height: 1.4; margin: .2em 0; }
.mk-form .widget-checkbox, .mk-form .widget-label-basic { height: auto; white-space: normal; overflow: visible; line-height: 1.4; } .mk-form .widget-checkbox { margin: .3em 0; }</style>"""


@dataclass(frozen=True)
class Control:
    """The controls of one field: what to show, how to read the answer, how to set it."""

    shown: Any
    read: Callable[[], Any]
    put: Callable[[Any], None]


def worksheet(session: str, language: str = "es", answers: str = "answers", program: str = ".") -> WorksheetForm:
    """
    Give a session's worksheet as a form for a notebook.

    Args:
        session: The session's code, `S05`.
        answers: The folder for the person's own files, here `answers/S05.json`; it is written only on *save*.
        program: A programme's folder, for sheets of its own.

    Raises:
        UsageError: No such session or language.
    """
    from mentorkit.io.curriculum import read_session

    if language not in ("es", "en"):
        raise UsageError(f'there is no language "{language}"; write es or en')
    return WorksheetForm(read_session(Path(program), session), language, Path(answers))


class WorksheetForm:
    """
    A worksheet with its controls; in a notebook it shows itself.

    Fields and words are those of the paper and the page, and so is the file. Nothing is written until the person
    chooses to keep answers here and presses *save*; on a shared computer the copy is a download alone.
    """

    def __init__(self, guide: Guide, language: str, folder: Path):
        self.guide, self.language = guide, language
        self.words, self.sheet = FILLING[language], guide.worksheet
        self.file = folder / f"{guide.session.id}.json"
        self.controls = {field.id: control(field, language) for field in self.sheet.fields}
        self.begun = no_answers(self.sheet, language, _now())
        self.told = widgets.HTML()
        self.keep = widgets.RadioButtons(
            options=[(self.words["keep_device"], "device"), (self.words["keep_none"], "none")], value=None,
            description=self.words["keep"], **_WIDE,
        )
        self.readers = {who: Reader(self, who) for who in ("mentor", "staff") if shared_fields(self.sheet, who)}
        self._open()

    @property
    def answers(self) -> Answers:
        """What is written now."""
        values = {name: one.read() for name, one in self.controls.items()}
        return self.begun.at(_now(), {name: value for name, value in values.items() if value not in (None, "", [], {})})

    def put(self, values: Mapping[str, Any]) -> None:
        """Set the controls to these answers; those that are not named become empty."""
        for name, one in self.controls.items():
            one.put(values.get(name))

    def save(self, _: Any = None) -> None:
        """Save a copy: into the file if the person keeps answers here, and as a download otherwise."""
        answers = self.answers
        text = answers_json(answers)
        if self.keep.value == "device":
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.file.write_text(text, encoding="utf-8")
            except OSError as error:
                raise RunError(f"{self.file} cannot be written: {error.strerror}") from None
            self.told.value = html.escape(f"{self.words['saved_to']} {self.file} · {answers.saved}")
            return
        data = base64.b64encode(text.encode()).decode()
        self.told.value = (
            f"{html.escape(self.words['in_memory'])} <a download=\"{self.file.name}\" style=\"color: #0b5cad; text-decoration: underline\" "
            f'href="data:application/json;base64,{data}">{html.escape(self.words["download"])}</a>'
        )

    def widget(self) -> Any:
        """Give the whole form as one widget."""
        sheet, words = self.sheet, self.words
        save = widgets.Button(description=words["copy"], button_style="primary", layout=widgets.Layout(width="auto", align_self="flex-start"))
        save.on_click(self.save)
        asks = [
            widgets.VBox([one.shown, _text(reader_note(field, self.language), "small")]).add_class("mk-ask")
            for field, one in zip(sheet.fields, self.controls.values(), strict=True)
        ]
        head = widgets.HTML(
            f"{_STYLE}<h3>{html.escape(sheet.title[self.language])}</h3><p>{html.escape(sheet.intro[self.language])}</p>"
        )
        share = _text(words["share_why" if self.readers else "share_none"])
        readers = [reader.widget() for reader in self.readers.values()]
        return widgets.VBox([head, self.keep, *asks, save, self.told, share, *readers]).add_class("mk-form")

    def _open(self) -> None:
        if not self.file.is_file():
            return
        try:
            found = parsed_answers(self.file.read_text(encoding="utf-8"), self.sheet, self.file.name)
        except (ProblemsError, UnicodeDecodeError):
            self.told.value = html.escape(f"{self.file.name}: {self.words['opened_wrong']}")
            self.file = self.file.with_name(f"{self.file.stem}-2.json")  # never over a file that could not be read
            return
        self.begun = found
        self.keep.value = "device"
        self.put(found.values)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget())


class Reader:
    """What can be handed to one reader: a tick for each field that is marked, and the text that leaves."""

    def __init__(self, form: WorksheetForm, who: str):
        self.form, self.who = form, who
        self.ticks = {
            field.id: widgets.Checkbox(value=False, description=field.label[form.language], indent=False, layout={"width": "100%"})
            for field in shared_fields(form.sheet, who)
        }
        self.preview = widgets.Textarea(value="", description=form.words["preview"], rows=5, **_WIDE)

    @property
    def text(self) -> str:
        """What the person hands over: the ticked fields of this reader, as they are written now."""
        ticked = {name for name, tick in self.ticks.items() if tick.value}
        return shared_text(self.form.sheet, self.form.answers, self.who, ticked, self.form.language)

    def widget(self) -> Any:
        """Give the ticks, the button and the text to copy."""
        button = widgets.Button(description=self.form.words["show"], layout=widgets.Layout(width="auto", align_self="flex-start"))
        button.on_click(lambda _: setattr(self.preview, "value", self.text))
        title = widgets.HTML(f"<strong>{html.escape(self.form.words[f'share_{self.who}'])}</strong>")
        return widgets.VBox([title, *self.ticks.values(), button, self.preview])


_WIDE: dict[str, Any] = {
    "layout": {"width": "calc(100% - 8px)", "flex_flow": "column", "align_items": "stretch", "height": "auto"},
    "style": {"description_width": "auto"},
}


def control(field: Field_, language: str) -> Control:
    """Give the controls of a field; each carries a label of its own."""
    return _KINDS[field.type](field, language)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _text(text: str, tag: str = "p") -> Any:
    return widgets.HTML(f"<{tag}>{html.escape(text)}</{tag}>")


def _group(field: Field_, language: str, children: list[Any]) -> Any:
    aid = [_text(field.help[language])] if field.help else []
    return widgets.VBox([_text(field.label[language], "strong"), *aid, *children])


def _prose(field: Field_, language: str) -> Control:
    box = widgets.Textarea(value="", description=field.label[language], rows=min(8, lines(field)), **_WIDE).add_class("mk-name")
    shown = widgets.VBox([box, _text(field.help[language])]) if field.help else box
    return Control(shown, lambda: box.value if box.value.strip() else None, lambda value: setattr(box, "value", value or ""))


def _day(field: Field_, language: str) -> Control:
    box = widgets.DatePicker(description=field.label[language], **_WIDE).add_class("mk-name")
    return Control(
        box,
        lambda: box.value.isoformat() if box.value else None,
        lambda value: setattr(box, "value", dt.date.fromisoformat(value) if value else None),
    )


def _picks(field: Field_, language: str) -> Control:
    if field.type == "scale":
        ends = {SCALE[0]: field.low, SCALE[-1]: field.high}
        options = [(f"{number} · {ends[number][language]}" if ends.get(number) else str(number), number) for number in SCALE]
    else:
        options = [(getattr(option, language), option.id) for option in field.options]
    box = widgets.RadioButtons(options=options, value=None, description=field.label[language], **_WIDE).add_class("mk-name")
    clear = widgets.Button(description=FILLING[language]["clear"], layout=widgets.Layout(width="auto", align_self="flex-start"))
    clear.on_click(lambda _: setattr(box, "value", None))
    aid = [_text(field.help[language])] if field.help else []
    return Control(widgets.VBox([box, *aid, clear]), lambda: box.value, lambda value: setattr(box, "value", value))


def _lines(field: Field_, language: str) -> Control:
    boxes = [widgets.Text(value="", description=f"{place}.", layout={"width": "calc(100% - 8px)"}, style={"description_width": "2.2em"}) for place in range(1, lines(field) + 1)]

    def put(value: list[str] | None) -> None:
        for place, box in enumerate(boxes):
            box.value = (value or [])[place] if place < len(value or []) else ""

    return Control(_group(field, language, boxes), lambda: _trimmed([box.value for box in boxes]), put)


def _table(field: Field_, language: str) -> Control:
    rows = {row.id: getattr(row, language) for row in field.rows} or {
        str(place): f"{FILLING[language]['entry']} {place + 1}" for place in range(lines(field))
    }
    boxes = {
        row: {column.id: widgets.Text(value="", description=f"{title} · {getattr(column, language)}", **_WIDE) for column in field.columns}
        for row, title in rows.items()
    }

    def read() -> Any:
        found = {row: {key: box.value for key, box in cells.items() if box.value.strip()} for row, cells in boxes.items()}
        return {row: cells for row, cells in found.items() if cells} if field.rows else _trimmed(list(found.values()))

    def put(value: Any) -> None:
        given = value if isinstance(value, dict) else {str(place): row for place, row in enumerate(value or [])}
        for row, cells in boxes.items():
            for key, box in cells.items():
                box.value = given.get(row, {}).get(key, "")

    shown = [widgets.HBox(list(cells.values()), layout={"flex_flow": "row wrap"}).add_class("mk-row") for cells in boxes.values()]
    abreast = min(len(field.columns), 2 if len(rows) <= 4 else 3)  # room for a sentence; a long log stays a page
    for line in shown:
        for box in line.children:
            box.layout.width = f"max(9em, calc({100 / max(1, abreast):.0f}% - 8px))"
    return Control(_group(field, language, shown), read, put)


def _trimmed(values: list[Any]) -> list[Any]:
    """Leave out what is empty at the end."""
    while values and (not values[-1] or (isinstance(values[-1], str) and not values[-1].strip())):
        values = values[:-1]
    return values


_KINDS: dict[str, Callable[[Field_, str], Control]] = {
    "text": _prose, "longtext": _prose, "date": _day, "choice": _picks, "scale": _picks, "list": _lines, "grid": _table, "log": _table,
}
