"""A packet as a paper: everything that was sealed, printed from the file alone, with the file enclosed."""

from __future__ import annotations

from datetime import date
from typing import Any

from doors.papers import Paper, Table
from doors.papers.pdf import draw
from gates.models.decisions import RULES, KillReason, Override, OverrideReason
from gates.models.reviews import SeatKind
from gates.models.scores import Confidence, Leaning, Outcome
from gates.packet_files import as_bytes
from gates.policy_rules import Comparator, Gate
from gates.scope import label_of

RULES_BY_NAME = {rule.value: words for rule, words in RULES.items()}


def packet_pdf(document: dict[str, Any]) -> bytes:
    """The printed packet. The same packet gives the same bytes, so that anybody can print it again and compare."""
    return draw(paper_of(document), enclosed=(f"packet-{document['number']}.json", as_bytes(document)))


def paper_of(document: dict[str, Any]) -> Paper:
    """What a packet says, table by table."""
    printed = Printed(document)
    body, words = printed.body, printed.words
    made_on = date.fromisoformat(body["decision"]["decided_at"][:10])
    gate = body["review"]["gate"]
    idea = words.get("idea") or f"Idea {body['review']['idea']}"
    title = f"{idea}: gate {gate} {Gate(str(gate)).label}"
    tables = [printed.decided(), printed.said(), printed.criteria(), printed.evidence(), printed.panel(), printed.scores(),
              printed.ballots(), printed.heard(), printed.hangs_on(), printed.seal()]  # fmt: skip
    return Paper(f"packet-{document['number']}", title, f"Sealed packet {document['number']}", made_on,
                 [one for one in tables if one.rows], is_uncut=True)  # fmt: skip


class Printed:
    """A packet's document, part by part as tables. Names and words are missing once they were erased."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document, self.body = document, document["body"]
        self.words: dict[str, Any] = document["words"]["body"] or {}

    def name(self, pk: Any) -> str:
        """Somebody by name; by number, once names were erased or where the packet names nobody."""
        return "" if pk is None else self.words.get("people", {}).get(str(pk)) or f"Person {pk}"

    def decided(self) -> Table:
        """The decision, and what was recommended."""
        one, review = self.body["decision"], self.body["review"]
        rows = [
            ("Decision", Outcome(one["outcome"]).label), ("Recommended", Outcome(one["recommended"]).label),
            ("Rule that fired", RULES_BY_NAME.get(one["rule"], one["rule"])),
            ("Unlike the recommendation", Override(one["override"]).label if one["override"] else ""),
            ("Why unlike it", OverrideReason(one["override_reason"]).label if one["override_reason"] else ""),
            ("Probability of success", one["probability"]), ("Decided by", self.name(one["decided_by"])),
            ("Second signature", self.name(one["second_signer"])), ("Decided", one["decided_at"]),
            ("Why it ended", KillReason(one["kill_reason"]).label if one["kill_reason"] else ""),
            ("To be looked at again", one["review_on"]), ("Forecast", one["forecast_value"]),
            ("Forecast for", one["forecast_due"]),
            ("Takes the place of decision", one["supersedes"]), ("Attempt", review["attempt"]),
            ("Asked", self.words.get("question")), ("Idea's owner", self.name(review["idea_owner"])),
            ("Gate owner", self.name(review["owner"])), ("Locked", review["locked_at"]), ("Submitted", review["submitted_at"]),
            ("Opened", review["opened_at"]), ("Revealed", review["revealed_at"]),
            ("Policy version", (self.body["policy"] or {}).get("number")),
        ]  # fmt: skip
        return told("The decision", rows)

    def said(self) -> Table:
        """What the deciders wrote."""
        said = self.words.get("said", {})
        rows = [
            ("Why the criteria say so", self.words.get("because")), ("Rationale", said.get("rationale")),
            ("Corrected", said.get("correction")), ("Why not as recommended", said.get("override")),
            ("What is forecast", said.get("forecast")), ("Lessons", said.get("lessons")),
            *((label_of(name).capitalize(), text) for name, text in self.words.get("scope", {}).items()),
            *(("Gap to close", gap) for gap in said.get("gaps", ())),
            *((f"Condition: {one['words']}", one["test"]) for one in said.get("conditions", ())),
            *((f"Criteria, version {one['version']}", one["reason"]) for one in self.words.get("amendments", ())),
        ]  # fmt: skip
        return told("In words", rows)

    def criteria(self) -> Table:
        """Each version of the criteria, with what came of each."""
        results = {one["version"]: one for one in self.body["verdicts"]}
        rows = [
            [
                one["name"], version["version"], one["kind"], self.needs(one), "fatal" if one["fatal"] else "",
                results.get(version["version"], {}).get("results", {}).get(one["key"]) or "–",
            ]
            for version in self.body["criteria"]
            for one in version["criteria"]
        ]  # fmt: skip
        return Table("Criteria", ["Criterion", "Version", "Kind", "Needs", "", "Result"], rows)

    @staticmethod
    def needs(one: dict[str, Any]) -> str:
        """What a criterion asks."""
        if one["comparator"] and one["threshold"] is not None:
            return f"{one['measure']} {Comparator(one['comparator']).label} {one['threshold']}"
        return one["measure"] or (f"weight {one['weight']}" if one["kind"] != "must" else "more yes than no")

    def evidence(self) -> Table:
        """What was measured, with source and as-of time."""
        told_of = self.words.get("evidence", {})
        rows = [
            [
                one["measure"],
                str(one["value"]),
                one["standing"],
                one["source"],
                one["as_of"] or "",
                told_of.get(one["measure"], ""),
            ]
            for one in self.body["evidence"]
        ]
        return Table("Evidence", ["Measure", "Value", "Standing", "Source", "As of", "In words"], rows)

    def panel(self) -> Table:
        """Who sat, and who counted."""
        conflicts = self.words.get("conflicts", {})
        rows = [
            [
                self.name(one["person"]), SeatKind(one["kind"]).label, "counts" if one["counts"] else "",
                one["declared_at"] or "", ", ".join(one["conflicts"]), conflicts.get(str(one["person"]), ""),
                one["recused_at"] or "",
            ]
            for one in self.body["panel"]
        ]  # fmt: skip
        return Table("Panel", ["Person", "Seat", "", "Declared", "Conflicts seen", "Conflict declared", "Left"], rows)

    def scores(self) -> Table:
        """Every scorecard of every round."""
        said = {(one["person"], one["round"]): one["words"] for one in self.words.get("comments", ())}
        rows = [
            [
                self.name(card["person"]), card["round"], Confidence(card["confidence"]).label,
                "; ".join(f"{key}: {shown(value)}" for key, value in card["answers"].items()),
                said.get((card["person"], card["round"]), ""),
            ]
            for card in self.body["scores"]
        ]  # fmt: skip
        return Table("Scores", ["Person", "Round", "Confidence", "Answers", "Comment"], rows)

    def ballots(self) -> Table:
        """The votes, dissent marked."""
        said = {one["person"]: one["words"] for one in self.words.get("ballots", ())}
        rows = [
            [
                self.name(one["person"]), one["round"], Outcome(one["outcome"]).label, one["probability"] or "",
                "" if one["outcome"] == self.body["decision"]["outcome"] else "dissent", said.get(one["person"], ""),
            ]
            for one in self.body["ballots"]
        ]  # fmt: skip
        return Table("Votes", ["Person", "Round", "Vote", "Probability", "", "In words"], rows)

    def heard(self) -> Table:
        """What was said on the panel."""
        rows = [
            [self.name(one["person"]), Leaning(one["leaning"]).label, one["words"]] for one in self.words.get("statements", ())
        ]
        return Table("Discussion", ["Person", "Leans", "Said"], rows)

    def hangs_on(self) -> Table:
        """Waivers, conditions and tripwires."""
        rows: list[list[Any]] = [
            ["Waiver", one["criterion"], f"until {one['until']}", "granted" if one["granted"] else "not granted",
             self.name(one["answered_by"])]
            for one in self.body["waivers"]
        ]  # fmt: skip
        rows += [
            ["Condition", one["id"], f"due {one['due']}", {True: "met", False: "lapsed", None: "open"}[one["met"]],
             self.name(one["owner"])]
            for one in self.body["conditions"]
        ]  # fmt: skip
        rows += [["Tripwire", one["measure"], one["fires"], one["threshold"] or "", ""] for one in self.body["tripwires"]]
        return Table("What hangs on it", ["Kind", "What", "When", "How it stands", "Who"], rows)

    def seal(self) -> Table:
        """The seal, and how anybody checks it."""
        rows = [
            ("SHA-256", self.document["hash"]), ("Follows", self.document["previous"]),
            ("Words, sealed apart", self.body.get("words")), ("How to check", self.document["how_to_check"]),
            ("Enclosed", f"packet-{self.document['number']}.json: this PDF holds the packet itself."),
        ]  # fmt: skip
        return told("The seal", rows)


def told(heading: str, rows: list[tuple[str, Any]]) -> Table:
    """Facts by name; what is not there is left out."""
    return Table(heading, ["", ""], [[name, str(value)] for name, value in rows if value not in (None, "")])


def shown(value: Any) -> str:
    """An answer: yes, no, or a number."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
