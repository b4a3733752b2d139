"""The rows of the gates: policies, reviews and what belongs to them, decisions with their packets, and the evidence."""

from gates.models.confirmations import Confirmation, ConfirmationLink
from gates.models.decisions import Condition, Decision, Proposal, Tripwire
from gates.models.packets import Packet, PacketWords
from gates.models.pilots import OutcomeValue, Pilot, PilotCompany, PilotOutcome
from gates.models.policies import GatePolicy
from gates.models.projections import Projection, ProjectionActual
from gates.models.reviews import CriteriaSet, Criterion, GateReview, PanelSeat
from gates.models.scores import Ballot, Score, Scorecard, Statement
from gates.models.viability import AccountAtRisk, AskedAssessor, NamedAccount, ViabilityAssessment, ViabilityRound
from gates.models.waivers import Waiver

__all__ = [
    "AccountAtRisk",
    "AskedAssessor",
    "Ballot",
    "Condition",
    "Confirmation",
    "ConfirmationLink",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "GatePolicy",
    "GateReview",
    "NamedAccount",
    "OutcomeValue",
    "Packet",
    "PacketWords",
    "PanelSeat",
    "Pilot",
    "PilotCompany",
    "PilotOutcome",
    "Projection",
    "ProjectionActual",
    "Proposal",
    "Score",
    "Scorecard",
    "Statement",
    "Tripwire",
    "ViabilityAssessment",
    "ViabilityRound",
    "Waiver",
]
