"""Columns that form tools add to an export by themselves."""

from __future__ import annotations

import re

from mentorkit.io.cells import plain

METADATA = frozenset("""
    start end today deviceid username simid subscriberid phonenumber audit key formdef_version isvalidated edits status_date deviceid
    _id _uuid __version__ _version_ _submission_time _validation_status _notes _status _submitted_by _tags _index _attachments
    submissiondate submitterid submittername attachmentspresent attachmentsexpected reviewstate instanceid instancename meta/instanceid
    meta/instancename meta-instanceid formversion submissionid meta/rootuuid meta/deprecatedid formhub/uuid _xform_id_string __index _geolocation timestamp score puntuacion
""".split()) | {"marca temporal", "hora de inicio", "hora de finalizacion", "start time", "completion time", "id de la respuesta", "respondent"}
COLLECTED = ("dirección de correo electrónico", "email address", "username", "nombre de usuario")
"""Headings under which Google Forms notes the address of whoever answers, where it collects them."""
SUBMISSION = ("_uuid", "meta/instanceid", "meta-instanceid", "instanceid", "key", "_id", "submission_id", "id de la respuesta", "response id")
"""Headings under which form tools number a submission, the steadiest first."""


_NAME = re.compile(r"[\w./-]+")
_ROW = re.compile(r"(.*\S)\s*\[(.+)\]", re.DOTALL)


def without_groups(heading: str) -> tuple[str, ...]:
    """
    Give the names that a heading may stand for: itself, and what follows the groups that form tools put before it.

    KoboToolbox joins a group and a name with a slash, ODK Central with a dash; a heading in words is no such name. Google Forms
    puts the row of a grid in brackets behind the grid's question.

    >>> without_groups("datos/name"), without_groups("datos-name"), without_groups("Sí - no")
    (('datos/name', 'name'), ('datos-name', 'name'), ('Sí - no',))
    >>> without_groups("Qué tan cierto es [Sé lo que quiero]")
    ('Qué tan cierto es [Sé lo que quiero]', 'Sé lo que quiero')
    """
    last = heading.rsplit("/", 1)[-1]
    names = (heading, last, last.rsplit("-", 1)[-1]) if _NAME.fullmatch(heading) else (heading, last)
    row = grid_row(heading)
    return tuple(dict.fromkeys((*names, row[1]) if row else names))


def grid_row(heading: str) -> tuple[str, str] | None:
    """
    Give the question and the row of a grid's column, or None for any other heading.

    >>> grid_row("¿Cuándo puedes? [Lunes]"), grid_row("¿Cuándo puedes?")
    (('¿Cuándo puedes?', 'Lunes'), None)
    """
    match = _ROW.fullmatch(heading.strip())
    return (match[1], match[2].strip()) if match else None


def is_metadata(heading: str) -> bool:
    """
    Tell whether a heading is a form tool's own.

    >>> is_metadata("Marca temporal"), is_metadata("_uuid"), is_metadata("¿Qué esperas lograr?")
    (True, True, False)
    """
    return plain(heading) in METADATA or heading.casefold() in METADATA


def needs_no_reader(heading: str) -> bool:
    """
    Tell whether nobody has to read a column: a form tool's own, the address that it collects beside the form's question, or ODK
    Central's `Status`, which people's tables have in earnest.

    >>> needs_no_reader("Status"), needs_no_reader("_uuid"), needs_no_reader("Estado")
    (True, True, False)
    """
    return heading == "Status" or is_metadata(heading) or plain(heading) in map(plain, COLLECTED)
