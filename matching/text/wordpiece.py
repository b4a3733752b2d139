"""Words as the sentence model knows them: BERT's uncased word pieces, read from the model's own ``tokenizer.json``."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST_WORD = 100
IDEOGRAPHS = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPieces:
    """Turns a text into the ids of its pieces, the longest known piece first."""

    def __init__(self, path: Path) -> None:
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        self.ids: dict[str, int] = model["vocab"]
        self.start, self.end, self.unknown = (self.ids[name] for name in ("[CLS]", "[SEP]", "[UNK]"))

    def encode(self, text: str, most: int) -> list[int]:
        """At most ``most`` ids, those of the beginning and the end among them."""
        ids = [self.start]
        # No piece is shorter than a character, so what lies far behind the last piece that fits is never looked at.
        for word in words_of(text[: most * LONGEST_WORD]):
            ids += self.pieces(word)
            if len(ids) >= most - 1:
                break
        return [*ids[: most - 1], self.end]

    def pieces(self, word: str) -> list[int]:
        """The ids of one word; a word that cannot be made of known pieces is unknown as a whole."""
        if len(word) > LONGEST_WORD:
            return [self.unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self.ids), None)
            if end is None:
                return [self.unknown]
            found.append(self.ids[prefix + word[start:end]])
            start = end
        return found


def words_of(text: str) -> Iterator[str]:
    """Lower-case words without accents; each punctuation mark and each ideograph is a word of its own."""
    for chunk in "".join(cleaned(text)).split():
        plain = "".join(sign for sign in unicodedata.normalize("NFD", chunk.lower()) if unicodedata.category(sign) != "Mn")
        word = ""
        for sign in plain:
            if is_punctuation(sign):
                if word:
                    yield word
                yield sign
                word = ""
            else:
                word += sign
        if word:
            yield word


def cleaned(text: str) -> Iterable[str]:
    """Characters without the invisible ones, ideographs set apart, every kind of space a plain one."""
    for sign in text:
        code = ord(sign)
        if code in (0, 0xFFFD):
            continue
        if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
            yield " "
        elif unicodedata.category(sign)[0] != "C":
            yield f" {sign} " if any(low <= code <= high for low, high in IDEOGRAPHS) else sign


def is_punctuation(sign: str) -> bool:
    """Whatever is neither letter nor digit in ASCII, and what Unicode calls punctuation."""
    return (sign.isascii() and not sign.isalnum() and not sign.isspace()) or unicodedata.category(sign).startswith("P")
