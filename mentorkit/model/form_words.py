"""The words of the application forms and records: question and hint by column, in both languages."""

from __future__ import annotations

Asked = dict[str, tuple[str, ...]]

MENTEES: Asked = {
    "name": ("Nombre completo", "Full name"),
    "email": ("Correo electrónico", "E-mail"),
    "phone": ("Celular (WhatsApp)", "Mobile (WhatsApp)"),
    "birth_year": ("¿En qué año naciste?", "In what year were you born?"),
    "guardian_contact": ("Si eres menor de edad: nombre y celular de tu acudiente", "If you are under age: name and mobile of your guardian"),
    "guardian_consent": ("Autorización del acudiente", "Guardian's consent"),
    "gender": ("Género", "Gender"),
    "first_generation": ("¿Eres la primera persona de tu familia en estudiar después del colegio?", "Are you the first of your family to study after school?"),
    "city": ("¿En qué ciudad o municipio vives?", "In which city or town do you live?"),
    "zone": ("¿En qué parte de la ciudad vives?", "In which part of the city do you live?"),
    "organisation": ("¿Dónde trabajas o haces prácticas?", "Where do you work or do your internship?"),
    "stage": ("¿En qué momento estás?", "Where are you now?"),
    "field_wanted": ("¿En qué campo quieres trabajar?", "In what field do you want to work?"),
    "interests": ("¿Qué temas te interesan?", "Which topics interest you?"),
    "languages": ("¿Qué idiomas hablas?", "Which languages do you speak?"),
    "style": ("¿Cómo prefieres que te acompañen?", "How do you like to be supported?"),
    "availability": ("¿Cuándo puedes reunirte?", "When can you meet?"),
    "goals": ("¿Qué esperas lograr?", "What do you hope to achieve?"),
    "consent": (
        "¿Autorizas que usemos tus datos para que participes en el programa: escribirte, buscarte mentor o mentora y acompañarte?",
        "Do you agree that we use your data for taking part: to reach you, to match you and to support you?",
    ),
    "purposes": ("¿Para qué más podemos usar lo que nos cuentas?", "What else may we use your answers for?"),
}
MENTORS: Asked = MENTEES | {
    "name": ("Nombre y apellidos", "Full name"),
    "birth_year": ("¿En qué año nació?", "In what year were you born?"),
    "city": ("¿En qué ciudad o municipio vive?", "In which city or town do you live?"),
    "zone": ("¿En qué parte de la ciudad vive?", "In which part of the city do you live?"),
    "organisation": ("¿En qué organización trabaja?", "In which organisation do you work?"),
    "capacity": ("¿A cuántas personas puede acompañar?", "How many people can you accompany?"),
    "stage": ("¿En qué momento de su vida laboral está?", "Where are you in your working life?"),
    "field": ("¿En qué campo trabaja?", "In what field do you work?"),
    "interests": ("¿En qué temas puede acompañar?", "In which topics can you help?"),
    "languages": ("¿Qué idiomas habla?", "Which languages do you speak?"),
    "style": ("¿Cómo prefiere acompañar?", "How do you like to support others?"),
    "availability": ("¿Cuándo puede reunirse?", "When can you meet?"),
    "about": ("Cuéntenos de usted", "Tell us about yourself"),
    "consent": (
        "¿Autoriza que usemos sus datos para que participe en el programa: escribirle, buscarle mentee y apoyarle?",
        "Do you agree that we use your data for taking part: to reach you, to match you and to support you?",
    ),
    "purposes": ("¿Para qué más podemos usar lo que nos cuenta?", "What else may we use your answers for?"),
}
EARLIER: dict[str, Asked] = {
    "mentees": {
        "first_generation": ("¿Primera persona de tu familia en estudiar después del colegio?",),
        "consent": ("¿Autorizas que usemos tus datos para participar en el programa: contactarte, emparejarte y acompañarte?",),
    },
    "mentors": {
        "zone": ("Zona de la ciudad", "Part of the city"),
        "organisation": ("Organización", "Organisation"),
        "stage": ("Experiencia laboral", "Working experience"),
        "field": ("Campo laboral", "Field of work"),
        "languages": ("Idiomas", "Languages"),
        "style": ("Estilo de acompañamiento", "Style of support"),
        "availability": ("Horarios disponibles", "Hours when you can meet"),
        "consent": ("¿Autoriza que usemos sus datos para participar en el programa: contactarlo, emparejarlo y acompañarlo?",),
    },
}
"""How forms asked in earlier versions: their answers still come back by themselves."""
HINTS: Asked = {
    "email": ("Uno solo, que revise seguido.", "One only, that you read."),
    "phone": ("Con indicativo si no es de este país.", "With the country's code if it is not of this country."),
    "birth_year": ("Cuatro cifras, como 2007.", "Four digits, like 2007."),
    "guardian_consent": (
        "La responde el acudiente: autorizo que la persona a mi cargo participe y que se usen sus datos.",
        "The guardian answers: I agree that the person in my care takes part and that their data are used.",
    ),
    "capacity": ("Casi todo el mundo acompaña a una.", "Most people accompany one."),
    "availability": ("Marque todas las franjas en que podría.", "Tick every slot in which you could."),
    "consent": (
        "Puede pedir que los corrijamos o los borremos cuando quiera. Versión {version} del texto.",
        "You may ask us to correct or erase them at any time. Version {version} of the text.",
    ),
    "purposes": ("Ninguna es obligatoria.", "None is needed to take part."),
    "purposes-matching": ("Para participar solo hace falta la primera.", "Only the first is needed to take part."),
    "person_id": ("El que le dio la coordinación, o el correo de la inscripción.", "The one that the coordination gave you, or the e-mail of your application."),
}
MENTEE_HINTS: Asked = HINTS | {
    "email": ("Uno solo, que revises seguido.", "One only, that you read."),
    "availability": ("Marca todas las franjas en que podrías.", "Tick every slot in which you could."),
    "consent": (
        "Puedes pedir que los corrijamos o los borremos cuando quieras. Versión {version} del texto.",
        "You may ask us to correct or erase them at any time. Version {version} of the text.",
    ),
}
GENDERS = {
    "mujer": {"es": "Mujer", "en": "Woman"},
    "hombre": {"es": "Hombre", "en": "Man"},
    "no binaria": {"es": "No binaria u otra", "en": "Non-binary or another"},
    "prefiere no decir": {"es": "Prefiero no decir", "en": "I prefer not to say"},
}
PURPOSES = {
    "matching": {"es": "Buscarme pareja de mentoría y acompañarnos", "en": "Find me a mentoring partner and support us"},
    "evaluation": {"es": "Evaluar y mejorar el programa con lo que respondo", "en": "Evaluate and improve the programme with what I answer"},
    "report": {"es": "Contar mis respuestas, sin mi nombre, en informes públicos", "en": "Count my answers, without my name, in public reports"},
    "research": {"es": "Estudios sobre mentoría, sin mi nombre", "en": "Studies on mentoring, without my name"},
    "photos": {"es": "Fotos y videos en que aparezco", "en": "Photos and videos that show me"},
    "contact": {"es": "Escribirme cuando el programa termine", "en": "Write to me after the programme has ended"},
}
CONSENT = {
    "yes": ("Sí, autorizo", "Yes, I agree"),
    "no": ("No", "No"),
}
YES_NO = {"yes": {"es": "Sí", "en": "Yes"}, "no": {"es": "No", "en": "No"}}
DAYS = {
    "mon": ("Lunes", "Monday"), "tue": ("Martes", "Tuesday"), "wed": ("Miércoles", "Wednesday"), "thu": ("Jueves", "Thursday"),
    "fri": ("Viernes", "Friday"), "sat": ("Sábado", "Saturday"), "sun": ("Domingo", "Sunday"),
}
WEEKDAY_HOURS = ("7-9", "12-14", "18-20")
WEEKEND_HOURS = ("9-12", "14-17")
TITLES: Asked = {
    "mentee-application": ("Inscripción de mentees", "Application of mentees"),
    "mentor-application": ("Inscripción de mentores y mentoras", "Application of mentors"),
    "baseline": ("Encuesta inicial", "Baseline survey"),
    "midline-mentees": ("Encuesta de mitad de camino · mentees", "Mid-point survey · mentees"),
    "midline-mentors": ("Encuesta de mitad de camino · mentores", "Mid-point survey · mentors"),
    "exit-mentees": ("Encuesta de salida · mentees", "Exit survey · mentees"),
    "exit-mentors": ("Encuesta de salida · mentores", "Exit survey · mentors"),
    "check-in": ("¿Cómo vamos? (cada mes)", "How are we doing? (each month)"),
    "meeting-log": ("Registro de encuentro", "Meeting log"),
    "review": ("Lectura de postulaciones", "Reading of applications"),
}
INTROS: Asked = {
    "application": (
        "{program} dura {weeks} semanas, con un encuentro cada {cadence} días. Inscribirse es gratis y no asegura un cupo; a todo el mundo le respondemos.",
        "{program} lasts {weeks} weeks, with a meeting every {cadence} days. Applying is free and promises no place; everybody gets an answer.",
    ),
    "survey": (
        "No hay respuestas buenas ni malas. Lo que responda no cambia su lugar en {program}.",
        "There are no right or wrong answers. What you answer does not change your place in {program}.",
    ),
    "check-in": (
        "Dos minutos. Si hay un riesgo para alguien, no espere: llame a la coordinación.",
        "Two minutes. If somebody is at risk, do not wait: call the coordination.",
    ),
    "meeting-log": (
        "Una fila por cada encuentro, también si no se hizo. Los temas, en pocas palabras y sin detalles personales.",
        "One row for each meeting, also one that did not happen. Topics in a few words, without personal details.",
    ),
    "review": (
        "Lea cada postulación sola, de principio a fin, y ponga de 1 a 4 puntos en cada aspecto. Lea por su cuenta: no mire ni comente los puntos de nadie hasta que las dos personas hayan terminado.",
        "Read each application alone, from beginning to end, and give 1 to 4 points for each aspect. Read on your own: neither see nor discuss anybody's points until both readers have finished.",
    ),
}
READING: Asked = {
    "person_id": ("Código de la postulación", "Code of the application"),
    "reviewer": ("¿Quién lee?", "Who reads?"),
    "reviewer-hint": ("Su nombre, escrito siempre igual.", "Your name, always written alike."),
    "application": ("Lo que contó", "What the person told"),
    "note": ("Nota, sin nombres", "Note, without names"),
}
RECORDS: dict[str, Asked] = {
    "check-in": {
        "person_id": ("Código", "Code"),
        "date": ("Fecha", "Date"),
        "relationship": ("¿Qué tan bien va su relación de mentoría? (1 = mal, 5 = muy bien)", "How well is your mentoring relationship going? (1 = badly, 5 = very well)"),
        "needs_support": ("¿En qué necesita apoyo? (si no necesita, déjelo vacío)", "What do you need support with? (leave it empty if nothing)"),
    },
    "meeting-log": {
        "mentee_id": ("Código de mentee", "Mentee's code"),
        "mentor_id": ("Código de mentor o mentora", "Mentor's code"),
        "date": ("Fecha del encuentro", "Date of the meeting"),
        "held": ("¿Se hizo?", "Did it happen?"),
        "minutes": ("¿Cuántos minutos?", "How many minutes?"),
        "mode": ("¿Cómo se reunieron?", "How did you meet?"),
        "topic": ("Tema", "Topic"),
    },
}
HELD = {
    "yes": {"es": "Sí, se hizo", "en": "Yes, it was held"},
    "no-show": {"es": "No, alguien no llegó", "en": "No, somebody did not come"},
    "cancelled": {"es": "No, se canceló", "en": "No, it was cancelled"},
}
MODES = {
    "presencial": {"es": "En persona", "en": "In person"},
    "video": {"es": "Por video", "en": "By video"},
    "llamada": {"es": "Por llamada", "en": "By call"},
    "mensajes": {"es": "Por mensajes", "en": "By messages"},
}
