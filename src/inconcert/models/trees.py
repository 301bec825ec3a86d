"""A check of boosted trees read from a file, since scikit-learn walks them without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path


def require_sound_trees(estimator: Any, *, features: int, path: Path) -> None:
    """Raise `ModelError` unless each tree is one: children after parents, known features.

    Walking a damaged tree would read memory that is not its own, or never end.
    """
    for trees in getattr(estimator, "_predictors", ()):
        for tree in trees:
            if not _is_sound(getattr(tree, "nodes", None), features):
                raise ModelError(
                    f"{path}: a tree is damaged: a child, or the feature it asks for, is not "
                    "there\n"
                    "Train or copy the model again."
                )


def _is_sound(nodes: Any, features: int) -> bool:
    """Inner nodes have both children behind them, within the tree; no split is categorical."""
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or nodes.dtype.names is None:
        return False
    inner = np.flatnonzero(nodes["is_leaf"] == 0)
    split = nodes[inner]
    children = np.stack([split["left"], split["right"]]).astype(np.int64)
    known = (split["feature_idx"] >= 0) & (split["feature_idx"] < features)
    behind = (children > inner).all() and (children < len(nodes)).all()
    return bool(len(nodes) and behind and known.all() and not split["is_categorical"].any())
