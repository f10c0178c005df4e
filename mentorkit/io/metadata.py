"""Columns that form tools add to an export by themselves."""

from __future__ import annotations

import re

from mentorkit.io.cells import plain

METADATA = frozenset("""
    start end today deviceid username simid subscriberid phonenumber devicephonenum audit key formdef_version isvalidated edits status_date
    _id _uuid __version__ _version_ _version _submission_time _validation_status _notes _status _submitted_by _tags _index _attachments
    _duration _total_media _media_count _media_all_received _xform_id _date_modified
    submissiondate submitterid submittername attachmentspresent attachmentsexpected reviewstate instanceid instancename meta/instanceid
    meta/instancename meta-instanceid meta-instancename formversion submissionid meta/rootuuid meta/deprecatedid formhub/uuid
    _xform_id_string __index _geolocation timestamp score puntuacion starttime endtime review_quality review_status caseid
    startdate enddate ipaddress recordeddate responseid recipientlastname recipientfirstname recipientemail externalreference
    locationlatitude locationlongitude distributionchannel userlanguage
    submitdate lastpage startlanguage seed datestamp ipaddr refurl interviewtime
    horodateur zeitstempel punteggio punktzahl pontuacao # id.
""".split()) | frozenset(filter(None, map(str.strip, """
    marca temporal|marca de temps|carimbo de data/hora|data/hora|informazioni cronologiche
    hora de inicio|hora de finalizacion|hora de la ultima modificacion|start time|completion time|last modified time
    total points|total score|quiz feedback|grade posted time|puntos totales|comentarios del cuestionario|hora de publicacion de la calificacion
    id de la respuesta|id de respuesta|response id|respondent|respondent id|collector id|submission id|unique id|network id|record id|entry id
    id de la entrada|start date (utc)|stage date (utc)|submit date (utc)|response type|duration (in seconds)|custom data 1
    submission date|submission ip|submission url|last update date|approval status|submitted at|submitted from|submitted login|added time
    ip address|direccion ip|user agent|referrer url|fecha de envio|fecha de la ultima accion|ultima pagina|lenguaje inicial|semilla
    fecha de la entrada|fecha de actualizacion|url de origen|ip del usuario|agente del usuario|creado por (id de usuario)
    created time|last edited time|last modified by|date created
""".replace("\n", "|").split("|"))))
COLLECTED = (
    "dirección de correo electrónico", "correo electrónico", "email address", "email", "username", "nombre de usuario",
    "adresse e-mail", "endereço de e-mail", "endereço de email", "e-mail-adresse", "indirizzo email", "adreça electrònica",
)
"""Headings under which Google Forms and Microsoft Forms note the address of whoever answers, where they collect them."""
SUBMISSION = (
    "_uuid", "meta/instanceid", "meta-instanceid", "instanceid", "key", "_id", "submission_id", "submission id", "id de la respuesta",
    "id de respuesta", "response id", "responseid",
)
"""Headings under which form tools number a submission, the steadiest first."""


_NAME = re.compile(r"[\w./-]+")
_NUMBERED = re.compile(r"[Cc]olumn[a]? \d+")
"""What Google Sheets calls a column whose question was deleted."""
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
    return plain(heading) in METADATA or heading.casefold() in METADATA or bool(_NUMBERED.fullmatch(heading))


def needs_no_reader(heading: str) -> bool:
    """
    Tell whether nobody has to read a column: a form tool's own, the address that it collects beside the form's question, or ODK
    Central's `Status`, which people's tables have in earnest.

    >>> needs_no_reader("Status"), needs_no_reader("_uuid"), needs_no_reader("Estado")
    (True, True, False)
    """
    return heading == "Status" or is_metadata(heading) or plain(heading) in map(plain, COLLECTED)
