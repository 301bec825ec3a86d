"""A graph network over who reposts, answers and acts together with whom.

GraphSAGE (Hamilton et al. 2017) with one weight matrix per kind of edge. Paper and field leave
open, and here it was chosen: edges weigh log(1 + weight) in a weighted mean; co-action edges have
no direction, interactions have both with a matrix each; every layer's output reaches the logit.

What the field got wrong and this does not do: accounts without edges are neither dropped nor
linked to made-up neighbours, for that tells the label by the degree; no step of preparation reads
labels; scaling is learned on training accounts alone; the epoch and the threshold are chosen on
validation accounts, never on those that are tested. Message passing sees the features and edges
of all accounts of the graph it is given: for an inductive result, give `fit` a graph that lacks
the tested accounts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from inconcert import schemas
from inconcert.errors import ModelError
from inconcert.models.accounts import (
    feature_columns,
    feature_matrix,
    training_accounts,
    validation_accounts,
)
from inconcert.models.decision import UNDECIDED, Decision
from inconcert.models.description import FILE, read_description, write_description
from inconcert.models.graphs import COACTION_PREFIX, Relations, relations
from inconcert.models.options import require_choice, require_number, require_whole
from inconcert.models.persist import load_arrays, save_arrays
from inconcert.models.reading import Reading
from inconcert.models.scaling import RankScaling

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.models.accounts import Labelled
    from inconcert.models.base import AccountGraph, Scored, Targets
    from inconcert.models.nets import SageNet
    from inconcert.models.training import Schedule, Training

DEVICES = ("auto", "cpu", "cuda")
EDGE_WEIGHTS = ("log", "none")
WEIGHTS = "weights.safetensors"
SCALING = "scaling.safetensors"


@dataclass(frozen=True)
class _Learned:
    """A trained network, what it reads, how it was trained and from where it flags."""

    net: SageNet
    reading: Reading
    training: Training
    decision: Decision = UNDECIDED


@dataclass
class GraphSage:
    """GraphSAGE over repost, reply and co-action edges, a weight matrix for each kind.

    Inputs are the features as their place among the training accounts (`RankScaling`), so the
    same network scores datasets of other sizes, and whether an account has features at all (those
    that never posted have none). A kind of edge that was not there in training is not read.
    On a CPU the same seed gives the same numbers. A score is a probability under classes weighted
    alike, not a prevalence. Cost: O(edges x hidden) an epoch, the whole graph at once.
    """

    name: ClassVar[str] = "graphsage"
    needs_labels: ClassVar[bool] = True

    interactions: tuple[str, ...] = ("repost", "reply")
    """Kinds of interactions that are edges."""
    layers: tuple[str, ...] | None = None
    """Layers of co-action that are edges; None: all that the training data have."""
    edge_weights: Literal["log", "none"] = "log"
    hidden: int = 32
    depth: int = 2
    dropout: float = 0.3
    learning_rate: float = 0.01
    weight_decay: float = 0.0005
    epochs: int = 200
    patience: int = 30
    device: Literal["auto", "cpu", "cuda"] = "auto"
    _learned: _Learned | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.interactions = tuple(self.interactions)
        self.layers = None if self.layers is None else tuple(self.layers)
        for kind in self.interactions:
            require_choice("model.interactions", kind, schemas.INTERACTION_KINDS)
        require_choice("model.edge_weights", self.edge_weights, EDGE_WEIGHTS)
        require_whole("model.hidden", self.hidden, least=1, most=4096)
        require_whole("model.depth", self.depth, least=1, most=8)
        require_number("model.dropout", self.dropout, least=0, most=0.95)
        require_number("model.learning_rate", self.learning_rate, least=0, above=True)
        require_number("model.weight_decay", self.weight_decay, least=0)
        require_whole("model.epochs", self.epochs, least=1)
        require_whole("model.patience", self.patience, least=1)
        require_choice("model.device", self.device, DEVICES)

    def fit(self, graph: AccountGraph, targets: Targets | None, *, seed: int) -> Self:
        """Learn from the training accounts of a graph, all of whose edges carry messages."""
        from inconcert.models.training import pick_device, probabilities, seeded, train

        device = pick_device(self.device)
        known = training_accounts(graph, targets, model=self.name)
        validation = validation_accounts(graph, targets)
        found = relations(graph)
        reading = self._reading(graph, found, known)
        inputs = reading.inputs(graph, found).to(device)
        with seeded(seed, device):
            net = self._net(reading).to(device)
            training = train(
                net, inputs, train=known, validation=validation, schedule=self._schedule()
            )
        decision = Decision.choose(probabilities(net, inputs)[: found.accounts], validation)
        self._learned = _Learned(net.cpu(), reading, training, decision)
        return self

    def score(self, graph: AccountGraph) -> Scored:
        """Score every account by its probability."""
        from inconcert.models.training import pick_device, probabilities

        learned, device = self._trained(), pick_device(self.device)
        found = relations(graph)
        inputs = learned.reading.inputs(graph, found).to(device)
        scores = probabilities(learned.net.to(device), inputs)[: found.accounts]
        notes = learned.reading.notes(graph, found)
        return learned.decision.apply(graph.account_ids, scores, notes)

    def save(self, directory: Path) -> None:
        """Write `model.json`, `weights.safetensors` and `scaling.safetensors`."""
        learned = self._trained()
        state = learned.net.cpu().state_dict()
        save_arrays(directory / WEIGHTS, {name: part.numpy() for name, part in state.items()})
        save_arrays(directory / SCALING, learned.reading.scaling.arrays())
        write_description(
            directory,
            self,
            columns=learned.reading.columns,
            decision=learned.decision,
            relations=list(learned.reading.relations),
            training=asdict(learned.training),
        )

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote."""
        described = read_description(cls, directory)
        model, columns = described.model, described.columns
        arrays = load_arrays(directory / SCALING)
        reading = Reading(
            columns=columns,
            scaling=RankScaling.from_arrays(arrays, features=len(columns)),
            relations=_relations_of(described.rest, directory),
            weighted=model.edge_weights == "log",
        )
        net = model._net_with(reading, load_arrays(directory / WEIGHTS), directory)
        training = _training_of(described.rest, directory)
        model._learned = _Learned(net, reading, training, described.decision)
        return model

    def _trained(self) -> _Learned:
        if self._learned is None:
            raise ModelError(
                f"model {self.name} was not trained; call fit, or load a trained bundle"
            )
        return self._learned

    def _reading(self, graph: AccountGraph, found: Relations, known: Labelled) -> Reading:
        columns = feature_columns(graph.features)
        matrix = feature_matrix(graph.features, columns)
        return Reading(
            columns=columns,
            scaling=RankScaling.fit(matrix[known.rows]),
            relations=tuple(sorted(name for name in found.edges if self._reads(name))),
            weighted=self.edge_weights == "log",
        )

    def _reads(self, relation: str) -> bool:
        if not relation.startswith(COACTION_PREFIX):
            return relation in self.interactions
        return self.layers is None or relation.removeprefix(COACTION_PREFIX) in self.layers

    def _schedule(self) -> Schedule:
        from inconcert.models.training import Schedule

        return Schedule(
            epochs=self.epochs,
            patience=self.patience,
            learning_rate=self.learning_rate,
            weight_decay=self.weight_decay,
        )

    def _net(self, reading: Reading) -> SageNet:
        from inconcert.models.nets import SageNet

        return SageNet(
            inputs=reading.width,
            hidden=self.hidden,
            depth=self.depth,
            relations=reading.matrices,
            dropout=self.dropout,
        )

    def _net_with(
        self, reading: Reading, arrays: dict[str, NDArray[Any]], directory: Path
    ) -> SageNet:
        """Build the network of a bundle; its weights must have the shapes the options give."""
        import torch

        from inconcert.models.training import seeded

        with seeded(0, torch.device("cpu")):
            net = self._net(reading)
        try:
            net.load_state_dict({name: torch.from_numpy(part) for name, part in arrays.items()})
        except RuntimeError as error:
            raise ModelError(
                f"{directory / WEIGHTS}: the weights do not fit the network that model.json says\n"
                "The files of two models were mixed; train or copy the model again."
            ) from error
        return net


def _relations_of(rest: dict[str, Any], directory: Path) -> tuple[str, ...]:
    found = rest.get("relations")
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ModelError(f"{directory / FILE}: relations is no list of names: {found!r}")
    return tuple(found)


def _training_of(rest: dict[str, Any], directory: Path) -> Training:
    from inconcert.models.training import Training

    try:
        return Training(**rest["training"])
    except (KeyError, TypeError) as error:
        raise ModelError(f"{directory / FILE}: training is not as written: {error}") from error
