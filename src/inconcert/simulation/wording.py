"""What a post says: text from the grammar, hashtags, links, pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import or_null
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.detailed import compose_detailed
from inconcert.simulation.grammar.language import compose
from inconcert.simulation.links import shared_links
from inconcert.simulation.pool import Pool, pool
from inconcert.simulation.tagging import Tagged, Tags, coins_tags, drawn_tags, single_tags

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.population import Population

    Ints = NDArray[np.int64]

_ARTICLE = re.compile(r"^(the|el|la|las|los|o|a|os|as|der|die|das) ")
_TAGS = 30
_ARTICLES_PER_DAY = 5
_ARTICLE_SPAN = 36 * 3600
_SITES = ("asa-press", "machi-news", "kawara", "daily-harbour", "note-lab", "sora-video",
          "market-watch", "kotoba-blog", "open-column", "livelog")  # fmt: skip


@dataclass(frozen=True)
class Culture:
    """What the communities share: their hashtags and the articles they link."""

    tags: pl.Series
    """Tag k of community c is entry c * 30 + k; the first of each is the most used."""
    articles: Pool
    urls: pl.Series
    headlines: pl.Series
    prominent: Pool
    """Accounts of the background by influence: who gets named."""
    lively: Pool
    """The same by activity: who reacts."""


@dataclass(frozen=True)
class Occasion:
    """Posts to be worded: one entry each."""

    communities: Ints
    langs: NDArray[np.str_]
    at: Ints
    answer: NDArray[np.bool_]


def culture(population: Population, accounts: pl.DataFrame, rng: np.random.Generator) -> Culture:
    """Draw the hashtags and articles of all communities; `accounts` are the background's."""
    count = population.communities * population.days * _ARTICLES_PER_DAY
    communities = np.arange(count) % population.communities
    langs = np.array(population.community_languages)[communities]
    at = population.rhythm.sample(count, rng)
    texts = _texts(population, langs, communities, rng)
    sites = pl.Series(_SITES).gather(np.floor(len(_SITES) * rng.random(count) ** 2).astype(int))
    numbers = pl.Series(rng.permutation(900_000)[:count] + 100_000).cast(pl.String)
    urls = pl.select(pl.concat_str(pl.lit("https://"), sites, pl.lit(".example/a/"), numbers))
    articles = pool(
        items=np.arange(count), at=at, communities=communities, weights=rng.pareto(1.1, count) + 0.1
    )
    return Culture(
        tags=_tags(population, rng),
        articles=articles,
        urls=urls.to_series(),
        headlines=texts,
        prominent=_accounts_by(accounts, "influence"),
        lively=_accounts_by(accounts, "activity"),
    )


def word(
    occasion: Occasion, shared: Culture, population: Population, rng: np.random.Generator
) -> dict[str, pl.Series]:
    """Return the columns `text`, `lang`, `hashtags`, `urls`, `media` and `mention` of posts."""
    body = _texts(population, occasion.langs, occasion.communities, rng, answer=occasion.answer)
    tags = _drawn_tags(occasion, shared, population, rng)
    article = _drawn_articles(occasion, shared, population, rng)
    media = _drawn_media(len(occasion.at), population, rng)
    headline = pl.Series(rng.random(len(occasion.at)) < population.headline_share)
    url = shared_links(shared.urls.gather(article), population, rng)
    title = shared.headlines.gather(article)
    rows = pl.DataFrame(
        {"body": body, "url": url, "title": title, "use": headline, "media": media}
    ).with_columns(tagged=tags.written, hashtags=tags.lists)
    said = pl.when(pl.col("use") & pl.col("url").is_not_null()).then("title").otherwise("body")
    worded = rows.select(
        text=pl.concat_str(said, _spaced(pl.col("tagged")), _spaced(pl.col("url"))),
        hashtags=pl.col("hashtags").fill_null([]),
        urls=_listed("url"),
        media=_listed("media"),
    )
    mention = _drawn_mentions(occasion, shared, population, rng)
    return {
        "lang": pl.Series("lang", occasion.langs, dtype=pl.String),
        "mention": mention,
        **worded.to_dict(),
    }


def _spaced(part: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(" "), part).fill_null("")


def _listed(column: str) -> pl.Expr:
    return pl.concat_list(column).list.drop_nulls()


def _texts(
    population: Population,
    langs: NDArray[np.str_],
    topics: Ints,
    rng: np.random.Generator,
    *,
    answer: NDArray[np.bool_] | None = None,
) -> pl.Series:
    parts, rows = [pl.Series("text", [], dtype=pl.String)], [np.empty(0, dtype=np.int64)]
    for code in np.unique(langs):
        where = np.flatnonzero(langs == code)
        replies = None if answer is None else answer[where]
        parts.append(_composed(population, str(code), topics[where], rng, answer=replies))
        rows.append(where)
    return pl.concat(parts).gather(np.argsort(np.concatenate(rows), kind="stable"))


def _composed(
    population: Population,
    code: str,
    topics: Ints,
    rng: np.random.Generator,
    *,
    answer: NDArray[np.bool_] | None,
) -> pl.Series:
    sentences, share = population.sentences, population.detail_share
    if sentences == 0 and share == 0:
        return compose(LANGUAGES[code], topics, rng, answer=answer)
    return compose_detailed(
        code, topics, rng, answer=answer, sentences=sentences, detail_share=share
    )


def _tags(population: Population, rng: np.random.Generator) -> pl.Series:
    """Two nouns of the community's topic, or one and a number, make a tag."""
    tags: list[str] = []
    for community, code in enumerate(population.community_languages):
        topics = LANGUAGES[code].topics
        nouns = [
            _ARTICLE.sub("", noun).replace(" ", "")
            for noun in topics[community % len(topics)]["thing"]
        ]
        first, second = rng.choice(nouns, _TAGS), rng.choice([*nouns, "2026", "3", ""], _TAGS)
        tags += [f"{a}{b}" for a, b in zip(first, second, strict=True)]
    return pl.Series("tag", tags)


def _drawn_tags(
    occasion: Occasion, shared: Culture, population: Population, rng: np.random.Generator
) -> Tags:
    """The k-th tag of a community is used in proportion to 1 / (k + 1), if none are coined."""
    count = len(occasion.at)
    if coins_tags(population):
        carries = rng.random(count) < population.hashtag_share
        posts = Tagged(occasion.communities, occasion.at, carries)
        return drawn_tags(posts, shared.tags, population, rng)
    ranks = np.floor(_TAGS ** rng.random(count)).astype(np.int64) - 1
    used = rng.random(count) < population.hashtag_share
    rows = or_null(np.where(used, occasion.communities * _TAGS + ranks, -1))
    return single_tags(shared.tags.gather(rows))


def _drawn_articles(
    occasion: Occasion, shared: Culture, population: Population, rng: np.random.Generator
) -> pl.Series:
    at = shared.articles.pick_recent(occasion.communities, occasion.at, rng, span=_ARTICLE_SPAN)
    used = (rng.random(len(at)) < population.url_share) & (at >= 0)
    return or_null(np.where(used, shared.articles.items[at], -1))


def _drawn_mentions(
    occasion: Occasion, shared: Culture, population: Population, rng: np.random.Generator
) -> pl.Series:
    named = shared.prominent.pick(occasion.communities, rng)
    used = rng.random(len(named)) < population.mention_share
    used = used & ~occasion.answer & (named >= 0)
    return or_null(np.where(used, shared.prominent.items[named], -1))


def _accounts_by(accounts: pl.DataFrame, weight: str) -> Pool:
    return pool(
        items=accounts["account"].to_numpy(),
        at=np.zeros(accounts.height, dtype=np.int64),
        communities=accounts["community"].to_numpy(),
        weights=accounts[weight].to_numpy(),
    )


def _drawn_media(count: int, population: Population, rng: np.random.Generator) -> pl.Series:
    """Pictures, as hashes: nine in ten are new, the rest are among 50 that go around."""
    fresh = rng.integers(1 << 60, 1 << 63, count)
    around = (1 << 60) + (rng.integers(50, size=count) * 7_919_191_919_191)
    hashes = pl.Series(np.where(rng.random(count) < 0.1, around, fresh))
    used = pl.Series(rng.random(count) < population.media_share)
    written = pl.concat_str(pl.lit("p"), hashes.cast(pl.String))
    return pl.select(pl.when(used).then(written)).to_series()
