"""German.

Things are feminine or neuter, so that nominative and accusative are the same; names stand in the
nominative only. `who` is in the dative, for after `mit`; `who_nom` is the same in the nominative.
`doing` is a participle.
"""

from __future__ import annotations

from inconcert.simulation.grammar.language import Language

# fmt: off
_WORDS = {
    "time": (
        "heute", "gestern", "heute Morgen", "gestern Abend", "am Wochenende", "in der Mittagspause",
        "am Montag", "letzte Woche", "gerade eben", "vor dem Schlafen", "am Freitag", "neulich",
        "nach Feierabend", "vorgestern", "den ganzen Nachmittag", "spät in der Nacht",
    ),
    "place": (
        "am Bahnhof", "im Büro", "im Park", "in der Stadt", "in der Bücherei", "in der Bahn",
        "beim Bäcker", "zu Hause", "am Fluss", "auf dem Markt", "in der Schlange", "in der Schule",
        "im Treppenhaus", "auf dem Balkon", "im Wartezimmer", "bei meinen Eltern",
    ),
    "who": (
        "meiner Schwester", "einem Freund", "meinem Chef", "den Nachbarn", "meinem Vater",
        "einer Kollegin", "den Kindern", "meiner Tante", "dem Busfahrer", "einer alten Bekannten",
        "meinem Cousin", "der Frau am Schalter", "dem Hausmeister", "meiner Mitbewohnerin",
    ),
    "who_nom": (
        "meine Schwester", "ein Freund", "mein Chef", "mein Nachbar", "mein Vater",
        "eine Kollegin", "meine Tochter", "meine Tante", "der Busfahrer", "eine alte Bekannte",
        "mein Cousin", "die Frau am Schalter", "der Hausmeister", "meine Mitbewohnerin",
    ),
    "feel": (
        "großartig", "anstrengend", "seltsam", "traurig", "verwirrend", "ungerecht", "lustig",
        "schwer zu glauben", "überfällig", "enttäuschend", "spannend", "übertrieben", "schön",
        "peinlich", "beruhigend", "mutig", "unnötig", "rührend", "ärgerlich", "klug",
    ),
    "degree": (
        "wirklich", "ziemlich", "irgendwie", "echt", "leider", "offenbar", "doch", "einfach",
        "ganz schön", "vermutlich", "erstaunlich", "wie immer",
    ),
    "end": (".", ".", ".", "!", " ...", " haha", "", " 😅", "!!", ", naja."),
    "emoji": ("😊", "😂", "🙏", "✨", "🔥", "😢", "🤔", "👏", "☕", "💪", "🌧️", "🥨"),
    "food": (
        "Nudeln", "Suppe", "einen Salat", "ein Brötchen", "Kuchen", "Kartoffelsalat", "eine Brezel",
        "Linsen", "Pfannkuchen", "ein Käsebrot", "Apfelmus", "Flammkuchen",
    ),
    "count": ("zwei", "drei", "vier", "fünf", "sechs", "zehn", "zwanzig", "hundert"),
    "unit": ("Tage", "Jahre", "Stunden", "Wochen", "Monate", "Abende"),
}

_TOPICS = (
    {
        "thing": (
            "die Wahl", "das Wahlprogramm", "die Debatte", "die Steuerreform", "die Umfrage",
            "die Briefwahl", "die Rentenreform", "das Budget", "die Abstimmung", "die Koalition",
            "die Pressekonferenz", "das Bürgerbegehren", "die Haushaltslücke", "die Stichwahl",
        ),
        "doing": (
            "verfolgt", "kommentiert", "nicht verstanden", "nachgelesen", "kritisiert",
            "verteidigt", "erklärt bekommen", "lange bezweifelt", "ernst genommen",
        ),
        "name": (
            "die Kandidatin", "der Minister", "die Bürgermeisterin", "die Partei",
            "der Ausschuss", "die Opposition", "der Landrat",
        ),
    },
    {
        "thing": (
            "die neue Single", "die Tour", "das Album", "das Konzert", "die Zugabe",
            "das Musikvideo", "die Setlist", "die Bühnenshow", "das Festival", "die Platte",
            "die Vorgruppe", "das Interview", "die Akustikversion", "die Autogrammstunde",
        ),
        "doing": (
            "gehört", "gefeiert", "verpasst", "weiterempfohlen", "auswendig gelernt",
            "herbeigesehnt", "in Dauerschleife laufen lassen", "endlich entdeckt", "bewundert",
        ),
        "name": (
            "die Band", "der Sänger", "das Label", "die Schlagzeugerin", "der Bassist",
            "die Tontechnik", "der Chor",
        ),
    },
    {
        "thing": (
            "das Spiel", "die Verlängerung", "das Finale", "die Auslosung", "das Training",
            "die Aufholjagd", "die Tabelle", "das Abseitstor", "die Saison", "die rote Karte",
            "das Derby", "die Abwehr", "die Nachspielzeit", "das Elfmeterschießen",
        ),
        "doing": (
            "geschaut", "verpasst", "gefeiert", "aufgezeichnet", "verflucht", "analysiert",
            "im Radio gehört", "kaum ausgehalten", "durchgezittert",
        ),
        "name": (
            "der Trainer", "die Torhüterin", "der Kapitän", "die Schiedsrichterin",
            "die Gastmannschaft", "der Ersatzspieler", "die Stürmerin",
        ),
    },
    {
        "thing": (
            "das neue Spiel", "die letzte Folge", "die zweite Staffel", "das Update",
            "die Demo", "die Romanvorlage", "das Event", "die Synchronfassung", "die Fantheorie",
            "das Brettspiel", "die Bonusfolge", "das Titellied", "die Erweiterung",
            "das Zusatzkapitel",
        ),
        "doing": (
            "durchgespielt", "abgebrochen", "angefangen", "nachgeholt", "verschlungen",
            "heruntergeladen", "verschenkt", "gelobt", "zweimal neu gestartet",
        ),
        "name": (
            "die Autorin", "das Studio", "der Bösewicht", "die Heldin", "der Zeichner",
            "die Sprecherin", "der Endgegner",
        ),
    },
    {
        "thing": (
            "die Wäsche", "die Fahrt zur Arbeit", "das Wetter", "die Prüfung", "die Gartenarbeit",
            "das Fitnessstudio", "die Steuererklärung", "das Pausenbrot", "die Umzugskiste",
            "die Hausordnung", "das Fahrrad", "die Heizung", "die Zahnarztrechnung",
            "das Treppenputzen",
        ),
        "doing": (
            "vergessen", "verschoben", "überstanden", "verflucht", "endlich erledigt",
            "unterschätzt", "meinem Tagebuch anvertraut", "schöngeredet", "neu geplant",
        ),
        "name": (
            "der Vermieter", "die Katze", "die Lehrerin", "der Hund", "der Klempner",
            "die Postbotin", "der Bäcker",
        ),
    },
    {
        "thing": (
            "die Miete", "die Stromrechnung", "die Inflation", "das Unwetter", "die Börse",
            "die Großbaustelle", "die Förderung", "das Bahnticket",
            "die Ernte", "die Lieferkette", "das Bürgergeld", "die Preiserhöhung",
            "die Zinswende", "das Sonderangebot",
        ),
        "doing": (
            "verglichen", "nachgerechnet", "bemerkt", "beobachtet", "befürchtet", "notiert",
            "in der Zeitung gefunden", "überschlagen", "verdaut",
        ),
        "name": (
            "die Expertin", "die Bank", "das Unternehmen", "der Reporter", "die Gewerkschaft",
            "der Einzelhandel", "die Landwirtin",
        ),
    },
)
# fmt: on

GERMAN = Language(
    code="de",
    openers=(
        "{time} habe ich {thing} {doing}{end}",
        "habe {time} {place} {thing} {doing}{end}",
        "{thing}: {degree} {feel}{end}",
        "mit {who} {time} über {thing} geredet{end}",
        "was {name} über {thing} gesagt hat, ist {degree} {feel}{end}",
        "warum redet {name} nie über {thing}?",
        "{count} {unit} lang {thing} {doing} und immer noch {feel}{end}",
        "{food} gegessen und {place} {thing} {doing}{end}",
        "{name} und {thing}, {degree} {feel} {emoji}",
        "unpopuläre Meinung: {thing} ist {feel}{end}",
        "{place} mit {who} gesprochen, Thema war {thing}{end}",
        "{who_nom} hat {thing} {doing}, {degree} {feel}{end}",
        "dass {name} {thing} nicht erwähnt, finde ich {feel}{end}",
        "wer hat {time} noch {thing} {doing}?",
        "ich dachte, {thing} wäre {feel}, aber {name} sieht das anders{end}",
        "guten Morgen{end}",
        "so müde{end}",
        "{place}, {time}: alle reden über {thing}{end}",
        "{who_nom} fragt mich {place} über {thing} aus {emoji}",
        "erst {food}, dann sieht {thing} gleich anders aus{end}",
        "wenn {name} das liest: {thing} bleibt {feel}{end}",
        "ohne {thing} wäre es {place} {degree} {feel}{end}",
        "drücke {place} die Daumen, {name} schafft das{end}",
        "{who_nom}, {name}, {thing}: {degree} {feel}{end}",
        "{place} findet jeder {thing} {feel}, nur {name} nicht{end}",
        "{time} war ich mit {who} {place}, {degree} {feel}{end}",
        "{name} {place}? und dann noch {thing}? {feel} {emoji}",
        "merkt euch: {thing} wird {feel}{end}",
        "eigentlich wollte ich {food}, dann kam {thing}{end}",
        "streit mit {who} {place}, es ging um {food} und {name} war {feel}{end}",
        "{who_nom} schwärmt {time} nur noch, {thing} sei {degree} {feel}{end}",
        "{name} bittet um Geduld, {thing} bleibt {degree} {feel}{end}",
        "{thing} oder {food}, mehr brauche ich {place} nicht{end}",
        "gibt es {place} eigentlich jemanden, der {thing} {feel} findet?",
        "{thing} {doing}. {degree} {feel}{end}",
        "{time} gab es {food}, und geredet wurde über {thing}{end}",
    ),
    closers=(
        "{degree} {feel}{end}",
        "{who_nom} sagt das auch{end}",
        "bald mehr {emoji}",
        "was meint ihr?",
        "jetzt gibt es {food}{end}",
        "mal sehen, was {name} dazu sagt{end}",
        "es war voll {place}{end}",
        "{emoji}{emoji}",
        "ich habe auch {thing} {doing}{end}",
        "das hält noch {count} {unit}{end}",
        "{name} schweigt{end}",
        "mit {who} darüber gelacht {emoji}",
        "und dann noch {thing}{end}",
        "so sieht es {place} aus{end}",
    ),
    answers=(
        "genau, {degree} {feel}{end}",
        "danke {emoji}",
        "nein, {thing} finde ich {feel}{end}",
        "{who_nom} hat {thing} auch {doing}{end}",
        "meinst du {thing} {time}?",
        "hier {place} genauso, {degree} {feel}{end}",
        "frag doch, ob {name} {thing} kennt{end}",
        "ruh dich aus und iss {food} {emoji}",
        "stimmt, {name} ist {degree} {feel}{end}",
        "{time} dachte ich das über {thing} auch{end}",
        "mit {who} schon besprochen, {feel}{end}",
        "{count} {unit} und du merkst es erst {time}?",
    ),
    words=_WORDS,
    topics=_TOPICS,
    given_names=(
        "Alex",
        "Toni",
        "Kim",
        "Uli",
        "Jona",
        "Mika",
        "Luca",
        "Sascha",
        "Nic",
        "Robin",
        "Ida",
        "Flo",
        "Bo",
        "Eli",
        "Fips",
        "Lou",
        "Till",
        "Jule",
    ),
    family_names=(
        " Bachtal",
        " Waldweg",
        " Steinfeld",
        " Seeufer",
        " Moosberg",
        " Wiesenau",
        " Nordwind",
        " Lindenhof",
        " Morgentau",
    ),
    bios=(
        "{thing} und {food}",
        "Thema hier: {thing}",
        "{degree} {feel} {emoji}",
        "meistens {place}",
        "{name} ist schuld",
        "alles private Meinung. {food}.",
        "{thing}, {food}, Rest nach Laune {emoji}",
    ),
    separator=" ",
)
