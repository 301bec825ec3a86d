"""Full-batch training with early stopping on validation accounts."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
import torch
from torch import Tensor, nn

from inconcert.errors import ConfigError
from inconcert.metrics import average_precision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from inconcert.models.accounts import Labelled

logger = logging.getLogger(__name__)

Device = Literal["auto", "cpu", "cuda"]
MANY_NUMBERS = 2_000_000
"""From here on more than one thread pays."""
_WORST = (-1.0, 0.0)


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn."""

    epochs: int
    patience: int
    learning_rate: float
    weight_decay: float


@dataclass(frozen=True)
class Inputs:
    """The whole graph as tensors of one device."""

    features: Tensor
    adjacencies: Sequence[Tensor]

    @property
    def numbers(self) -> int:
        """How many numbers an epoch reads at least once."""
        edges = sum(part.values().numel() for part in self.adjacencies)
        return int(self.features.numel() + edges)

    def to(self, device: torch.device) -> Inputs:
        """Return the same on another device."""
        return Inputs(self.features.to(device), [part.to(device) for part in self.adjacencies])


@contextmanager
def few_threads(inputs: Inputs) -> Iterator[None]:
    """Work on a small graph in one thread, and leave torch's setting as it was.

    Threads that share little work mostly wait for each other, the more so where two jobs share
    the cores; and the sums of one thread are the same on any number of cores.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1 if inputs.numbers < MANY_NUMBERS else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True)
class Training:
    """Which epoch was kept, and what it reached."""

    best_epoch: int
    epochs: int
    validation_average_precision: float | None
    """None: no validation accounts of both classes, so the last epoch was kept."""


def pick_device(device: Device) -> torch.device:
    """Return the device; `auto` takes CUDA where there is one. Raises `ConfigError`.

    >>> pick_device("cpu")
    device(type='cpu')
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise ConfigError(
            "model.device: found 'cuda', and torch finds no CUDA device here\n"
            "Use model.device=auto, or install a build of torch for CUDA"
        )
    cuda = device == "cuda" or (device == "auto" and torch.cuda.is_available())
    return torch.device("cuda" if cuda else "cpu")


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Draw from a seeded generator inside, and leave torch's global one as it was."""
    devices = [torch.cuda.current_device()] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield


def train(
    net: nn.Module, inputs: Inputs, *, train: Labelled, validation: Labelled, schedule: Schedule
) -> Training:
    """Fit by Adam on the weighted cross-entropy of the training accounts; keep the best epoch.

    The loss that is descended reads training accounts alone. After each epoch the validation
    accounts are scored without dropout; the epoch with the highest average precision is kept,
    among equals the one with the lower loss, and training ends after `patience` epochs without a
    better one. Without validation accounts of both classes the last epoch is kept.
    """
    with few_threads(inputs):
        return _train(net, inputs, train, validation, schedule)


def _train(
    net: nn.Module, inputs: Inputs, train: Labelled, validation: Labelled, schedule: Schedule
) -> Training:
    step = _Step(net, inputs, train, schedule)
    best, best_epoch, kept, epoch = _WORST, 0, _copied(net), 0
    for epoch in range(1, schedule.epochs + 1):
        loss = step.take()
        reached = _reached(net, inputs, validation)
        logger.debug("epoch %d: training loss %.4f, validation %s", epoch, loss, reached)
        if reached is None or reached > best:
            best, best_epoch, kept = reached or _WORST, epoch, _copied(net)
        elif epoch - best_epoch >= schedule.patience:
            break
    net.load_state_dict(kept)
    return Training(best_epoch, epoch, None if best == _WORST else best[0])


def probabilities(net: nn.Module, inputs: Inputs) -> NDArray[np.float64]:
    """Return the probability of every node, without dropout."""
    net.eval()
    with torch.no_grad(), few_threads(inputs):
        logits = net(inputs.features, inputs.adjacencies)
    return cast("NDArray[np.float64]", torch.sigmoid(logits).double().cpu().numpy())


class _Step:
    """One epoch: forward, loss on the training accounts, backward, update."""

    def __init__(
        self, net: nn.Module, inputs: Inputs, accounts: Labelled, schedule: Schedule
    ) -> None:
        device = inputs.features.device
        self.net, self.inputs = net, inputs
        self.rows = torch.from_numpy(accounts.rows).to(device)
        self.wanted = torch.from_numpy(accounts.positive).float().to(device)
        share = self.wanted.mean()
        self.loss = nn.BCEWithLogitsLoss(pos_weight=(1 - share) / share)
        self.adam = torch.optim.Adam(
            net.parameters(), lr=schedule.learning_rate, weight_decay=schedule.weight_decay
        )

    def take(self) -> float:
        self.net.train()
        self.adam.zero_grad()
        logits = self.net(self.inputs.features, self.inputs.adjacencies)[self.rows]
        loss = self.loss(logits, self.wanted)
        loss.backward()
        self.adam.step()
        return float(loss.detach())


def _reached(net: nn.Module, inputs: Inputs, validation: Labelled) -> tuple[float, float] | None:
    """Average precision on the validation accounts and, to break ties, the loss turned round."""
    if not validation.has_both_classes:
        return None
    scores = probabilities(net, inputs)[validation.rows]
    right = np.where(validation.positive, scores, 1.0 - scores)
    loss = -np.log(np.clip(right, 1e-12, None)).mean()
    return average_precision(scores, validation.positive), -float(loss)


def _copied(net: nn.Module) -> dict[str, Tensor]:
    return {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}
