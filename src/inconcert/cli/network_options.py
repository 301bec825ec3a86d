"""The options of `inconcert network`, as the command line shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Kind = Literal["coaction", "interaction"]
Strata = Literal["language", "community"]

_ENGINE = "Co-action"
_ODDS = "Odds of chance"
_SHAPE = "Backbone, fusion, evidence"

Layers = Annotated[
    list[str] | None,
    typer.Option("--layer", help="repost (if none is given), reply, quote, url, ...; repeat."),
]
Windows = Annotated[
    list[str] | None,
    typer.Option(
        "--window", help="Seconds between two acts (60), or none: no limit; repeat for several."
    ),
]
WindowRuleName = Annotated[
    str | None,
    typer.Option("--window-rule", help="sliding or tumbling (bins).", rich_help_panel=_ENGINE),
]
BinOriginName = Annotated[
    str | None,
    typer.Option(
        "--bin-origin",
        help="Bins begin at the first act on the object, or of the dataset.",
        rich_help_panel=_ENGINE,
    ),
]
WeightName = Annotated[
    str | None,
    typer.Option(
        "--weight",
        help="distinct_objects, post_pairs, distinct_posts_source, distinct_posts_target, idf, "
        "tfidf_cosine, newman or popularity.",
        rich_help_panel=_ENGINE,
    ),
]
HalfLife = Annotated[
    float | None,
    typer.Option(
        "--half-life",
        help="Seconds of delay after which a co-act weighs half.",
        rich_help_panel=_ENGINE,
    ),
]
MinWeight = Annotated[
    float | None,
    typer.Option(
        "--min-weight", help="Least weight of an edge; 1 for weights that count, else no bound."
    ),
]
MinParticipation = Annotated[
    int | None,
    typer.Option(
        "--min-participation", help="Least acts of an account on a layer.", rich_help_panel=_ENGINE
    ),
]
SelfPairs = Annotated[
    bool,
    typer.Option(
        "--self-pairs", help="An account's own acts make pairs, too.", rich_help_panel=_ENGINE
    ),
]
Directed = Annotated[
    bool,
    typer.Option(
        "--directed",
        help="From the account that acted first to the other.",
        rich_help_panel=_ENGINE,
    ),
]
MaxPairs = Annotated[
    int | None,
    typer.Option(
        "--max-pairs", min=1, help="Most pairs of acts to look at.", rich_help_panel=_ENGINE
    ),
]
OnLargeObjects = Annotated[
    str | None,
    typer.Option(
        "--on-large-objects",
        help="Objects with too many pairs: refuse, cap (first acts stay) or sample.",
        rich_help_panel=_ENGINE,
    ),
]
MaxPairsPerObject = Annotated[
    int | None,
    typer.Option(
        "--max-pairs-per-object", help="Of cap and sample; 1,000,000.", rich_help_panel=_ENGINE
    ),
]
NullName = Annotated[
    str | None,
    typer.Option(
        "--null",
        help="cascade, hypergeometric, bicm or shift; adds expected, p_value and q_value.",
        rich_help_panel=_ODDS,
    ),
]
StrataName = Annotated[
    Strata | None,
    typer.Option(
        "--strata",
        help="Chance within each main language, or community of the network without a window.",
        rich_help_panel=_ODDS,
    ),
]
MinActivity = Annotated[
    int | None,
    typer.Option(
        "--min-activity",
        min=1,
        help="Least distinct objects of an account to be tested.",
        rich_help_panel=_ODDS,
    ),
]
BackboneName = Annotated[
    str | None,
    typer.Option(
        "--backbone",
        help="Keep what stands out: quantile, disparity, noise_corrected or validated "
        "(needs --null).",
        rich_help_panel=_SHAPE,
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--backbone-threshold",
        help="Quantile (0.5), alpha (0.05), deviations (1.64) or q (0.05).",
        rich_help_panel=_SHAPE,
    ),
]
FusionName = Annotated[
    str | None,
    typer.Option(
        "--fuse",
        help="Make one layer of several: max, sum, rank or any_k.",
        rich_help_panel=_SHAPE,
    ),
]
FusionK = Annotated[
    int | None,
    typer.Option(
        "--fuse-k", help="Least layers of an edge, for any_k (2).", rich_help_panel=_SHAPE
    ),
]
PairsFile = Annotated[
    Path | None,
    typer.Option(
        "--pairs",
        help="Write the pairs of posts behind the edges here (.parquet or .csv).",
        rich_help_panel=_SHAPE,
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of what is drawn at random.")]
