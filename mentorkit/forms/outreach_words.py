"""
The outreach kit's texts: by occasion and length, in both languages; braces are filled from the programme.

Answers to somebody who applied address them in Spanish as the programme does (`tracking.address`): `es` says tú, `es-usted` usted.
"""

from __future__ import annotations

LENGTHS = ("poster", "whatsapp", "email")
GAINS = {
    "es": "práctica en escuchar y preguntar, que le sirve a cualquier líder; formación y una guía para cada encuentro; un certificado; conocer a mentores y mentoras de otras organizaciones; y ver de cerca cómo buscan trabajo hoy los jóvenes",
    "en": "practice in listening and asking, which serves any leader; training and a guide for each meeting; a certificate; meeting mentors from other organisations; and a close look at how young people seek work today",
}
TEXTS: dict[str, dict[str, dict[str, str]]] = {
    "call-mentees": {
        "poster": {
            "es": "¿BUSCAS TU PRIMER BUEN EMPLEO?\nNo camines solo ni sola.\n\n{program}: un mentor o una mentora para ti, talleres y {meetings} encuentros en {weeks} semanas.\nGratis. Para personas de {youngest} a {oldest} años{where}.\nNo necesitas experiencia.\n\nInscríbete {until}\n{contact}",
            "en": "LOOKING FOR YOUR FIRST GOOD JOB?\nDon't walk alone.\n\n{program}: a mentor of your own, workshops and {meetings} meetings in {weeks} weeks.\nFree. For people aged {youngest} to {oldest}{where}.\nNo experience needed.\n\nApply {until}\n{contact}",
        },
        "whatsapp": {
            "es": "¡Hola! 👋 *{program}* te acompaña a tu primer buen empleo: un mentor o una mentora, talleres y {meetings} encuentros en {weeks} semanas. Es gratis y es para ti si tienes de {youngest} a {oldest} años{where_you}. No damos empleo ni plata; sí te acompañamos. Te toma unas {hours_mentees} horas en total. Inscríbete {until} 👉 [enlace]",
            "en": "Hello! 👋 *{program}* walks with you to your first good job: a mentor, workshops and {meetings} meetings in {weeks} weeks. It is free, and it is for you if you are {youngest} to {oldest}{where_you}. We give no job and no money; we do go with you. It takes about {hours_mentees} hours in all. Apply {until} 👉 [link]",
        },
        "email": {
            "es": "Asunto: Un mentor o una mentora para tu primer buen empleo\n\nHola:\n\nEntrar a trabajar es más fácil con alguien que ya pasó por ahí. En {program}, de {organisation}, te acompaña un mentor o una mentora durante {weeks} semanas: un encuentro cada {cadence} días y talleres con otras personas como tú.\n\nVas a trabajar en lo que quieres, en las personas con las que podrías hablar y en tu siguiente paso. No damos empleo ni plata. Sí te acompañamos.\n\nEs para ti si tienes de {youngest} a {oldest} años{where_you} y puedes dar unas {hours_mentees} horas en total. Es gratis y no necesitas experiencia. Si tienes menos de {guardian} años, tu acudiente debe autorizar.\n\nInscríbete {until}, aquí: [enlace]\nLe respondemos a todo el mundo.\n\n{organisation}\n{contact}",
            "en": "Subject: A mentor for your first good job\n\nHello,\n\nGetting into work is easier with somebody who has been there. In {program}, by {organisation}, a mentor goes with you for {weeks} weeks: a meeting every {cadence} days, and workshops with other people like you.\n\nYou will work on what you want, on the people you could talk to, and on your next step. We give no job and no money. We do go with you.\n\nIt is for you if you are {youngest} to {oldest} years old{where_you} and can give about {hours_mentees} hours in all. It is free, and you need no experience. If you are under {guardian}, your guardian has to agree.\n\nApply {until}, here: [link]\nEverybody gets an answer.\n\n{organisation}\n{contact}",
        },
    },
    "call-mentors": {
        "poster": {
            "es": "UNA HORA CADA {cadence} DÍAS\nque alguien va a recordar.\n\nSea mentor o mentora en {program}: {hours_mentors} horas en {weeks} semanas, con formación y una guía para cada encuentro.\nNo hay que tener respuestas para todo.\n\nInscríbase {until}\n{contact}",
            "en": "ONE HOUR EVERY {cadence} DAYS\nthat somebody will remember.\n\nBe a mentor in {program}: {hours_mentors} hours in {weeks} weeks, with training and a guide for each meeting.\nYou need not have an answer to everything.\n\nApply {until}\n{contact}",
        },
        "whatsapp": {
            "es": "Hola. *{program}* busca mentores y mentoras: escuchar, preguntar y abrir una puerta. Son {hours_mentors} horas en {weeks} semanas, con todo incluido: formación, {meetings} encuentros y los talleres a los que van los dos. Usted gana {gains}. Si ya sabe que se va a mudar o cambia de turno, súmese a la próxima cohorte. Inscripción {until}: [enlace]",
            "en": "Hello. *{program}* seeks mentors: to listen, to ask and to open a door. It is {hours_mentors} hours in {weeks} weeks, everything counted: training, {meetings} meetings and the workshops that both attend. You gain {gains}. If you know that you will move or change shifts, join the next cohort. Apply {until}: [link]",
        },
        "email": {
            "es": "Asunto: {hours_mentors} horas que cambian el comienzo de alguien\n\nBuenos días:\n\n{organisation} busca mentores y mentoras para {program}. Ser mentor es escuchar, preguntar y abrir una puerta. No hay que tener respuestas para todo.\n\nLo que cuesta: unas {hours_mentors} horas en {weeks} semanas, contando la formación, {meetings} encuentros con una persona y los talleres a los que van los dos. Es un compromiso: una pareja que se rompe hace daño.\n\nLo que usted gana: {gains}.\n\nLo que no le pedimos: conseguir empleo, prestar dinero, ni hacer terapia.\n\nInscríbase {until}, aquí: [enlace]\nPedimos una entrevista de 20 minutos, una referencia y las verificaciones que exige la ley.\n\n{organisation}\n{contact}",
            "en": "Subject: {hours_mentors} hours that change somebody's beginning\n\nGood morning,\n\n{organisation} seeks mentors for {program}. A mentor listens, asks and opens a door. You need not have an answer to everything.\n\nWhat it costs: about {hours_mentors} hours in {weeks} weeks, counting the training, {meetings} meetings with one person, and the workshops that both attend. It is a commitment: a pair that breaks does harm.\n\nWhat you gain: {gains}.\n\nWhat we do not ask: to find a job, to lend money, or to be a therapist.\n\nApply {until}, here: [link]\nWe ask for an interview of 20 minutes, a reference, and the checks that the law requires.\n\n{organisation}\n{contact}",
        },
    },
    "reminder": {
        "poster": {
            "es": "¡ÚLTIMOS DÍAS!\n{program}\nInscripción {until}\n{contact}",
            "en": "LAST DAYS!\n{program}\nApply {until}\n{contact}",
        },
        "whatsapp": {
            "es": "Hola, [nombre]. Empezaste tu inscripción a *{program}* o preguntaste por ella. Todavía puedes: {until} 👉 [enlace]. ¿Algo te frena? Escríbeme y lo miramos.",
            "es-usted": "Hola, [nombre]. Usted empezó su inscripción a *{program}* o preguntó por ella. Todavía puede: {until} 👉 [enlace]. ¿Algo le frena? Escríbame y lo miramos.",
            "en": "Hello, [name]. You began your application to *{program}*, or asked about it. You still can: {until} 👉 [link]. Is something in the way? Write to me and we shall look at it.",
        },
        "email": {
            "es": "Asunto: Todavía hay tiempo para {program}\n\nHola, [nombre]:\n\nLa inscripción a {program} sigue abierta: {until}. Toma unos diez minutos y se puede hacer desde el celular: [enlace]\n\nAntes de enviarla, mira las fechas: un encuentro cada {cadence} días durante {weeks} semanas. Si este semestre no puedes, dínoslo y te avisamos del próximo.\n\n{organisation}\n{contact}",
            "es-usted": "Asunto: Todavía hay tiempo para {program}\n\nHola, [nombre]:\n\nLa inscripción a {program} sigue abierta: {until}. Toma unos diez minutos y se puede hacer desde el celular: [enlace]\n\nAntes de enviarla, mire las fechas: un encuentro cada {cadence} días durante {weeks} semanas. Si este semestre no puede, díganoslo y le avisamos del próximo.\n\n{organisation}\n{contact}",
            "en": "Subject: There is still time for {program}\n\nHello, [name],\n\nApplications to {program} are still open: {until}. It takes about ten minutes and works on a phone: [link]\n\nBefore you send it, look at the dates: a meeting every {cadence} days for {weeks} weeks. If this semester does not work, tell us, and we shall write before the next.\n\n{organisation}\n{contact}",
        },
    },
    "accepted": {
        "poster": {
            "es": "¡BIENVENIDOS Y BIENVENIDAS A {program_upper}!\nPrimer encuentro: [fecha], [hora], [lugar]\nTrae: ganas y una pregunta.",
            "es-usted": "¡BIENVENIDOS Y BIENVENIDAS A {program_upper}!\nPrimer encuentro: [fecha], [hora], [lugar]\nTraiga: ganas y una pregunta.",
            "en": "WELCOME TO {program_upper}!\nFirst meeting: [date], [time], [place]\nBring: yourself and a question.",
        },
        "whatsapp": {
            "es": "¡Hola, [nombre]! Tienes un cupo en *{program}* 🎉 Empezamos el [fecha], [hora], en [lugar]. Respóndeme *SÍ* antes del [fecha] para guardártelo. Si ya no puedes, dímelo: le sirve a otra persona.",
            "es-usted": "¡Hola, [nombre]! Tiene un cupo en *{program}* 🎉 Empezamos el [fecha], [hora], en [lugar]. Respóndame *SÍ* antes del [fecha] para guardárselo. Si ya no puede, dígamelo: le sirve a otra persona.",
            "en": "Hello, [name]! You have a place in *{program}* 🎉 We begin on [date], [time], at [place]. Answer *YES* by [date] to keep it. If you cannot come any more, tell me: somebody else can.",
        },
        "email": {
            "es": "Asunto: Tienes un cupo en {program}\n\nHola, [nombre]:\n\nTu inscripción a {program} queda aceptada: cumples todos los requisitos y hay un cupo.\n\nQué sigue:\n1. Responde este mensaje antes del [fecha]. Sin respuesta, el cupo pasa a la lista de espera.\n2. Ven a la orientación: [fecha], [hora], [lugar].\n3. En la primera semana conocerás a tu pareja de mentoría.\n\nSerán {weeks} semanas, con un encuentro cada {cadence} días.\n\n{organisation}\n{contact}",
            "es-usted": "Asunto: Tiene un cupo en {program}\n\nHola, [nombre]:\n\nQueda aceptada su inscripción a {program}: cumple todos los requisitos y hay un cupo.\n\nQué sigue:\n1. Responda este mensaje antes del [fecha]. Sin respuesta, el cupo pasa a la lista de espera.\n2. Venga a la orientación: [fecha], [hora], [lugar].\n3. En la primera semana conocerá a su pareja de mentoría.\n\nSerán {weeks} semanas, con un encuentro cada {cadence} días.\n\n{organisation}\n{contact}",
            "en": "Subject: You have a place in {program}\n\nHello, [name],\n\nYour application to {program} is accepted: you fulfil every requirement, and there is a place.\n\nWhat comes next:\n1. Answer this message by [date]. Without an answer the place goes to the waiting list.\n2. Come to the orientation: [date], [time], [place].\n3. In the first week you will meet your mentoring partner.\n\nIt will be {weeks} weeks, with a meeting every {cadence} days.\n\n{organisation}\n{contact}",
        },
    },
    "waiting": {
        "poster": {
            "es": "{program}\nLos cupos de esta cohorte están tomados.\nSi te inscribiste, te respondemos antes del [fecha].\n{contact}",
            "es-usted": "{program}\nLos cupos de esta cohorte están tomados.\nSi se inscribió, le respondemos antes del [fecha].\n{contact}",
            "en": "{program}\nThe places of this cohort are taken.\nIf you applied, you will have our answer by [date].\n{contact}",
        },
        "whatsapp": {
            "es": "Hola, [nombre]. Cumples los requisitos de *{program}*, pero por ahora no hay un mentor libre. Quedas en lista de espera hasta el [fecha]; te escribo ese día, haya cupo o no. Si prefieres la próxima cohorte, dime y te guardo el primer turno.",
            "es-usted": "Hola, [nombre]. Usted cumple los requisitos de *{program}*, pero por ahora no hay un mentor libre. Queda en lista de espera hasta el [fecha]; le escribo ese día, haya cupo o no. Si prefiere la próxima cohorte, dígame y le guardo el primer turno.",
            "en": "Hello, [name]. You fulfil the requirements of *{program}*, but no mentor is free for now. You are on the waiting list until [date]; I shall write that day, place or no place. If you prefer the next cohort, tell me and you come first.",
        },
        "email": {
            "es": "Asunto: Estás en la lista de espera de {program}\n\nHola, [nombre]:\n\nGracias por inscribirte a {program}. Cumples los requisitos; lo que falta es un mentor o una mentora con cupo. Los cupos se dan en orden de inscripción.\n\nQuedas en la lista de espera hasta el [fecha]. Ese día te escribimos, haya cupo o no. Si no lo hay, tu inscripción pasa de primera a la próxima cohorte, sin llenar nada otra vez.\n\nMientras tanto, esto te puede servir: [recurso local].\n\n{organisation}\n{contact}",
            "es-usted": "Asunto: Está en la lista de espera de {program}\n\nHola, [nombre]:\n\nGracias por inscribirse a {program}. Cumple los requisitos; lo que falta es un mentor o una mentora con cupo. Los cupos se dan en orden de inscripción.\n\nQueda en la lista de espera hasta el [fecha]. Ese día le escribimos, haya cupo o no. Si no lo hay, su inscripción pasa de primera a la próxima cohorte, sin llenar nada otra vez.\n\nMientras tanto, esto le puede servir: [recurso local].\n\n{organisation}\n{contact}",
            "en": "Subject: You are on the waiting list of {program}\n\nHello, [name],\n\nThank you for applying to {program}. You fulfil the requirements; what is missing is a mentor with a free place. Places go in the order of applications.\n\nYou are on the waiting list until [date]. That day we shall write, place or no place. If there is none, your application comes first in the next cohort, with nothing to fill in again.\n\nMeanwhile, this may help: [local resource].\n\n{organisation}\n{contact}",
        },
    },
    "regret": {
        "poster": {
            "es": "{program}\nLa inscripción está cerrada.\nLa próxima abre en [mes].\n{contact}",
            "en": "{program}\nApplications are closed.\nThe next call opens in [month].\n{contact}",
        },
        "whatsapp": {
            "es": "Hola, [nombre]. Gracias por inscribirte a *{program}*. Esta vez no podemos ofrecerte un cupo. La razón: [razón]. Esto te puede servir: [recurso local]. Si crees que leímos algo mal, escríbeme y lo revisamos.",
            "es-usted": "Hola, [nombre]. Gracias por inscribirse a *{program}*. Esta vez no podemos ofrecerle un cupo. La razón: [razón]. Esto le puede servir: [recurso local]. Si cree que leímos algo mal, escríbame y lo revisamos.",
            "en": "Hello, [name]. Thank you for applying to *{program}*. This time we cannot offer you a place. The reason: [reason]. This may help: [local resource]. If you think that we misread something, write to me and we shall look again.",
        },
        "email": {
            "es": "Asunto: Tu inscripción a {program}\n\nHola, [nombre]:\n\nGracias por inscribirte a {program} y por contarnos de ti. Esta vez no podemos ofrecerte un cupo.\n\nLa razón es: [razón].\n\nEsta razón habla de los requisitos de esta cohorte y no de lo que vales. La próxima convocatoria abre en [mes]. Mientras tanto, esto te puede servir: [recurso local].\n\nSi crees que leímos algo mal, respóndenos antes del [fecha] y otra persona lo revisa. Si quieres que borremos tus datos, dilo y lo hacemos.\n\n{organisation}\n{contact}",
            "es-usted": "Asunto: Su inscripción a {program}\n\nHola, [nombre]:\n\nGracias por inscribirse a {program} y por contarnos de usted. Esta vez no podemos ofrecerle un cupo.\n\nLa razón es: [razón].\n\nEsta razón habla de los requisitos de esta cohorte y no de lo que usted vale. La próxima convocatoria abre en [mes]. Mientras tanto, esto le puede servir: [recurso local].\n\nSi cree que leímos algo mal, respóndanos antes del [fecha] y otra persona lo revisa. Si quiere que borremos sus datos, dígalo y lo hacemos.\n\n{organisation}\n{contact}",
            "en": "Subject: Your application to {program}\n\nHello, [name],\n\nThank you for applying to {program} and for telling us about yourself. This time we cannot offer you a place.\n\nThe reason is: [reason].\n\nThis reason speaks of the requirements of this cohort, and not of your worth. The next call opens in [month]. Meanwhile, this may help: [local resource].\n\nIf you think that we misread something, answer by [date] and another person will look at it. If you want us to erase your data, say so and we shall.\n\n{organisation}\n{contact}",
        },
    },
    "alliance": {
        "poster": {
            "es": "¿QUIÉN EN SU ORGANIZACIÓN\npodría abrirle una puerta a alguien?\n\n{program} busca organizaciones que presten mentores y mentoras: unas {hours_mentors} horas de cada persona en {weeks} semanas, con formación y acompañamiento.\nSu gente aprende a escuchar y a desarrollar a otros.\n\n{organisation}\n{contact}",
            "en": "WHO IN YOUR ORGANISATION\ncould open a door for somebody?\n\n{program} seeks organisations that lend mentors: about {hours_mentors} hours of each person in {weeks} weeks, with training and support.\nYour people learn to listen and to develop others.\n\n{organisation}\n{contact}",
        },
        "whatsapp": {
            "es": "Buenos días, [nombre]. En *{program}*, {organisation} acompaña a jóvenes de {youngest} a {oldest} años{where} hacia su primer buen empleo. Buscamos una alianza: [número] profesionales de su organización como mentores y mentoras, unas {hours_mentors} horas de cada uno en {weeks} semanas. Su gente gana {gains}; su organización, contacto con talento que hoy no llega a sus convocatorias y un informe con cifras. Nosotros ponemos selección, formación y acompañamiento. ¿Hablamos 20 minutos? [fecha y hora]",
            "en": "Good morning, [name]. In *{program}*, {organisation} goes with young people aged {youngest} to {oldest}{where} to their first good job. We seek an alliance: [number] professionals of your organisation as mentors, about {hours_mentors} hours of each in {weeks} weeks. Your people gain {gains}; your organisation, contact with talent that does not reach your calls today, and a report with figures. We bring selection, training and support. Shall we talk for 20 minutes? [date and time]",
        },
        "email": {
            "es": "Asunto: Que sus profesionales abran una puerta\n\nBuenos días, [nombre]:\n\n{organisation} acompaña en {program} a jóvenes de {youngest} a {oldest} años{where} hacia su primer buen empleo. Le proponemos una alianza: su organización presta profesionales como mentores y mentoras.\n\nLo que pedimos: [número] personas voluntarias, unas {hours_mentors} horas de cada una en {weeks} semanas, y un contacto que las invite una por una.\n\nLo que su organización gana: gente que aprende a escuchar y a desarrollar a otros; contacto con talento que hoy no llega a sus convocatorias; y un informe con cifras que dicen de cuántas personas son y qué tan seguras son.\n\nLo que cada mentor gana: {gains}.\n\nLo que ponemos nosotros: selección y formación, una guía para cada encuentro, una llamada cada mes, y alguien que responde cuando algo no va bien. Nadie queda en pareja con una persona de su propia organización si el programa lo evita.\n\n¿Hablamos 20 minutos? [fecha y hora]\n\n{organisation}\n{contact}",
            "en": "Subject: Let your professionals open a door\n\nGood morning, [name],\n\nIn {program}, {organisation} goes with young people aged {youngest} to {oldest}{where} to their first good job. We propose an alliance: your organisation lends professionals as mentors.\n\nWhat we ask: [number] volunteers, about {hours_mentors} hours of each in {weeks} weeks, and a contact who invites them one by one.\n\nWhat your organisation gains: people who learn to listen and to develop others; contact with talent that does not reach your calls today; and a report whose figures say of how many people they are and how sure they are.\n\nWhat each mentor gains: {gains}.\n\nWhat we bring: selection and training, a guide for each meeting, a call each month, and somebody who answers when things go badly. Nobody is paired with a person of the own organisation where the programme avoids it.\n\nShall we talk for 20 minutes? [date and time]\n\n{organisation}\n{contact}",
        },
    },
}
