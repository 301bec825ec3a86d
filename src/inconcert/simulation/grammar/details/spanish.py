"""Details in Spanish."""

from __future__ import annotations

from inconcert.simulation.grammar.details.detail import (
    CLOCKS,
    NUMBERS,
    SHARES,
    Details,
    coined,
    dates,
    sums,
)

# fmt: off
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)
_HEADS = (
    "Alba", "Bena", "Carra", "Desa", "Espi", "Fuen", "Gala", "Hino", "Isla", "Jara", "Loma",
    "Mala", "Nava", "Olmo", "Peña", "Quinta", "Riba", "Sala", "Torre", "Urba", "Valde", "Yebra",
    "Zarza", "Casta", "Monte", "Villa", "Puebla", "Rosa", "Santa", "Torna", "Cala", "Mira",
)
_TAILS = (
    "seca", "hermosa", "mayor", "lindo", "rrubia", "blanca", "nueva", "verde", "flor", "dulce",
    "sol", "cobo", "nilla", "rrosa", "mar", "zuela", "quemada", "lobos", "tejo", "cinos", "viva",
    "honda",
)
_SOMEBODY = (
    "el conductor", "mi tía", "la señora de al lado", "un chico de abrigo rojo",
    "nuestra antigua profe", "la cajera", "mi primo", "una enfermera jubilada", "el conserje",
    "media calle", "la chica de la trompeta", "la madre de mi amiga", "el cartero",
    "la veterinaria", "un señor con escalera", "el coro", "mi cuñado", "el guardia", "la panadera",
    "el vecino del quinto",
)
_DID = (
    " perdió el último autobús", " jura que era un zorro", " se tuvo que sentar", " ya lo sabía",
    " trajo pastel para todos", " no paraba de tararear", " se equivocó de número",
    " quiere otra opinión", " se rió hasta llorar", " perdió un guante", " nunca había visto nevar",
    " lo grabó todo", " sigue esperando al teléfono", " se llevó otro abrigo", " se quedó frito",
    " pidió el recibo", " no encontraba cobertura", " contó las monedas", " se quedó en silencio",
    " le echa la culpa al tiempo", " se fue sin decir nada", " lo leyó en voz alta",
)
_SURNAMES = ("Alcoba", "Bruna", "Cerro", "Duarte", "Encina", "Fraga", "Huerta", "Lastra", "Mesa",
             "Noria", "Otero", "Pardo", "Quiroga", "Robles", "Sierra", "Tejada", "Vera", "Zafra")
# fmt: on

SPANISH = Details(
    patterns=(
        "{clock} y la cola en la estación de {spot} es de {many} personas, {somebody}{did}{end}",
        "pagué {sum} por {food} en {spot} y {somebody}{did}{end}",
        "según {initial} {surname}, el {share} % en {spot} ya habla de {thing} desde el "
        "{date}{end}",
        "el {date} {somebody}{did}, pregunten en {spot}{end}",
        "{thing}, {spot}, {clock}: {somebody}{did} y me costó {sum}{end}",
        "mis notas del {date} solo dicen «{somebody}{did}»{end}",
        "{initial} {surname}, de {spot}, pasó {many} días con {thing}, {degree} {feel}{end}",
        "el {many} a {spot} salió a las {clock} sin mí porque {somebody}{did}{end}",
        "solo el {share} %, dice {initial} {surname}, y {somebody}{did}{end}",
        "sigo pensando en {spot}, donde {somebody}{did} a las {clock}{end}",
        "¿{sum} por {thing}? en {spot} eran {sum2} el {date}{end}",
        "{somebody}{did}, {somebody2}{did2}, y eso solo en {spot} antes de las {clock}{end}",
        "vi a {initial} {surname} {place}, {many} años después de {spot}, y {somebody}{did}{end}",
        "página {many} del informe de {spot}: {name} y {thing}, con fecha del {date}{end}",
    ),
    words={
        "clock": CLOCKS,
        "many": NUMBERS,
        "share": SHARES,
        "date": dates("{day} de {month}", _MONTHS),
        "sum": sums("{sum} €", mark=",", cents=("20", "50", "80", "95")),
        "sum2": sums("{sum} €", mark=",", cents=("10", "40", "75", "99")),
        "spot": coined(_HEADS, _TAILS),
        "surname": _SURNAMES,
        "initial": tuple(f"{letter}." for letter in "ABCDEFGHIJLMNOPRSTUV"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
