"""Portuguese.

Things and names are singular, and no preposition that contracts with an article stands before
them (`sobre`, `com`, `contra` do not), so that every filling agrees; what is felt has one form.
"""

from __future__ import annotations

from inconcert.simulation.grammar.language import Language

# fmt: off
_WORDS = {
    "time": (
        "hoje", "ontem", "hoje cedo", "ontem à noite", "no fim de semana", "na hora do almoço",
        "na segunda", "semana passada", "agora há pouco", "antes de dormir", "na sexta",
        "depois do trabalho", "no feriado", "anteontem", "a tarde toda", "de madrugada",
    ),
    "place": (
        "na estação", "no trabalho", "no parque", "no centro", "na biblioteca", "no ônibus",
        "na padaria", "em casa", "perto do rio", "na feira", "na fila do banco", "na escola",
        "no metrô", "na praia", "no elevador", "na casa dos meus pais",
    ),
    "who": (
        "minha irmã", "um amigo", "meu chefe", "a vizinha", "meu pai", "uma colega", "minha tia",
        "meu primo", "o rapaz do balcão", "uma ex-colega de escola", "minha sogra",
        "o motorista", "meu irmão mais novo", "a turma do futebol",
    ),
    "feel": (
        "incrível", "difícil de acreditar", "um alívio", "sem sentido", "uma surpresa", "triste",
        "um absurdo", "impressionante", "emocionante", "decepcionante", "interessante",
        "preocupante", "de cansar", "de dar orgulho", "importante", "pra chorar", "pra rir",
        "melhor do que eu esperava", "pior do que parece", "coisa rara",
    ),
    "degree": (
        "sinceramente", "realmente", "no fundo", "pra mim", "simplesmente", "de certa forma",
        "com certeza", "pensando bem", "olha", "sem exagero", "cá entre nós", "confesso",
    ),
    "end": (".", ".", ".", "!", "...", " kkk", " rs", "", " viu", "!!"),
    "emoji": ("😊", "😂", "🙏", "✨", "🔥", "😢", "🤔", "👏", "☕", "💪", "🌻", "🎶"),
    "food": (
        "pão de queijo", "sopa", "feijoada", "tapioca", "um sanduíche", "macarrão", "salada",
        "bolo de cenoura", "arroz com ovo", "pastel", "açaí", "peixe frito",
    ),
    "count": ("três", "quatro", "cinco", "seis", "sete", "dez", "vinte", "trinta", "cem"),
    "unit": ("dias", "anos", "horas", "semanas", "meses", "noites"),
}

_TOPICS = (
    {
        "thing": (
            "a eleição", "o orçamento", "o debate", "a reforma tributária", "a votação",
            "o plano de governo", "a pesquisa", "a previdência", "o segundo turno",
            "a propaganda eleitoral", "a sessão da câmara", "o voto em branco", "a coligação",
            "a entrevista coletiva",
        ),
        "doing": (
            "li sobre", "discuti sobre", "acompanhei", "ouvi falar sobre", "não entendi",
            "quis saber mais sobre", "pesquisei sobre", "comentei", "perguntei sobre",
        ),
        "name": (
            "a candidata", "o ministro", "a prefeita", "o partido", "a comissão", "o vereador",
            "a governadora",
        ),
    },
    {
        "thing": (
            "a música nova", "a turnê", "o disco", "o show", "o clipe", "o ingresso", "o bis",
            "a transmissão ao vivo", "a lista de músicas", "o fã-clube", "a letra", "o figurino",
            "o ensaio aberto", "a abertura do festival",
        ),
        "doing": (
            "ouvi", "fiquei esperando", "chorei com", "contei pra todo mundo sobre", "descobri",
            "decorei", "dancei com", "sonhei com", "fiz um vídeo sobre",
        ),
        "name": (
            "a banda", "o cantor", "a gravadora", "a baterista", "o vocalista", "a produção",
            "o maestro",
        ),
    },
    {
        "thing": (
            "o jogo", "a prorrogação", "a final", "o treino", "a transferência", "o pênalti",
            "a virada", "o campeonato", "a estreia", "o gol anulado", "a arbitragem",
            "a escalação", "a torcida", "o clássico",
        ),
        "doing": (
            "vi", "perdi", "comemorei", "discuti sobre", "gravei", "sofri com", "vibrei com",
            "reclamei com o vizinho sobre", "fiquei até tarde vendo",
        ),
        "name": (
            "o técnico", "a goleira", "o capitão", "o juiz", "o time visitante", "a zagueira",
            "o reserva",
        ),
    },
    {
        "thing": (
            "o jogo novo", "o último episódio", "a segunda temporada", "a atualização",
            "a fase final", "a versão de teste", "o mangá", "o evento", "a parceria",
            "a dublagem", "o chefão", "a trilha sonora", "a teoria dos fãs", "o quadrinho",
        ),
        "doing": (
            "terminei", "larguei", "recomecei", "comentei", "virei a noite com", "comprei",
            "indiquei", "fiz uma teoria sobre", "adiei",
        ),
        "name": (
            "a autora", "o estúdio", "o elenco", "a vilã", "o herói", "a roteirista",
            "o ilustrador",
        ),
    },
    {
        "thing": (
            "a roupa no varal", "o trânsito", "a marmita", "a mudança", "o tempo", "a academia",
            "o dentista", "a horta", "a prova", "a faxina", "o conserto da pia", "a dieta",
            "a caminhada", "o churrasco de domingo",
        ),
        "doing": (
            "adiei", "encarei", "reclamei sobre", "planejei", "enfrentei", "resolvi",
            "desisti e deixei pra depois", "comemorei", "esqueci",
        ),
        "name": (
            "o síndico", "a gata", "a professora", "o cachorro", "o encanador", "a porteira",
            "o padeiro",
        ),
    },
    {
        "thing": (
            "o preço do arroz", "o aluguel", "a tempestade", "a bolsa", "a conta de luz",
            "a loja nova", "a falta de água", "a greve", "o auxílio", "a inflação",
            "a safra", "o dólar", "a obra da avenida", "o imposto",
        ),
        "doing": (
            "li sobre", "escrevi sobre", "senti no bolso", "comparei", "acompanhei",
            "me preparei para", "fiz as contas sobre", "conversei sobre", "anotei",
        ),
        "name": (
            "o especialista", "o banco", "a empresa", "a repórter", "a cooperativa",
            "o comerciante", "a economista",
        ),
    },
)
# fmt: on

PORTUGUESE = Language(
    code="pt",
    openers=(
        "{time} {doing} {thing}{end}",
        "{doing} {thing} {place} {time}{end}",
        "{thing}: {degree}, {feel}{end}",
        "{who} e eu falamos sobre {thing} {time}{end}",
        "{degree}, o que {name} disse sobre {thing} é {feel}{end}",
        "por que {name} nunca fala sobre {thing}?",
        "{count} {unit} pensando sobre {thing}, e continua {feel}{end}",
        "comi {food} e {doing} {thing} {place}{end}",
        "{name} e {thing}: {feel} {emoji}",
        "opinião impopular: {thing} é {feel}{end}",
        "encontrei {who} {place} e a conversa foi sobre {thing}{end}",
        "{place}, {time}: {who} só queria falar sobre {thing}{end}",
        "{who}, {name} e {thing}: {degree}, {feel}{end}",
        "tem gente {place} que acha {thing} {feel}{end}",
        "{time} ninguém falava sobre {thing}, e agora {who} não para{end}",
        "{name} {place}? {thing}? {degree}, {feel} {emoji}",
        "anotem: {thing} vai ser {feel}, {name} que o diga{end}",
        "{food}, {thing}, {who} do lado: {feel}{end}",
        "vi {who} chorar {place}, e o assunto era {thing}{end}",
        "{who} contra {name}: {thing} {place} virou briga{end}",
        "só queria {food}, mas {doing} {thing}{end}",
        "{name} pediu calma {time}, {thing} continua {feel}{end}",
        "alguém mais {place} pensando sobre {thing}?",
        "torcendo muito, {name} merece, {degree}{end}",
        "{time} {who} e eu {place}, {food} na mesa e {thing} na conversa{end}",
        "se {name} explicasse {thing} {place}, seria {feel}{end}",
        "{degree}: {name} devia cuidar melhor, {thing} ficou {feel}{end}",
        "depois de {count} {unit}, {doing} {thing}{end} {feel}{end}",
        "{who} perguntou sobre {thing} e eu respondi: {feel}{end}",
        "nunca achei que {thing} fosse {feel}, mas {time} mudei de ideia{end}",
        "aquele momento {place} em que {who} defende {thing}{end}",
        "bom dia{end}",
        "que sono{end}",
        "{food} {time}, {thing} amanhã {emoji}",
        "{who} mandou mensagem sobre {thing}, {feel}{end}",
        "vocês viram {name} {place}? e {thing}, hein{end}",
    ),
    closers=(
        "{degree}, {feel}{end}",
        "{who} disse a mesma coisa{end}",
        "{doing} {thing} também{end}",
        "o que vocês acham?",
        "agora é hora de {food}{end}",
        "confio, mas quero ver {name} agir{end}",
        "estava cheio {place}{end}",
        "{emoji}{emoji}",
        "{who} riu alto {place} {emoji}",
        "faz {count} {unit} que digo isso{end}",
        "bora {place} amanhã?",
        "e {name} nada{end}",
        "fica a lembrança: {thing} é {feel}{end}",
        "já volto, vou buscar {food} {emoji}",
    ),
    answers=(
        "{degree}, é isso{end}",
        "obrigada {emoji}",
        "não sei, {thing} com {name} me parece {feel}{end}",
        "{who} também {place} falou sobre {thing}{end}",
        "você quer dizer {thing} {time}?",
        "igual por aqui {place}, {feel}{end}",
        "pergunta lá: {name} sabe tudo sobre {thing}{end}",
        "descansa e come {food} {emoji}",
        "concordo, {thing} é {feel}{end}",
        "{count} {unit} e ninguém respondeu isso{end}",
        "{time} eu {doing} {thing} e pensei o mesmo{end}",
        "verdade, {who} vive dizendo{end}",
    ),
    words=_WORDS,
    topics=_TOPICS,
    given_names=(
        "Ari",
        "Bel",
        "Cris",
        "Dani",
        "Duda",
        "Gabi",
        "Iara",
        "Jaci",
        "Juca",
        "Lia",
        "Nando",
        "Rafa",
        "Teca",
        "Val",
        "Zeca",
        "Mel",
        "Tuca",
        "Bia",
    ),
    family_names=(
        " do Morro",
        " da Serra",
        " do Vale",
        " da Ilha",
        " do Rio",
        " da Mata",
        " da Lua",
        " do Mar",
        " das Nuvens",
    ),
    bios=(
        "{thing} e {food}",
        "aqui só pra falar sobre {thing}",
        "fã, {name} e {thing} {emoji}",
        "quase sempre {place}",
        "{thing}, {food} e pouco mais",
        "opiniões só minhas. {food} {emoji}",
        "{count} {unit} por aqui, {thing} todo dia",
    ),
    separator=" ",
)
