"""What a command refuses and what failed on the way, in Spanish, template by template; English stands where it is raised."""

from __future__ import annotations

from functools import cache

from mentorkit.model.schema_words import from_templates, templates

IN_SPANISH = {
    # ---------------------------------------------------------------- folders and files
    "{} is no folder; name a cohort's folder, like cohorts/example": "{} no es una carpeta; nombre la carpeta de una cohorte, como cohorts/example",
    "{} holds no cohort.yml; name a cohort's folder, like cohorts/example": "{} no tiene cohort.yml; nombre la carpeta de una cohorte, como cohorts/example",
    "no cohort.yml in {}; name the folder of a cohort, like cohorts/example": "no hay cohort.yml en {}; nombre la carpeta de una cohorte, como cohorts/example",
    "there is no program.yml here or above; change into a programme's folder, or make one with mentorkit new":
        "no hay program.yml aquí ni más arriba; vaya a la carpeta de un programa, o haga una con mentorkit new",
    "{} is a file; name a folder": "{} es un archivo; nombre una carpeta",
    "{} is not empty; name a new folder": "{} no está vacía; nombre una carpeta nueva",
    "{} cannot be written: {}": "{} no se puede escribir: {}",
    "--workbook takes a file that ends in .xlsx": "--workbook pide un archivo que termine en .xlsx",
    "a date is written like 2026-04-13": "una fecha se escribe como 2026-04-13",
    "the settings of {} cannot be read; run mentorkit check {}": "los ajustes de {} no se pueden leer; ejecute mentorkit check {}",
    # ---------------------------------------------------------------- new, customize, status
    "stopped before the last question; nothing was made": "se interrumpió antes de la última pregunta; no se hizo nada",
    "program.yml has no place for {}; write it there by hand": "program.yml no tiene dónde poner {}; escríbalo ahí a mano",
    "there is no message {}; choose one of {}": "no hay un mensaje {}; elija uno de {}",
    "{} is your own already: tracking.messages.{} in program.yml": "{} ya es suyo: tracking.messages.{} en program.yml",
    "program.yml is laid out in a way of its own; put this below tracking: there\n  messages:\n{}":
        "program.yml está escrito de otra manera; ponga esto debajo de tracking:\n  messages:\n{}",
    "{} is not your own; mentorkit status lists what is": "{} no es suyo; mentorkit status dice qué lo es",
    "this is mentorkit's own folder: its files are the originals; change them here": "esta es la carpeta del propio mentorkit: sus archivos son los originales; cámbielos aquí",
    "{} cannot be left out; a run needs every notebook": "{} no se puede quitar; una ejecución necesita todos los cuadernos",
    "{} cannot be taken; name a file or folder below {}, or messages/ and an occasion": "{} no se puede tomar; nombre un archivo o una carpeta de {}, o messages/ y una ocasión",
    "nothing called {} is shipped; did you mean {}?": "nada de lo que viene se llama {}; ¿quiso decir {}?",
    "nothing called {} is shipped; mentorkit customize alone lists what can be taken": "nada de lo que viene se llama {}; mentorkit customize, solo, dice qué se puede tomar",
    "{} is your own already; move it away to take it anew": "{} ya es suyo; muévalo a otra parte para tomarlo de nuevo",
    # ---------------------------------------------------------------- forms and screening
    "readers judge by a rubric; write eligibility.rubric in program.yml": "para leer hace falta una rúbrica; escriba eligibility.rubric en program.yml",
    "a reader's sheet lists a cohort's applications; name it with --cohort": "la hoja de quien lee trae las postulaciones de una cohorte; nómbrela con --cohort",
    "the cohort has no applications yet; put them there first": "la cohorte todavía no tiene postulaciones; póngalas primero",
    "two readers have the same name; add a surname": "dos personas que leen tienen el mismo nombre; agregue un apellido",
    "mentorkit adds to {} alone; keep the selection there": "mentorkit solo agrega a {}; lleve ahí la selección",
    "{} has other headings; the columns are person_id, status, by, reason, at": "{} tiene otros encabezados; las columnas son person_id, status, by, reason, at",
    # ---------------------------------------------------------------- matching and runs
    "the assignment could not be proven; please report this cohort's sizes": "no se pudo probar el emparejamiento; por favor, reporte el tamaño de la cohorte",
    "the assignment could not be solved; please report this cohort's sizes": "no se pudo resolver el emparejamiento; por favor, reporte el tamaño de la cohorte",
    "the introductions could not be solved; please report this cohort's sizes": "no se pudieron resolver las presentaciones; por favor, reporte el tamaño de la cohorte",
    "the floor could not be found; please report this cohort's sizes": "no se pudo hallar el mínimo; por favor, reporte el tamaño de la cohorte",
    "another run of {} is at work; wait until it ends": "otra ejecución de {} está en marcha; espere a que termine",
    "{} changed while the notebooks ran; run again": "{} cambió mientras se ejecutaban los cuadernos; ejecute otra vez",
    "--jobs takes a number from 1": "--jobs pide un número desde 1",
    "{} has no finished run to compare with; type: mentorkit run {}": "{} no tiene una ejecución terminada con qué comparar; escriba: mentorkit run {}",
    'there is no notebook "{}"; choose from {}': 'no hay un cuaderno "{}"; elija entre {}',
    'notebook {} has no parameter "{}"; it needs a cell tagged parameters with {}': 'el cuaderno {} no tiene el parámetro "{}"; necesita una celda marcada parameters con {}',
    '--scheduler needs Dask; type: pip install "mentorkit[cluster]"': '--scheduler necesita Dask; escriba: pip install "mentorkit[cluster]"',
    "no Dask scheduler answers at {}; start one with: dask scheduler": "ningún planificador de Dask responde en {}; inicie uno con: dask scheduler",
    "the process that ran it was ended; its earlier results stand; look at its memory, then run it again":
        "terminaron el proceso que la ejecutaba; quedan sus resultados anteriores; mire cuánta memoria tiene y ejecútela otra vez",
    "its workers were killed again and again; its earlier results stand; look at their memory, then run it again":
        "terminaron sus procesos una y otra vez; quedan sus resultados anteriores; mire cuánta memoria tienen y ejecútela otra vez",
    "{}; see {} (private)": "{}; vea {} (privado)",
    "notebook {}, code cell {}: it was not run to its end": "cuaderno {}, celda {}: no se ejecutó hasta el final",
    "notebook {}: its last cell gave no result": "cuaderno {}: su última celda no dio resultado",
    "notebook {}: it did not write {}": "cuaderno {}: no escribió {}",
    "notebook {}, cell {}: {}": "cuaderno {}, celda {}: {}",
    "notebook {}: {}": "cuaderno {}: {}",
    "its kernel died": "su proceso murió",
    "it ran longer than {} minutes": "tardó más de {} minutos",
    "it ran longer than {} seconds": "tardó más de {} segundos",
    "the process that runs notebooks has ended": "terminó el proceso que ejecuta los cuadernos",
    # ---------------------------------------------------------------- guides
    "--weeks goes with `guide {}`, the whole programme": "--weeks va con `guide {}`, el programa completo",
    "a programme takes 4 to 104 weeks": "un programa dura de 4 a 104 semanas",
    'there is no session "{}"; choose one of {}, or {}': 'no hay una sesión "{}"; elija una de {}, o {}',
    'there is no session "{}"; choose one of {}': 'no hay una sesión "{}"; elija una de {}',
    "only a worksheet comes as a notebook; add --for worksheet": "solo una hoja de trabajo viene como cuaderno; agregue --for worksheet",
    "only a worksheet comes as a notebook": "solo una hoja de trabajo viene como cuaderno",
    'there is no form "{}"; choose one of {}': 'no hay una forma "{}"; elija una de {}',
    "the short form has its own length; leave out the minutes, or the form": "la forma corta tiene su propia duración; quite los minutos, o la forma",
    "{} has no short form; it takes {} minutes": "{} no tiene forma corta; dura {} minutos",
    "{} takes {} to {} minutes; choose a length in between": "{} dura de {} a {} minutos; elija una duración entre esas dos",
    'there is no view for "{}"; choose one of {}': 'no hay una vista para "{}"; elija una de {}',
    '{} is not written in "{}"; choose one of {}': '{} no está escrita en "{}"; elija uno de {}',
    "the start is no time of day; write HH:MM, like 17:30": "el comienzo no es una hora; escriba HH:MM, como 17:30",
    'there is no language "{}"; write es or en': 'no hay un idioma "{}"; escriba es o en',
    "the cohort has no first day; write `starts: 2026-02-02` into cohort.yml": "la cohorte no tiene primer día; escriba `starts: 2026-02-02` en cohort.yml",
    # ---------------------------------------------------------------- people's data, and what is published
    "nobody in {} has this id or e-mail; look it up in the tables of mentees and mentors": "nadie en {} tiene ese id o ese correo; búsquelo en las tablas de mentees y mentores",
    "{} of the cohort cannot be read; restore it from a backup: without it nobody can tell what was released before":
        "{} de la cohorte no se puede leer; recupérelo de una copia de seguridad: sin él nadie puede decir qué se publicó antes",
    "{} is not in the public folder; run notebook 6-evaluation first": "{} no está en la carpeta pública; ejecute primero el cuaderno 6-evaluation",
    "{} has no page to describe: {}": "{} no tiene una página que describir: {}",
    "the site is not published: {} could not be searched ({})": "el sitio no se publicó: {} no se pudo revisar ({})",
    "the site is not published:\n{}": "el sitio no se publicó:\n{}",
    "{} holds files that mentorkit did not write; choose an empty folder with --out": "{} tiene archivos que no escribió mentorkit; elija una carpeta vacía con --out",
    "the book has errors:\n{}": "el libro tiene errores:\n{}",
    "{} cannot be read, so its people cannot be looked for; run mentorkit check {}": "{} no se puede leer, así que no se puede buscar a sus personas; ejecute mentorkit check {}",
    "{}: a link to another file is not published": "{}: un enlace a otro archivo no se publica",
    "{}: the file's name holds {} ({})": "{}: el nombre del archivo tiene {} ({})",
    "{}: files of this kind are not published": "{}: archivos de esta clase no se publican",
    "{}: asks another host: {}": "{}: le pide algo a otro sitio: {}",
    "{}: holds {} ({})": "{}: tiene {} ({})",
    "{}: holds {} (name)": "{}: tiene {} (nombre)",
    "{}: holds {} (e-mail)": "{}: tiene {} (correo)",
    "{}: holds {} (telephone or number)": "{}: tiene {} (teléfono o número)",
    "{}: holds {} (own words)": "{}: tiene {} (palabras suyas)",
    "{}: it holds something that cannot be searched ({})": "{}: tiene algo que no se puede revisar ({})",
    "{}: something is packed in it that cannot be searched": "{}: tiene empacado algo que no se puede revisar",
    "{}: this is no text in UTF-8": "{}: esto no es texto en UTF-8",
    "{}: this is no text": "{}: esto no es texto",
    "{}: this is no PNG": "{}: esto no es un PNG",
    "{}: the picture holds something that is no picture; save it anew without its notes": "{}: la imagen tiene algo que no es imagen; guárdela de nuevo sin sus notas",
    "{}: the picture is not whole, or something stands behind its end": "{}: la imagen no está completa, o tiene algo después del final",
    "{}: the picture's pixels cannot be read": "{}: los píxeles de la imagen no se pueden leer",
    "{}: a note in the picture cannot be read": "{}: una nota de la imagen no se puede leer",
    "and {} more": "y {} más",
    # ---------------------------------------------------------------- what publishing says on its way
    "{}: pages": "{}: páginas",
    "{}: book": "{}: libro",
    "reports: {}": "informes: {}",
    "gate: {} people and texts of theirs are looked for": "revisión: se buscan {} personas y textos suyos",
}


def refusal_in_spanish(text: str) -> str:
    """
    Give what a command refuses in Spanish; what is in no template stays as it is.

    >>> refusal_in_spanish("f is not empty; name a new folder")
    'f no está vacía; nombre una carpeta nueva'
    """
    return from_templates(text, _templates(), _each_line)


def _each_line(part: str) -> str:
    """Give what stands in a template's place, where it is told in words of ours too."""
    return "\n".join(from_templates(line, _templates(), _each_line) for line in part.split("\n"))


@cache
def _templates() -> list:
    return templates(IN_SPANISH)
