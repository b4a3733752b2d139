"""The rows of the gates: policies, reviews and what belongs to them, decisions with their packets, and the evidence."""

from gates.models.decisions import Condition, Decision, Proposal, Tripwire
from gates.models.packets import Packet, PacketWords
from gates.models.policies import GatePolicy
from gates.models.reviews import CriteriaSet, Criterion, GateReview, PanelSeat
from gates.models.scores import Ballot, Score, Scorecard, Statement
from gates.models.waivers import Waiver

__all__ = [
    "Ballot",
    "Condition",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "GatePolicy",
    "GateReview",
    "Packet",
    "PacketWords",
    "PanelSeat",
    "Proposal",
    "Score",
    "Scorecard",
    "Statement",
    "Tripwire",
    "Waiver",
]
