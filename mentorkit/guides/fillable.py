"""A worksheet as one page to fill in on a phone: it needs no server, and sends nothing to anybody."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable
from pathlib import Path
from string import Template

from mentorkit.guides.answers import SCALE, SCHEMA, lines, shared_fields
from mentorkit.guides.sheets import reader_note
from mentorkit.guides.wording import FILLING, WORDS
from mentorkit.model.curriculum import Field_, Guide
from mentorkit.model.palette import palette

_FOLDER = Path(__file__).parent
_BUTTONS = ("readable", "open", "print", "erase")
_ROWS_SHOWN = 5
"""Lines of a log that stand open; the others open on a click."""


def worksheet_page(guide: Guide, language: str, links: Iterable[tuple[str, str]] = ()) -> str:
    """
    Give a session's worksheet as a page that needs no other file and no network.

    Its fields and words are those of the paper. The page's own rules (Content-Security-Policy) forbid it to load
    or to send anything. Answers stay in the page until the person chooses to keep them on the device; on a shared
    device nothing is kept. Only fields marked for a mentor or the programme can be handed over, one tick each.

    Args:
        links: Other forms of the sheet, as pairs of words and address.
    """
    words, sheet = FILLING[language], guide.worksheet
    style = palette().variables + "".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "fillable.css"))
    script = (_FOLDER / "fillable.js").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    title = f"{guide.session.id} · {sheet.title[language]}"
    body = "\n".join(_field(one, language) for one in sheet.fields)
    elsewhere = " · ".join(f'<a href="{_safe(to)}">{_safe(name)}</a>' for name, to in links)
    credits = guide.scripts[language].part("credits")
    return Template((_FOLDER / "fillable.html").read_text(encoding="utf-8")).substitute(
        language=language, policy=policy, title=_safe(title), style=style, intro=_safe(sheet.intro[language]),
        no_script=_safe(words["no_script"]), keeping=_keeping(words), fields=body, sharing=_sharing(guide, language),
        elsewhere=f'<p class="elsewhere">{elsewhere}</p>' if elsewhere else "",
        credits=_safe(" ".join(credits.body.replace("*", "").split())) if credits else "",
        copy=_safe(words["copy"]), buttons="".join(f'<button type="button" id="{name}">{_safe(words[name])}</button>' for name in _BUTTONS),
        open=_safe(words["open"]), licence=_safe(WORDS[language]["licence"]), about=_about(guide, language), script=script,
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _safe(text: str) -> str:
    return html.escape(text, quote=True)


def _about(guide: Guide, language: str) -> str:
    about = {
        "schema": SCHEMA, "worksheet": guide.worksheet.id, "session": guide.session.id, "language": language,
        "words": FILLING[language],
    }
    return json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")


def _keeping(words: dict[str, str]) -> str:
    choices = "".join(
        f'<label class="pick"><input type="radio" name="keep" value="{name}"> <span>{_safe(words[f"keep_{name}"])}</span></label>'
        for name in ("device", "none")
    )
    return (
        f'<fieldset id="keep" class="keep"><legend>{_safe(words["keep"])}</legend>{choices}'
        f"<p>{_safe(words['keep_why'])}</p></fieldset>"
    )


def _field(field: Field_, language: str) -> str:
    """Give a field: one control stands under its label, several stand in a group that the label names."""
    note = f'<p class="note" id="{field.id}-note">{_safe(reader_note(field, language))}</p>'
    aid = f'<p class="aid" id="{field.id}-aid">{_safe(field.help[language])}</p>' if field.help else ""
    told = f'aria-describedby="{f"{field.id}-aid " if field.help else ""}{field.id}-note"'
    data = f'class="ask {field.type}" data-field="{field.id}" data-type="{field.type}" data-share="{field.share_with}"'
    label = _safe(field.label[language])
    if field.type in ("text", "longtext", "date"):
        control = _single(field, told)
        return f'<div {data}><label class="name" for="{field.id}">{label}</label>{aid}{control}{note}</div>'
    return f'<fieldset {data} {told}><legend class="name">{label}</legend>{aid}{_GROUPS[field.type](field, language)}{note}</fieldset>'


def _single(field: Field_, told: str) -> str:
    if field.type == "date":
        return f'<input type="date" id="{field.id}" data-part="" {told}>'
    return f'<textarea id="{field.id}" data-part="" rows="{min(8, lines(field))}" {told}></textarea>'


def _list(field: Field_, language: str) -> str:
    items = (
        f'<li><input type="text" data-part="{place}" aria-label="{_safe(field.label[language])} {place + 1}"></li>'
        for place in range(lines(field))
    )
    return f"<ol>{''.join(items)}</ol>"


def _picks(field: Field_, language: str) -> str:
    if field.type == "scale":
        ends = [(end or {}).get(language, "") for end in (field.low, field.high)]
        names = [(str(number), str(number)) for number in SCALE]
        low, high = (f'<span class="end">{_safe(end)}</span>' for end in ends)
        named = f' aria-label="{SCALE[0]} = {_safe(ends[0])}, {SCALE[-1]} = {_safe(ends[1])}"'
    else:
        names = [(option.id, getattr(option, language)) for option in field.options]
        low = high = named = ""
    picks = "".join(
        f'<label class="pick"><input type="radio" name="{field.id}" data-part="" value="{value}"> <span>{_safe(text)}</span></label>'
        for value, text in names
    )
    clear = f'<button type="button" class="clear" hidden>{_safe(FILLING[language]["clear"])}</button>'
    return f'<div class="picks" role="group"{named}>{low}{picks}{high}</div>{clear}'


def _grid(field: Field_, language: str) -> str:
    return "".join(_row(field, row.id, getattr(row, language), language) for row in field.rows)


def _log(field: Field_, language: str) -> str:
    words = FILLING[language]
    rows = [_row(field, str(place), f"{words['entry']} {place + 1}", language) for place in range(lines(field))]
    more = "".join(rows[_ROWS_SHOWN:])
    folded = f"<details><summary>{_safe(words['more_rows'])}</summary>{more}</details>" if more else ""
    return "".join(rows[:_ROWS_SHOWN]) + folded


def _row(field: Field_, key: str, title: str, language: str) -> str:
    cells = "".join(
        f'<label><span>{_safe(getattr(column, language))}</span>'
        f'<textarea rows="1" data-part="{key}/{column.id}"></textarea></label>'
        for column in field.columns
    )
    return f'<fieldset class="row"><legend>{_safe(title)}</legend>{cells}</fieldset>'


_GROUPS = {"list": _list, "choice": _picks, "scale": _picks, "grid": _grid, "log": _log}


def _sharing(guide: Guide, language: str) -> str:
    words = FILLING[language]
    parts = [_reader(guide, who, language) for who in ("mentor", "staff") if shared_fields(guide.worksheet, who)]
    why = words["share_why"] if parts else words["share_none"]
    return f'<section class="share" id="share"><h2>{_safe(words["share"])}</h2><p>{_safe(why)}</p>{"".join(parts)}</section>'


def _reader(guide: Guide, who: str, language: str) -> str:
    words = FILLING[language]
    ticks = "".join(
        f'<label class="pick"><input type="checkbox" value="{one.id}" disabled> <span>{_safe(one.label[language])} '
        f'<em class="empty">{_safe(words["share_empty"])}</em></span></label>'
        for one in shared_fields(guide.worksheet, who)
    )
    return (
        f'<fieldset class="reader" data-who="{who}"><legend>{_safe(words[f"share_{who}"])}</legend>{ticks}'
        f'<label class="preview" hidden><span>{_safe(words["preview"])}</span><textarea readonly rows="4"></textarea></label>'
        f'<div class="buttons"><button type="button" class="do" hidden>{_safe(words["share_do"])}</button>'
        f'<button type="button" class="take" disabled>{_safe(words["share_copy"])}</button></div></fieldset>'
    )
