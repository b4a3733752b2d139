"""The verbs of who is likely to adopt: ask for it, and keep what was learned."""

from __future__ import annotations

from django.db import transaction

from gates.events.evidence import EvidenceEvent
from gates.models.likelihoods import Likelihood
from gates.models.projections import Projection
from gates.rules import projections as rules
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue
from jobs.models import Job


@transaction.atomic
def ask_who_is_likely(projection: Projection, *, actor: Actor) -> Job:
    """Have it learned in the background who is likely to adopt; asked again, it answers the same job."""
    projection = Projection.objects.select_for_update(of=("self",)).select_related("feature").get(pk=projection.pk)
    require(rules.may_project(actor))
    refuse_again(projection)
    return enqueue(
        "gates.learn_likelihood", projection.pk, actor=actor, title=f"Learn who is likely to use {projection.feature.name}",
        slot=f"likelihood of projection {projection.pk}", link=f"/gates/projections/{projection.pk}/", max_attempts=3,
    )  # fmt: skip


@transaction.atomic
def keep_likelihood(projection: Projection, likelihood: Likelihood, *, actor: Actor) -> Likelihood:
    """Keep for good what was learned for a projection, once."""
    projection = Projection.objects.select_for_update(of=("self",)).select_related("idea").get(pk=projection.pk)
    require(rules.may_project(actor))
    refuse_again(projection)
    likelihood.projection = projection
    likelihood.full_clean()
    likelihood.save()
    record(
        EvidenceEvent.LIKELIHOOD_LEARNED, projection, actor=actor, about=projection.idea, status=likelihood.status,
        input_hash=likelihood.input_hash,
    )  # fmt: skip
    return likelihood


def refuse_again(projection: Projection) -> None:
    """Refuse what there is already, and a projection that said nothing."""
    if not projection.has_numbers:
        raise NotPossible("This projection abstained: there are too few earlier features to learn from.")
    if Likelihood.objects.filter(projection=projection).exists():
        raise NotPossible("Who is likely to use it was learned already. Project anew to learn it as of today.")
