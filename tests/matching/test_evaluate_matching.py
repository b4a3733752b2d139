"""The command that measures suggestions, on requests of our own."""

from __future__ import annotations

import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.text import embedder
from matching.text.evaluation import average_precision, figures
from matching.text.lexical import counted, likeness, shared_words, stem
from matching.text.scoring import Candidate, lexical_weight, scored
from tests.matching.texts import FEEDBACK, IDEAS


@pytest.fixture
def files(tmp_path):
    ideas, feedback, others = (tmp_path / f"{name}.jsonl" for name in ("ideas", "feedback", "others"))
    ideas.write_text(
        "\n".join(json.dumps({"idea_id": key, "title": title, "text": text}) for key, (title, text) in IDEAS.items())
    )
    feedback.write_text(
        "\n".join(json.dumps({"feedback_id": n, "title": a, "text": b, "idea_id": c}) for n, (a, b, c) in enumerate(FEEDBACK))
    )
    others.write_text(json.dumps({"idea_id": "x1", "title": "Pay by card", "text": "Our bank wants it."}) + "\n\n")
    return {"feedback": str(feedback), "ideas": str(ideas), "distractors": str(others)}


def measured(**files) -> dict:
    out = StringIO()
    call_command("evaluate_matching", stdout=out, **files)
    return json.loads(out.getvalue())


def test_requests_find_their_ideas(files):
    report = measured(**files)
    assert report["n"] == 9
    assert report["model_id"] == "all-MiniLM-L6-v2-onnx-int8"
    assert report["ideas"] == 6
    assert report["recall@5"] == 1.0
    assert report["recall@1"] >= 0.7
    assert report["mrr"] >= report["recall@1"]
    assert report["duplicate_ap"] >= 0.7
    assert report["replayed"]["orders"] == 11
    assert report["abstention"]["without_idea"] == 1
    assert report["themes"]["v"] > 0.8
    assert measured(**files) == report


def test_words_alone_do_worse_and_say_so(files, monkeypatch):
    monkeypatch.setattr(embedder, "PACKAGE", "a_package_that_is_not_there")
    embedder.loaded.cache_clear()
    try:
        said = StringIO()
        out = StringIO()
        call_command("evaluate_matching", stdout=out, stderr=said, feedback=files["feedback"], ideas=files["ideas"])
    finally:
        embedder.loaded.cache_clear()
    assert "Measured by words only" in said.getvalue()
    report = json.loads(out.getvalue())
    assert report["model_id"] == "words only"
    assert 0 < report["recall@1"] < 1


def test_an_idea_that_is_in_no_file_counts_as_none(files, tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"feedback_id": 1, "title": "Night mode", "text": "", "idea_id": "gone"}))
    said, out = StringIO(), StringIO()
    call_command("evaluate_matching", feedback=str(path), ideas=files["ideas"], stdout=out, stderr=said)
    assert "gone" in said.getvalue()
    report = json.loads(out.getvalue())
    assert (report["n"], report["abstention"]["without_idea"], report["duplicate_ap"]) == (0, 1, None)


@pytest.mark.parametrize("content", ["[1, 2", '{"title": "no id"}', '"words"', "\udcff"])
def test_a_file_that_is_none_is_told_by_name(files, tmp_path, content):
    path = tmp_path / "odd.jsonl"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CommandError, match=r"odd\.jsonl"):
        measured(**files | {"feedback": str(path)})
    with pytest.raises(CommandError, match="cannot be read"):
        measured(**files | {"ideas": str(tmp_path / "nowhere.jsonl")})


def test_endings_do_not_keep_words_apart():
    assert stem("exports") == stem("exporting") == stem("exported") == stem("exporter")
    assert stem("bus") == "bus"
    assert shared_words("Exporting invoices takes long", "the invoice export") == ["Exporting", "invoices"]
    assert shared_words("the and of", "the and of") == []


def test_what_everybody_says_tells_nothing():
    texts = [counted("report export", ""), counted("report colours", ""), counted("report login", "")]
    assert likeness(counted("report login", ""), texts)[2] == 1.0
    assert likeness(counted("report", ""), [counted("report", "")] * 3) == [0.0, 0.0, 0.0]
    assert likeness(counted("anything", ""), []) == []


def test_words_count_less_the_more_links_are_known():
    assert [lexical_weight(links) for links in (0, 29, 30, 60, 10_000)] == [0.2, 0.2, 0.1, 0.0, 0.0]


def test_what_was_refused_for_the_same_words_is_left_out():
    words = counted("dark theme", "")
    refused = Candidate(1, words, cosine=0.5, refused=0.9)
    assert [one.candidate.key for one in scored(words, [refused, Candidate(2, words, cosine=0.3)], links=0, alike=0.76)] == [2]
    assert scored(words, [Candidate(1, words, cosine=0.95, refused=0.9)], links=0, alike=0.76)
    assert scored(words, [Candidate(1, words, cosine=0.5, refused=0.7)], links=0, alike=0.76)


def test_figures_of_known_rankings():
    assert figures([1, 2, 10]) == {"recall@1": 0.3333, "recall@5": 0.6667, "mrr": 0.5333}
    assert average_precision(np.array([0.9, 0.8, 0.7, 0.1]), np.array([True, False, True, False])) == pytest.approx(0.8333)
