"""Portuguese."""

from __future__ import annotations

from inconcert.simulation.grammar.phrasebooks.phrasebook import Claims, Phrasebook

# fmt: off
_WORDS = {
    "act": (
        "pede diálogo", "dá explicações", "muda de rumo", "anuncia data", "responde às críticas",
        "apresenta números", "pede paciência",
    ),
    "region": (
        "Litoral Norte", "Serra Sul", "Vale Central", "Planície Leste", "Baía Oeste", "Beira-Rio",
        "Arquipélago",
    ),
    "magnitude": ("4,6", "4,7", "4,8", "4,9", "5,0", "5,1", "5,2", "5,3", "5,4", "5,6"),
    "prize": (
        "um vale-presente", "um ano de café", "uma mochila", "um fone sem fio",
        "um jantar pra dois", "uma pelúcia", "um kit de livros",
    ),
    "outlet": (
        "prezados editores", "cara redação", "caros jornalistas", "equipe de checagem",
        "cara agência",
    ),
    "material": (
        "este vídeo", "esta foto", "esta reportagem", "este documento", "aquele áudio",
        "este número", "este print",
    ),
    "remark": (
        "esse comentário", "esse jeito de falar", "sua atitude no programa", "essa última frase",
        "a interrupção", "esse tom",
    ),
    "dish": ("massa", "sopa", "torta", "carne", "salada", "omelete", "pizza", "sobremesa"),
    "party": (
        "minha família", "uns amigos", "uma colega", "minha mãe", "meu marido", "as crianças",
    ),
    "visit": (
        "no sábado passado", "na hora do almoço", "depois do trabalho", "no domingo",
        "logo na abertura", "nas férias", "num dia de chuva",
    ),
    "past": ("ontem", "ontem à noite", "hoje cedo", "semana passada", "outro dia"),
    "mood": (
        "curiosidade", "fome", "sono", "gratidão", "dúvida", "música", "coragem", "saudade",
        "vontade", "preguiça",
    ),
    "creature": (
        "um faroleiro", "uma lontra", "um gato viajante", "um pinguim", "um cacto",
        "uma astronauta", "um padeiro", "uma medusa", "uma coruja", "uma pastora", "um ferreiro",
        "uma pedrinha",
    ),
}

_GENRES = {
    "slogan_tag": (
        "contra {thing}", "expliquem {thing}", "não mexam com {thing}", "salvem {thing}",
        "voz sobre {thing}", "juntos contra {thing}",
    ),
    "slogan": (
        "Pedimos que {name} explique {thing} em público.", "Não decidam {thing} sem a gente.",
        "Protesto: {name} não cuida bem, e {thing} sofre.",
        "{thing} é assunto de todos, levantem a voz.", "Assino porque {thing} importa.",
    ),
    "slogan_own": (
        "nunca escrevo sobre isso.", "não dá mais pra calar.", "assino com {who}.",
        "voz pequena, mas voz.", "sinto o mesmo.", "concordo {emoji}",
        "logo eu que só falo sobre {food}.", "ninguém perguntou nada.", "merecemos explicação.",
        "{degree}, chega.",
    ),
    "review_open": (
        "Fui {visit} com {party}.", "Primeira visita.", "Moro perto e entrei {visit}.",
        "Veio por indicação.", "Reservei {visit} por causa das notas.",
        "Voltei depois de {few} anos.", "",
    ),
    "review_bad": (
        "A {dish} veio fria.", "Esperamos {number} minutos.", "O atendimento nem olhava.",
        "{dish} sem gosto e pouca.", "A mesa estava grudenta.", "Não acharam nossa reserva.",
        "Cobraram a mais e sem desculpas.", "Barulho demais.", "Tinha cabelo na {dish}.",
        "Ninguém vinha.",
    ),
    "review_mid": (
        "A {dish} é normal.", "Nem bom nem ruim.", "Gostoso, mas demorado.", "Boa localização.",
        "Porção justa.", "Boa a {dish}, longa a fila.",
    ),
    "review_good": (
        "A melhor {dish} do bairro.", "Gente muito gentil.", "Adoramos.", "Lugar tranquilo.",
        "A {dish} saiu na hora.", "Vale o preço.", "Provem a {dish} da estação.",
        "Servido em {number} minutos.",
    ),
    "verdict_bad": (
        "Não volto.", "Não recomendo.", "Melhorem.", "Uma estrela é muito.", "Que decepção.",
        "Quero meu dinheiro.", "",
    ),
    "verdict_mid": ("Talvez eu volte.", "Vamos ver.", "Espero que melhore.", ""),
    "verdict_good": (
        "Voltaremos.", "Da próxima com {party}.", "Obrigada por tudo.", "Já indiquei.",
        "Continuem assim {emoji}", "",
    ),
    "please_check": (
        "{outlet}, {material} é real? Verifiquem, por favor.",
        "Recebi {material}. {outlet}, podem olhar?",
        "{past} vi {material} e fiquei preocupada. {outlet}, é verdade?",
        "{material} sobre {thing}: dá pra confiar? {outlet}, respondam.",
        "{outlet}, vocês viram {material} sobre {name}? {emoji}",
        "Desculpem, {outlet}, a origem: {material} veio de onde?",
    ),
    "pile_on": (
        "{remark} foi demais", "peça desculpas", "desliguei a tevê depois que vi {remark}",
        "que decepção", "{who} também ficou com raiva", "não vejo mais",
        "{remark}, falta de educação", "pense na outra pessoa", "{past} {remark}, horrível",
        "explique-se", "difícil de assistir", "{remark} não teve graça", "eu gostava, que pena",
        "quanta arrogância", "{remark} pede desculpas", "diga alguma coisa",
    ),
    "giveaway": (
        "Sorteio! Siga e reposte pra ganhar {prize}. {number} prêmios, até {day}/{month} {emoji}",
        "Vamos dar {prize} pra {few} pessoas. É só seguir e repostar.",
        "Prêmio de hoje: {prize}. Reposte até meia-noite.",
        "{number} mil seguidores! {emoji} Reposte e ganhe {prize}.",
        "Quer {prize}? Reposte! Tem que seguir, até {day}/{month}.",
    ),
    "welcome": (
        "oi gente, comecei {past} {emoji}", "obrigada por seguir! vamos falar sobre {thing}.",
        "segui de volta {emoji}", "entrei por causa da aula, oi!",
        "procuro quem fale sobre {thing} {emoji}", "sigo de volta. também gosto: {food}.",
        "cheguei agora, aqui só dá {thing}.", "{who} me convenceu.",
    ),
    "headline": (
        "{name} {act}: {thing}", "Entenda {thing} em {few} pontos", "{region}: {thing} preocupa",
        "{number}% acompanham {thing}, diz pesquisa",
        "{hundreds} pessoas contra {thing} em {region}", "{region}: {thing} muda {few},{tenth}%",
        "Primeira revisão em {few} anos: {thing}", "{name} {act} sobre {thing}",
        "{region}: {thing} só em {day}/{month}",
    ),
    "bot_mark": (
        "URGENTE: ", "[{hour}:{minute}] ", "NOTÍCIAS ", "{day}/{month} | ", "> ", "Novo: ",
    ),
    "alert": (
        "Terremoto às {hour}:{minute}, {region}. Magnitude {magnitude}.",
        "{hour}:{minute} {region} M{magnitude} prof. {number} km",
        "[auto] Tremor: {region} ({hour}:{minute}), M{magnitude}",
        "Alerta: {region}, magnitude estimada {magnitude}",
        "Tremor M{magnitude}, {region}, {number} km de profundidade, sem risco de tsunami",
        "{day}/{month} {hour}:{minute} {region} magnitude {magnitude}",
    ),
}

_CLAIMS = Claims(
    leads=(
        "Faz dias que penso nisso.", "Uma palavra sobre {thing}.",
        "Outro dia {who} puxou o assunto.", "Ninguém diz, então digo eu.", "Depois de ler muito:",
        "Repito:", "Também se fala disso {place}.", "Não sou especialista, mas.", "", "",
    ),
    cores=(
        "Com {name}, {thing} {pred}.", "Está claro que {thing} {pred}.",
        "Sabiam que {thing} {pred}? Que {name} responda.",
        "Cada vez mais gente vê que {thing} {pred}.",
        "Ouvi, {who} disse: {thing} {pred}, e {name} sabe.", "Olhei bem e vi que {thing} {pred}.",
        "Digam o que disserem, {thing} {pred}, e {name} sabia.",
        "O que {name} nunca contou: {thing} {pred}.", "{name} sabe muito bem que {thing} {pred}.",
    ),
    reasons=(
        "Quase não aparece no noticiário.",
        "Quem está {place} percebe na hora.",
        "Depois de {count} {unit}, nada mudou nisso.",
        "Em resumo, {pred}.",
        "Perguntem {place}, todo mundo fala igual.",
        "Discurso nenhum tapa esse sol.",
        "Falamos disso comendo {food} e ninguém negou.",
        "O resto é letra miúda.",
        "",
        "",
    ),
    calls={
        "against": (
            "Vamos continuar assim?", "É hora de parar e pensar.", "Que {name} dê a cara.",
            "Não dá pra olhar e calar.", "Errado é errado.", "Ainda dá tempo.", "Eu não aceito.",
            "",
        ),
        "for": (
            "Mais gente devia saber.", "Eu apoio.", "Tomara que continue.",
            "Primeiro olhem, depois critiquem.", "O que é bom demora.", "Tem que reconhecer.",
            "Sou grata.", "",
        ),
    },
    predicates={
        "against": {
            "cost": (
                "custa caro demais", "pesa no bolso", "gasta o que não temos", "não vale o preço",
                "só aumenta a conta", "sai mais caro que o prometido",
            ),
            "secrecy": (
                "esconde o principal", "não tem explicação", "anda a portas fechadas",
                "deixa todos no escuro", "foge das perguntas", "não mostra documento nenhum",
            ),
            "unfair": (
                "só ajuda uns poucos", "castiga os mais fracos", "esquece o interior",
                "premia quem grita mais", "prejudica gente honesta", "deixa os jovens de lado",
            ),
        },
        "for": {
            "working": (
                "dá resultado", "vai melhor que o esperado", "melhora a cada mês",
                "ajuda na prática", "aparece nos números", "supera a previsão",
            ),
            "fair": (
                "ajuda todo mundo", "não deixa ninguém pra trás", "chega até o interior",
                "apoia os mais fracos", "alivia as famílias", "pensa nos jovens",
            ),
            "open": (
                "explica tudo", "mostra todas as cartas", "cumpre o prometido",
                "responde com clareza", "publica os documentos", "não esconde nada",
            ),
        },
    },
)

PORTUGUESE = Phrasebook(
    code="pt",
    genres=_GENRES,
    words=_WORDS,
    shouts={
        "catchphrase": ("agora", "vai", "é hoje", "eita"),
        "goal": ("gol", "gooool", "GOL", "golaço", "entrou"),
        "arrival": ("chegou", "começou", "até que enfim", "é agora"),
        "quake": ("terremoto", "tremeu", "tá tremendo", "tremeu aí?", "tremor"),
        "new_year": ("feliz ano novo", "feliz ano", "bom ano", "feliz 2026"),
        "memorial": ("em memória", "nunca mais", "não esquecemos"),
        "win": ("ganhamos", "campeões", "parabéns", "é campeão"),
    },
    claims=_CLAIMS,
    quizzes=(
        "Na outra vida eu fui {creature}. Faz o teste!",
        "Minha sorte de hoje: {number} pontos. E a sua?", "O que me falta, diz o teste: {food}.",
        "Meu coração está cheio de {mood}. E o seu?",
    ),
    incidents=(
        (
            "A {dish} estava crua.", "Serviram {dish} mal passada.",
            "Cortei a {dish} e estava crua por dentro.", "Pra nós {few} veio {dish} crua.",
            "O meio da {dish} estava gelado.",
        ),
        (
            "Perderam a reserva.", "Com reserva e {number} minutos na rua.",
            "Confirmei por telefone e não tinha mesa.", "Reservaram duas vezes.",
            "Com outros {few} grupos foi igual.",
        ),
        (
            "Cobraram {hundreds} a mais.", "Na conta tinha {dish} que não pedimos.",
            "Passaram o cartão duas vezes.", "A nota não bate.", "Mostrei {few} erros e nada.",
        ),
        (
            "Grosseria por telefone.", "Perguntei e gritaram.", "Riram da reclamação.",
            "O gerente assustou até {party}.", "Ainda puseram a culpa em nós.",
        ),
    ),
)
# fmt: on
