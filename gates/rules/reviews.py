"""Who may do what with a review. Gates are leadership's affair, and never one's own idea."""

from __future__ import annotations

from gates.conflicts import has_owned
from gates.findings import Findings
from gates.models import GateReview, PanelSeat, Proposal, Waiver
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Person
from roadmap.models import Idea
from roadmap.rules import sees

Answer = bool | Denied


def may_draft(actor: Actor, idea: Idea) -> Answer:
    """A leader drafts a review, or a product manager who asks a leader to run it."""
    if not actor.has(Role.LEADERSHIP, Role.PRODUCT):
        return Denied("Leadership and product managers draft gate reviews.")
    return sees(actor, idea.product)


def may_own(person: Person, idea: Idea) -> Answer:
    """A gate owner is in leadership, and does not own the idea."""
    if not person.is_active or Role.LEADERSHIP not in person.role_set:
        return Denied(f"{person} is not in leadership: only a leader runs a gate.")
    if person.pk == idea.owner_id:
        return Denied(f"{person} owns the idea. Somebody else must run its gate.")
    if has_owned(person, idea):
        return Denied(f"{person} owned the idea before. Handing it on does not make them impartial.")
    if idea.product.is_restricted and not idea.product.members.filter(pk=person.pk).exists():
        return Denied(f"{person} may not see this product.")
    return True


def may_keep(person: Person, idea: Idea) -> Answer:
    """As with owning a gate; other conflicts of interest are looked at beside it."""
    return may_own(person, idea)


def may_run(actor: Actor, review: GateReview) -> Answer:
    """The gate owner sets criteria and panel, locks, and opens."""
    if not actor.is_person(review.owner):
        return Denied(f"Only the gate owner, {review.owner}, may do this.")
    return may_own(review.owner, review.idea)


def may_prepare(actor: Actor, review: GateReview) -> Answer:
    """The draft's question, date and owner: by the gate owner, or by whoever drafted it."""
    if actor.person is not None and actor.person.pk == review.created_by_id:
        return sees(actor, review.idea.product)
    return may_run(actor, review)


def may_amend(actor: Actor, review: GateReview, findings: Findings) -> Answer:
    """Locked criteria are amended by a gatekeeper who neither runs the review nor owns the idea."""
    if actor.is_person(review.owner):
        return Denied("You locked these criteria. Another gatekeeper must amend them.")
    sits = any(actor.is_person(seat.person) for seat in findings.gatekeepers)
    return True if sits else Denied("Only a gatekeeper of this review, other than its owner, amends its criteria.")


def may_submit(actor: Actor, review: GateReview) -> Answer:
    """The idea's owner submits."""
    if review.idea.owner is None:
        return Denied("The idea has no owner. Give it one: the owner submits.")
    return True if actor.is_person(review.idea.owner) else Denied(f"Only the idea's owner, {review.idea.owner}, submits it.")


def may_declare(actor: Actor, seat: PanelSeat) -> Answer:
    """Everybody declares for themselves."""
    return True if actor.is_person(seat.person) else Denied("Everybody declares their own conflicts of interest.")


def may_judge(actor: Actor, review: GateReview, findings: Findings) -> Answer:
    """Scoring and voting: gatekeepers of this panel who declared that nothing stands against it."""
    if actor.is_person(review.idea.owner):
        return Denied("This is your own idea: others judge it.")
    seat = next((one for one in findings.seats if one.is_gatekeeper and actor.is_person(one.person)), None)
    if seat is None:
        return Denied("Only the gatekeepers of this review may do this.")
    if why := findings.why_not(seat):
        return Denied(f"You do not judge this one: {why}.")
    return True if seat.declared_at else Denied("Declare first whether you have a conflict of interest.")


def may_reveal(actor: Actor, review: GateReview, findings: Findings) -> Answer:
    """A gatekeeper, or the gate owner."""
    return True if may_run(actor, review) else may_judge(actor, review, findings)


def may_speak(actor: Actor, review: GateReview, findings: Findings) -> Answer:
    """Everybody who sits on the panel: gatekeepers and voices."""
    sits = [seat for seat in (*findings.gatekeepers, *findings.voices) if actor.is_person(seat.person)]
    return True if sits else Denied("Only the panel of this review is heard here.")


def may_sign(actor: Actor, proposal: Proposal, findings: Findings) -> Answer:
    """A leader who was never on the panel, does not own the idea, and has no conflict of interest."""
    review = findings.review
    if actor.person is None or not actor.has(Role.LEADERSHIP):
        return Denied("The second signature is a leader's.")
    if any(actor.is_person(seat.person) for seat in findings.seats) or actor.is_person(proposal.made_by):
        return Denied("You were on the panel. The second signer must come from outside it.")
    if actor.person.pk in findings.conflicts:
        why = ", ".join(one.words for one in findings.conflicts[actor.person.pk])
        return Denied(f"You may not sign: somebody who {why} has a conflict of interest.")
    return sees(actor, review.idea.product)


def may_ask_waiver(actor: Actor, review: GateReview) -> Answer:
    """The idea's owner or a product manager asks; so may a leader."""
    if not actor.has(Role.PRODUCT, Role.LEADERSHIP) and not actor.is_person(review.idea.owner):
        return Denied("The idea's owner, product managers and leaders ask for waivers.")
    return sees(actor, review.idea.product)


def may_answer_waiver(actor: Actor, waiver: Waiver) -> Answer:
    """Granted by another: a leader who neither asked nor owns the idea."""
    if actor.is_person(waiver.asked_by):
        return Denied("You asked for this waiver. Somebody else must grant it.")
    if actor.is_person(waiver.review.idea.owner):
        return Denied("This is your own idea: somebody else must grant it.")
    if has_owned(actor.person, waiver.review.idea):
        return Denied("You owned this idea before: somebody else must grant it.")
    if actor.person is None or not actor.has(Role.LEADERSHIP):
        return Denied("Only leadership grants waivers.")
    return sees(actor, waiver.review.idea.product)
