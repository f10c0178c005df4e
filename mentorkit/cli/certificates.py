"""`mentorkit certificate`: confirm the number of a certificate."""

from __future__ import annotations

from pathlib import Path

from mentorkit.cli.saying import said
from mentorkit.errors import InvalidInputError


def confirmed(folder: Path, number: str) -> str | None:
    """
    Give what a certificate's number stands for, in one line, or None where it is no certificate of the cohort.

    The line says whose number it is, so that the name on the paper can be compared, and what was
    completed when. A number is only of a certificate once its person has met the written rule.
    """
    from mentorkit.telling.closing import certificate_table
    from mentorkit.telling.desk import open_desk
    from mentorkit.tracking.closing import is_certificate

    desk = open_desk(str(folder))
    key = desk_key(folder)
    try:
        table = certificate_table(desk)
    except InvalidInputError as error:
        raise InvalidInputError(f"{error}; set a longer MENTORKIT_KEY") from None
    for row in table.itertuples(index=False):
        if is_certificate(number, desk.cohort.name, row.person_id, key):
            people = desk.cohort.mentees if row.side == "mentee" else desk.cohort.mentors
            name = people["name"].get(row.person_id) if "name" in people else None
            who = f"{name} ({row.person_id})" if isinstance(name, str) else row.person_id
            side = said(f"side-{row.side}", desk.language)
            return said("certificate", desk.language, number=row.number, who=who, side=side, cohort=desk.cohort.name, day=f"{row.completed_on:%Y-%m-%d}", n=int(row.meetings))
    return None


def desk_key(folder: Path) -> bytes:
    """Give the programme's key for a cohort's folder."""
    from mentorkit.io.cohort import program_file, program_key

    return program_key(program_file(folder).parent)
