"""Invented names, words and sentences that the example cohort is made of. Nobody real stands here."""

FIRST_NAMES = {
    "mujer": (
        "Valentina Mariana Daniela Laura Camila Sara Luisa Natalia Juliana Angie Karen Yuliana Tatiana Paola Lina Diana "
        "Catalina Marcela Yesenia Leidy Manuela Isabella Gabriela Ximena Viviana Adriana Johana Milena Salomé Antonia"
    ).split(),
    "hombre": (
        "Santiago Sebastián Andrés Juan Camilo Felipe Nicolás Julián Brayan Kevin Cristian Óscar Mateo Samuel Jhon Wilmer "
        "Esteban Diego Alejandro Fabián Jeison Miguel Tomás Iván Hernán Mauricio Rodrigo Gustavo Emilio Ramiro"
    ).split(),
}
FIRST_NAMES["no binario"] = ["Alex", "Noa", "Ariel", "Dani"]
SURNAMES = (
    "Arroyave Bustos Cárdenas Chaparro Daza Echeverry Fajardo Guáqueta Hincapié Ibarra Jiménez Ladino Montoya Niño Ortegón "
    "Pachón Quintana Riascos Sanabria Tovar Useche Villarraga Yepes Zuleta Amaya Benavides Castiblanco Duarte Forero Garzón"
).split()

GENDERS = (("mujer", 0.56), ("hombre", 0.41), ("no binario", 0.03))
ZONES = (("sur", 0.42), ("occidente", 0.28), ("centro", 0.16), ("norte", 0.14))
STAGES = ("terminando el colegio", "estudiando", "buscando primer empleo", "primer empleo", "tres años o más", "diez años o más")
STYLES = ("directo", "con calma", "no importa")
LANGUAGES = ("Español", "Inglés")
ORGANISATIONS = ("Cooperativa La Esperanza", "Clínica Monserrate", "Textiles del Altiplano", "Nube Andina Software")
FIELDS = {
    "Tecnología": ("programar páginas y aplicaciones", "soporte técnico", "analizar datos", "probar software"),
    "Salud": ("auxiliar de enfermería", "atender pacientes", "salud mental en el barrio", "laboratorio clínico"),
    "Contabilidad y finanzas": ("llevar cuentas", "nómina e impuestos", "atender clientes en un banco", "Excel avanzado"),
    "Logística": ("coordinar despachos", "inventarios", "rutas y conductores", "comercio exterior"),
    "Recursos humanos": ("selección de personal", "bienestar en la empresa", "capacitación", "contratación"),
    "Diseño y confección": ("patronaje y costura", "diseño gráfico", "moda y ventas en línea", "impresión textil"),
}
FIELD_SPELLINGS = {
    "Tecnología": ("tecnologia", "Sistemas"), "Salud": ("SALUD", "Enfermería"), "Recursos humanos": ("RRHH", "Talento humano"),
    "Contabilidad y finanzas": ("contabilidad", "Contaduría"), "Logística": ("logistica ", "Logística"),
    "Diseño y confección": ("diseño y confección", "Diseño y confección "),
}
INTERESTS = (
    "Hoja de vida", "Entrevistas", "Hablar en público", "Emprender", "Estudiar y trabajar", "Inglés para el trabajo",
    "Manejar la plata", "Redes y contactos", "Primer contrato", "Elegir carrera", "Herramientas digitales", "Manejo del tiempo",
)
WISHES = (
    "Quiero {work} y no conozco a nadie que trabaje en eso.",
    "Soy la primera persona de mi casa en estudiar y quiero {work}.",
    "Trabajo por días y busco algo fijo donde pueda {work}.",
    "Cuido a mi hermanito por las mañanas; busco un empleo que me deje tiempo, ojalá {work}.",
    "Terminé el técnico en el SENA y quiero {work} con contrato.",
    "No sé si seguir estudiando o {work} de una vez.",
    "Quiero aprender a presentarme bien y llegar a {work}.",
)
OFFERS = (
    "Llevo años en {field}; puedo contar cómo es {work} y presentar colegas.",
    "Empecé desde abajo en {field} y me gusta escuchar antes de aconsejar. Sé de {work}.",
    "Coordino un equipo que se dedica a {work}; reviso hojas de vida cada semana.",
    "También fui la primera persona de mi familia en la universidad. Trabajo en {field}: {work}.",
    "Puedo practicar entrevistas y mostrar por dentro cómo es {work}.",
)
SLOTS = (
    "mar 18-20", "jue 18-20", "sáb 9-12", "mié 17:30-19:30", "lun 18-20", "sáb 14-17", "dom 10-12", "vie 16-18", "mié 12-14",
)
GOALS = (
    "Enviar seis hojas de vida a empresas del campo", "Tener tres conversaciones con personas del campo", "Terminar el curso de Excel",
    "Ahorrar para el pasaje de las entrevistas", "Practicar cuatro entrevistas", "Inscribirme en el tecnólogo", "Hacer un portafolio con tres trabajos",
    "Hablar con mi jefe sobre un contrato fijo", "Organizar un horario para estudiar y cuidar", "Presentar la prueba de inglés",
)
TOPICS = ("acuerdo de pareja", "brújula", "energía", "atascos", "tres futuros", "metas", "conversaciones", "hoja de vida", "pruebas pequeñas", "cierre")
DOORS = ("conversación", "visita al trabajo", "entrevista", "sin respuesta", "en espera")
TRAINERS = ("Nubia", "Wilmar", "Edelmira")
LATE = ("las historias tomaron más tiempo", "hubo que explicar dos veces la hoja", "nadie quería parar de hablar", "llegaron tarde por la lluvia")
SKIPPED = ("no se alcanzó", "se dejó para el encuentro de pareja", "faltó tiempo")
TAKEN_HOME = (
    "Hablar con mi mentora del horario.", "Preguntarle a mi tía cómo consiguió el puesto.", "Que no soy la única que no sabe.", "Escribir el correo antes del viernes.",
    "Buscar el tecnólogo de noche.", "Que puedo probar sin renunciar.", "Pedir permiso en el trabajo para ir a la charla.", "Me gustó hablar de a tres.",
    "Faltó tiempo para la última parte.", "Ordenar mi semana.", "Llamar al señor de la bodega.", "Que mi experiencia en la tienda sí cuenta.",
    "Hacer la hoja de vida con lo del cuidado de mi hermano.", "Practicar la presentación con mi primo.", "Dormir antes de decidir.",
)
MENTORS_SAID = (
    "Preguntar antes de aconsejar.", "Escribirle esta semana para fijar la hora.", "No resolver: acompañar.", "Llamar a la coordinación si vuelve a faltar.",
    "Presentarle a una colega de nómina.", "Más tiempo para practicar de a tres.", "Saber qué hacer cuando se queda en silencio.", "Contar mis propios tropiezos.",
    "Pedirle que ponga el tema del encuentro.", "El caso escrito me sirvió mucho.",
)
