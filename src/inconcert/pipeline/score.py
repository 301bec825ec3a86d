"""Score a dataset without labels: posts in, ranked clusters with their evidence out."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.errors import TooLittleError
from inconcert.pipeline.bundle import Bundle, resolve_model
from inconcert.pipeline.stages import account_graph
from inconcert.posts.pseudonyms import Pseudonyms, user_key
from inconcert.scoring.result import Provenance, ScoreResult
from inconcert.scoring.score import score_graph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from inconcert.networks.settings import NetworkSettings
    from inconcert.posts.ingest import IngestCounts, SourceFile

LEAST_ACCOUNTS = 2


def score(
    posts: pl.DataFrame,
    model: str | Path | Bundle = "corepost_similarity",
    *,
    accounts: pl.DataFrame | None = None,
    network: NetworkSettings | None = None,
    seed: int = 0,
    files: Sequence[SourceFile] = (),
    counts: IngestCounts | None = None,
    notes: Sequence[str] = (),
    pseudonyms: Pseudonyms | None = None,
    tracking_uri: str | None = None,
) -> ScoreResult:
    """Score every account of a dataset, and find the clusters that act in concert.

    `model` is a name of `conf/model` that needs no labels, a folder that `inconcert train` left,
    or `runs:/ID` of the store at `tracking_uri`. `network` (None: what the model was trained
    with, else the defaults) says what counts as acting together. `files`, `counts` and `notes` of
    an `Ingest` go into the report. Pseudonyms are made under the user's key unless given.

    Raises `TooLittleError` with fewer than two accounts, `ModelError` if the model cannot be used.

    >>> import polars as pl
    >>> from inconcert.schemas import Posts, empty
    >>> score(empty(Posts))
    Traceback (most recent call last):
    inconcert.errors.TooLittleError: 0 accounts posted; at least 2 are needed to act in concert...
    """
    bundle = model if isinstance(model, Bundle) else resolve_model(model, tracking_uri=tracking_uri)
    _check_enough(posts)
    settings = network or bundle.network
    graph = account_graph(posts, accounts=accounts, network=settings, features=bundle.features)
    said = dict.fromkeys((*notes, *changes(bundle, settings), *graph.notes))
    return score_graph(
        posts,
        replace(graph, notes=tuple(said)),
        bundle.model.score(graph),
        network=settings,
        pseudonyms=pseudonyms or Pseudonyms(user_key()),
        seed=seed,
        accounts=accounts,
        model=bundle.name,
        provenance=_provenance(bundle, settings, seed, files, counts),
    )


def changes(bundle: Bundle, network: NetworkSettings) -> tuple[str, ...]:
    """Say how the network differs from the one that the model was trained on."""
    if not bundle.trained:
        return ()
    trained, given = asdict(bundle.network), asdict(network)
    different = [
        f"{key} {given[key]} in place of {trained[key]}"
        for key in given
        if given[key] != trained[key]
    ]
    if not different:
        return ()
    return (f"the network differs from that of the model's training: {', '.join(different)}",)


def _check_enough(posts: pl.DataFrame) -> None:
    found = posts["account_id"].n_unique()
    if found < LEAST_ACCOUNTS:
        posted = f"{found} account{'' if found == 1 else 's'} posted"
        raise TooLittleError(
            f"{posted}; at least {LEAST_ACCOUNTS} are needed to act in concert\n"
            "give the posts of everyone in the conversation, not of one account"
        )


def _provenance(
    bundle: Bundle,
    network: NetworkSettings,
    seed: int,
    files: Sequence[SourceFile],
    counts: IngestCounts | None,
) -> Provenance:
    from inconcert.tracking.manifest import git_commit, versions

    settings: dict[str, Any] = {
        "model": bundle.name,
        "seed": seed,
        **{f"network.{key}": value for key, value in asdict(network).items()},
        "features.families": list(bundle.features.names),
        **{
            f"trained.{key}": bundle.trained[key]
            for key in ("dataset", "seed", "run_id")
            if key in bundle.trained
        },
    }
    commit = git_commit()
    return Provenance(
        files=tuple(files),
        counts=counts,
        settings=settings,
        versions={**versions(), **({"git_commit": commit} if commit else {})},
        created_at=datetime.now(UTC),
    )
