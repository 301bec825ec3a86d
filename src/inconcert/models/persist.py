"""Models on disk: JSON, safetensors and skops, never pickle.

Every reader checks that the file is there, that it is not larger than a model can be, and that
it is of its format. Estimators of scikit-learn are read with one fixed list of trusted types;
what a file asks to be trusted is never granted.
"""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from inconcert.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np

JSON_BYTES = 64 << 20
"""Largest JSON file that is read."""
WEIGHT_BYTES = 1 << 30
"""Largest file of arrays, and largest unpacked estimator, that is read."""

TRUSTED_TYPES: tuple[str, ...] = (
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
)
"""Beside what skops trusts by itself: the nodes of a tree, which run no code."""


def save_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON object in UTF-8, keys sorted; NaN and infinities are refused.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "model.json"
    >>> save_json(path, {"threshold": 0.5})
    >>> load_json(path)
    {'threshold': 0.5}
    """
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def load_json(path: Path) -> dict[str, Any]:
    """Read a JSON object. Raises `ModelError` if it is missing, too large or no object."""
    _require_file(path, JSON_BYTES)
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _damaged(path, "JSON", error) from error
    if not isinstance(value, dict):
        raise _damaged(path, "a JSON object", f"found a {type(value).__name__}")
    return value


def save_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write named arrays as safetensors.

    >>> import tempfile, pathlib, numpy as np
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "weights.safetensors"
    >>> save_arrays(path, {"w": np.array([1.0, 2.0])})
    >>> load_arrays(path)["w"]
    array([1., 2.])
    """
    import numpy as np
    from safetensors.numpy import save_file

    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)


def load_arrays(path: Path) -> dict[str, np.ndarray]:
    """Read named arrays. Raises `ModelError` if the file is missing, too large or damaged."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    _require_file(path, WEIGHT_BYTES)
    try:
        return load_file(path)
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise _damaged(path, "safetensors", error) from error


def save_estimator(path: Path, estimator: Any) -> None:
    """Write an estimator of scikit-learn in skops' format."""
    import skops.io

    skops.io.dump(estimator, path)


def load_estimator(path: Path, kind: type[Any]) -> Any:
    """Read an estimator of class `kind`, with the fixed list of trusted types alone.

    Raises `ModelError` if the file is missing, too large, damaged, of another class, or holds a
    type that is not on the list.
    """
    import skops.io
    from skops.io.exceptions import UnsupportedTypeException, UntrustedTypesFoundException

    _require_file(path, WEIGHT_BYTES)
    _require_small_archive(path)
    try:
        estimator = skops.io.load(path, trusted=list(TRUSTED_TYPES))
    except (UntrustedTypesFoundException, UnsupportedTypeException) as error:
        raise ModelError(
            f"{path}: holds types that a model of inconcert never has, and was not loaded\n"
            f"found: {error}\nUse only bundles that `inconcert train` wrote."
        ) from error
    except (
        zipfile.BadZipFile,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OSError,
        ImportError,
        IndexError,
        RecursionError,
    ) as error:
        raise _damaged(path, "skops", error) from error
    if type(estimator) is not kind:
        raise _damaged(path, f"a {kind.__name__}", f"found a {type(estimator).__name__}")
    return estimator


def _require_file(path: Path, largest: int) -> None:
    if not path.is_file():
        raise ModelError(f"{path}: not found; the model's folder is not complete")
    if (size := path.stat().st_size) > largest:
        raise ModelError(f"{path}: {size} bytes, more than the {largest} that a model can have")


def _require_small_archive(path: Path) -> None:
    """A small archive can unpack to more than the memory holds; its own index says so."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(path, "skops", error) from error
    if size > WEIGHT_BYTES:
        raise ModelError(f"{path}: unpacks to {size} bytes, more than the {WEIGHT_BYTES} allowed")


def _damaged(path: Path, expected: str, found: object) -> ModelError:
    reason = str(found).splitlines()[0][:200] if str(found) else type(found).__name__
    return ModelError(
        f"{path}: cannot be read as {expected}: {reason}\n"
        "The file is damaged or was not written by `inconcert train`; train or copy it again."
    )
