"""The public Python interface: small, loaded when asked for, and whole from posts to clusters."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import polars as pl
import pytest

import inconcert
from inconcert.pipeline.choices import choice
from inconcert.pipeline.datasets import SimulatedDataset
from inconcert.posts.pseudonyms import Pseudonyms
from inconcert.schemas import Accounts, Actions, Edges, Evidence, Interactions, Posts, Scores, empty

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.simulation.world import World

PUBLIC = {
    "InconcertError",
    "__version__",
    "account_features",
    "actions",
    "coaction_network",
    "interaction_graph",
    "pairs",
    "read_posts",
    "score",
    "significance",
    "text_families",
    "to_networkx",
    "to_pyg",
}


@pytest.fixture(scope="module")
def world() -> World:
    return SimulatedDataset("tiny").world()


@pytest.fixture(scope="module")
def posts(world: World, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The posts as a user has them: in a file."""
    path = tmp_path_factory.mktemp("posts") / "posts.parquet"
    world.posts.write_parquet(path)
    return inconcert.read_posts(path)


@pytest.fixture(scope="module")
def edges(posts: pl.DataFrame) -> pl.DataFrame:
    acts = inconcert.actions(posts, layers=["repost", "text"])
    return inconcert.coaction_network(acts, window_seconds=300, min_weight=2)


def test_every_name_loads_and_no_other_is_promised() -> None:
    assert set(inconcert.__all__) == PUBLIC
    assert set(dir(inconcert)) == PUBLIC
    for name in PUBLIC:
        assert getattr(inconcert, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'inconcert' has no attribute 'read_post'"):
        inconcert.read_post  # noqa: B018


@pytest.mark.parametrize(
    ("name", "leading"),
    [
        ("read_posts", {"paths": inspect.Parameter.empty, "reader": "auto", "columns": None}),
        ("actions", {"posts": inspect.Parameter.empty, "layers": None}),
        (
            "coaction_network",
            # None: 1 for weights that count, no bound for fractional ones
            {"actions": inspect.Parameter.empty, "window_seconds": 60, "min_weight": None},
        ),
        ("interaction_graph", {"posts": inspect.Parameter.empty, "kind": "repost"}),
        ("account_features", {"posts": inspect.Parameter.empty}),
        ("score", {"posts": inspect.Parameter.empty, "model": "corepost_similarity"}),
    ],
)
def test_signatures_begin_as_documented(name: str, leading: dict[str, object]) -> None:
    parameters = inspect.signature(getattr(inconcert, name)).parameters.values()
    positional = [one for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    assert {one.name: one.default for one in positional} == leading
    further = [one for one in parameters if one not in positional]
    assert all(one.kind is one.KEYWORD_ONLY for one in further)
    assert all(one.default is not one.empty for one in further), "what is further is optional"


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_every_name_is_documented_with_a_summary_line(name: str) -> None:
    lines = (inspect.getdoc(getattr(inconcert, name)) or "").splitlines()
    assert lines
    assert lines[0].endswith(".")


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = "{'polars', 'torch', 'numpy', 'sklearn', 'mlflow', 'hydra', 'dataframely'}"
    code = f"import sys, inconcert; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_posts_are_read_as_written(world: World, posts: pl.DataFrame) -> None:
    assert posts.equals(Posts.validate(posts))
    assert posts["post_id"].to_list() == world.posts.sort("post_id")["post_id"].to_list()


def test_tables_satisfy_their_schemas(posts: pl.DataFrame, edges: pl.DataFrame) -> None:
    acts = inconcert.actions(posts)
    assert Actions.is_valid(acts)
    assert set(inconcert.actions(posts, layers=["repost"])["layer"]) == {"repost"}
    assert Edges.is_valid(edges)
    assert edges["weight"].min() == 2
    assert Interactions.is_valid(inconcert.interaction_graph(posts, kind="reply"))


def test_features_have_one_row_an_account(posts: pl.DataFrame, edges: pl.DataFrame) -> None:
    table = inconcert.account_features(posts, coaction=edges, families=["activity", "structure"])
    assert table["account_id"].to_list() == posts["account_id"].unique().sort().to_list()
    assert set(table.dtypes[1:]) == {pl.Float64}
    assert table["coaction_degree"].max() > 0


def test_the_network_goes_to_networkx_by_one_call(edges: pl.DataFrame, posts: pl.DataFrame) -> None:
    one_layer = edges.filter(pl.col("layer") == "text")
    graph = inconcert.to_networkx(one_layer)
    assert isinstance(graph, nx.Graph)
    assert graph.number_of_edges() == one_layer.height
    source, target, weight = one_layer.select("source", "target", "weight").row(0)
    assert graph.edges[source, target]["weight"] == weight
    assert inconcert.to_networkx(inconcert.interaction_graph(posts)).is_directed()


def test_the_network_goes_to_pyg_by_one_call(edges: pl.DataFrame) -> None:
    graph = inconcert.to_pyg(edges)
    # undirected edges stand in the list both ways
    assert graph.edge_index.shape == (2, 2 * edges.height)
    assert float(graph.edge_weight.sum()) == 2 * edges["weight"].sum()
    assert graph.relations == ["co_repost", "co_text"]


def test_scoring_finds_the_planted_campaigns(world: World, posts: pl.DataFrame) -> None:
    result = inconcert.score(posts, pseudonyms=Pseudonyms(b"0" * 32))
    assert Scores.is_valid(result.accounts)
    assert Evidence.is_valid(result.evidence)
    assert result.rule.startswith("flagged if the TF-IDF cosine with any other account")
    first = result.clusters.sort("rank").row(0, named=True)
    planted = world.labels.drop_nulls("campaign")["account_id"].to_list()
    inside = len(set(first["members"]) & set(planted)) / len(first["members"])
    # 46 of 286 accounts are in a campaign: a cluster drawn by chance would hold one in six
    assert inside > 0.8


def test_a_saved_model_scores_too(posts: pl.DataFrame, tmp_path: Path) -> None:
    from inconcert.pipeline.bundle import resolve_model, save_bundle

    save_bundle(resolve_model("corepost_similarity"), tmp_path / "model")
    result = inconcert.score(posts, model=tmp_path / "model", pseudonyms=Pseudonyms(b"0" * 32))
    assert result.model == "corepost_similarity"
    assert choice("model", result.model).read()["_target_"].endswith("CorepostSimilarity")


def test_what_goes_wrong_is_one_error_to_catch(tmp_path: Path) -> None:
    with pytest.raises(inconcert.InconcertError, match="missing"):
        inconcert.read_posts(tmp_path / "missing.csv")
    with pytest.raises(inconcert.InconcertError, match="did you mean 'repost'"):
        inconcert.interaction_graph(empty(Posts), kind="reposts")  # type: ignore[arg-type]
    with pytest.raises(inconcert.InconcertError, match="0 accounts posted"):
        inconcert.score(empty(Posts), accounts=empty(Accounts))
