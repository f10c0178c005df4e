"""What notebook 4 shows of one session: its clock, its guide for each reader, its worksheet."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mentorkit.errors import UsageError
from mentorkit.guides import agenda, guide_fragment, guide_html, guide_markdown, guide_pdf, shortest
from mentorkit.guides.agenda import is_clock
from mentorkit.guides.feedback import timings
from mentorkit.guides.fillable import worksheet_page
from mentorkit.guides.forms import FORMS
from mentorkit.guides.materials import needs
from mentorkit.model.curriculum import Guide
from mentorkit.model.palette import palette
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import canvas, legend, words_on
from mentorkit.telling.guide_lists import checklist, save, shopping_list, worksheet_overview
from mentorkit.telling.guide_plans import (
    KIND_COLOURS,
    KIND_OF,
    KINDS,
    arc_picture,
    balance_picture,
    best_hour,
    calendar_table,
    dated_sessions,
    hours_picture,
    people,
    same_day,
    say,
    sheet_of,
    state_of_texts,
    summary,
    worded,
)
from mentorkit.telling.guide_sheets import arcs, forms, next_guide, worksheet_panel, write_sheets
from mentorkit.telling.guide_times import times
from mentorkit.telling.showing import Picture, Prose, Sheet, picture

__all__ = [
    "arc_picture", "arcs", "balance_picture", "block_table", "calendar_table", "checklist", "clock_picture", "forms",
    "guide_panel", "hours_picture", "mentor_panel", "next_session", "participant_panel", "same_day", "save",
    "session_materials", "shopping_list", "state_of_texts", "summary", "worksheet_overview", "worksheet_panel",
    "write_sheets",
]
AUDIENCES = ("facilitator", "participant", "mentor", "worksheet", "exercises")
SHORT_ROOM = 90
"""Minutes of a short booking."""


@dataclass(frozen=True)
class Folded:
    """A guide that opens on a click, set as it is on its own page."""

    heading: str
    markdown: str
    language: str
    open: bool = False

    def _repr_html_(self) -> str:
        body = guide_fragment(self.markdown, self.language, below=2)
        state = " open" if self.open else ""
        return (
            f'<style>{_style()}</style><details class="mk-fold"{state}>'
            f"<summary>{html.escape(self.heading)}</summary>{body}</details>"
        )

    def __repr__(self) -> str:
        return f"{self.heading}\n\n{self.markdown}"


def _style() -> str:
    """Give the guide page's style, nested so that the notebook around the guide keeps its own."""
    from mentorkit.guides import page

    colours = palette().variables.replace(":root", ".mk-guide")  # the notebook around it has its own
    text = Path(page.__file__).with_name("page.css").read_text(encoding="utf-8")
    fold = (
        ".mk-fold > summary { cursor: pointer; font-weight: bold; padding: .5rem 0; }\n"
        ".mk-guide.mk-guide table { table-layout: auto; margin: 0; }\n"
        ".mk-guide.mk-guide :is(th, td) { text-align: left; vertical-align: top; white-space: normal; max-width: none; }"
    )
    return f"{colours}.mk-guide {{ max-width: 44rem;\n{text[: text.index('@media')]}}}\n{fold}"


def next_session(desk: Desk) -> Prose:
    """Say what the next session is for, when it is held, and what comes after it between the pairs."""
    guide, sessions = next_guide(desk), dated_sessions(desk).set_index("code")
    script, follow = guide.scripts[desk.language], guide.session.pair_followup
    after = ""
    if follow is not None and follow.meeting in sessions.index:
        day = sessions.loc[follow.meeting, "date"].date()
        after = say(desk, "next-followup", meeting=follow.meeting, date=day)
    session, date = guide.session, sessions.loc[guide.session.id, "date"].date()
    size = {"minutes": session.duration, "short": shortest(session), "blocks": len(session.blocks)}
    return desk.say("guides", "next", code=session.id, title=script.title, question=script.question, after=after, date=date, **size)


def clock_picture(desk: Desk) -> Picture:
    """Draw where the minutes of the next session go, at full length and in a short room."""
    guide = next_guide(desk)
    session, slots = guide.session, agenda(guide.session)
    lengths = [session.duration, *([SHORT_ROOM] if shortest(session) <= SHORT_ROOM < session.duration else [])]
    kinds = {KIND_OF[block.type] for block in session.blocks}
    with canvas(height=1.5 + 0.75 * len(lengths)) as (figure, axes):
        for row, length in enumerate(lengths):
            for slot in agenda(session, length):
                colour = KIND_COLOURS[KIND_OF[slot.block.type]]
                axes.barh(row, slot.minutes, left=slot.begin, color=colour, edgecolor="white", height=0.7)
                words, middle = f"{slot.block.id}\n{slot.minutes}" if slot.minutes >= 5 else "", slot.begin + slot.minutes / 2
                axes.text(middle, row, words, ha="center", va="center", fontsize=8.5, color=words_on(colour))
        axes.set_yticks(range(len(lengths)), [say(desk, "clock-length", minutes=length) for length in lengths])
        axes.invert_yaxis()
        axes.set_xlabel(say(desk, "clock-axis"))
        shown = [kind for kind in KINDS if kind in kinds]
        legend(figure, [axes.barh([0], [0], color=KIND_COLOURS[kind], label=say(desk, f"kind-{kind}")) for kind in shown])
        longest = max(slots, key=lambda slot: slot.minutes)
        name = guide.scripts[desk.language].part(longest.block.id).heading
        alt = say(desk, "clock-alt", code=session.id, n=len(slots), longest=name, minutes=longest.minutes)
        return picture(figure, alt, say(desk, "clock-caption", code=session.id, lengths=" · ".join(map(str, lengths))))


def block_table(desk: Desk) -> Sheet:
    """Show the next session's blocks with the clock at the hour that suits most mentees."""
    guide = next_guide(desk)
    script, start = guide.scripts[desk.language], best_hour(desk)[0]
    begin = pd.Timestamp(f"2000-01-01 {start}")
    rows = []
    for slot in agenda(guide.session):
        block, hour = slot.block, f"{begin + pd.Timedelta(minutes=slot.begin):%H:%M}"
        rows.append((block.id, hour, script.part(block.id).heading, block.type, slot.minutes, block.min if block.core else 0))
    frame = pd.DataFrame(rows, columns=["block", "hour", "title", "kind", "minutes", "shortest"])
    frame = worded(desk, frame, kind="type-")
    caption = say(desk, "blocks-caption", code=guide.session.id, start=start, minutes=guide.session.duration)
    return sheet_of(desk, frame, caption, sortable=False)


def session_materials(desk: Desk) -> Sheet:
    """Show what the next session needs, counted for this cohort."""
    guide = next_guide(desk)
    mentees, mentors = people(desk)
    rows = []
    for need in needs(guide.session, mentees, mentors):
        of = need.material
        each, optional = f"{of.qty:g} / {say(desk, f'per-{of.per}')}", say(desk, "yes") if of.optional else ""
        rows.append((of.item[desk.language], need.count, each, need.source, optional))
    frame = worded(desk, pd.DataFrame(rows, columns=["item", "count", "each", "source", "optional"]), source="source-")
    caption = say(desk, "materials-caption", code=guide.session.id, mentees=mentees, mentors=mentors)
    return sheet_of(desk, frame, caption)


def guide_panel(desk: Desk) -> Any:
    """Give the next session's facilitator guide, or, with the notebook open, a choice of any guide."""
    if desk.live:
        return _chooser(desk)
    return _folded(desk, "facilitator", best_hour(desk)[0])


def mentor_panel(desk: Desk) -> Folded:
    """Give what the mentors get about the next session: what their mentee did, and the pair meeting."""
    return _folded(desk, "mentor")


def participant_panel(desk: Desk) -> Folded:
    """Give the next session's page for those who take part, with the worksheet and without a clock."""
    return _folded(desk, "participant")


def _folded(desk: Desk, audience: str, start: str = "00:00") -> Folded:
    guide = next_guide(desk)
    heading = say(desk, f"panel-{audience}", code=guide.session.id, title=guide.scripts[desk.language].title)
    return Folded(heading, _markdown(desk, guide, audience, desk.language, start=start), desk.language)


def _markdown(desk: Desk, guide: Guide, audience: str, language: str, **told: Any) -> str:
    follow = guide.session.pair_followup
    meeting = desk.guides.get(follow.meeting) if follow else None
    timing = timings(times(desk), guide.session.id) if audience == "facilitator" else None
    return guide_markdown(guide, audience, language, followup=meeting, timing=timing, remote=desk.arc.remote, **told)


def _chooser(desk: Desk) -> Any:
    import ipywidgets as widgets
    from IPython.display import display

    def named(control: Any, what: str, **options: Any) -> Any:
        return control(description=say(desk, f"choose-{what}"), style={"description_width": "9em"}, layout={"width": "30em"}, **options)

    first = next_guide(desk).session
    titles = [(f"{code} · {guide.scripts[desk.language].title}", code) for code, guide in desk.guides.items()]
    audiences = [(say(desk, f"audience-{name}"), name) for name in AUDIENCES]
    forms_ = [(say(desk, f"form-{name}"), name) for name in FORMS]
    boxes = {
        "code": named(widgets.Dropdown, "session", options=titles, value=first.id),
        "audience": named(widgets.Dropdown, "audience", options=audiences),
        "language": named(widgets.Dropdown, "language", options=[("Español", "es"), ("English", "en")], value=desk.language),
        "form": named(widgets.Dropdown, "form", options=forms_),
        "minutes": named(widgets.BoundedIntText, "minutes", value=first.duration, min=10, max=480),
        "start": named(widgets.Text, "start", value=best_hour(desk)[0]),
    }
    boxes["code"].observe(
        lambda change: setattr(boxes["minutes"], "value", desk.guides[change["new"]].session.duration), "value"
    )
    shown = widgets.interactive_output(lambda **choice: display(_shown(desk, **choice)), boxes)
    button = widgets.Button(description=say(desk, "choose-print"), layout={"width": "auto", "align_self": "flex-start"})
    told = widgets.HTML()
    button.on_click(lambda _: setattr(told, "value", _printed(desk, {key: box.value for key, box in boxes.items()})))
    return widgets.VBox([*boxes.values(), button, told, shown])


def _shown(desk: Desk, code: str, audience: str, language: str, form: str, minutes: int, start: str) -> Folded | Prose:
    try:
        markdown = _markdown(desk, desk.guides[code], audience, language, minutes=minutes if form == "full" else None, start=start, form=form)
    except UsageError:
        return Prose(_refusal(desk, desk.guides[code], start))
    return Folded(desk.guides[code].scripts[language].title, markdown, language, open=True)


def _refusal(desk: Desk, guide: Guide, start: str) -> str:
    """Say in the reader's language what cannot be had, and what can."""
    if not is_clock(start):
        return say(desk, "choose-no-clock")
    low, high = shortest(guide.session), guide.session.duration
    return say(desk, "choose-between" if low < high else "choose-uncut", code=guide.session.id, low=low, high=high)


def _printed(desk: Desk, choice: dict[str, Any]) -> str:
    """Write the guide chosen as PDF and as a page into the results, and say where."""
    guide, language = desk.guides[choice["code"]], choice["language"]
    try:
        length = choice["minutes"] if choice["form"] == "full" else None
        markdown = _markdown(desk, guide, choice["audience"], language, minutes=length, start=choice["start"], form=choice["form"])
    except UsageError:
        return html.escape(_refusal(desk, guide, choice["start"]))
    title = f"{guide.session.id} · {guide.scripts[language].title}"
    stem = f"guides/{guide.session.id.lower()}-{choice['audience']}-{language}"
    copied = choice["audience"] in ("worksheet", "exercises")
    page = worksheet_page(guide, language) if choice["audience"] == "worksheet" else guide_html(markdown, language, title)
    written = [
        desk.write(f"{stem}.pdf", guide_pdf(markdown, language, title, grey=copied)),
        desk.write(f"{stem}.html", page.encode()),
    ]
    return html.escape(say(desk, "choose-written", names=", ".join(path.name for path in written)))
