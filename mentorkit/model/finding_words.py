"""The messages of the curriculum's checks, in both languages: what is wrong, and what to do about it."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    # ---------------------------------------------------------------- files
    "S1.file": {
        "es": ("este archivo no existe", "agréguelo: cada sesión tiene cuatro archivos"),
        "en": ("there is no such file", "add it; every session has four files"),
    },
    "S1.front": {
        "es": ("falta la cabecera", "empiece con las líneas entre --- y ---"),
        "en": ("the front matter is missing", "begin with lines between --- and ---"),
    },
    "S1.unread": {
        "es": ("la cabecera o el archivo no se puede leer ({reason})", "guárdelo como texto UTF-8, con líneas como `title: …` entre --- y ---"),
        "en": ("the front matter or the file cannot be read ({reason})", "save it as UTF-8 text, with lines like `title: …` between --- and ---"),
    },
    "S2.lang": {
        "es": ("lang no es el idioma del archivo", "escriba lang: {language}"),
        "en": ("lang is not the file's language", "write lang: {language}"),
    },
    "S2.id": {
        "es": ("el id no es el de session.yaml", "escriba id: {id}"),
        "en": ("id is not that of session.yaml", "write id: {id}"),
    },
    "S2.folder": {
        "es": ("la carpeta no se llama id-slug", "llámela {wanted}"),
        "en": ("the folder's name is not id-slug", "call it {wanted}"),
    },
    "S3": {
        "es": ("un bloque no es de un tipo conocido", "escriba uno de {known}"),
        "en": ("a block is of no known type", "write one of {known}"),
    },
    "S4.session": {
        "es": ("{id} también está en {other}", "quite una de las dos"),
        "en": ("{id} also stands in {other}", "remove one"),
    },
    "S4.key": {
        "es": ('falta "{key}" en la cabecera', "agregue una línea {key}: …"),
        "en": ('"{key}" is missing in the front matter', "add a line {key}: …"),
    },
    "S4.rev": {
        "es": ("rev no es un número entero desde 1", "escriba rev: 1, y súbalo con cada cambio"),
        "en": ("rev is no whole number from 1", "write rev: 1, and raise it"),
    },
    "S4.section": {
        "es": ('la sección "{heading}" está dos veces', "únalas en una"),
        "en": ('section "{heading}" stands twice', "join the two"),
    },
    "X1": {
        "es": ("un enlace no lleva a ningún archivo del currículo", "corrija la ruta"),
        "en": ("a link leads to no file of the curriculum", "correct its path"),
    },
    # ---------------------------------------------------------------- time
    "T1": {
        "es": ("los bloques suman {total} minutos, no {planned}", "corrija los minutos de un bloque o la duración"),
        "en": ("the blocks add up to {total} minutes, not {planned}", "correct a block's minutes or the duration"),
    },
    "T2": {
        "es": ("la forma más corta toma {low} minutos, más de {most}", "acorte un bloque central o hágalo opcional"),
        "en": ("the shortest form takes {low} minutes, more than {most}", "shorten a core block or make one optional"),
    },
    "T3.longer": {
        "es": ("el bloque {block} toma por lo menos {low} minutos, pero el plan le da {planned}", "ponga min igual o por debajo de minutes"),
        "en": ("block {block} takes at least {low} minutes but plans {planned}", "set min at or below minutes"),
    },
    "T3.none": {
        "es": ("el bloque {block} no tiene tiempo mínimo", "póngale min: 1 o más"),
        "en": ("block {block} has no shortest time", "give it min: 1 or more"),
    },
    "T4": {
        "es": ("al terminar el bloque {block} el grupo lleva {length} minutos sin descanso", "ponga un descanso antes"),
        "en": ("by the end of block {block} the group has sat {length} minutes without a break", "put a break before it"),
    },
    "P1": {
        "es": ("el bloque {block} es una exposición de {minutes} minutos", "déjela en {most} o ponga a trabajar a la gente"),
        "en": ("input block {block} talks for {minutes} minutes", "keep it to {most} or let people work"),
    },
    "P2": {
        "es": ("las exposiciones toman {total} de {planned} minutos, más de la cuarta parte", "cambie charla por trabajo en parejas o grupos"),
        "en": ("input takes {total} of {planned} minutes, more than a quarter", "turn talk into work in pairs or groups"),
    },
    "P3": {
        "es": ("en el bloque {block} se habla {minutes:.1f} de sus {low} minutos mínimos", "diga menos, o dele más tiempo al bloque"),
        "en": ("block {block} talks for {minutes:.1f} of its shortest {low} minutes", "say less, or give the block more time"),
    },
    "D1.took": {
        "es": (
            "el bloque {block} tiene {planned} minutos en el plan y tomó {median:g} (mediana de {n})",
            "planee lo que toma, o saque algo de la sesión",
        ),
        "en": (
            "block {block} is planned at {planned} minutes and took {median:g} (median of {n})",
            "plan what it takes, or move something out of the session",
        ),
    },
    "D1.skipped": {
        "es": (
            "el bloque {block} tiene {planned} minutos en el plan y en la mayoría de las veces no se hizo",
            "planee lo que toma, o saque algo de la sesión",
        ),
        "en": (
            "block {block} is planned at {planned} minutes and was left out in most deliveries",
            "plan what it takes, or move something out of the session",
        ),
    },
    # ---------------------------------------------------------------- objectives and worksheets
    "O1.carried": {
        "es": ("ningún bloque trabaja el objetivo {id}", "nómbrelo en los objectives de un bloque"),
        "en": ("no block works towards objective {id}", "name it in a block's objectives"),
    },
    "O1.unknown": {
        "es": ("el bloque {block} nombra el objetivo {id}, que no está declarado", "use uno de {known}"),
        "en": ("block {block} names objective {id}, which is not declared", "use one of {known}"),
    },
    "O2": {
        "es": ("no existe {evidence}, la evidencia de {id}", "use una de {known}"),
        "en": ("{evidence}, the evidence of {id}, does not exist", "use one of {known}"),
    },
    "O3": {
        "es": ('el objetivo {id} no empieza con su verbo "{verb}"', "empiece con el verbo, o cámbielo en session.yaml"),
        "en": ('objective {id} does not begin with its verb "{verb}"', "begin with the verb, or change it in session.yaml"),
    },
    "O3.verb": {
        "es": ("el verbo de un objetivo no es algo que se pueda ver", "escriba uno de {known}"),
        "en": ("an objective's verb is nothing that can be seen", "write one of {known}"),
    },
    "O4.count": {
        "es": ("los objetivos no son una lista de dos a cuatro", "únalos, o quite los que la sesión no alcanza"),
        "en": ("the objectives are no list of two to four", "join some, or drop what the session does not reach"),
    },
    "O4": {
        "es": ("el texto tiene los objetivos {found}, no {wanted}", "escriba una línea `- o1: …` para cada uno, en orden"),
        "en": ("the text has objectives {found}, not {wanted}", "write one line `- o1: …` for each, in order"),
    },
    "W1": {
        "es": ("el bloque {block} usa el campo {field}, que la hoja de trabajo no tiene", "use uno de {known}"),
        "en": ("block {block} uses field {field}, which the worksheet lacks", "use one of {known}"),
    },
    "W2": {
        "es": ("ningún bloque usa el campo {field}", "nómbrelo en los fields de un bloque"),
        "en": ("no block uses field {field}", "name it in a block's fields"),
    },
    "W3": {
        "es": ("el campo {field} es de tipo {type} y no tiene {lacks}", "agregue {lacks}"),
        "en": ("field {field} is a {type} without {lacks}", "add {lacks}"),
    },
    "F1.close": {
        "es": ("el último bloque no cierra la sesión", "termine con un bloque de tipo close"),
        "en": ("the last block does not close the session", "end with a block of type close"),
    },
    "F1.words": {
        "es": ("la tarjeta de salida pregunta {found}, no {wanted}", "escriba una línea `- q1: …` para cada una, en orden"),
        "en": ("the exit card asks {found}, not {wanted}", "write one line `- q1: …` for each, in order"),
    },
    "F2": {
        "es": ("la tarjeta de salida no tiene una pregunta abierta", "agregue una de kind open"),
        "en": ("the exit card has no open question", "add one of kind open"),
    },
    # ---------------------------------------------------------------- safety and names
    "G1.block": {
        "es": ("note_block no corresponde a la sesión", "nombre un bloque de la sesión si es sensible; si no, escriba note_block: null"),
        "en": ("note_block does not fit the session", "name a block of a sensitive session, and null for any other"),
    },
    "G1.section": {
        "es": ("una sesión sensible no tiene la sección de cuidado y protección", "diga a quién acudir y qué hacer ese mismo día"),
        "en": ("a sensitive session lacks the section on safeguarding", "say whom to turn to, and what to do today"),
    },
    "G2": {
        "es": ("se podría recortar contenido de protección", "escriba short: false"),
        "en": ("safety content could be cut", "write short: false"),
    },
    "C1.missing": {
        "es": ("falta la línea de crédito", "los créditos y el inspired_by de session.yaml dicen lo mismo"),
        "en": ("the credit line is missing", "keep credits and session.yaml's inspired_by alike"),
    },
    "C1.how": {
        "es": ("inspired_by no dice con qué derecho se usa la actividad", "escriba uno de {known}"),
        "en": ("inspired_by does not say on what footing the activity is used", "write one of {known}"),
    },
    "C1.alone": {
        "es": ("la línea de crédito está sin inspired_by", "los créditos y el inspired_by de session.yaml dicen lo mismo"),
        "en": ("the credit line has no inspired_by", "keep credits and session.yaml's inspired_by alike"),
    },
    "C2": {
        "es": ("un nombre protegido está fuera de los créditos", "use nuestro nombre neutro; el original va solo en los créditos"),
        "en": ("a protected name stands outside the credits", "use our neutral name; the original's stands in the credits only"),
    },
    # ---------------------------------------------------------------- words
    "V1": {
        "es": ('al bloque opcional {block} le falta "{label}"', "diga qué hacer cuando se salta"),
        "en": ('optional block {block} lacks "{label}"', "say what to do when it is skipped"),
    },
    "V2": {
        "es": ('ningún bloque tiene "{label}"', "agregue uno donde de verdad cambie algo"),
        "en": ('no block has "{label}"', "add one where it really differs"),
    },
    "B1.missing": {
        "es": ('falta la sección "{heading}"', "escríbala: toda sesión la tiene"),
        "en": ('section "{heading}" is missing', "write it; every session has it"),
    },
    "B1.empty": {
        "es": ('la sección "{heading}" está vacía', "escríbala: toda sesión la tiene"),
        "en": ('section "{heading}" is empty', "write it; every session has it"),
    },
    "B1.unknown": {
        "es": ('la sección "{heading}" no es de las conocidas', "use una de: b1 · …, {known}"),
        "en": ('the section "{heading}" is not known', "use one of: b1 · …, {known}"),
    },
    "B2": {
        "es": ("los bloques son {found}, no {wanted}", "escriba una sección `## b1 · …` para cada uno, en orden"),
        "en": ("the blocks are {found}, not {wanted}", "write a section `## b1 · …` for each, in order"),
    },
    "B3.order": {
        "es": ("el bloque {block} desordena los rótulos", "póngalos así: {order}"),
        "en": ("block {block} mixes the labels' order", "use {order}"),
    },
    "B3.markup": {
        "es": ("hay HTML, un signo de pesos o llaves dobles en el texto", "escriba Markdown sencillo y palabras"),
        "en": ("HTML, a dollar sign or double braces stand in the text", "write plain Markdown and words"),
    },
    "B3.twice": {
        "es": ("un rótulo está dos veces en su bloque", "use cada uno una vez: {known}"),
        "en": ("a label stands twice in its block", "use each once: {known}"),
    },
    "B3.unknown": {
        "es": ("un rótulo no es de los conocidos", "use cada uno una vez: {known}"),
        "en": ("a label is not known", "use each once: {known}"),
    },
    "B4.lacks": {
        "es": ("al bloque {block} le falta {label}", "escríbalo"),
        "en": ("block {block} lacks {label}", "write it"),
    },
    "B4.before": {
        "es": ("hay palabras antes del primer rótulo", "empiece con {known}"),
        "en": ("words stand before the first label", "begin with {known}"),
    },
    "B5": {
        "es": ("el bloque {block} todavía no tiene {labels}", "escriba lo que ahí haría falta saber; un bloque completo lo dirige quien nunca lo vio"),
        "en": ("block {block} still lacks {labels}", "write what somebody would need to know there; a whole block can be run by whoever never saw it"),
    },
    "B6": {
        "es": ('"{label}" del bloque {block} repite las palabras de {there}', "diga lo que en este bloque es distinto"),
        "en": ('"{label}" of block {block} repeats the words of {there}', "say what differs in this block"),
    },
    "L1": {
        "es": ("falta el texto", "escríbalo: los dos idiomas van completos"),
        "en": ("the text is missing", "write it; both languages are complete"),
    },
    "L2": {
        "es": ('al bloque {block} le falta "{label}", que {other}.md sí tiene', "escríbalo, o quítelo allá"),
        "en": ('block {block} lacks "{label}" which {other}.md has', "write it, or take it out there"),
    },
    "L3": {
        "es": ("rev es {rev}, pero el otro idioma va en {newest}", "actualice el texto y suba rev"),
        "en": ("rev is {rev}, but the other language stands at {newest}", "bring the text up to date and raise rev"),
    },
    "L4.other": {
        "es": ('"{word}" no es la palabra del glosario', 'escriba "{term}"'),
        "en": ('"{word}" is not the word of the glossary', 'write "{term}"'),
    },
    "L4.sided": {
        "es": ('"{term}" no está en ninguna parte, pero el otro idioma sí lo nombra', "use la palabra del glosario donde se habla de eso"),
        "en": ('"{term}" never stands here, but the other language names it', "use the word of the glossary where the thing is meant"),
    },
    "A1": {
        "es": ("una imagen no tiene texto alternativo", "descríbala entre los corchetes"),
        "en": ("an image has no text alternative", "describe it between the brackets"),
    },
    "A2": {
        "es": ("un título se salta un nivel", "use ### dentro de una sección"),
        "en": ("a heading jumps a level", "use ### inside a section"),
    },
    "A3": {
        "es": ("un enlace no dice a dónde lleva", "nombre lo que se encuentra allá"),
        "en": ("a link does not say where it leads", "name what the reader finds there"),
    },
    "A4.long": {
        "es": ("una frase tiene {words} palabras, más de {most}", "haga dos, o use palabras más sencillas"),
        "en": ("a sentence has {words} words, more than {most}", "make it two, or use plainer words"),
    },
    "A4.hard": {
        "es": ("una frase de {words} palabras es difícil de leer ({ease:.0f} en una escala hasta 100)", "haga dos, o use palabras más sencillas"),
        "en": ("a sentence of {words} words reads hard ({ease:.0f} on a scale to 100)", "make it two, or use plainer words"),
    },
    # ---------------------------------------------------------------- the programme as a whole
    "R1.unknown": {
        "es": ("no hay una sesión {code}", "corrija el código"),
        "en": ("there is no session {code}", "correct the code"),
    },
    "R1.later": {
        "es": ("{code} es en la semana {week}, no antes", "corrija requires o una semana"),
        "en": ("{code} comes in week {week}, not earlier", "correct requires or a week"),
    },
    "R2.unknown": {
        "es": ("no hay un encuentro {code}", "corrija el código"),
        "en": ("there is no pair meeting {code}", "correct the code"),
    },
    "R2.before": {
        "es": ("{code} no es después de la sesión", "corrija una semana"),
        "en": ("{code} does not come after the session", "correct a week"),
    },
    "R2.minutes": {
        "es": ("{code} toma {minutes} minutos, no {promised}", "escriba sus minutos"),
        "en": ("{code} takes {minutes} minutes, not {promised}", "write its minutes"),
    },
    "R3.stage": {
        "es": ("ninguna sesión trabaja la etapa {stage}", "nómbrela donde se trabaja"),
        "en": ("no session covers stage {stage}", "name it where it is worked on"),
    },
    "R3.outcome": {
        "es": ("ninguna sesión trabaja por {outcome}", "nómbrelo donde se trabaja"),
        "en": ("no session works for {outcome}", "name it where it is worked on"),
    },
    "R4": {
        "es": ("outcomes.yaml no conoce {name}", "corríjalo, o agréguelo allá"),
        "en": ("outcomes.yaml does not know {name}", "correct it, or add it there"),
    },
    "R5.unknown": {
        "es": ("no hay una sesión {code}", "corrija el código, o escriba la sesión"),
        "en": ("there is no session {code}", "correct the code, or write the session"),
    },
    "R5.week": {
        "es": ("{code} está en la semana {week}, pero su session.yaml dice {said}", "escriba la misma semana en los dos"),
        "en": ("{code} stands in week {week}, but its session.yaml says {said}", "write the same week in both"),
    },
    "R5.none": {
        "es": ("{code} no tiene semana", "agréguela en sessions"),
        "en": ("{code} has no week", "add it to sessions"),
    },
    "R6.before": {
        "es": ("en {weeks} semanas {code} va sin {needed} antes", "mueva una de las dos, o nombre en left_out lo que la reemplaza"),
        "en": ("in {weeks} weeks {code} comes without {needed} before it", "move one of them, or name what stands for it under left_out"),
    },
    "R6.unknown": {
        "es": ("no hay una sesión {code}", "corrija el código"),
        "en": ("there is no session {code}", "correct the code"),
    },
    "R6.behind": {
        "es": ("en {weeks} semanas quedarían después del final: {codes}", "muévalas, o déjelas por fuera"),
        "en": ("in {weeks} weeks {codes} would lie behind the end", "move them, or leave them out"),
    },
    "R7": {
        "es": ("en {weeks} semanas {meeting} no va después de {code}", "mueva uno de los dos"),
        "en": ("in {weeks} weeks {meeting} does not come after {code}", "move one of them"),
    },
    "R8.agenda": {
        "es": ("la agenda suma {total} minutos, no {minutes}", "corrija una de las dos cifras"),
        "en": ("the agenda adds up to {total} minutes, not {minutes}", "correct one of them"),
    },
    "R8.behind": {
        "es": ("la semana {week} queda después del final", "muévala"),
        "en": ("week {week} lies behind the end", "move it"),
    },
    "R8.block": {
        "es": ("{code} no tiene ese bloque", "nombre bloques de una sesión"),
        "en": ("{code} has no such block", "name blocks of a session"),
    },
    "R8.uncut": {
        "es": ("{code} no se puede recortar", "quítela"),
        "en": ("{code} cannot be cut", "take it out"),
    },
    "R8.alone": {
        "es": ("lo que se hace a solas toma {least} minutos, más de {most}", "nombre menos bloques"),
        "en": ("what is done alone takes {least} minutes, more than {most}", "name fewer blocks"),
    },
    "R8.live": {
        "es": ("la reunión toma {live} minutos, más de {most}", "nombre más bloques"),
        "en": ("the meeting takes {live} minutes, more than {most}", "name more blocks"),
    },
}
"""By a key that begins with the check's code, in each language: the problem and the remedy."""
