"""Accounts that repost the same posts (Pacheco et al. 2021, ICWSM, case study 4).

Each account with enough reposts is a vector over the posts it reposted, weighted by TF-IDF; pairs
are compared by the cosine; the pairs in the highest 0.5 % of similarities are edges, and the
connected components of these edges are the groups.

Where the paper is silent, this was chosen: an account either reposted a post or did not (repeats
count once); quantile and TF-IDF are taken over the accounts with enough reposts; the TF-IDF is
scikit-learn's; a pair has a similarity only if it shares a post; pairs that tie with the quantile
are edges. One thing is ours: `min_shared`. As published (`min_shared=1`), two accounts all of
whose shared reposts are of one viral post can be an edge; at the default they must share two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.counting import counted
from inconcert.models.base import Scored
from inconcert.models.description import read_options, write_options
from inconcert.models.options import require_choice, require_flag, require_number, require_whole
from inconcert.models.published.pairs import LEVELS, Census, PairLevels, census, components
from inconcert.networks.similarity import incidence, tfidf

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.models.base import AccountGraph, Targets
    from inconcert.networks.similarity import Incidence

SUBSTITUTES = ("url", "media", "domain", "hashtag")
"""Layers that `layer="auto"` may take where a dataset has no reposts."""


def similarities(
    actions: pl.DataFrame,
    *,
    layer: str = "repost",
    min_reposts: int = 10,
    min_shared: int = 2,
    quantile: float = 0.995,
    drop_singletons: bool = False,
) -> pl.DataFrame:
    """Return the pairs of accounts at or above the quantile of all similarities.

    Columns `source` < `target`, `similarity` in (0, 1], rounded to six decimals; sorted. With
    `quantile=0` all pairs that share `min_shared` objects. Cost: the sum over objects of the
    square of their number of accounts.

    >>> import polars as pl
    >>> actions = pl.DataFrame({"account_id": ["a", "a", "b", "b", "c"], "layer": "repost",
    ...                         "object_id": ["x", "y", "x", "y", "y"], "post_id": list("12345")})
    >>> similarities(actions, min_reposts=1).rows()
    [('a', 'b', 1.0)]
    """
    found = _incidence(actions, layer=layer, min_reposts=min_reposts)
    pairs = _pairs(found, min_shared=min_shared, drop_singletons=drop_singletons)
    taken = census(pairs, len(found.accounts))
    if taken.pairs == 0:
        return _pair_table([], [], [])
    least = taken.quantile(quantile)
    kept = [block.where(block.level / LEVELS >= least) for block in pairs]
    first, second, level = (
        np.concatenate([getattr(block, part) for block in kept])
        for part in ("first", "second", "level")
    )
    ids = found.accounts
    return _pair_table(ids.gather(first), ids.gather(second), level / LEVELS)


@dataclass
class CorepostSimilarity:
    """Largest TF-IDF cosine of an account's reposts with another account's; needs no labels.

    The score of an account is its largest similarity with any other; 0 where it shares too
    little with everyone; null, and never flagged, where it has fewer than `min_reposts` reposts,
    too few to say. Flagged are the accounts at the end of an edge, which are those whose score is
    at least the quantile. The threshold is relative: in every dataset some pairs are the highest,
    so some accounts are flagged in any crowd, coordinated or not.

    Reposts of an account's own posts do not count, as far as the actions show whose post it was.
    """

    name: ClassVar[str] = "corepost_similarity"
    needs_labels: ClassVar[bool] = False

    layer: str = "auto"
    """`auto`: reposts; where a dataset has none, the layer with the most shared actions among
    url, media, domain and hashtag, which is then said in a note."""
    min_reposts: int = 10
    min_shared: int = 2
    """Least objects that the two accounts of an edge share; 1 is as published."""
    quantile: float = 0.995
    min_similarity: float = 0.0
    """Least similarity of an edge, whatever the quantile is; 0 is as published."""
    drop_singletons: bool = False
    """Leave out objects that one account alone acted on before the vectors are brought to length
    1, so that an account's other reposts do not lower its similarities."""

    def __post_init__(self) -> None:
        require_choice("model.layer", self.layer, ("auto", *schemas.LAYERS))
        require_whole("model.min_reposts", self.min_reposts, least=1)
        require_whole("model.min_shared", self.min_shared, least=1)
        require_number("model.quantile", self.quantile, least=0, most=1)
        require_number("model.min_similarity", self.min_similarity, least=0, most=1)
        require_flag("model.drop_singletons", self.drop_singletons)

    def fit(
        self,
        graph: AccountGraph,  # noqa: ARG002
        targets: Targets | None,  # noqa: ARG002
        *,
        seed: int,  # noqa: ARG002
    ) -> Self:
        """Learn nothing: the method compares the accounts of the dataset that it scores."""
        return self

    def score(self, graph: AccountGraph) -> Scored:
        """Score every account that has enough reposts."""
        layer, notes = self._layer(graph.actions)
        found = _incidence(graph.actions, layer=layer, min_reposts=self.min_reposts)
        pairs = _pairs(found, min_shared=self.min_shared, drop_singletons=self.drop_singletons)
        taken = census(pairs, len(found.accounts))
        scores = _scores(graph.account_ids, found, taken)
        notes += _abstention_note(scores, self.min_reposts, layer)
        if taken.pairs == 0:
            rule = f"nobody is flagged: no two accounts {self._support(layer, 'share')}"
            return Scored(scores=scores, threshold=1.0, rule=rule, notes=notes)
        threshold = max(taken.quantile(self.quantile), self.min_similarity)
        groups = components(pairs, len(found.accounts), least=threshold)
        rule = self._rule(layer, threshold, taken, groups)
        return Scored(scores=scores, threshold=threshold, rule=rule, notes=(*notes, RELATIVE))

    def save(self, directory: Path) -> None:
        """Write `model.json`, which holds the options."""
        write_options(directory, self)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote."""
        return read_options(cls, directory)

    def _layer(self, actions: pl.DataFrame) -> tuple[str, tuple[str, ...]]:
        if self.layer != "auto":
            return self.layer, _other_layer_note(self.layer)
        if (actions["layer"] == "repost").any():
            return "repost", ()
        shared = _shared_actions(actions)
        layer = max(SUBSTITUTES, key=lambda name: shared.get(name, 0))
        if not shared.get(layer):
            return "repost", (f"no reposts here, and no {' or '.join(SUBSTITUTES)} shared",)
        note = f"no reposts here: accounts were compared by {layer}, which they share most"
        return layer, (note, *_other_layer_note(layer))

    def _support(self, layer: str, verb: str) -> str:
        return (
            f"with at least {_acts(layer, self.min_reposts)} each {verb} at least "
            f"{self.min_shared} of the same"
        )

    def _rule(self, layer: str, threshold: float, found: Census, groups: NDArray[np.int64]) -> str:
        flagged = int((found.best / LEVELS >= threshold).sum())
        sizes = np.bincount(groups)
        reason = f"the {self.quantile:g} quantile"
        if threshold == self.min_similarity > found.quantile(self.quantile):
            reason = "min_similarity, which is above the quantile"
        return (
            f"flagged if the TF-IDF cosine with any other account is at least {threshold:.6f}: "
            f"{reason} of {counted(found.pairs, 'pair')} of accounts "
            f"{self._support(layer, 'that share')}; "
            f"{counted(flagged, 'account')} in "
            f"{counted(int((sizes > 1).sum()), 'connected component')}"
        )


RELATIVE = (
    "the threshold is relative to the dataset: its most similar pairs are flagged in any crowd, "
    "coordinated or not"
)


def _incidence(actions: pl.DataFrame, *, layer: str, min_reposts: int) -> Incidence:
    """Accounts with enough acts on the layer, by objects; own posts aside, repeats once."""
    acts = _without_own(actions, layer).select("account_id", feature="object_id")
    enough = pl.len().over("account_id") >= min_reposts
    return incidence(acts.filter(enough), binary=True)


def _pairs(found: Incidence, *, min_shared: int, drop_singletons: bool) -> PairLevels:
    weights = tfidf(found.shared() if drop_singletons else found)
    return PairLevels(weights, min_shared=min_shared)


def _without_own(actions: pl.DataFrame, layer: str) -> pl.DataFrame:
    """An object that is a post of the same account, known from any layer, is its own post."""
    own = actions.select("account_id", object_id="post_id").unique()
    return actions.filter(pl.col("layer") == layer).join(
        own, on=["account_id", "object_id"], how="anti"
    )


def _scores(account_ids: pl.Series, found: Incidence, taken: Census) -> pl.DataFrame:
    best = pl.DataFrame({"account_id": found.accounts, "score": taken.best / LEVELS})
    accounts = pl.DataFrame({"account_id": account_ids})
    return accounts.join(best, on="account_id", how="left").sort("account_id")


def _abstention_note(scores: pl.DataFrame, min_reposts: int, layer: str) -> tuple[str, ...]:
    silent = scores["score"].null_count()
    if not silent:
        return ()
    return (
        f"{silent} of {scores.height} accounts have fewer than {_acts(layer, min_reposts)}, "
        "too few to say: they have no score and are not flagged",
    )


def _other_layer_note(layer: str) -> tuple[str, ...]:
    if layer == "repost":
        return ()
    return (f"the published method compares reposts; here it compares the layer {layer}",)


def _acts(layer: str, number: int) -> str:
    if layer == "repost":
        return counted(number, "repost")
    return f"{counted(number, 'act')} on the layer {layer}"


def _shared_actions(actions: pl.DataFrame) -> dict[str, int]:
    """Count, per layer, the actions on objects that at least two accounts acted on."""
    shared = (
        actions.group_by("layer", "object_id")
        .agg(accounts=pl.col("account_id").n_unique(), acts=pl.len())
        .filter(pl.col("accounts") > 1)
        .group_by("layer")
        .agg(pl.col("acts").sum())
    )
    return dict(zip(shared["layer"].to_list(), shared["acts"].to_list(), strict=True))


def _pair_table(source: object, target: object, similarity: object) -> pl.DataFrame:
    columns = {"source": source, "target": target, "similarity": similarity}
    types = {"source": pl.String, "target": pl.String, "similarity": pl.Float64}
    return pl.DataFrame(columns, schema=types).sort("source", "target")
