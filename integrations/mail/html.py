"""The words of a mail that has no plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title", "template", "svg", "noscript"}
BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "ul", "ol", "table", "hr", "blockquote", "pre"}


class Words(HTMLParser):
    """Collects text; what is quoted gets the mark that plain mails have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag == "blockquote":
            self.quoted += 1
        if tag in BREAKS:
            self.pieces.append("\n")
        if tag == "li":
            self.pieces.append("- ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if tag == "blockquote" and self.quoted:
            self.quoted -= 1
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = re.sub(r"\s+", " ", data)
        starts = not self.pieces or self.pieces[-1].endswith("\n")
        self.pieces.append(("> " if self.quoted and starts and words.strip() else "") + (words.lstrip() if starts else words))


def text_of_html(html: str) -> str:
    """The words, line by line."""
    parser = Words()
    parser.feed(html)
    parser.close()
    lines = [line.rstrip() for line in "".join(parser.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
