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
SUBMISSION = ("_uuid", "meta/instanceid", "meta-instanceid", "instanceid", "key", "_id", "submission_id", "id de la respuesta", "response id")
"""Headings under which form tools number a submission, the steadiest first."""


_NAME = re.compile(r"[\w./-]+")


def without_groups(heading: str) -> tuple[str, ...]:
    """
    Give the names that a heading may stand for: itself, and what follows the groups that form tools put before it.

    KoboToolbox joins a group and a name with a slash, ODK Central with a dash; a heading in words is no such name.

    >>> without_groups("datos/name"), without_groups("datos-name"), without_groups("Sí - no")
    (('datos/name', 'name'), ('datos-name', 'name'), ('Sí - no',))
    """
    last = heading.rsplit("/", 1)[-1]
    names = (heading, last, last.rsplit("-", 1)[-1]) if _NAME.fullmatch(heading) else (heading, last)
    return tuple(dict.fromkeys(names))


def is_metadata(heading: str) -> bool:
    """
    Tell whether a heading is a form tool's own.

    >>> is_metadata("Marca temporal"), is_metadata("_uuid"), is_metadata("¿Qué esperas lograr?")
    (True, True, False)
    """
    return plain(heading) in METADATA or heading.casefold() in METADATA


def needs_no_reader(heading: str) -> bool:
    """
    Tell whether nobody has to read a column: a form tool's own, or ODK Central's `Status`, which people's tables have in earnest.

    >>> needs_no_reader("Status"), needs_no_reader("_uuid"), needs_no_reader("Estado")
    (True, True, False)
    """
    return heading == "Status" or is_metadata(heading)
