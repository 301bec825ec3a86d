"""Objects of planted posts: in the lists or as bare objects, as the dataset has them.

Where links (hashtags, images) are opaque in the dataset, new ones become ids of the same form;
where they are not, they stand as they are. A link's domain goes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import polars.selectors as cs

from inconcert.posts import entities
from inconcert.simulation.injection.idforms import learn
from inconcert.simulation.injection.known import CARRIED
from inconcert.simulation.injection.said import with_lists

if TYPE_CHECKING:
    from inconcert.simulation.injection.known import Known

_COLUMNS = {"url": "urls", "hashtag": "hashtags", "media": "media"}
_HTTP = r"^(?i:https?://)"


def with_objects(known: Known, drafts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return the drafts with `hashtags`, `urls`, `domains`, `mentions`, `media`, `objects`."""
    drafts = _from_targets(known, drafts)
    for column in ("urls", "hashtags", "media"):
        drafts = drafts.with_columns(pl.col(column).fill_null([]))
    drafts = _renamed(known, drafts, rng)
    drafts = drafts.with_columns(
        domains=_domains(known, drafts["urls"], rng), mentions=_mentions(known, drafts)
    )
    plain = pl.col("media").list.eval(
        pl.element().filter(~pl.element().str.contains(CARRIED, literal=True))
    )
    return with_lists(known, drafts.with_columns(objects=_bare(known, drafts), media=plain))


def _from_targets(known: Known, drafts: pl.DataFrame) -> pl.DataFrame:
    """Let reposts carry language and objects of their targets, where those of the dataset do."""
    columns = list(_COLUMNS.values())
    both = pl.concat([known.drafts, drafts.select(known.drafts.columns)])
    said = both.select(pl.col(*columns, "lang").name.prefix("its_"), target="post")
    rows = drafts.join(said, on="target", how="left").sort("post")
    reposts = known.posts.filter(pl.col("kind") == "repost")
    some = {name: int(reposts[name].list.len().sum()) > 0 for name in columns}
    repost = pl.col("kind") == "repost"
    carried = {
        name: pl.when(repost).then(f"its_{name}" if some[name] else pl.lit([])).otherwise(name)
        for name in columns
    }
    lang = pl.when(repost).then("its_lang").otherwise("lang")
    return rows.with_columns(lang=lang, **carried).drop(cs.starts_with("its_"))


def _renamed(known: Known, drafts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Give links that are new to a dataset of opaque links an id of its form."""
    if not _opaque(known):
        return drafts
    links = known.drafts["urls"].explode().drop_nulls().unique().sort()
    page = pl.element().str.replace(r"\?.*$", "")
    drafts = drafts.with_columns(urls=pl.col("urls").list.eval(page))
    new = drafts["urls"].explode().drop_nulls().unique().sort()
    new = new.filter(~new.is_in(links.implode()))
    drawn = learn(links, None).draw(np.zeros(len(new), dtype=np.int64), rng)
    called = pl.DataFrame({"page": new, "id": drawn}, schema={"page": pl.String, "id": pl.String})
    return drafts.with_columns(
        urls=pl.col("urls").list.eval(pl.element().replace(called["page"], called["id"])),
    )


def _domains(known: Known, urls: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Return the domains of lists of links: their hosts; of opaque links those that go with them.

    An opaque link that is new gets the domain of some other one.
    """
    if not _opaque(known):
        return urls.to_frame("urls").select(entities.domains(pl.col("urls"))).to_series()
    link, domain = _pairs(known)
    new = urls.explode().drop_nulls().unique().sort()
    new = new.filter(~new.is_in(link.implode()))
    some = domain.drop_nulls()
    if some.is_empty():
        return pl.Series([[]] * len(urls), dtype=pl.List(pl.String))
    drawn = some.gather(rng.integers(len(some), size=len(new)))
    named = pl.concat([link, new]), pl.concat([domain, drawn])
    called = pl.element().replace_strict(*named, default=None, return_dtype=pl.String)
    return urls.list.eval(called.drop_nulls().unique(maintain_order=True))


def _opaque(known: Known) -> bool:
    """Say whether the dataset's links are ids of its own."""
    links = known.drafts["urls"].explode().drop_nulls()
    return len(links) > 0 and float(links.str.contains(_HTTP).mean() or 0) < 0.5  # type: ignore[arg-type]


def _pairs(known: Known) -> tuple[pl.Series, pl.Series]:
    """Return the links that stand alone in a post, and the domain there (null: none)."""
    bare = known.posts["objects"].list.eval(
        pl.element()
        .struct.field("object_id")
        .filter(pl.element().struct.field("layer") == "domain")
    )
    listed = known.posts["domains"].zip_with(known.posts["domains"].list.len() > 0, bare)
    rows = pl.DataFrame(
        {"link": known.drafts["urls"].head(known.posts.height), "domain": listed}
    ).filter(pl.col("link").list.len() == 1)
    first = rows.select(pl.col("link", "domain").list.first()).sort(
        "link", "domain", nulls_last=True
    )
    once = first.unique("link", keep="first", maintain_order=True)
    return once["link"], once["domain"]


def _mentions(known: Known, drafts: pl.DataFrame) -> pl.Series:
    """Return whom texts name, by id where the dataset tells which handle is whose."""
    found = drafts.select(m=entities.mentions(pl.col("text"))).to_series()
    pairs = known.posts.select(
        handle=entities.mentions(pl.col("text")), id=pl.col("mentions")
    ).filter(pl.col("handle").list.len() == pl.col("id").list.len())
    pairs = pairs.explode("handle", "id").drop_nulls().unique("handle", keep="first",
        maintain_order=True)  # fmt: skip
    return found.list.eval(pl.element().replace(pairs["handle"], pairs["id"]))


def _bare(known: Known, drafts: pl.DataFrame) -> pl.Series:
    """Return the bare objects: those of layers that the dataset holds so, and the carried ones."""
    struct = known.posts.schema["objects"].inner  # type: ignore[attr-defined]
    parts = [_carried(drafts["media"])]
    for layer, column in {**_COLUMNS, "domain": "domains"}.items():
        if layer in known.layers and column not in known.words.filled:
            listed = drafts[column].list.eval(
                pl.struct(layer=pl.lit(layer), object_id=pl.element())
            )
            parts.append(listed.cast(pl.List(struct)))
    review = pl.struct(layer=pl.lit("object"), object_id=pl.col("thing")).cast(struct)
    things = drafts.select(
        pl.when(pl.col("thing").is_null()).then(pl.lit([], pl.List(struct))).otherwise(
            pl.concat_list(review))
    ).to_series()  # fmt: skip
    return pl.select(pl.concat_list(*parts, things)).to_series()


def _carried(media: pl.Series) -> pl.Series:
    part = pl.element().str.splitn(CARRIED, 2).struct
    thing = pl.struct(layer=part.field("field_0"), object_id=part.field("field_1"))
    return media.list.eval(thing.filter(pl.element().str.contains(CARRIED, literal=True)))
