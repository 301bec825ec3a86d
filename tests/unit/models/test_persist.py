"""Files of models: what is read, and what is refused."""

from __future__ import annotations

import pickle
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer

from inconcert.errors import ModelError
from inconcert.models import persist
from inconcert.models.persist import (
    load_arrays,
    load_estimator,
    load_json,
    save_arrays,
    save_estimator,
    save_json,
)

if TYPE_CHECKING:
    from pathlib import Path


def fitted() -> LogisticRegression:
    return LogisticRegression().fit([[0.0], [1.0]], [False, True])


def test_estimator_and_back(tmp_path: Path) -> None:
    path = tmp_path / "estimator.skops"
    save_estimator(path, fitted())
    again = load_estimator(path, LogisticRegression)
    assert again.predict_proba([[0.3]]).tolist() == fitted().predict_proba([[0.3]]).tolist()


def test_a_type_that_no_model_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "estimator.skops"
    skops.io.dump(FunctionTransformer(func=load_json), path)
    with pytest.raises(ModelError) as caught:
        load_estimator(path, FunctionTransformer)
    assert "holds types that a model of inconcert never has, and was not loaded" in str(
        caught.value
    )
    assert "load_json" in str(caught.value)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "estimator.skops"
    path.write_bytes(pickle.dumps(fitted()))
    with pytest.raises(ModelError, match="cannot be read as skops: File is not a zip file"):
        load_estimator(path, LogisticRegression)


def test_another_estimator_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "estimator.skops"
    save_estimator(path, FunctionTransformer())
    with pytest.raises(ModelError, match="as a LogisticRegression: found a FunctionTransformer"):
        load_estimator(path, LogisticRegression)


def test_an_archive_that_is_no_estimator(tmp_path: Path) -> None:
    path = tmp_path / "estimator.skops"
    for name, content in (("other.txt", "x"), ("schema.json", "{}"), ("schema.json", "[1")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        with pytest.raises(ModelError, match="cannot be read as skops"):
            load_estimator(path, LogisticRegression)


def test_an_archive_that_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "estimator.skops"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", "0" * 100_000)
    monkeypatch.setattr(persist, "WEIGHT_BYTES", 50_000)
    with pytest.raises(ModelError, match="unpacks to 100000 bytes, more than the 50000 allowed"):
        load_estimator(path, LogisticRegression)


def test_arrays_and_back(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_arrays(path, {"w": np.arange(6.0).reshape(2, 3).T})
    assert load_arrays(path)["w"].tolist() == [[0, 3], [1, 4], [2, 5]]


def test_arrays_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(b"not safetensors at all")
    with pytest.raises(ModelError) as caught:
        load_arrays(path)
    assert "cannot be read as safetensors" in str(caught.value)
    assert "train or copy it again" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "cannot be read as JSON: Expecting value"),
        ("{", "cannot be read as JSON: Expecting property name"),
        ("[1]", "cannot be read as a JSON object: found a list"),
        ("[" * 100_000, "cannot be read as JSON: "),
    ],
)
def test_json_that_is_no_object(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(text)
    with pytest.raises(ModelError) as caught:
        load_json(path)
    assert reason in str(caught.value)


def test_json_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(b"\xff{}")
    with pytest.raises(ModelError, match="cannot be read as JSON: 'utf-8' codec"):
        load_json(path)


def test_json_is_sorted_and_keeps_what_is_not_ascii(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    save_json(path, {"b": "協調", "a": 1})
    assert path.read_text(encoding="utf-8") == '{\n  "a": 1,\n  "b": "協調"\n}\n'


def test_files_larger_than_a_model_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.json"
    save_json(path, {"a": "x" * 100})
    monkeypatch.setattr(persist, "JSON_BYTES", 10)
    with pytest.raises(ModelError, match="bytes, more than the 10 that a model can have"):
        load_json(path)
