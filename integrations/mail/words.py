"""The customer's own words: without what they quote and sign with; out of a forward, whose words they are.

Line by line and in one pass, so that no letter takes long. (The libraries that were tried for it either knew English only,
or took minutes over a line of repeated words.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

WROTE = (
    "wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "ha scritto:", "schreef:", "skrev:", "napisał:", "napsal:",
    "escreveu:", "kirjoitti:",
)  # fmt: skip
VERB = re.compile(r" (schrieb|schreef|skrev|napisał|napisał\(a\)) ", re.I)
HOUR = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
SAID_ON = ("on ", "am ", "le ", "el ", "il ", "op ", "den ", "em ", "dnia ", "w dniu ", "dne ", "på ")
ORIGINAL = re.compile(
    r"^\s*-{2,}\s*(original message|ursprüngliche nachricht|message d.origine|mensaje original|messaggio originale)\s*-*\s*$",
    re.I,
)
RULED_OFF = re.compile(r"^\s*[_-]{8,}\s*$")
FORWARDED = re.compile(
    r"^\W*(forwarded message|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|"
    r"message transféré|début du message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht)\W*$",
    re.I,
)
FIELD = re.compile(
    r"^\W{0,3}(from|von|de|da|van|från|fra|od|sent|date|datum|gesendet|envoyé|enviado|subject|betreff|objet|asunto|"
    r"oggetto|onderwerp|ämne|to|an|à|para|cc|kopie|reply-to)\W{0,2}:\W{0,2}(.*)$",
    re.I,
)
FROM = ("from", "von", "de", "da", "van", "från", "fra", "od")
SUBJECT = ("subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "ämne")
SIGN_OFF = re.compile(r"^(sent from my|sent from outlook|get outlook for|von meinem|envoyé de mon|enviado desde mi)\b", re.I)
FORWARD_SUBJECT = re.compile(r"^\s*(fwd?|wg|tr|rv|i|doorst)\s*:", re.I)
LONGEST_LINE = 1_000


@dataclass
class Said:
    """Whose words, and which."""

    text: str
    sender: str = ""
    sender_name: str = ""


def said_in(text: str, subject: str = "") -> Said:
    """The words of a letter, or of the one that it forwards."""
    lines = text.split("\n")
    forward = forwarded(lines, is_named_so=bool(FORWARD_SUBJECT.match(subject)))
    if forward is None:
        return Said(own_words(lines))
    start, sender = forward
    name, address = parseaddr(sender)
    if "@" not in address:
        found = re.search(r"[^\s<>\[\]()\"]{1,64}@[^\s<>\[\]()\"]{1,190}", sender)
        address = found[0].removeprefix("mailto:") if found else ""
        name = sender.partition("[")[0].partition("<")[0]
    return Said(own_words(lines[start:]), address.lower()[:254], name.strip(" \"'*")[:160])


def forwarded(lines: list[str], *, is_named_so: bool) -> tuple[int, str] | None:
    """Where the words of a forwarded letter begin, and who wrote it."""
    for place, line in enumerate(lines):
        marked = bool(FORWARDED.match(line[:LONGEST_LINE]))
        if not marked and not (is_named_so and is_header(lines, place)):
            continue
        start = place + 1 if marked else place
        while start < len(lines) and not lines[start].strip():
            start += 1
        end, sender = header_end(lines, start)
        if sender:
            return end, sender
    return None


def header_end(lines: list[str], start: int) -> tuple[int, str]:
    """The first line under a forwarded letter's header, and its sender."""
    sender, place = "", start
    while place < len(lines) and place < start + 12 and lines[place].strip():
        found = FIELD.match(lines[place][:LONGEST_LINE].lstrip("> "))
        if found and found[1].lower() in FROM and not sender:
            sender = found[2].strip()
        place += 1
    return place, sender


def is_header(lines: list[str], place: int) -> bool:
    """Whether a letter's header, as mail programs write it into the text, begins on a line."""
    first = FIELD.match(lines[place][:LONGEST_LINE].lstrip("> "))
    if first is None or first[1].lower() not in FROM or not first[2].strip():
        return False
    below = (FIELD.match(line[:LONGEST_LINE].lstrip("> ")) for line in lines[place + 1 : place + 7])
    names = [found[1].lower() for found in below if found]
    return len(names) >= 2 and any(name in SUBJECT for name in names)


def own_words(lines: list[str]) -> str:
    """What somebody wrote themselves: up to what they quote below, without quoted lines and what they sign with."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        short = line[:LONGEST_LINE]
        if short.rstrip() == "--" or short == "-- " or SIGN_OFF.match(short.strip()):
            break
        ruled_off = RULED_OFF.match(short) and place + 1 < len(lines) and is_header(lines, place + 1)
        if ruled_off or ORIGINAL.match(short) or is_header(lines, place) or is_introduction(lines, place):
            if any(one.strip() for one in kept) or not rest_is_own(lines, place):
                break
            continue
        if not short.lstrip().startswith(">"):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() or "\n".join(lines).strip()


def is_introduction(lines: list[str], place: int) -> bool:
    """Whether a line, or it and the next, says "On … somebody wrote:", in whatever language."""
    here = lines[place][:LONGEST_LINE].strip()
    below = lines[place + 1][:LONGEST_LINE].strip() if place + 1 < len(lines) else ""
    both = f"{here} {below}".strip()
    if not here.lower().startswith(SAID_ON):
        return names_writer(lines, place, here) or (below.startswith("<") and names_writer(lines, place + 1, both))
    follows = is_quoted_below(lines, place)
    ends = any(one.lower().endswith(WROTE) or (one.endswith(":") and VERB.search(one)) for one in (here, both))
    return ends and bool(follows or "@" in both or any(letter.isdigit() for letter in both))


def names_writer(lines: list[str], place: int, said: str) -> bool:
    """Whether words right above a quotation name an address and an hour, and end as what introduces it does."""
    return said.endswith(":") and "@" in said and bool(HOUR.search(said)) and is_quoted_below(lines, place)


def is_quoted_below(lines: list[str], place: int) -> bool:
    """Whether one of the next lines is quoted."""
    return any(line.strip().startswith(">") for line in lines[place + 1 : place + 4])


def rest_is_own(lines: list[str], place: int) -> bool:
    """Whether something unquoted follows: an answer under the quotation."""
    return any(line.strip() and not line.lstrip().startswith(">") for line in lines[place + 2 :])
