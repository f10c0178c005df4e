"""What notebook 7 shows: how pairs ended, what is left to do, who comes back, and what was learned."""

from __future__ import annotations

from pandas import DataFrame

from mentorkit.model.consent import CONTACT, withheld
from mentorkit.model.words import localized
from mentorkit.telling.certificate import certificates_pdf
from mentorkit.telling.desk import Desk, once, program_folder
from mentorkit.telling.drawing import AMBER, BLUE, PALE, TEAL, canvas, counted_bars, legend, words_on
from mentorkit.telling.labels import Voice
from mentorkit.telling.looking import full_outbox, letter_table, mail_sheet, pair_logs
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.telling.stories import Outbox
from mentorkit.tracking import closing, early_warning, milestones, returning
from mentorkit.tracking.wording import return_roles

VOICE = Voice("closing")
say, worded, sheet_of = VOICE.label, VOICE.worded, VOICE.sheet
ENDED_WELL = ("completed", "goal-reached")


def _followed(desk: Desk) -> tuple:
    return desk.cohort, desk.pairs, desk.as_of


@once
def _completion(desk: Desk) -> DataFrame:
    return milestones.completion(*_followed(desk), logs=pair_logs(desk))


@once
def _checklist(desk: Desk) -> DataFrame:
    return closing.closing_checklist(*_followed(desk), logs=pair_logs(desk))


@once
def _pipeline(desk: Desk) -> DataFrame:
    return returning.comeback_pipeline(*_followed(desk), logs=pair_logs(desk))


@once
def _follow_ups(desk: Desk) -> DataFrame:
    return closing.follow_ups(*_followed(desk))


@once
def _reasons(desk: Desk) -> DataFrame:
    return closing.closures_by_reason(*_followed(desk))


def _early(desk: Desk) -> DataFrame:
    """The reasons that are no good end."""
    table = _reasons(desk)
    return table[~table["reason"].isin(ENDED_WELL)]


def summary(desk: Desk) -> Prose:
    """Say how many completed, what is open, and who can be asked back."""
    done, checks = _completion(desk), _checklist(desk)
    rule, total = desk.program.evaluation.completion, len(done)
    completed = int(done["completed"].sum())
    counts = {
        "completed": completed, "share": completed / max(total, 1), "open": int((checks["open"] > 0).sum()),
        "closed": sum(cell is True for cell in checks["closure_recorded"]), "ask": int(_pipeline(desk)["ask"].sum()),
    }
    text = say(desk, "summary", n=total, day=desk.as_of, meetings=rule.meetings, weeks=rule.share_of_weeks, **counts)
    if desk.as_of < desk.cohort.ends:
        text += " " + say(desk, "before-end", ends=desk.cohort.ends)
    return Prose(text)


def reasons(desk: Desk) -> Picture | Prose:
    """Draw why pairs ended."""
    table, early = _reasons(desk), _early(desk)
    closed = int(table["pairs"].sum())
    if not closed:
        return desk.say("closing", "reasons-none")
    shown = table.iloc[::-1]
    with canvas(height=3.2) as (figure, axes):
        colours = [TEAL if reason in ENDED_WELL else AMBER for reason in shown["reason"]]
        counted_bars(axes, [say(desk, f"reason-{reason}") for reason in shown["reason"]], shown["pairs"], color=colours)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.margins(x=0.08)
        axes.set_xlabel(say(desk, "pairs-axis"))
        top = early.loc[early["pairs"].idxmax()]
        named = {"top": say(desk, f"reason-{top['reason']}"), "count": int(top["pairs"])}
        alt = say(desk, "reasons-alt", done=closed - int(early["pairs"].sum()), **named)
        return picture(figure, alt, say(desk, "reasons-caption", closed=closed, n=len(desk.pairs)))


def next_pairs(desk: Desk) -> Sheet | Prose:
    """Show what follows each early closing: a new pair, a talk first, or a careful transition."""
    table = closing.rematches(*_followed(desk))
    if table.empty:
        return desk.say("closing", "next-none")
    shown = worded(desk, table, path="path-").assign(mentor_free=[say(desk, "yes" if free else "no") for free in table["mentor_free"]])
    waiting = int((table["path"] == "rematch").sum())
    return sheet_of(desk, shown, say(desk, "next-caption", n=len(table), waiting=waiting))


def completion(desk: Desk) -> Picture:
    """Draw meetings and weeks of each pair against the written rule."""
    table, rule = _completion(desk), desk.program.evaluation.completion
    weeks = desk.program.weeks * rule.share_of_weeks
    counts = table.groupby(["weeks", "meetings", "completed"]).size().reset_index(name="pairs")
    values = {"completed": int(table["completed"].sum()), "n": len(table)}
    near = int(((table["meetings"] == rule.meetings - 1) & (table["weeks"] >= weeks)).sum())
    with canvas(height=4.0) as (figure, axes):
        right = max(desk.program.weeks, counts["weeks"].max()) + 1
        top = max(rule.meetings, counts["meetings"].max()) + 1
        axes.fill_between([weeks, right], rule.meetings - 0.5, top, color=TEAL, alpha=0.12, linewidth=0)
        colours = [TEAL if done else AMBER for done in counts["completed"]]
        sizes = 30 + 45 * counts["pairs"]
        axes.scatter(counts["weeks"], counts["meetings"], s=sizes, c=colours, alpha=0.9, edgecolors="white")
        for row in counts[counts["pairs"] > 1].itertuples():
            shade = words_on(TEAL if row.completed else AMBER)
            axes.text(row.weeks, row.meetings, str(row.pairs), ha="center", va="center", fontsize=8.5, color=shade)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set(xlim=(0, right), ylim=(-0.5, top), xlabel=say(desk, "weeks-axis"), ylabel=say(desk, "meetings-axis"))
        return picture(figure, say(desk, "completion-alt", near=near, **values), say(desk, "completion-caption", **values))


def checks(desk: Desk) -> Picture:
    """Draw what is done, open and not known over the closing checklist."""
    table = _checklist(desk)
    names = closing.CHECKS[::-1]
    labels = [say(desk, f"check-{name}") for name in names]
    parts = (("done", TEAL, True), ("open", AMBER, False), ("not-known", PALE, None))
    with canvas(height=3.0) as (figure, axes):
        left = [0] * len(names)
        for key, colour, value in parts:
            widths = [sum(cell is value for cell in table[name]) for name in names]
            axes.barh(labels, widths, left=left, color=colour, label=say(desk, key))
            for place, (start, width) in enumerate(zip(left, widths, strict=True)):
                if width > len(table) * 0.05:
                    axes.text(start + width / 2, place, str(width), ha="center", va="center", color=words_on(colour))
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_xlabel(say(desk, "pairs-axis"))
        legend(figure)
        missing = {name: sum(cell is False for cell in table[name]) for name in names}
        worst = max(missing, key=missing.get)
        alt = say(desk, "checks-alt", worst=say(desk, f"check-{worst}"), missing=missing[worst])
        return picture(figure, alt, say(desk, "checks-caption", n=len(table)))


def checklist(desk: Desk) -> Sheet:
    """Show the pairs with something open."""
    table = _checklist(desk)
    table = table[table["open"] > 0].sort_values(["open", "mentee_id"], ascending=[False, True])
    words = {True: say(desk, "done"), False: say(desk, "open"), None: say(desk, "not-known")}
    table = table.assign(**{name: [words[cell] for cell in table[name]] for name in closing.CHECKS})
    headings = {name: say(desk, f"check-{name}" if name in closing.CHECKS else f"col-{name}") for name in table.columns}
    return Sheet(table.rename(columns=headings), say(desk, "checklist-caption", n=len(table)), desk.language)


def pipeline(desk: Desk) -> Picture:
    """Draw who completed, whom to ask and who has returned, on each side."""
    table = _pipeline(desk)
    sides = table.assign(all=True, back=table["became"].notna()).groupby("side")[["all", "completed", "ask", "back"]].sum()
    numbers = {side: list(map(int, sides.loc[side])) if side in sides.index else [0] * 4 for side in ("mentee", "mentor")}
    labels = [say(desk, f"pipeline-{key}") for key in ("back", "ask", "completed", "all")]
    with canvas(height=2.8, columns=2, sharex=True, sharey=True) as (figure, axes):
        for side, title, panel in (("mentee", "mentees", axes[0]), ("mentor", "mentors", axes[1])):
            counted_bars(panel, labels, numbers[side][::-1], color=[BLUE, AMBER, TEAL, PALE])
            panel.set_title(say(desk, title))
            panel.margins(x=0.15)
            panel.set_xlabel(say(desk, "people-axis"))
        everybody, done, ask, back = numbers["mentee"]
        alt = say(desk, "pipeline-alt", mentees=everybody, done=done, ask=ask, back=back)
        return picture(figure, alt, say(desk, "pipeline-caption"))


def invitations(desk: Desk) -> Together:
    """Say which roles can be offered, and show whom to invite."""
    people, out = _pipeline(desk), list(withheld(desk.cohort, CONTACT))
    shown = _named(desk, worded(desk, people[people["ask"]], side=""), "person_id")
    sheet = sheet_of(desk, shown[["person_id", "name", "side"]], say(desk, "ask-caption", n=len(shown)))
    silent = int((people["completed"] & people["became"].isna() & people["person_id"].isin(out)).sum())
    said = [desk.say("closing", "not-to-be-asked", n=silent)] if silent else []
    return Together([roles(desk), desk.say("closing", "roles-say"), *said, sheet])


def _named(desk: Desk, table: DataFrame, of: str) -> DataFrame:
    names = _names(desk)
    return table.assign(name=[names.get(id) for id in table[of]])


def role_table(desk: Desk) -> DataFrame:
    """Give the roles in which people come back, with the hours each takes in one cohort."""
    sessions = [session for session in desk.sessions if session.kind != "pair-meeting"]
    attended = frozenset(session.id for session in sessions if "mentors" in session.audience)
    minutes = {session.id: session.duration for session in sessions}
    return returning.role_hours(desk.cohort, _pipeline(desk), desk.as_of, minutes, attended)


def roles(desk: Desk) -> Sheet:
    """Show the roles that can be offered, to how many, and the hours they take."""
    names = {role.id: localized(role.text, desk.language) for role in return_roles(desk.program)}
    table = role_table(desk)
    table = table.assign(role=[names[id] for id in table["role"]])
    hours = [name for name in table.columns if "hours" in name]
    caption = say(desk, "roles-caption", minutes=returning.meeting_minutes(desk.cohort, desk.as_of), day=desk.as_of)
    return sheet_of(desk, table, caption, dict.fromkeys(hours, ",.1f"), sortable=False)


def _names(desk: Desk) -> dict[str, str]:
    frames = (desk.cohort.mentees, desk.cohort.mentors)
    return {id: name for frame in frames if "name" in frame for id, name in frame["name"].items()}


def follow_up(desk: Desk) -> Together:
    """Say how the alumni follow-up stands, and show who is to be called now."""
    table = _follow_ups(desk)
    said = []
    for months, group in table.groupby("months"):
        count = group["standing"].value_counts()
        parts = {"reached": "reached", "vain": "not-reached", "due": "due", "later": "not-yet"}
        numbers = {key: int(count.get(standing, 0)) for key, standing in parts.items()}
        said.append(say(desk, "follow-say", months=int(months), n=len(group), **numbers))
    if silent := len(set(desk.pairs["mentee_id"]) & set(withheld(desk.cohort, CONTACT))):
        said.append(say(desk, "not-to-be-called", n=silent))
    sheets = [_follow_sheet(desk, table, *one) for one in (("due", "follow-caption"), ("not-reached", "vain-caption"))]
    return Together([Prose("\n\n".join(said)), *(sheet for sheet in sheets if len(sheet.frame))])


def _follow_sheet(desk: Desk, table: DataFrame, standing: str, caption: str) -> Sheet:
    rows = _named(desk, table[table["standing"] == standing], "mentee_id")
    return sheet_of(desk, rows[["mentee_id", "name", "months", "due"]], say(desk, caption, n=len(rows)))


def _letters(desk: Desk) -> DataFrame:
    table = letter_table(desk)
    return table[table["occasion"].isin(["closing", "follow-up"])]


def outbox(desk: Desk) -> Outbox:
    """Give the messages of closing and follow-up, in full, with links that open WhatsApp."""
    letters = _letters(desk)
    return full_outbox(desk, letters, say(desk, "outbox-caption", n=len(letters)))


@once
def certificate_table(desk: Desk) -> DataFrame:
    """Give the certificates, numbered with the programme's key."""
    from mentorkit.io.cohort import program_key

    key = program_key(program_folder(desk.cohort.folder))
    return closing.certificates(*_followed(desk), key, logs=pair_logs(desk))


def certificates(desk: Desk) -> Sheet:
    """Show who gets a certificate, and its number."""
    table = _named(desk, worded(desk, certificate_table(desk), side=""), "person_id")
    columns = ["person_id", "name", "side", "meetings", "hours", "completed_on", "number"]
    caption = say(desk, "certificates-caption", n=len(table), cohort=desk.cohort.folder.name)
    return sheet_of(desk, table[columns], caption, {"hours": ",.1f"})


def lessons(desk: Desk) -> Prose:
    """Say how many closed early and why, beside what is published."""
    table, early, n = _early(desk), len(early_warning.early_closings(desk.cohort, desk.as_of)), len(desk.pairs)
    if not early:
        return desk.say("closing", "lessons-none", n=n)
    top = table.loc[table["pairs"].idxmax()]
    named = {"top": say(desk, f"reason-{top['reason']}").lower(), "count": int(top["pairs"])}
    return desk.say("closing", "lessons", early=early, n=n, share=early / n, **named)


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    listed, numbered, letters = _checklist(desk), certificate_table(desk), _letters(desk)
    tables = {
        "checklist": listed, "reasons": _reasons(desk), "next": closing.rematches(*_followed(desk)), "certificates": numbered,
        "pipeline": _pipeline(desk), "roles": role_table(desk), "follow-ups": _follow_ups(desk), "messages": letters,
        "mail-merge": mail_sheet(letters),
    }
    for name, table in tables.items():
        desk.write(f"closing/{name}.csv", table)
    if len(numbered):
        desk.write("closing/certificates.pdf", certificates_pdf(desk, numbered, _names(desk)))
    return desk.say("closing", "saved", place=desk.results.name, n=len(listed), certificates=len(numbered), letters=len(letters))
