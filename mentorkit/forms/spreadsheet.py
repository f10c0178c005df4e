"""A form as a spreadsheet: a column a question, drop-downs where there are options, and limits where there are limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mentorkit.forms.packing import packed, put
from mentorkit.forms.words import word
from mentorkit.model.forms import Form, Question

ROWS = 1_000
_DARK, _PALE = "1F3864", "FFF2CC"


def form_workbook(form: Form, language: str, filled: Sequence[Mapping[str, str]] = ()) -> bytes:
    """
    Give a form as a workbook to fill in, in one language; the same form gives the same bytes.

    The first sheet holds the headings and 1,000 rows that check what is typed; a hidden sheet holds the
    lists. Questions with several answers cannot have a drop-down: their options stand in the note that
    appears with the cell.

    Args:
        form: The form.
        language: es or en.
        filled: Rows that stand there already, by column.
    """
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet, lists = book.active, book.create_sheet(word("lists", language))
    sheet.title, lists.sheet_state = form.title[language][:31].translate(str.maketrans("", "", "[]:*?/\\")), "hidden"
    for place, question in enumerate(form.questions, 1):
        cell = put(sheet, 1, place, question.text[language])
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        note = _note(question, language)
        if note:
            cell.comment = Comment(note, "mentorkit", width=360, height=120)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(44, max(14, len(question.text[language]) * 0.7))
        for row, option in enumerate(question.options, 1):
            put(lists, row, place, option.text[language])
        rule = _validation(question, language, f"'{lists.title}'!${letter}$1:${letter}${len(question.options)}")
        if rule is not None:
            rule.add(f"{letter}2:{letter}{max(ROWS, len(filled)) + 1}")
            sheet.add_data_validation(rule)
        if question.kind in ("text", "email", "phone", "date", "choice", "choices"):
            sheet.column_dimensions[letter].number_format = "yyyy-mm-dd" if question.kind == "date" else "@"
        for row, cells in enumerate(filled, 2):
            if cells.get(question.column):
                put(sheet, row, place, cells[question.column]).alignment = Alignment(wrap_text=True, vertical="top")
        if filled and question.kind == "paragraph":
            sheet.column_dimensions[letter].width = 60
    sheet.row_dimensions[1].height = 62
    sheet.freeze_panes = "A2"
    return packed(book)


def _note(question: Question, language: str) -> str:
    parts = [question.hint.get(language, "")]
    if question.kind == "choices":
        parts.append(word("several", language, options="; ".join(option.text[language] for option in question.options)))
    return "\n".join(filter(None, parts))


def _validation(question: Question, language: str, area: str):
    from openpyxl.worksheet.datavalidation import DataValidation

    message = word("wrong", language)
    if question.kind in ("choice", "yesno"):
        rule = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=not question.open)
        message = word("pick", language)
    elif question.kind in ("year", "number") and question.low is not None and question.high is not None:
        low, high = f"{question.low:g}", f"{question.high:g}"
        rule = DataValidation(type="whole", operator="between", formula1=low, formula2=high, allow_blank=True, showErrorMessage=True)
        message = word("year-wrong" if question.kind == "year" else "number-wrong", language, low=low, high=high)
    elif question.kind == "date":
        rule = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True, showErrorMessage=True)
        message = word("date-wrong", language)
    elif question.kind == "choices":
        rule = DataValidation(allow_blank=True, showInputMessage=True)
        rule.prompt = _note(question, language)[:250]
        return rule
    else:
        return None
    rule.error = message
    return rule
