"""The import of torch-geometric, which takes seconds and warns of its own use of torch."""

from __future__ import annotations

import warnings
from typing import Any


def torch_geometric() -> Any:
    """Import torch-geometric with its data and layers, without its own deprecation warnings.

    >>> torch_geometric().__name__
    'torch_geometric'
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import torch_geometric as module
        import torch_geometric.data
        import torch_geometric.nn
    return module
