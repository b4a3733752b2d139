"""The rows of the gates: policies, reviews and what belongs to them, decisions with their packets, and the evidence."""

from gates.models.accounts import AccountAtRisk, NamedAccount
from gates.models.comparing import Benefit, ControlCompany, WordCode
from gates.models.confirmations import Confirmation, ConfirmationLink
from gates.models.decisions import Condition, Decision, Proposal, Tripwire
from gates.models.launches import LaunchForecast, LaunchReview, OverrideActual, SalesForecast, UpsellActual
from gates.models.likelihoods import Likelihood
from gates.models.meetings import AgendaItem, GateMeeting
from gates.models.outcomes import OutcomeValue, PilotOutcome, ValueTakenBack
from gates.models.packets import Packet, PacketWords
from gates.models.pilots import Pilot, PilotCompany
from gates.models.policies import GatePolicy
from gates.models.projections import Projection, ProjectionActual
from gates.models.renewals import Renewal
from gates.models.reopenings import Reopening
from gates.models.reviews import CriteriaSet, Criterion, GateReview, PanelSeat
from gates.models.scores import Ballot, Score, Scorecard, Statement
from gates.models.viability import AskedAssessor, ViabilityAssessment, ViabilityRound
from gates.models.waivers import Waiver

__all__ = [
    "AccountAtRisk",
    "AgendaItem",
    "AskedAssessor",
    "Ballot",
    "Benefit",
    "Condition",
    "Confirmation",
    "ConfirmationLink",
    "ControlCompany",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "GateMeeting",
    "GatePolicy",
    "GateReview",
    "LaunchForecast",
    "LaunchReview",
    "Likelihood",
    "NamedAccount",
    "OutcomeValue",
    "OverrideActual",
    "Packet",
    "PacketWords",
    "PanelSeat",
    "Pilot",
    "PilotCompany",
    "PilotOutcome",
    "Projection",
    "ProjectionActual",
    "Proposal",
    "Renewal",
    "Reopening",
    "SalesForecast",
    "Score",
    "Scorecard",
    "Statement",
    "Tripwire",
    "UpsellActual",
    "ValueTakenBack",
    "ViabilityAssessment",
    "ViabilityRound",
    "Waiver",
    "WordCode",
]
