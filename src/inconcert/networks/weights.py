"""What an edge weighs: counts, and sums over shared objects of how telling each object is.

For a pair of accounts (a, b) and the objects o on which they have a co-act within the window:

- `distinct_objects`: sum_o 1 (CooRnet; Giglietto et al. 2020)
- `post_pairs`: number of pairs of acts (CooRTweet; Righetti and Balluff 2025)
- `distinct_posts_source`, `distinct_posts_target`: distinct posts of that side with a partner on
  the other (coordination-network-toolkit counts those of the source; Graham et al. 2020)
- `idf`: sum_o ln(N / n_o)
- `tfidf_cosine`: sum_o x_ao x_bo / (|x_a| |x_b|) with x_ao = acts of a on o times ln(N / n_o) and
  |x_a| over all objects of a; without a window the cosine of the accounts' vectors (Pacheco et
  al. 2021; Nizzoli et al. 2021)
- `newman`: sum_o 1 / (n_o - 1) (Newman 2001, eq. 2)
- `popularity`: sum_o (acts on o / acts on the layer) (after Cima et al. 2024, who take the counts
  of the day; chosen here: those of the whole table)

N: accounts that act on the layer; n_o: accounts that act on o. With a half-life h the term of an
object is multiplied by 2 ** (-d / h), d the shortest delay of the two accounts on it; with
`post_pairs` each pair by its own delay. Chosen: the literature decays by position in a series of
windows or since the first share, neither of which is a property of the two accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import is_new, require
from inconcert.networks.measures import reduced
from inconcert.networks.sweep import MICROSECONDS

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

    from inconcert.networks.acts import Whole
    from inconcert.networks.edgegroups import EdgeGroups
    from inconcert.networks.layeracts import LayerActs
    from inconcert.networks.rules import CoActionRules

    Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ActValues:
    """What each act brings to a weight: a term of an object, a side of a product, or a post."""

    value: Reals | None = None
    product: bool = False
    post: Whole | None = None

    def take(self, kept: Whole) -> ActValues:
        """Return the values of these acts."""
        value = None if self.value is None else self.value[kept]
        return ActValues(value, self.product, None if self.post is None else self.post[kept])


@dataclass(frozen=True)
class LayerTotals:
    """How many accounts act on a layer, and how many acts there are."""

    accounts: int
    acts: int


def act_values(
    acts: LayerActs,
    actions: pl.DataFrame,
    rules: CoActionRules,
    totals: LayerTotals | None = None,
) -> ActValues:
    """Return what the acts of a layer bring to the weight that the rules ask for.

    `totals` are those of the whole layer, where `acts` are all acts on some of its objects.
    Raises `ColumnError` where the weight counts posts and some act has none.
    """
    if rules.weight.startswith("distinct_posts"):
        require(actions, ("post_id",))
        from inconcert.networks.layeracts import object_codes

        return ActValues(post=object_codes(actions["post_id"])[0][acts.row].astype(np.int64))
    if rules.weight == "tfidf_cosine":
        return ActValues(_vector_parts(acts), product=True)
    terms = {"idf": _idf, "newman": _newman, "popularity": _popularity}
    if rules.weight not in terms:
        return ActValues()
    totals = totals or LayerTotals(np.unique(acts.account).size, len(acts))
    return ActValues(terms[rules.weight](acts, totals))


def weights_of(
    acts: LayerActs, groups: EdgeGroups, values: ActValues, rules: CoActionRules
) -> Reals:
    """Return the weight of each edge; sums run over sorted terms, so no order of rows shows."""
    if values.post is not None:
        return _posts(acts, groups, values.post, of_source=rules.weight.endswith("source"))
    delay = acts.time[groups.later] - acts.time[groups.earlier]
    if rules.weight == "post_pairs":
        if rules.half_life_seconds is None:
            return groups.lengths.astype(np.float64)
        return _sums(_decay(delay, rules.half_life_seconds), groups.starts)
    return _object_sums(acts, groups, values, rules, delay)


def _object_sums(
    acts: LayerActs,
    groups: EdgeGroups,
    values: ActValues,
    rules: CoActionRules,
    delay: Whole,
) -> Reals:
    opens = is_new(acts.group[groups.earlier])
    opens[groups.starts[:-1]] = True
    begins = np.flatnonzero(opens)
    terms = _terms(values, groups.earlier[begins], groups.later[begins])
    if rules.half_life_seconds is not None:
        closest = reduced(np.minimum, delay, np.append(begins, delay.size))
        terms = terms * _decay(closest, rules.half_life_seconds)
    return _sums(terms, np.searchsorted(begins, groups.starts))


def _terms(values: ActValues, earlier: Whole, later: Whole) -> Reals:
    if values.value is None:
        return np.ones(earlier.size)
    one = values.value[earlier]
    return one * values.value[later] if values.product else one


def _decay(delay: Whole, half_life_seconds: float) -> Reals:
    decayed: Reals = np.exp2(-delay / (half_life_seconds * MICROSECONDS))
    return decayed


def _sums(terms: Reals, starts: Whole) -> Reals:
    owner = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    ranked = terms[np.lexsort((terms, owner))]
    return np.add.reduceat(ranked, starts[:-1]) if starts.size > 1 else ranked[:0]


def _posts(acts: LayerActs, groups: EdgeGroups, post: Whole, *, of_source: bool) -> Reals:
    """Count the distinct posts of one side; an account paired with itself is both sides."""
    edge = np.repeat(np.arange(len(groups)), groups.lengths)
    own = groups.source == groups.target
    wanted = (groups.source if of_source else groups.target)[edge]
    is_earlier = acts.account[groups.earlier] == wanted
    mine = np.where(is_earlier, groups.earlier, groups.later)
    both = own[edge]
    edge = np.concatenate([edge, edge[both]])
    post = np.concatenate([post[mine], post[groups.later[both]]])
    key = edge * (int(post.max(initial=0)) + 1) + post
    found = np.unique(key) // (int(post.max(initial=0)) + 1)
    return np.bincount(found, minlength=len(groups)).astype(np.float64)


def _account_objects(acts: LayerActs) -> tuple[Whole, Whole, Whole]:
    """Return, for each account and object that meet, the acts; and each act's place among them."""
    owner = acts.group.astype(np.int64) * max(len(acts.names), 1) + acts.account
    meeting, place, count = np.unique(owner, return_inverse=True, return_counts=True)
    return meeting, place, count


def _accounts_per_object(acts: LayerActs) -> Whole:
    meeting, _, _ = _account_objects(acts)
    return np.bincount(meeting // max(len(acts.names), 1), minlength=acts.groups)


def _idf_of_objects(acts: LayerActs, accounts: int) -> Reals:
    idf: Reals = np.log(accounts / np.maximum(_accounts_per_object(acts), 1))
    return idf


def _idf(acts: LayerActs, totals: LayerTotals) -> Reals:
    return _idf_of_objects(acts, totals.accounts)[acts.group]


def _newman(acts: LayerActs, _totals: LayerTotals) -> Reals:
    return (1 / np.maximum(_accounts_per_object(acts) - 1, 1))[acts.group]


def _popularity(acts: LayerActs, totals: LayerTotals) -> Reals:
    share: Reals = np.bincount(acts.group) / max(totals.acts, 1)
    return share[acts.group]


def _vector_parts(acts: LayerActs) -> Reals:
    """Return for each act its account's x_ao / |x_a|; zero where the account's vector is."""
    meeting, place, count = _account_objects(acts)
    group, account = np.divmod(meeting, max(len(acts.names), 1))
    part = count * _idf_of_objects(acts, np.unique(acts.account).size)[group]
    order = np.lexsort((part, account))
    norm = np.sqrt(np.bincount(account[order], weights=part[order] ** 2, minlength=len(acts.names)))
    share: Reals = np.divide(part, norm[account], out=np.zeros_like(part), where=part > 0)
    return share[place]
