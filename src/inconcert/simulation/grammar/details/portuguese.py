"""Details in Portuguese."""

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
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
    "outubro", "novembro", "dezembro",
)
_HEADS = (
    "Alta", "Bela", "Caxi", "Dura", "Ema", "Foz", "Guara", "Horta", "Ita", "Jaca", "Lago", "Mata",
    "Nova", "Ouri", "Pira", "Quixe", "Ribei", "Serra", "Tapi", "Uru", "Várzea", "Xapi", "Zabe",
    "Campo", "Monte", "Pedra", "Porto", "Rio", "Santa", "Vila", "Boa", "Cana",
)
_TAILS = (
    "çaba", "juba", "linda", "mar", "mirim", "nópolis", "peba", "quara", "rema", "sol", "tiba",
    "verde", "vista", "zinho", "bonito", "clara", "doce", "flor", "grande", "lândia", "mbé", "rana",
)
_SOMEBODY = (
    "o motorista", "minha tia", "a senhora do lado", "um rapaz de casaco vermelho",
    "nossa antiga professora", "a moça do caixa", "meu primo", "uma enfermeira aposentada",
    "o zelador", "meia rua", "a menina do trompete", "a mãe da minha amiga", "o carteiro",
    "a veterinária", "um homem com escada", "o coral", "meu cunhado", "o guarda", "a padeira",
    "o vizinho do quinto",
)
_DID = (
    " perdeu o último ônibus", " jura que era uma raposa", " teve que sentar", " já sabia",
    " trouxe bolo pra todo mundo", " não parava de cantarolar", " errou o número",
    " quer outra opinião", " riu até chorar", " perdeu uma luva", " nunca tinha visto neve",
    " filmou tudo", " ainda está na linha", " levou o casaco errado", " pegou no sono",
    " pediu o recibo", " ficou sem sinal", " contou as moedas", " ficou em silêncio",
    " põe a culpa no tempo", " saiu sem dizer nada", " leu em voz alta",
)
_SURNAMES = ("Abreu", "Bastos", "Cardim", "Dutra", "Escobar", "Falcão", "Goulart", "Leal",
             "Moura", "Neves", "Outeiro", "Prado", "Queiroga", "Rangel", "Sales", "Tavora", "Viana",
             "Xavante")
# fmt: on

PORTUGUESE = Details(
    patterns=(
        "{clock} e a fila na estação de {spot} tem {many} pessoas, {somebody}{did}{end}",
        "paguei {sum} por {food} em {spot} e {somebody}{did}{end}",
        "segundo {initial} {surname}, {share}% em {spot} já fala sobre {thing} desde {date}{end}",
        "em {date} {somebody}{did}, pode perguntar em {spot}{end}",
        "{thing}, {spot}, {clock}: {somebody}{did} e me custou {sum}{end}",
        "minhas notas de {date} só dizem “{somebody}{did}”{end}",
        "{initial} {surname}, de {spot}, passou {many} dias pensando sobre {thing}, {feel}{end}",
        "o {many} pra {spot} saiu às {clock} sem mim porque {somebody}{did}{end}",
        "só {share}%, diz {initial} {surname}, e {somebody}{did}{end}",
        "ainda penso em {spot}, onde {somebody}{did} às {clock}{end}",
        "{sum} só pra {doing_of}? em {spot} era {sum2} em {date}{end}",
        "{somebody}{did}, {somebody2}{did2}, e isso só em {spot} antes das {clock}{end}",
        "vi {initial} {surname} {place}, {many} anos depois de {spot}, e {somebody}{did}{end}",
        "página {many} do relatório de {spot}: {name} e {thing}, com data de {date}{end}",
    ),
    words={
        "clock": CLOCKS,
        "many": NUMBERS,
        "share": tuple(share.replace(".", ",") for share in SHARES),
        "date": dates("{day} de {month}", _MONTHS),
        "sum": sums("R$ {sum}", mark=",", cents=("20", "50", "80", "95")),
        "sum2": sums("R$ {sum}", mark=",", cents=("10", "40", "75", "99")),
        "doing_of": ("entrar", "estacionar", "sentar", "esperar", "provar", "olhar"),
        "spot": coined(_HEADS, _TAILS),
        "surname": _SURNAMES,
        "initial": tuple(f"{letter}." for letter in "ABCDEFGHIJLMNOPRSTUV"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
