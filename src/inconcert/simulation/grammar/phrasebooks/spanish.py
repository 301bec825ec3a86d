"""Spanish.

Predicates speak of no number, for the thing may be one or many: `con {thing} {pred}`.
"""

from __future__ import annotations

from inconcert.simulation.grammar.phrasebooks.phrasebook import Claims, Phrasebook

# fmt: off
_WORDS = {
    "act": (
        "pide diálogo", "da explicaciones", "cambia de rumbo", "anuncia fecha",
        "responde a las críticas", "presenta cifras", "pide paciencia",
    ),
    "region": (
        "la costa norte", "la sierra sur", "el valle central", "la llanura oriental", "la bahía",
        "la ribera", "las islas",
    ),
    "magnitude": ("4.6", "4.7", "4.8", "4.9", "5.0", "5.1", "5.2", "5.3", "5.4", "5.6"),
    "prize": (
        "una tarjeta regalo", "un año de café", "una mochila", "unos auriculares",
        "una cena para dos", "un peluche", "un lote de libros",
    ),
    "outlet": (
        "queridos editores", "querida redacción", "queridos periodistas", "equipo de verificación",
        "querida agencia",
    ),
    "material": (
        "este vídeo", "esta foto", "este artículo", "este documento", "ese audio", "esta cifra",
        "esta captura",
    ),
    "remark": (
        "ese comentario", "esa forma de hablar", "tu actitud en el programa", "esa última frase",
        "la interrupción", "ese tono",
    ),
    "dish": ("pasta", "sopa", "tarta", "hamburguesa", "ensalada", "tortilla", "carne", "pizza"),
    "party": ("mi familia", "unos amigos", "una compañera", "mi madre", "mi pareja", "los niños"),
    "visit": (
        "el sábado pasado", "a mediodía", "al salir del trabajo", "el domingo", "nada más abrir",
        "en vacaciones", "un día de lluvia",
    ),
    "past": ("ayer", "anoche", "esta mañana", "la semana pasada", "hace poco"),
    "mood": (
        "curiosidad", "hambre", "sueño", "gratitud", "dudas", "música", "valor", "deberes",
        "recuerdos", "ganas",
    ),
    "creature": (
        "un farero", "una nutria", "un gato viajero", "un pingüino", "un cactus", "una astronauta",
        "un panadero", "una medusa", "un búho", "una pastora", "un herrero", "una piedra",
    ),
}

_GENRES = {
    "slogan_tag": (
        "no a {thing}", "explicad {thing}", "basta ya con {thing}", "salvemos {thing}",
        "alcemos la voz por {thing}", "queremos hablar sobre {thing}",
    ),
    "slogan": (
        "Pedimos que se explique en público {thing}.", "No decidáis sobre {thing} sin nosotros.",
        "Protesto: así no se gestiona {thing}.",
        "Nos importa {thing}, alzad la voz.", "Firmo porque me importa {thing}.",
    ),
    "slogan_own": (
        "nunca escribo de estas cosas.", "no puedo callar más.", "firmo con {who}.",
        "una voz pequeña, pero bueno.", "siento lo mismo.", "de acuerdo {emoji}",
        "yo que solo hablo de {food}.", "nadie nos preguntó.", "merecemos una explicación.",
        "{degree}, ya basta.",
    ),
    "review_open": (
        "Fui {visit} con {party}.", "Primera visita.", "Vivo cerca y entré {visit}.",
        "Nos lo habían recomendado.", "Reservé {visit} por las notas.",
        "Volví después de {few} años.", "",
    ),
    "review_bad": (
        "La {dish} llegó fría.", "Esperamos {number} minutos.", "El personal ni miraba.",
        "{dish} sosa y poca cantidad.", "La mesa estaba pegajosa.", "No constaba nuestra reserva.",
        "Cobraron de más y sin disculpas.", "Demasiado ruido.", "Había un pelo en la {dish}.",
        "Nadie venía al llamar.",
    ),
    "review_mid": (
        "La {dish}, normal.", "Ni bien ni mal.", "Rico pero lento.", "Buena ubicación.",
        "Raciones justas.", "Bien la {dish}, larga la cola.",
    ),
    "review_good": (
        "La mejor {dish} del barrio.", "Un trato muy amable.", "Nos encantó.", "Sitio tranquilo.",
        "La {dish}, recién hecha.", "Gran relación calidad precio.",
        "Probad la {dish} de temporada.", "Servido en {number} minutos.",
    ),
    "verdict_bad": (
        "No vuelvo.", "No lo recomiendo.", "Que mejoren.", "Una estrella es mucho.",
        "Qué decepción.", "Quiero mi dinero.", "",
    ),
    "verdict_mid": ("Quizá vuelva.", "Ya veremos.", "Espero que mejore.", ""),
    "verdict_good": (
        "Volveremos.", "La próxima con {party}.", "Gracias por todo.", "Lo cuento a todos.",
        "Seguid así {emoji}", "",
    ),
    "please_check": (
        "{outlet}, ¿es real {material}? Comprobadlo, por favor.",
        "Me mandaron {material}. {outlet}, ¿lo podéis mirar?",
        "{past} vi {material} y me preocupa. {outlet}, ¿es cierto?",
        "{material} sobre {thing}: ¿nos fiamos? {outlet}, responded.",
        "{outlet}, ¿habéis visto {material} sobre {name}? {emoji}",
        "Perdón, {outlet}, ¿de dónde sale {material}?",
    ),
    "pile_on": (
        "{remark} sobraba", "pide perdón", "apagué la tele por {remark}", "qué decepción",
        "{who} también se enfadó", "no lo veo más", "{remark}, de mala educación",
        "piensa en la otra persona", "{past} {remark}, fatal", "explícate", "costaba mirarlo",
        "{remark} no tuvo gracia", "antes me gustabas, qué pena", "qué arrogancia",
        "discúlpate por {remark}", "di algo",
    ),
    "giveaway": (
        "¡Sorteo! Sigue y comparte: {prize}. {number} premios, hasta el {day}/{month} {emoji}",
        "Regalamos {prize} a {few} personas. Solo sigue y comparte.",
        "Premio de hoy: {prize}. Comparte antes de medianoche.",
        "¡{number} mil seguidores! {emoji} Comparte y gana {prize}.",
        "¿Quieres {prize}? ¡Comparte! Hay que seguirnos, hasta el {day}/{month}.",
    ),
    "welcome": (
        "hola a todos, empecé {past} {emoji}", "¡gracias por seguirme! hablemos sobre {thing}.",
        "te sigo de vuelta {emoji}", "me apunté por la clase, ¡hola!",
        "busco gente que hable sobre {thing} {emoji}", "sigo a quien me sigue. también {food}.",
        "nuevo aquí, sobre todo {thing}.", "{who} me convenció.",
    ),
    "headline": (
        "{name}, sobre {thing}: las claves", "Polémica por {thing} en {region}",
        "{number} % se interesa por {thing}, según un sondeo",
        "{hundreds} personas en {region} por {thing}",
        "Datos sobre {thing}: suben un {few},{tenth} %", "Qué pasa con {thing}: {few} claves",
        "{region}, pendiente de {thing}", "Primera revisión en {few} años: {thing}",
        "Cita sobre {thing}, aplazada hasta el {day}/{month}",
    ),
    "bot_mark": (
        "ÚLTIMA HORA: ", "[{hour}:{minute}] ", "NOTICIAS ", "{day}/{month} | ", "> ", "Nuevo: ",
    ),
    "alert": (
        "Terremoto a las {hour}:{minute}, {region}. Magnitud {magnitude}.",
        "{hour}:{minute} {region} M{magnitude} prof. {number} km",
        "[auto] Sismo en {region} ({hour}:{minute}), M{magnitude}",
        "Alerta sísmica: {region}, magnitud estimada {magnitude}",
        "Sismo M{magnitude} en {region}, {number} km de profundidad, sin riesgo de tsunami",
        "{day}/{month} {hour}:{minute} {region} magnitud {magnitude}",
    ),
}

_CLAIMS = Claims(
    leads=(
        "Llevo días pensando en algo.", "Una palabra sobre {thing}.",
        "Lo hablé con {who} hace poco.", "Nadie lo dice, así que lo digo yo.",
        "Después de leer mucho:", "Lo repito:",
        "También se comenta {place}.", "No soy experto, pero bueno.", "", "",
    ),
    cores=(
        "Con {thing} {pred}, y {name} calla.", "Está claro: con {thing} {pred}.",
        "¿Sabíais que con {thing} {pred}? Que responda {name}.",
        "Cada vez más gente ve que con {thing} {pred}.",
        "Me dijo {who} que con {thing} {pred}.", "Lo he mirado bien y {pred}: así fue con {thing}.",
        "Pese a {name}, o gracias: con {thing} {pred}.",
        "Digan lo que digan, con {thing} {pred}, y {name} lo sabía.",
        "Lo que nunca contó {name}: con {thing} {pred}.",
    ),
    reasons=(
        "Casi no sale en las noticias.",
        "Basta con estar {place} para notarlo.",
        "Tras {count} {unit}, la cosa no cambia.",
        "En resumen, {pred}.",
        "Preguntad {place} y oiréis lo mismo.",
        "Ningún discurso lo va a tapar.",
        "Lo hablamos comiendo {food} y nadie lo negó.",
        "Lo demás es letra pequeña.",
        "",
        "",
    ),
    calls={
        "against": (
            "¿Vamos a seguir así?", "Toca parar y pensar.", "Que dé la cara {name}.",
            "No podemos mirar y callar.", "Lo que está mal, está mal.", "Aún estamos a tiempo.",
            "Yo no lo acepto.", "",
        ),
        "for": (
            "Debería saberse más.", "Yo apoyo esto.", "Ojalá siga así.",
            "Primero mirad, luego criticad.", "Lo bueno tarda.", "Hay que reconocerlo.",
            "Se agradece.", "",
        ),
    },
    predicates={
        "against": {
            "cost": (
                "pagamos demasiado", "sufre el bolsillo de todos", "se fue un dinero que no había",
                "no salen las cuentas", "gastamos sin recibir nada", "se encarece la vida",
            ),
            "secrecy": (
                "nadie dio explicaciones", "se decidió a puerta cerrada",
                "faltan todos los papeles", "se ocultó lo importante", "nos dejaron a oscuras",
                "no hubo ni una respuesta",
            ),
            "unfair": (
                "solo ganan unos pocos", "pierden los más débiles", "se olvidó a los pueblos",
                "se premia a quien más grita", "se castiga a la gente honrada",
                "los jóvenes salen perdiendo",
            ),
        },
        "for": {
            "working": (
                "llegaron los resultados", "todo fue mejor de lo esperado", "se nota la mejora",
                "se ayudó donde hacía falta", "los números acompañan", "se superó lo previsto",
            ),
            "fair": (
                "ganamos todos", "nadie se quedó atrás", "se pensó en los pueblos",
                "se apoyó a los más débiles", "respiran las familias", "se cuidó a los jóvenes",
            ),
            "open": (
                "se explicó todo", "se jugó a cartas vistas", "se cumplió lo prometido",
                "hubo respuestas claras", "se publicaron los papeles", "nada quedó oculto",
            ),
        },
    },
)

SPANISH = Phrasebook(
    code="es",
    genres=_GENRES,
    words=_WORDS,
    shouts={
        "catchphrase": ("ahora", "vamos", "ya está", "toma"),
        "goal": ("gol", "goool", "GOL", "golazo", "entró"),
        "arrival": ("ya está", "ya viene", "empieza", "por fin"),
        "quake": ("temblor", "está temblando", "sismo", "¿tembló?", "terremoto"),
        "new_year": ("feliz año", "feliz año nuevo", "feliz 2026", "buen año"),
        "memorial": ("en memoria", "nunca más", "no olvidamos"),
        "win": ("ganamos", "campeones", "enhorabuena", "sí"),
    },
    claims=_CLAIMS,
    quizzes=(
        "En mi vida anterior fui {creature}. ¡Prueba tú!",
        "Mi suerte de hoy: {number} puntos. ¿Y la tuya?", "Lo que me falta, según el test: {food}.",
        "Tengo el corazón lleno de {mood}. ¿Y tú?",
    ),
    incidents=(
        (
            "La {dish} estaba cruda.", "Nos dieron {dish} a medio hacer.",
            "Abrí la {dish} y seguía cruda por dentro.", "A los {few} nos tocó {dish} sin hacer.",
            "El centro de la {dish}, helado.",
        ),
        (
            "Perdieron la reserva.", "Con reserva y {number} minutos en la calle.",
            "Confirmé por teléfono y no había mesa.", "Habían reservado doble.",
            "A otros {few} grupos les pasó igual.",
        ),
        (
            "Cobraron {hundreds} de más.", "En la cuenta había {dish} que no pedimos.",
            "Pasaron la tarjeta dos veces.", "El recibo no cuadra.", "Señalé {few} errores y nada.",
        ),
        (
            "Fueron groseros por teléfono.", "Pregunté y me gritaron.", "Se rieron de la queja.",
            "El encargado dejó helada a {party}.", "Encima nos echaron la culpa.",
        ),
    ),
)
# fmt: on
