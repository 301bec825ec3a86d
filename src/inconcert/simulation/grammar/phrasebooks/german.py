"""German."""

from __future__ import annotations

from inconcert.simulation.grammar.phrasebooks.phrasebook import Claims, Phrasebook

# fmt: off
_WORDS = {
    "act": (
        "kündigt Gespräche an", "gibt eine Erklärung ab", "ändert den Kurs", "nennt einen Termin",
        "weist Kritik zurück", "legt Zahlen vor", "bittet um Geduld",
    ),
    "region": (
        "Nordküste", "Südhang", "Mitteltal", "Ostebene", "Westbucht", "Oberland", "Flussdelta",
    ),
    "magnitude": ("4,6", "4,7", "4,8", "4,9", "5,0", "5,1", "5,2", "5,3", "5,4", "5,6"),
    "prize": (
        "einen Gutschein", "ein Jahr Kaffee", "einen Rucksack", "kabellose Kopfhörer",
        "ein Essen für zwei", "ein Kuscheltier", "ein Bücherpaket",
    ),
    "outlet": (
        "liebe Redaktion", "liebe Journalisten", "liebes Prüfteam", "liebe Nachrichtenagentur",
        "liebe Leute vom Sender",
    ),
    "material": (
        "dieses Video", "dieses Bild", "dieser Artikel", "dieses Dokument", "diese Aufnahme",
        "diese Zahl", "dieser Screenshot",
    ),
    "remark": (
        "der Satz eben", "die Wortwahl", "das Benehmen in der Sendung", "das letzte Wort",
        "das Dazwischenreden", "der Ton",
    ),
    "dish": ("Pasta", "Suppe", "Torte", "Pizza", "Lasagne", "Bratwurst", "Forelle", "Quiche"),
    "party": (
        "meiner Familie", "Freunden", "einer Kollegin", "meiner Mutter", "meinem Mann",
        "den Kindern",
    ),
    "visit": (
        "letzten Samstag", "mittags", "nach der Arbeit", "am Sonntag", "kurz nach Öffnung",
        "im Urlaub", "bei Regen",
    ),
    "past": ("gestern", "gestern Abend", "heute Morgen", "letzte Woche", "neulich"),
    "mood": (
        "Neugier", "Hunger", "Müdigkeit", "Dankbarkeit", "Zweifel", "Musik", "Mut", "Hausaufgaben",
        "Erinnerungen", "Fernweh",
    ),
    "creature": (
        "ein Leuchtturmwärter", "ein Fischotter", "eine reisende Katze", "ein Pinguin",
        "ein Kaktus", "eine Astronautin", "ein Bäcker", "eine Qualle", "eine Eule",
        "eine Schäferin", "ein Schmied", "ein Kieselstein",
    ),
}

_GENRES = {
    "slogan_tag": (
        "gegen {thing}", "erklärt {thing}", "Finger weg, es geht um {thing}", "rettet {thing}",
        "laut für {thing}", "gemeinsam gegen {thing}",
    ),
    "slogan": (
        "Wir bitten: erklärt {thing} öffentlich.", "Entscheidet nicht ohne uns über {thing}.",
        "Ich protestiere: so darf {name} das nicht angehen.",
        "Es geht um {thing}, also um uns alle.", "Ich unterschreibe, weil {thing} wichtig ist.",
    ),
    "slogan_own": (
        "schreibe sonst nie über so etwas.", "kann nicht länger schweigen.", "zusammen mit {who}.",
        "eine kleine Stimme, aber immerhin.", "sehe ich auch so.", "einverstanden {emoji}",
        "sonst geht es hier nur ums Essen.", "uns hat keiner gefragt.",
        "wir haben eine Erklärung verdient.", "{degree} {feel}{end}",
    ),
    "review_open": (
        "Waren {visit} mit {party} da.", "Erster Besuch.", "Wohne nebenan und war {visit} dort.",
        "Kam auf Empfehlung.", "Wegen der Bewertungen {visit} reserviert.",
        "Nach {few} Jahren wieder hier.", "",
    ),
    "review_bad": (
        "Die {dish} war kalt.", "{number} Minuten gewartet.", "Das Personal schaute weg.",
        "{dish} fad und wenig.", "Der Tisch klebte.", "Unsere Reservierung war weg.",
        "Zu viel berechnet, keine Entschuldigung.", "Viel zu laut.", "Ein Haar in der {dish}.",
        "Niemand kam.",
    ),
    "review_mid": (
        "Die {dish} war okay.", "Nicht gut, nicht schlecht.", "Lecker, aber langsam.", "Gute Lage.",
        "Portionen passen.", "Gute {dish}, lange Schlange.",
    ),
    "review_good": (
        "Die beste {dish} im Viertel.", "Sehr freundlich.", "Alle waren begeistert.",
        "Ruhiges Lokal.", "Die {dish} kam frisch aus dem Ofen.", "Preis und Leistung stimmen.",
        "Probiert die {dish} der Saison.", "Nach {number} Minuten serviert.",
    ),
    "verdict_bad": (
        "Nie wieder.", "Keine Empfehlung.", "Bitte besser machen.", "Ein Stern ist zu viel.",
        "Sehr enttäuscht.", "Ich will mein Geld zurück.", "",
    ),
    "verdict_mid": ("Vielleicht noch mal.", "Mal sehen.", "Luft nach oben.", ""),
    "verdict_good": (
        "Wir kommen wieder.", "Nächstes Mal mit {party}.", "Danke für alles.",
        "Schon weiterempfohlen.", "Weiter so {emoji}", "",
    ),
    "please_check": (
        "{outlet}, ist das echt: {material}? Bitte prüfen.",
        "Kam gerade rein: {material}. {outlet}, könnt ihr nachsehen?",
        "{past} gesehen: {material}. {outlet}, stimmt das?",
        "{material} zum Thema, es geht um {thing}: glaubwürdig? {outlet}, bitte antworten.",
        "{outlet}, kennt ihr das? {material}, und {name} schweigt {emoji}",
        "Entschuldigung, {outlet}, woher stammt das: {material}?",
    ),
    "pile_on": (
        "{remark} ging gar nicht", "bitte entschuldigen", "ausgeschaltet, {remark} war zu viel",
        "so enttäuscht", "{who_nom} war auch sauer", "schaue ich nicht mehr",
        "{remark} war unhöflich", "denk an dein Gegenüber", "{past}, {remark}: furchtbar",
        "erklär dich", "kaum anzusehen", "{remark} war nicht lustig", "mochte dich mal, schade",
        "ganz schön überheblich", "{remark} verlangt eine Entschuldigung", "sag was dazu",
    ),
    "giveaway": (
        "Gewinnspiel! Folgen, teilen, {prize} gewinnen. {number} Preise bis {day}.{month}. {emoji}",
        "{few} von euch bekommen {prize}. Einfach folgen und teilen.",
        "Heute gibt es {prize}. Bis Mitternacht teilen.",
        "{number} Tausend Follower! {emoji} Teilen und {prize} gewinnen.",
        "Lust auf {prize}? Teilen! Folgen nicht vergessen, bis {day}.{month}.",
    ),
    "welcome": (
        "hallo zusammen, bin seit Kurzem dabei {emoji}",
        "danke fürs Folgen! reden wir über {thing}.", "folge zurück {emoji}",
        "wegen des Kurses angemeldet, hallo!", "suche Leute, die {thing} mögen {emoji}",
        "folge immer zurück. sonst: {food}.", "neu hier, meistens geht es um {thing}.",
        "{who_nom} hat mich überredet.",
    ),
    "headline": (
        "{name} {act}: {thing} im Blick", "{few} Fragen und Antworten: {thing}",
        "{region}: Streit um {thing}", "Umfrage: {number} Prozent verfolgen {thing}",
        "{region}: {hundreds} Menschen gegen {thing}",
        "{thing}: {few},{tenth} Prozent mehr als im Vorjahr",
        "Erste Prüfung seit {few} Jahren: {thing}", "{region}: {name} {act}",
        "{region}: {thing} auf {day}.{month}. verschoben",
    ),
    "bot_mark": ("EIL: ", "[{hour}:{minute}] ", "NEWS ", "{day}.{month}. | ", "> ", "Neu: "),
    "alert": (
        "Erdbeben um {hour}:{minute} Uhr, {region}. Stärke {magnitude}.",
        "{hour}:{minute} {region} M{magnitude} Tiefe {number} km",
        "[auto] Beben: {region} ({hour}:{minute}), M{magnitude}",
        "Warnung: {region}, erwartete Stärke {magnitude}",
        "Beben M{magnitude}, {region}, {number} km tief, keine Tsunamigefahr",
        "{day}.{month}. {hour}:{minute} {region} Stärke {magnitude}",
    ),
}

_CLAIMS = Claims(
    leads=(
        "Das beschäftigt mich seit Tagen.", "Ein Wort über {thing}.",
        "Neulich mit {who} besprochen.", "Sagt ja sonst keiner.", "Nach langem Lesen:",
        "Ich wiederhole mich:", "Auch {place} redet man darüber.", "Bin kein Experte, aber.", "",
        "",
    ),
    cores=(
        "{thing} {pred}, und {name} weiß es.", "Ich bleibe dabei: {thing} {pred}.",
        "Wusstet ihr das? {thing} {pred}. Fragt mal nach, {name} weiß mehr.",
        "Immer mehr Leute merken: {thing} {pred}.", "{who_nom} meint auch: {thing} {pred}.",
        "Ich habe nachgesehen: {thing} {pred}, und {name} schweigt.",
        "Man kann reden, wie man will: {thing} {pred}.", "Was {name} nie erwähnt: {thing} {pred}.",
        "{name} hin oder her, {thing} {pred}.",
    ),
    reasons=(
        "In den Nachrichten hört man davon kaum etwas.",
        "Wer {place} die Augen aufmacht, sieht es sofort.",
        "Daran ändern auch {count} {unit} nichts.",
        "Kurz gesagt: das {pred}.",
        "Fragt einfach mal {place} herum.",
        "Keine Rede der Welt deckt das zu.",
        "Bei uns gab es {food}, und widersprochen hat niemand.",
        "Der Rest ist Kleingedrucktes.",
        "",
        "",
    ),
    calls={
        "against": (
            "Soll das so weitergehen?", "Zeit, noch einmal nachzudenken.",
            "Jetzt muss {name} Farbe bekennen.", "Wegsehen gilt nicht.", "Falsch bleibt falsch.",
            "Noch ist es nicht zu spät.", "Das nehme ich nicht hin.", "",
        ),
        "for": (
            "Das sollten mehr Leute wissen.", "Ich stehe dazu.", "Bitte weiter so.",
            "Erst hinsehen, dann meckern.", "Gutes braucht Zeit.", "Ehre, wem Ehre gebührt.",
            "Dafür bin ich dankbar.", "",
        ),
    },
    predicates={
        "against": {
            "cost": (
                "kostet viel zu viel", "belastet jeden Haushalt", "frisst Geld, das uns fehlt",
                "ist den Preis nicht wert", "treibt die Kosten hoch", "wird teurer als versprochen",
            ),
            "secrecy": (
                "verschweigt das Wichtigste", "bleibt ohne Erklärung",
                "läuft hinter verschlossenen Türen", "lässt alle im Dunkeln",
                "weicht jeder Frage aus", "kommt ohne Unterlagen daher",
            ),
            "unfair": (
                "hilft nur wenigen", "bestraft die Schwachen", "vergisst das Land",
                "belohnt die Lautesten", "schadet ehrlichen Leuten", "lässt die Jugend stehen",
            ),
        },
        "for": {
            "working": (
                "bringt Ergebnisse", "läuft besser als gedacht", "wird von Monat zu Monat besser",
                "hilft vor Ort", "zeigt sich in den Zahlen", "übertrifft die Erwartung",
            ),
            "fair": (
                "nützt uns allen", "lässt niemanden zurück", "erreicht auch das Land",
                "stärkt die Schwachen", "entlastet Familien", "denkt an die Jugend",
            ),
            "open": (
                "erklärt sich von selbst", "liegt offen auf dem Tisch", "hält, was versprochen war",
                "beantwortet jede Frage", "kommt mit allen Unterlagen", "verbirgt nichts",
            ),
        },
    },
)

GERMAN = Phrasebook(
    code="de",
    genres=_GENRES,
    words=_WORDS,
    shouts={
        "catchphrase": ("jetzt", "los", "ab geht's", "wow"),
        "goal": ("Tor", "TOOOR", "Tooor", "drin", "Ausgleich"),
        "arrival": ("da", "es geht los", "endlich", "sie sind da"),
        "quake": ("Erdbeben", "Erdbeben?", "es wackelt", "hat gewackelt", "Beben"),
        "new_year": ("frohes neues Jahr", "frohes Neues", "prosit Neujahr", "gutes neues Jahr"),
        "memorial": ("wir gedenken", "nie wieder", "nie vergessen"),
        "win": ("gewonnen", "Meister", "Glückwunsch", "Sieg"),
    },
    claims=_CLAIMS,
    quizzes=(
        "In meinem früheren Leben war ich {creature}. Mach mit!",
        "Mein Glück heute: {number} Punkte. Und deins?", "Was mir laut Test fehlt: {food}.",
        "Mein Herz ist voll davon: {mood}. Und deins?",
    ),
    incidents=(
        (
            "Die {dish} war roh.", "Halbgare {dish} serviert.", "Innen war die {dish} noch roh.",
            "Bei allen {few} von uns war die {dish} nicht durch.",
            "Die Mitte der {dish} war eiskalt.",
        ),
        (
            "Reservierung verschlampt.", "Trotz Reservierung {number} Minuten draußen.",
            "Am Telefon bestätigt und doch kein Tisch.", "Alles doppelt vergeben.",
            "{few} anderen Gruppen ging es ebenso.",
        ),
        (
            "{hundreds} zu viel kassiert.",
            "Auf der Rechnung stand {dish}, die keiner bestellt hat.", "Karte zweimal belastet.",
            "Der Beleg stimmt nicht.", "{few} Fehler gezeigt, nichts passiert.",
        ),
        (
            "Am Telefon unverschämt.", "Gefragt und angeschrien worden.",
            "Über die Beschwerde gelacht.", "Der Chef war ruppig zu {party}.",
            "Am Ende waren wir schuld.",
        ),
    ),
)
# fmt: on
