"""Typos forgiven: a word that nobody ever wrote becomes the nearest one that many did.

The words in use are learned in the background, ten minutes behind at most. They come from every record: whoever corrects
must show a mended word only where it finds something that its reader may see.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import F, Model, Q
from rapidfuzz.distance import OSA

from customers.models import Company, Contact
from doors.search import WORD
from experiments.models import Experiment
from feedback.models import Feedback
from line.models import Reading, Word
from objectives.models import Objective
from roadmap.models import Idea, Initiative
from usage.models import Feature

# Whose words are learned, and where they stand.
READ: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Feedback, ("title", "text")),
    (Idea, ("title", "problem", "value")),
    (Initiative, ("title", "problem")),
    (Experiment, ("title", "hypothesis")),
    (Company, ("name",)),
    (Contact, ("name",)),
    (Objective, ("title",)),
    (Feature, ("name",)),
)
SHORTEST, LONGEST = 4, 30
CHUNK = 500
PLAIN = re.compile(r"[^\W\d_]+")
TYPED = re.compile(r'"[^"]*"?|\S+')


def learn(model: type[Model], columns: tuple[str, ...]) -> int:
    """Read the next rows of a table and count their words; how many rows were read. Safe to run again: how far it came is
    written in the same transaction as the counts."""
    with transaction.atomic():
        reading, _ = Reading.objects.select_for_update().get_or_create(table=model._meta.db_table)
        rows = list(
            model._default_manager.filter(pk__gt=reading.read_to).order_by("pk").values_list("pk", *columns)[:CHUNK]
        )  # fmt: skip
        if not rows:
            return 0
        counts: Counter[str] = Counter()
        for row in rows:
            counts.update(words_in(" ".join(text or "" for text in row[1:])))
        known = Word.objects.in_bulk(list(counts), field_name="text")
        again: dict[int, list[int]] = defaultdict(list)
        for text, word in known.items():
            again[counts[text]].append(word.pk)
        for count, ids in again.items():  # most words were said once or twice, so there are few different counts
            for first in range(0, len(ids), CHUNK):
                Word.objects.filter(pk__in=ids[first : first + CHUNK]).update(seen=F("seen") + count)
        fresh = [Word(text=text, length=len(text), seen=count) for text, count in counts.items() if text not in known]
        Word.objects.bulk_create(fresh, batch_size=CHUNK)
        reading.read_to = rows[-1][0]
        reading.save(update_fields=["read_to"])
    return len(rows)


def words_in(text: str) -> set[str]:
    """The words of a text worth learning, each once."""
    return {
        word.lower() for word in WORD.findall(text) if SHORTEST <= len(word) <= LONGEST and PLAIN.fullmatch(word)
    }  # fmt: skip


def corrected(words: str) -> str:
    """The words with their slips mended; the same words where there is nothing to mend.

    Left as they are: what is in quotes or ruled out, short words, words with digits, and the last one while it may be
    the beginning of a word in use. At most one slip in words of up to seven letters, two in longer ones, none in the first
    letter: people rarely miss that one, and another first letter is mostly another word.
    """
    typed = [part for part in TYPED.findall(words) if not part.startswith(('"', "-"))]
    doubtful = {part.lower() for part in typed if len(part) >= SHORTEST and PLAIN.fullmatch(part)}
    if not doubtful:
        return words
    last = typed[-1].lower()
    known = set(Word.objects.filter(Q(text__in=doubtful) | Q(text__startswith=last)).values_list("text", flat=True))
    unknown = doubtful - known - {last if any(text.startswith(last) for text in known) else ""}
    mended = nearest(unknown) if unknown else {}
    return TYPED.sub(lambda part: mended.get(part[0].lower(), part[0]), words)


def nearest(unknown: set[str]) -> dict[str, str]:
    """For each word the nearest in use, where one is near enough; of those as near, the one that is used most."""
    lengths = {len(word) + more for word in unknown for more in range(-slips(word), slips(word) + 1)}
    near: dict[str, tuple[int, int, str]] = {}
    begins = reduce(or_, (Q(text__startswith=letter) for letter in {word[0] for word in unknown}))
    for text, seen in Word.objects.filter(begins, length__in=lengths).values_list("text", "seen"):
        for word in unknown:
            distance = OSA.distance(word, text, score_cutoff=slips(word))
            if distance <= slips(word) and text[0] == word[0]:
                near[word] = min(near.get(word, (LONGEST, 0, "")), (distance, -seen, text))
    return {word: found[2] for word, found in near.items()}


def slips(word: str) -> int:
    """How many slips of the finger are forgiven in a word."""
    return 1 if len(word) < 8 else 2
