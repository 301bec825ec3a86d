"""Plant attacks in real posts: which language they speak, when they act, what comes out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError, TooLittleError
from inconcert.simulation.injection.known import Known, known
from inconcert.simulation.injection.needs import check_after, check_before
from inconcert.simulation.injection.renumber import RENUMBERED, renumbered, renumbering
from inconcert.simulation.injection.rows import Planted, plant
from inconcert.simulation.injection.surroundings import stage_of
from inconcert.simulation.injection.tongue import Tongue, tongue
from inconcert.simulation.injection.truth import joined_accounts, truth_acts, truth_labels
from inconcert.simulation.world import generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.population import Population
    from inconcert.simulation.stage import Stage

_LEAST = 20


@dataclass(frozen=True)
class Real:
    """A real dataset, and what its tables do not say."""

    posts: pl.DataFrame
    """`schemas.Posts`."""
    accounts: pl.DataFrame
    """`schemas.Accounts`, of as many accounts as are described."""
    communities: pl.DataFrame | None = None
    """`account_id` and `community`; None: one for each platform."""
    lang: str | None = None
    """Language of the posts that name none."""
    timezone: str = "UTC"
    """The place whose working hours and days attacks keep."""


@dataclass(frozen=True)
class Injected:
    """The dataset with the planted rows, and the truth."""

    posts: pl.DataFrame
    accounts: pl.DataFrame
    labels: pl.DataFrame
    """Of real accounts the campaign is null and the role `real`: nobody knows more of them."""
    acts: pl.DataFrame
    surroundings: Population
    """What was measured in the real posts."""
    notes: tuple[str, ...]
    renumbered: pl.DataFrame
    """`table`, `id_before`, `id`: ids that were numbered anew, of real and planted rows."""


def inject(real: Real, attacks: Sequence[Any], *, seed: int, renumber: bool = False) -> Injected:
    """Plant attacks (built from classes of `attacks/`) in real posts.

    The real rows stay as they are, but `source_file` and `source_line` are null for all rows. Each
    attack draws from a generator of its own. Nothing is invented that real accounts did. With
    `renumber`, ids that are numbers without gaps are drawn anew for all rows. Raises
    `ConfigError` where an attack cannot work on these data, `TooLittleError` with too few posts.
    """
    if seed < 0:
        raise ConfigError(f"seed is {seed}; allowed: a whole number of at least 0")
    if real.posts.height < _LEAST:
        raise TooLittleError(f"{real.posts.height} posts; at least {_LEAST} are needed as a model")
    speech = tongue(real.posts, real.lang)
    facts = known(real.posts, real.accounts, unknown_lang=speech.unknown)
    facts = replace(facts, drafts=_renamed(facts.drafts, speech))
    stage = stage_of(facts, real.accounts, real.communities, timezone=real.timezone)
    deeds: dict[str, Deed] = {}
    for name, attack in _named(attacks):
        check_before(facts, speech, attack)
        deeds[name] = attack.act(_turn(stage, deeds), generator(seed, f"injection/{name}"))
        check_after(facts, stage, attack, deeds[name])
    planted = plant(facts, deeds, generator(seed, "injection/form"), own_lang=speech.called)
    _check_acts(planted, deeds)
    injected = _joined(real, facts, planted, deeds, stage)
    if not renumber:
        return injected
    return _renumbered(injected, planted, generator(seed, "injection/renumbering"))


def _renamed(drafts: pl.DataFrame, speech: Tongue) -> pl.DataFrame:
    other = {name: code for code, name in speech.called.items()}
    return drafts.with_columns(pl.col("lang").replace(other))


def _named(attacks: Sequence[Any]) -> list[tuple[str, Any]]:
    """Name each attack by its own name, or its class and a number."""
    seen: Counter[str] = Counter()
    named = []
    for attack in attacks:
        word = re.sub(r"(?<!^)(?=[A-Z])", "_", type(attack).__name__).lower()
        seen[word] += 1
        named.append((attack.name or f"{word}_{seen[word]}", attack))
    twice = [name for name, count in Counter(name for name, _ in named).items() if count > 1]
    if twice:
        raise ConfigError(f"several attacks are named {twice[0]!r}; allowed: one each")
    return named


def _turn(stage: Stage, deeds: Mapping[str, Deed]) -> Stage:
    """Return the stage with the numbers of the deeds before taken."""
    posts = [stage.first_post, *(_after(deed.posts["post"]) for deed in deeds.values())]
    accounts = [stage.first_account, *(_after(deed.accounts["account"]) for deed in deeds.values())]
    return replace(stage, first_post=max(posts), first_account=max(accounts))


def _after(numbers: pl.Series) -> int:
    return -1 if numbers.is_empty() else int(numbers.max()) + 1  # type: ignore[arg-type]


def _check_acts(planted: Planted, deeds: Mapping[str, Deed]) -> None:
    acts = planted.posts.filter(pl.col("role").is_not_null())["component"].unique().to_list()
    for name in deeds:
        if name not in acts:
            raise ConfigError(
                f"{name}: none of its acts falls into the span of the posts; allowed: earlier "
                "start_day, fewer days, shorter delays"
            )


def _joined(
    real: Real, facts: Known, planted: Planted, deeds: Mapping[str, Deed], stage: Stage
) -> Injected:
    nowhere = [pl.lit(None, dtype=t).alias(n) for n, t in _SOURCE.items()]
    posts = pl.concat(
        [facts.posts.with_columns(nowhere), planted.posts.drop("component", "role")], rechunk=True
    )
    return Injected(
        posts=schemas.Posts.validate(posts).sort("post_id"),
        accounts=joined_accounts(real.posts, real.accounts, planted),
        labels=truth_labels(facts, planted, deeds),
        acts=truth_acts(planted),
        surroundings=stage.population,
        notes=_notes(real, planted),
        renumbered=pl.DataFrame(schema=RENUMBERED),
    )


def _renumbered(injected: Injected, planted: Planted, rng: np.random.Generator) -> Injected:
    """Number the rows anew where planted ids could be told from real ones."""
    pairs = renumbering(injected.posts, planted.ids, rng)
    tables = {
        name: renumbered(getattr(injected, name), pairs)
        for name in ("posts", "accounts", "labels", "acts")
    }
    key = {"posts": "post_id", "accounts": "account_id", "labels": "account_id", "acts": "post_id"}
    ordered: dict[str, Any] = {name: table.sort(key[name]) for name, table in tables.items()}
    kept = [note for note in injected.notes if "without gaps" not in note]
    if pairs.height:
        kept.append("ids that were numbers without gaps were drawn anew: renumbered.parquet")
    return replace(injected, **ordered, notes=tuple(kept), renumbered=pairs)


_SOURCE = {"source_file": pl.String(), "source_line": pl.UInt32()}


def _notes(real: Real, planted: Planted) -> tuple[str, ...]:
    """What gives the planted rows away, or was changed in the real ones."""
    notes = []
    if real.posts["source_file"].null_count() < real.posts.height:
        notes.append("source_file and source_line are null for all posts: planted ones have none")
    for form, what in zip(planted.ids, ("posts", "accounts"), strict=True):
        if form.full:
            notes.append(
                f"the ids of {what} are numbers without gaps: those of planted {what} continue "
                "them, so that they tell who was planted; do not use ids as a feature"
            )
    return tuple(notes)
