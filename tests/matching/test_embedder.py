"""The sentence model: what it reads, what it answers, and what happens where it is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from matching.text import embedder
from matching.text.embedder import TOKENIZER, MiniLM, Unavailable, at_work
from matching.text.vectors import ExactIndex, packed, unpacked
from matching.text.wordpiece import WordPieces, words_of


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(TOKENIZER)


def test_words_are_split_at_punctuation_without_accents_and_case():
    assert list(words_of("Don't STOP, José!  3.14%")) == ["don", "'", "t", "stop", ",", "jose", "!", "3", ".", "14", "%"]
    assert list(words_of("表 \u200b\x00a\u00a0b")) == ["表", "a", "b"]


def test_a_word_becomes_its_longest_known_pieces(pieces):
    # The ids that the model's own tokenizer library gives.
    assert pieces.encode("Single sign-on for exporters", 256) == [101, 2309, 3696, 1011, 2006, 2005, 9167, 2545, 102]
    assert pieces.encode("", 256) == [101, 102]
    assert pieces.encode("x" * 300, 256) == [101, 100, 102]
    assert len(pieces.encode("word " * 5000, 256)) == 256
    assert pieces.encode("a [SEP] b", 256).count(102) == 1


def test_what_means_the_same_lies_nearer_than_what_does_not():
    model = at_work()
    assert model is not None
    near, far, asked = model.embed(["The screen is too bright at night", "Pay by bank transfer", "We want a dark theme"])
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-5)
    assert asked @ near > asked @ far + 0.1


def test_a_batch_reads_each_text_as_if_it_were_alone():
    model = at_work()
    assert model is not None
    texts = ["short", "a much longer text about exporting the monthly report to a spreadsheet", ""]
    together, alone = model.embed(texts), [model.embed([text])[0] for text in texts]
    # int8 activations are scaled per batch, so a little differs.
    assert all(float(one @ other) > 0.98 for one, other in zip(together, alone, strict=True))
    assert model.embed([]).shape == (0, model.dim)


def test_another_model_file_is_refused(tmp_path):
    forged = tmp_path / "model.onnx"
    forged.write_bytes(b"not the model")
    with pytest.raises(Unavailable, match="not the model that was measured"):
        MiniLM(forged, TOKENIZER)


def test_without_the_package_there_is_no_model_and_a_reason(monkeypatch):
    monkeypatch.setattr(embedder, "PACKAGE", "a_package_that_is_not_there")
    embedder.loaded.cache_clear()
    try:
        assert at_work() is None
        assert embedder.model_id() == ""
        assert "not installed" in str(embedder.loaded())
    finally:
        embedder.loaded.cache_clear()


def test_half_precision_moves_no_cosine_by_much():
    rows = embedder.unit(np.random.default_rng(1).normal(size=(50, 384)))
    kept = np.array([unpacked(packed(row)) for row in rows])
    assert np.abs(kept @ kept.T - rows @ rows.T).max() < 1e-3


def test_an_index_finds_what_a_look_at_everything_finds():
    rng = np.random.default_rng(2)
    index, rows = ExactIndex(384), embedder.unit(rng.normal(size=(3000, 384)))
    index.upsert(range(3000), rows)
    index.delete([5, 2999, 77, 12345])
    index.upsert([6], rows[7:8])
    alive = {n: rows[n] for n in range(3000) if n not in (5, 2999, 77)} | {6: rows[7]}
    expected = sorted(alive, key=lambda n: -float(alive[n] @ rows[7]))[:10]
    found = [key for key, _ in index.search(rows[7], 10)]
    assert set(found[:2]) == {6, 7}
    assert found[2:] == [n for n in expected if n not in (6, 7)]
    assert len(index) == 2997
    assert ExactIndex(384).search(rows[0], 5) == []


def test_the_tokenizer_comes_with_its_licence():
    assert "Apache License" in (Path(TOKENIZER).parent / "LICENSE").read_text()


def test_a_model_that_lies_elsewhere_is_the_same_model(tmp_path):
    package = Path(embedder.find_spec(embedder.PACKAGE).origin).parent
    copy = Path(shutil.copy(package / "model.onnx", tmp_path / "moved.onnx"))
    assert MiniLM(copy, TOKENIZER).embed(["hello"]).shape == (1, 384)
