"""English."""

from __future__ import annotations

from inconcert.simulation.grammar.phrasebooks.english_claims import CLAIMS
from inconcert.simulation.grammar.phrasebooks.phrasebook import Phrasebook

# fmt: off
_WORDS = {
    "act": (
        "to call for talks", "to give a statement", "to face questions", "to change course",
        "to set a date", "to answer critics", "to present new figures", "to order a review",
        "to ask for patience", "to unveil a proposal", "to meet reporters",
    ),
    "region": (
        "the northern coast", "the southern hills", "the central valley", "the eastern plains",
        "the western bay", "the upper lakes", "the outer islands", "the river delta",
        "the border district", "the harbour towns",
    ),
    "prize": (
        "a gift card", "a year of coffee", "a tote bag", "wireless earphones", "a hamper",
        "a box of ice cream", "a limited plush toy", "a set of mugs", "dinner for two",
        "a book voucher", "a weekend rucksack", "a skincare set",
    ),
    "creature": (
        "a lighthouse keeper", "a lazy otter", "a travelling cat", "a worker ant",
        "a baker's apprentice", "a snowman", "a deep-sea fish", "a cactus", "a night owl",
        "a ship's cook", "an astronaut", "a pebble", "a postman", "a penguin", "a wandering monk",
        "a blacksmith", "a goldfish", "an echo", "a jellyfish", "a market trader", "a raccoon",
        "a shepherd", "an acorn", "a librarian", "a polar bear", "a street musician",
    ),
    "colour": (
        "indigo", "amber", "moss green", "crimson", "teal", "cherry pink", "slate grey", "ochre",
        "lapis blue", "sage", "ivory", "vermilion", "sky blue", "chestnut", "lilac", "silver",
    ),
    "outlet": (
        "dear editors", "dear newsroom", "dear reporters", "dear fact-checkers",
        "dear news desk", "dear journalists", "dear verification team", "dear press agency",
    ),
    "material": (
        "this video", "this picture", "this article", "this photo going round", "this document",
        "that recording", "this figure", "this screenshot", "that viral post",
    ),
    "remark": (
        "that comment", "the way you said it", "your answer just now", "that smirk",
        "your attitude on the show", "interrupting the guest", "that last line",
        "talking over people", "that sweeping judgement", "the tone you took",
    ),
    "dish": (
        "burger", "pie", "grilled fish", "curry", "fried chicken", "set lunch", "steak", "lasagne",
        "meatloaf", "omelette", "roast",
    ),
    "party": (
        "my family", "friends", "a colleague", "my mother", "my partner", "the kids",
        "my team", "an old friend",
    ),
    "visit": (
        "yesterday", "last weekend", "on a weekday lunch", "after work", "on Sunday night",
        "right after opening", "just before closing", "over the holidays", "on a rainy day",
        "on our anniversary", "on Monday", "on Friday night",
    ),
    "past": ("yesterday", "last night", "this morning", "last week", "the other day"),
    "magnitude": ("4.6", "4.7", "4.8", "4.9", "5.0", "5.1", "5.2", "5.3", "5.4", "5.6"),
    "mood": (
        "curiosity", "hunger", "sleep", "gratitude", "doubt", "music", "courage", "homework",
        "thunder", "holiday plans", "old songs", "second thoughts", "silence", "biscuits",
    ),
    "object": (
        "fridge", "sock", "rice cooker", "bicycle", "vacuum cleaner", "microwave", "pillow",
        "kettle", "bathroom scale", "desk lamp", "pot plant", "hot-water bottle",
    ),
}

_SHOUTS = {
    "catchphrase": ("now!", "here we go", "say it!", "do it", "wow"),
    "goal": ("GOAL", "goal!", "goooal", "it's in", "scored!", "yesss"),
    "arrival": ("here!", "it's on", "finally", "they're here", "starting"),
    "quake": ("earthquake", "earthquake?", "shaking", "quake!", "felt that", "anyone feel that"),
    "new_year": ("happy new year", "happy new year!", "hny", "new year!", "happy new year all"),
    "memorial": ("lest we forget", "never again", "we remember", "in memory"),
    "win": ("champions", "we won", "yes!", "congratulations", "winners"),
}

_GENRES = {
    "slogan_tag": (
        "stand up for {thing}", "rethink {thing}", "answers on {thing}", "say no to {thing}",
        "hands off {thing}", "save {thing}", "fair play for {thing}", "speak up about {thing}",
    ),
    "slogan": (
        "We ask {name} to explain {thing} in public.", "Do not decide on {thing} without us.",
        "I protest against the way {name} handled {thing}.",
        "What happens to {thing} concerns us all, so speak up.",
        "I sign because {thing} matters to people like me.",
        "Keep {thing} for those who come after us.",
    ),
    "slogan_own": (
        "never posted about such things before.", "cannot keep quiet any longer.",
        "signing with {who}.", "a small voice, but still.", "{degree} {feel}{end}",
        "speaking up {place}.", "I feel the same.", "agreed {emoji}",
        "normally I only post about {food}.", "{thing} matters.", "nobody asked us.",
        "for {who} too.", "we deserve an explanation.",
    ),
    "translated": (
        "About {thing}, I very much have the feeling that is {feel}.",
        "{name}, why to the question of {thing} does not answer?",
        "Everyone to {thing} must pay the attention, because it is important thing.",
        "{time} at, {name} the promise of {thing} made, but result there is not.",
        "We {name} cannot support, this is clear.",
        "My opinion is, {name} for {thing} good work did not.",
        "In {thing} the truth is hidden, dear friends.",
        "{thing} by {name} destroyed was, the people is not happy.",
        "Please {thing} look, it is {degree} {feel} matter.",
        "After {count} {unit} also, {thing} is not changed yet.",
        "They do not believe that {name} the {food} of people understands.",
        "I with {who} about {thing} talked, all are in the worry.",
        "Such {thing} is for our life the big influence possible.",
    ),
    "review_open": (
        "Came here {visit} with {party}.", "Visited {visit}.", "First time here.",
        "Live nearby so dropped in {visit}.", "First visit in {few} years.",
        "On the advice of {party} we went {visit}.", "Been a few times, this time {visit}.",
        "Booked {visit} because of the ratings.", "", "",
    ),
    "review_bad": (
        "The {dish} was stone cold.", "Waited {number} minutes after ordering.",
        "Staff could not be bothered.", "Bland {dish} and a tiny portion.",
        "Our table was sticky.", "They had no record of our booking.",
        "Overcharged, and not a word of apology.", "Half the menu was sold out, even the {dish}.",
        "Too loud to talk to {party}.", "At that price the {dish} is a joke.",
        "Nobody came when we called.", "Found a hair in my {dish}.",
        "They quoted one price and took another.", "We were rushed out after {number} minutes.",
    ),
    "review_mid": (
        "The {dish} was all right.", "Nothing special, nothing wrong.",
        "Tasty but slow.", "Good {dish}, long queue.", "Handy location.", "Portions are fair.",
        "Fine outside rush hour.", "Liked the {food} more than the {dish}.",
    ),
    "review_good": (
        "Best {dish} in town.", "Staff were so kind to {party}.", "Lovely plating on the {dish}.",
        "Everyone loved it.", "Quiet spot, we stayed for hours.",
        "Fresh {dish}, straight from the oven.",
        "They took our allergies seriously.", "Great value, especially the {dish}.",
        "Try the {dish} of the season.", "Booking was easy.", "Went back for more {dish}.",
        "Served within {number} minutes.",
    ),
    "verdict_bad": (
        "Never again.", "Cannot recommend.", "Please do better.", "We will go elsewhere.",
        "One star is generous.", "Such a letdown.", "I want my money back.", "Avoid.", "",
    ),
    "verdict_mid": (
        "Might return.", "We shall see.", "Hope it improves.", "OK if you are near.", "",
    ),
    "verdict_good": (
        "Will be back.", "Next time with {party}.", "A new favourite!", "Thank you all.",
        "Telling everyone.", "Keep it up {emoji}", "A happy evening.", "",
    ),
    "joke_open": (
        "So {past} {place} my {object} started talking to me.",
        "I am a {object}. I have been standing {place} for {few} years.",
        "{past} {who} looked me in the eye and said: I am a {object} now.",
        "BREAKING: local {object} found {place}, refuses to comment on {thing}.",
        "Once upon a time there was {name} who loved only one {object}.",
        "Her: it is me or the {object}. Me, thinking about {thing}: give me a minute.",
    ),
    "joke_body": (
        "It said the age of {thing} is over and the age of the {object} has begun.",
        "{who} took a bite of {food}, nodded slowly and said nothing at all.",
        "I told it to ask {name}. The {object} shook its head. It has no head.",
        "Before I knew it, {number} people stood {place}, each holding a {object}.",
        "For {few} days I thought only of {thing} and could not even look at {food}.",
        "Then {who} walked in and announced that this was no {object}, this was {thing}.",
        "Long story short, {number} of them were spinning {place} in perfect silence.",
        "I was being serious, and {name} kept talking about {food}.",
        "I tapped the {object} {few} times, just to be safe, and it sounded like {thing}.",
        "Nobody was impressed, and {who} left to buy {food}.",
    ),
    "joke_close": (
        "Anyway, that is why I walk now.", "We have been on first-name terms ever since.",
        "The {food} was good, though.", "Source: trust me.", "Pass this on to {few} people.",
        "And {name} never let go of the {object} again.",
    ),
    "please_check": (
        "{outlet}, is {material} real? Please check.",
        "Someone sent me {material}. {outlet}, could you look into it?",
        "{outlet}, we would like to know if {material} about {thing} is true.",
        "Is {material} a fact? {outlet}, please verify {emoji}",
        "{material} on {thing}: can we trust it? {outlet}, tell us.",
        "Saw {material} {past} and it worries me. {outlet}, can you confirm?",
        "{who} forwarded {material}. {outlet}, did this happen?",
        "Why is nobody reporting on {material} about {name}? {outlet}, please check.",
        "Sorry to bother you, {outlet}. Where does {material} come from?",
        "{outlet}, have you seen {material} about {name} and {thing}?",
    ),
    "pile_on": (
        "{remark} was out of order", "{remark}? {degree} not on", "you should apologise",
        "switched off because of {remark}", "please reflect on this", "so disappointed",
        "{who} was upset too", "not watching again", "who do you think you are with {remark}",
        "no consideration at all", "{remark} was plain rude", "think how they must have felt",
        "{remark} {past}, awful", "time to step down", "explain yourself", "painful to watch",
        "{remark} was not funny", "used to like you, what a shame", "apologise for {remark} first",
        "say something", "came across as arrogant", "{degree} let down", "how was {remark} okay?",
    ),
    "giveaway": (
        "GIVEAWAY! Follow and repost to win {prize}. {number} winners, ends {month}/{day} {emoji}",
        "We are giving {prize} to {number} of you! Just follow and repost.",
        "Today's prize: {prize}. Repost before midnight on {month}/{day} {emoji}",
        "Launch day! {few} lucky people win {prize}. Follow and repost to enter.",
        "{few} days, {few} winners: {prize}. Results by DM.",
        "{number}k followers, thank you {emoji} Repost for a chance of {prize}.",
        "Want {prize}? Repost this! You have to follow, until {month}/{day}.",
        "Instant win: {prize}! Quote this post and your chances go up {few} times.",
    ),
    "welcome": (
        "hi all, joined {past} {emoji}", "thanks for the follow! let us talk about {thing}.",
        "followed you back {emoji}", "signed up for class, hello!",
        "looking for people who like {thing} {emoji}", "I follow back. also into {food}.",
        "new here, mostly {thing}.", "{who} talked me into joining.",
        "first post! I will write about {thing}.", "hello from a fan of {food}.",
    ),
    "headline": (
        "{name} {act} over {thing}", "{thing}: {name} {act}",
        "Effect of {thing} felt in {region}", "{number}% say they care about {thing}, survey finds",
        "{hundreds} gather in {region} over {thing}",
        "Numbers on {thing} up {few}.{tenth}% from last year",
        "What next for {thing}? Experts weigh in", "{name} {act} ahead of {month}/{day}",
        "Explainer: {thing} in {few} points", "{thing} in {region} postponed to {month}/{day}",
        "{name} {act} in {region}", "First review of {thing} in {few} years",
        "{hundreds} cases linked to {thing}, down {number}%",
        "{name} in {region} for talks on {thing}",
    ),
    "bot_mark": (
        "BREAKING: ", "[{hour}:{minute}] ", "NEWS ", "{month}/{day} | ", "> ", "[{thing}] ",
        "New: ",
    ),
    "alert": (
        "Earthquake at {hour}:{minute}, {region}. Magnitude {magnitude}.",
        "{hour}:{minute} {region} M{magnitude} depth {number} km",
        "M{magnitude} quake reported near {region}, depth {number} km. Auto-generated.",
        "[auto] Shaking detected in {region} ({hour}:{minute}), M{magnitude}",
        "Alert: expect shaking in {region}. Estimated magnitude {magnitude}",
        "Earthquake {region}: M{magnitude}, {number} km deep, no tsunami expected",
        "QUAKE {hour}:{minute} / {region} / M{magnitude}",
        "{month}/{day} {hour}:{minute} {region} magnitude {magnitude}",
    ),
}

_INCIDENTS = (
    (
        "The {dish} was raw in the middle.", "They served us undercooked {dish}.",
        "Cut the {dish} open and it was still pink.", "Ate half-raw {dish} and now I worry.",
        "My {dish} had not been heated through, {party} left theirs.",
        "Cold centre in my {dish}.", "All {few} of us got {dish} that was not cooked.",
    ),
    (
        "Booking lost, {number} minutes outside.", "We had reserved and were told they were full.",
        "No trace of our reservation, so {party} and I went home.",
        "Confirmed by phone and still no table.", "They had double-booked everybody.",
        "What is a booking for if you queue {number} minutes?",
        "{few} other groups had been forgotten too.",
    ),
    (
        "They took {hundreds} too much.", "A {dish} we never ordered was on the bill.",
        "My card was charged twice.", "The receipt and the charge do not match.",
        "Pointed out {few} wrong items, they would not have it.",
        "The bill listed {few} plates of {dish}.",
        "Discount not applied and a refund refused.",
    ),
    (
        "Rude on the phone, then hung up.", "I asked a question and got shouted at.",
        "Their answer to my email was insulting.", "Laughed at when I complained.",
        "Even {party} was shocked by the manager.", "Ignored when I asked about the {dish}.",
        "Instead of sorry they blamed us.",
    ),
)
# fmt: on

ENGLISH = Phrasebook(
    code="en",
    genres=_GENRES,
    words=_WORDS,
    shouts=_SHOUTS,
    claims=CLAIMS,
    quizzes=(
        "In my former life I was {creature}! Try it yourself.",
        "My personality as a colour is {colour}. Sounds right?",
        "My luck today: {number} points. What is yours?",
        "What is missing in my life? The quiz says {food}.",
        "On a desert island I would take a {object}, says the quiz.",
        "My heart today is full of {mood}. And yours?",
    ),
    incidents=_INCIDENTS,
)
