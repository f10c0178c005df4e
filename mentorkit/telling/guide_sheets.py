"""What notebook 4 shows of forms: the arc in fewer and more weeks, a session's forms, and its worksheet."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mentorkit.errors import UsageError
from mentorkit.guides.forms import FORMS, timetable
from mentorkit.model.curriculum import Guide
from mentorkit.telling.desk import Desk
from mentorkit.telling.guide_plans import dated_sessions, day_shown, say, sheet_of
from mentorkit.telling.showing import Prose, Sheet


def next_guide(desk: Desk) -> Guide:
    """Give the guide of the next session in a room, from the day shown on."""
    sessions = dated_sessions(desk)
    coming = sessions[(sessions["date"].dt.date >= day_shown(desk)) & (sessions["kind"] != "pair-meeting")]
    return desk.guides[(coming if len(coming) else sessions).iloc[0]["code"]]


def arcs(desk: Desk) -> Sheet:
    """Show the programme in the lengths that the arc knows, side by side."""
    lengths = sorted({desk.arc.weeks, desk.program.weeks, *(variant.weeks for variant in desk.arc.variants)})
    rows = [_arc_row(desk, weeks) for weeks in lengths]
    names = ["weeks", "room", "hours", "pair_meetings", "closing_week", "left_out", "studios"]
    caption = say(desk, "arcs-caption", weeks=desk.program.weeks)
    return sheet_of(desk, pd.DataFrame(rows, columns=names), caption, {"hours": ",.1f"}, sortable=False)


def _arc_row(desk: Desk, weeks: int) -> tuple:
    variant, placed = desk.arc.variant(weeks), [code for code in desk.arc.at(weeks) if code in desk.guides]
    room = [desk.guides[code].session for code in placed if not code.startswith("P")]
    studios = variant.studios if variant else []
    hours = (sum(session.duration for session in room) + sum(one.minutes for one in studios)) / 60
    gone = [f"{one.session} → {one.instead}" if one.instead else one.session for one in (variant.left_out if variant else ())]
    last = max((desk.arc.at(weeks)[code] for code in placed), default=0)
    lengths = ", ".join(f"{say(desk, 'col-week')} {one.week}" for one in studios)
    return weeks, len(room) + len(studios), round(hours, 1), len(placed) - len(room), last, ", ".join(gone), lengths


def forms(desk: Desk) -> Sheet:
    """Show the next session as planned, at its shortest, and without a room."""
    guide, rows = next_guide(desk), []
    for form in FORMS:
        try:
            times = timetable(guide.session, form, remote=desk.arc.remote)
        except UsageError:
            continue
        shown = {slot.block.id for slot in (*times.held, *times.alone)}
        alone = ", ".join(_title(desk, guide, slot.block.id) for slot in times.alone)
        gone = ", ".join(_title(desk, guide, block.id) for block in guide.session.blocks if block.id not in shown)
        rows.append((say(desk, f"form-{form}"), times.minutes, times.minutes_alone, alone, gone))
    names = ["form", "minutes", "minutes_alone", "done_alone", "dropped"]
    caption = say(desk, "forms-caption", code=guide.session.id)
    return sheet_of(desk, pd.DataFrame(rows, columns=names), caption, sortable=False)


def _title(desk: Desk, guide: Guide, block: str) -> str:
    part = guide.scripts[desk.language].part(block)
    return part.heading if part else block


def worksheet_panel(desk: Desk) -> Any:
    """Give the next session's worksheet, or, with the notebook open, any worksheet as a form to try."""
    from mentorkit.guides import guide_markdown
    from mentorkit.telling.guides import Folded

    if desk.live:
        return _try_sheets(desk)
    guide = next_guide(desk)
    heading = say(desk, "panel-worksheet", code=guide.session.id, title=guide.worksheet.title[desk.language])
    return Folded(heading, guide_markdown(guide, "worksheet", desk.language), desk.language)


def _try_sheets(desk: Desk) -> Any:
    import ipywidgets as widgets

    from mentorkit.telling.worksheet import WorksheetForm

    titles = [(f"{code} · {guide.worksheet.title[desk.language]}", code) for code, guide in desk.guides.items()]
    form = {"style": {"description_width": "9em"}, "layout": {"width": "30em"}}
    code = widgets.Dropdown(options=titles, value=next_guide(desk).session.id, description=say(desk, "choose-session"), **form)
    place = widgets.VBox()

    def show(_: Any = None) -> None:
        sheet = WorksheetForm(desk.guides[code.value], desk.language, desk.results / "guides" / "answers")
        sheet.keep.value = "none"  # a coordinator tries the form; nothing of it is written
        place.children = [sheet.widget()]

    code.observe(show, "value")
    show()
    return widgets.VBox([code, place])


def write_sheets(desk: Desk) -> Prose:
    """Write the next session's worksheet for copier and phone, and the notebook with its form, and say where."""
    from mentorkit.guides import guide_markdown, guide_pdf
    from mentorkit.guides.fillable import worksheet_page
    from mentorkit.guides.notebook import worksheet_notebook
    from mentorkit.guides.printing import PAPERS

    guide, language = next_guide(desk), desk.language
    stem, title = f"guides/{guide.session.id.lower()}-worksheet", f"{guide.session.id} · {guide.worksheet.title[language]}"
    text = guide_markdown(guide, "worksheet", language)
    files = {f"{stem}-{paper}.pdf": guide_pdf(text, language, title, paper, grey=True) for paper in PAPERS}
    files |= {f"{stem}.html": worksheet_page(guide, language).encode(), f"{stem}.ipynb": worksheet_notebook(guide, language).encode()}
    names = ", ".join(desk.write(name, data).name for name, data in files.items())
    return desk.say("guides", "sheets-written", names=names, code=guide.session.id)
