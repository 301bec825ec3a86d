"""What the page on realism says in words; figures come from the measurement."""

INTRODUCTION = """
# How realistic the organic background is

Written by `make verify` (scripts/realism.py). A detector that is trained or judged on simulated
posts learns the simulation's idea of ordinary people. This page holds that idea against real sets
in which nothing is known to be coordinated, on the statistics of `inconcert.evaluation.realism`
(unit, formula and source of each stand there). The sets are no part of the project; where they are
absent the script leaves this page as it is.
"""

HABITS = """\
Every world is seen as the set was collected: columns that the set never fills are emptied, kinds of
posts that it does not hold and times in which nobody collected are left out. No world has an
organic scenario (fan event, live show) in it, while life is full of events, and all real sets are
political. The bar is lenient: real sets differ in platform, place, size, span and collection, and
the world made for a set shares these with it (accounts and posts, so that the mean of posts per
account is no finding). A ratio under 1 means "no worse than another
platform", not "like life"; a ratio over 1 is a fault. The sets have no labels and may hold
coordination."""

_WINDOW = (
    "How often strangers meet within a minute is the base rate of every method that counts co-acts "
    "in a window."
)
_SHARED = "What accounts have in common without any plan is what a network starts from."
_LAWS = "Windows and decay times that are tuned here are tuned to this tempo."
_MIX = "A parameter of the population; it differs between collections more than between people."
_SIGMA = "The sigma of activity; one value cannot serve all platforms."
_COPIES = (
    "A text method learns here how much repetition is ordinary; where ordinary posts repeat each "
    "other more than in life it learns to overlook copies that would be evidence."
)

WHY = {
    "posts_per_account": _SIGMA,
    "gini": _SIGMA,
    "top_share": _SIGMA,
    "tail_index": _SIGMA,
    "single_share": _SIGMA,
    "gaps": (
        "People post in sittings: a few posts within minutes, then nothing for hours. Without them "
        "quick sequences look like a machine, and an attack in bursts stands out too easily."
    ),
    "burstiness": (
        "The same by account: 0 is a Poisson process. Features of timing tell a bursty attack from "
        "a background without bursts at once, and would alarm on life."
    ),
    "hour_profile": "Features of the hour must not know one country and one platform alone.",
    "weekday_profile": (
        "Real weeks are ruled by events: an election, the first days of a war. A background "
        "without days on which everybody talks at once is too quiet for false alarms."
    ),
    "repost_share": _MIX,
    "reply_share": _MIX,
    "hashtag_share": _MIX,
    "url_share": _MIX,
    "repost_delay": _LAWS,
    "since_first": _LAWS,
    "cascade_size": "Large things make pairs by accident, and null models lean on their sizes.",
    "reposts_received": "How concentrated attention is decides how many strangers seem a club.",
    "outside_share": (
        "A collection sees reposts of accounts that it does not hold, the simulation is a closed "
        "town: what a method learns from authors who post and are reposted, life does not show."
    ),
    "hashtag_uses": (
        "Most real hashtags are used once or twice, and it is a shared rare one that tells. Where "
        "all are common, sharing one says nothing."
    ),
    "url_uses": "A rare link that two accounts share tells more than one that everybody shares.",
    "text_length": (
        "Similarity depends on length: thresholds for near-duplicates set on short texts do not "
        "carry over to long ones."
    ),
    "exact_duplicates": _COPIES,
    "near_duplicates": _COPIES,
    "repost_objects_per_account": _SHARED,
    "url_objects_per_account": _SHARED,
    "repost_degree_60s": _WINDOW,
    "url_degree_60s": _WINDOW,
    "repost_degree_any": _SHARED,
    "url_degree_any": _SHARED,
    "repost_clustering_60s": _WINDOW,
    "url_clustering_60s": _WINDOW,
    "repost_clustering_any": _SHARED,
    "url_clustering_any": _SHARED,
    "repost_two_things": (
        "Ordinary pairs that meet twice are what thresholds on the weight let through."
    ),
    "url_two_things": (
        "Ordinary pairs that meet twice are what thresholds on the weight let through; in life "
        "they are pages of one owner, newsrooms and faithful readers."
    ),
}
"""Why it matters that a statistic is off, printed where it is."""

STRUCTURE = """\
What these parameters reach: shares of kinds, of hashtags and of urls, the unevenness of activity,
the tempo of reposts; sittings, and with them gaps and burstiness; the tail of hashtags; the
length of texts and how much they repeat each other; the hours of a place and days of news. They
should differ between scenarios as they do between collections in the table above. All that is
beyond the shares of kinds is off in a scenario that does not ask for it: `posts_per_sitting`,
`sentences`, `detail_share`, `hashtag_discount`, `tags_per_post`, `event_tag_share`, `day_sigma`,
`hours`. They were chosen on the sets that judge them: the column shows what can be reached, not how
well another collection would be met.

What they do not reach, in the order in which it matters:

1. **A closed town.** Every repost has its original and its author in the world. Collections hold
   reposts of outsiders; a share of outside authors (or `Observation` leaving out originals by
   account) would show the same gap. In a closed town a high share of reposts leaves few originals,
   and so makes cascades larger than they are in life, and those who come back to a small
   community find only what is hours old: with sittings the delay of reposts grows.
2. **Unlike accounts.** All accounts of a world have sittings of one mean. In life those of pages
   are single posts and those of commenters are long; the spread of burstiness shows it.
3. **Details.** Places, sums and hours are coined for each post anew, so that no two people speak
   of the same shop. Life has names that go around, which a method that reads texts must not take
   for a plan.
4. **Days.** A day's factor is its own. In life the days before and after an event are lively too,
   communities have days of their own, and within a day an hour can hold half of it.
5. **Links.** Articles come at a fixed rate for each community whatever the number of accounts, and
   every account links alike. Life has owners of several pages who post a link to all of them within
   the minute, accounts that post nothing but links, and links that nobody else posts.
6. **Shares that are not reached.** An account's share of reposts is cut at what replies and quotes
   leave over, so that `repost_share` and `reply_share` that are both high come out lower and
   higher than asked. Drawing the three shares of an account from one Dirichlet keeps the means."""
