"""Spanish."""

from __future__ import annotations

from inconcert.simulation.grammar.language import Language

# fmt: off
_WORDS = {
    "time": (
        "hoy", "ayer", "esta mañana", "anoche", "el fin de semana", "a mediodía", "el lunes",
        "la semana pasada", "hace un rato", "antes de dormir",
    ),
    "place": (
        "en la estación", "en el trabajo", "en el parque", "en el centro", "en la biblioteca",
        "en el tren", "en el bar", "en casa", "junto al río", "en el mercado",
    ),
    "who": (
        "mi hermana", "un amigo", "mi jefa", "los vecinos", "mi padre", "una compañera",
        "los niños", "mi prima",
    ),
    "feel": (
        "genial", "agotador", "un poco raro", "precioso", "difícil de creer", "confuso",
        "un alivio", "injusto", "divertido", "nada mal",
    ),
    "degree": (
        "realmente", "la verdad", "bastante", "un poco", "sorprendentemente", "quizás",
        "claramente",
    ),
    "end": (
        ".", ".", ".", "!", "...", " jaja", "",
    ),
    "emoji": (
        "😊", "😂", "🙏", "✨", "🔥", "😢", "🤔", "👏", "☕", "💪",
    ),
    "food": (
        "paella", "sopa", "tostadas", "empanadas", "un bocadillo", "tortilla", "ensalada",
    ),
    "count": (
        "dos", "tres", "cuatro", "cinco", "diez", "cien",
    ),
    "unit": (
        "veces", "personas", "días", "años", "horas",
    ),
}

_TOPICS = (
    {"thing": (
        "las elecciones", "el presupuesto", "el debate", "la participación", "la encuesta",
        "el programa", "las pensiones",
    ),
     "doing": (
         "leí sobre", "discutí sobre", "vi", "oí hablar de", "no entendí", "quise saber de",
     ),
     "name": (
         "la candidata", "el ministro", "la alcaldesa", "el partido", "el comité",
     )},
    {"thing": (
        "el disco", "la gira", "el concierto", "el videoclip", "las entradas", "el bis",
    ),
     "doing": (
         "escuché", "hice cola por", "lloré con", "esperé", "recomendé",
     ),
     "name": (
         "la banda", "el cantante", "la discográfica", "la batería",
     )},
    {"thing": (
        "el partido", "la prórroga", "el fichaje", "la final", "el penalti", "la remontada",
    ),
     "doing": (
         "vi", "celebré", "discutí sobre", "grabé", "sufrí con",
     ),
     "name": (
         "el entrenador", "la portera", "la capitana", "el árbitro", "el rival",
     )},
    {"thing": (
        "la colada", "el trayecto", "la mudanza", "el tiempo", "el gimnasio", "el examen",
        "el dentista",
    ),
     "doing": (
         "me salté", "acabé con", "me quejé de", "sobreviví a", "olvidé",
     ),
     "name": (
         "el casero", "el gato", "la profesora", "el perro", "el fontanero",
     )},
    {"thing": (
        "los precios", "el alquiler", "la tormenta", "la bolsa", "la luz", "la huelga",
        "la ayuda",
    ),
     "doing": (
         "leí sobre", "escribí sobre", "noté", "comparé", "seguí",
     ),
     "name": (
         "el experto", "el banco", "la empresa", "la reportera", "los agricultores",
     )},
)
# fmt: on

SPANISH = Language(
    code="es",
    openers=(
        "{time} {doing} {thing}{end}",
        "{doing} {thing} {place} {time}{end}",
        "{thing}: {degree} {feel}{end}",
        "{who} y yo hablamos de {thing} {time}{end}",
        "lo que dijo {name} sobre {thing} es {degree} {feel}{end}",
        "¿por qué {name} nunca habla de {thing}?",
        "{count} {unit} de {thing} y sigue siendo {feel}{end}",
        "comí {food} y {doing} {thing} {place}{end}",
        "{name} y {thing}, {degree} {feel} {emoji}",
        "buenos días{end}",
        "qué sueño{end}",
    ),
    closers=(
        "{degree} {feel}{end}",
        "{who} dijo lo mismo{end}",
        "más {time} {emoji}",
        "¿qué opináis?",
        "ahora toca {food}{end}",
        "confío en {name}{end}",
        "{emoji}",
    ),
    answers=(
        "{degree} eso{end}",
        "gracias {emoji}",
        "no, {name} y {thing} me parece {feel}{end}",
        "{who} también {doing} {thing}{end}",
        "¿te refieres a {thing} {time}?",
        "igual {place}, {degree} {feel}{end}",
    ),
    words=_WORDS,
    topics=_TOPICS,
    given_names=("Ale", "Sol", "Cruz", "Mar", "Luz", "Noa", "Paz", "Río", "Vale", "Dani", "Andy"),
    family_names=("Monte", "Campo", "Río", "Bosque", "Lago", "Valle", "Piedra", "Nieve"),
    bios=(
        "{thing} y {food}",
        "aquí por {thing}",
        "{degree} fan de {name} {emoji}",
        "casi siempre {place}",
        "{thing}, {food} y poco más",
    ),
    separator=" ",
)
