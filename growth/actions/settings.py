"""The verbs of what the team agrees on: activation, invitations, margin, windows, weights; and what winning customers cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from growth import rules
from growth.actions.revenue import checked_month
from growth.events import GrowthEvent
from growth.models import AcquisitionSpend, GrowthSettings
from growth.models.settings import WEIGHTS
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from usage.models import Feature

EDITABLE = (
    "activation_feature", "activation_uses", "activation_days", "invite_feature", "accept_feature", "gross_margin", "paid_days",
    "trial_days", "weights",
)  # fmt: skip
FEATURES = ("activation_feature", "invite_feature", "accept_feature")
HEAVIEST = 100


@transaction.atomic
def agree(product: Product, *, actor: Actor, version: int | None = None, **values: Any) -> GrowthSettings:
    """Say how a product's growth is measured. Figures are made anew by it; what held before stays in history."""
    require(rules.may_agree(actor, product))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "There is no such setting."))
    check_features(product, values)
    if "weights" in values:
        values["weights"] = checked_weights(values["weights"])
    made, is_new = GrowthSettings.objects.get_or_create(product=product)
    settings = GrowthSettings.objects.select_for_update(of=("self",)).select_related("product").get(pk=made.pk)
    changes = change(settings, values, version=None if is_new else version)
    if is_new or changes:
        kind = GrowthEvent.SETTINGS_MADE if is_new else GrowthEvent.SETTINGS_CHANGED
        record(kind, settings, actor=actor, about=product, changes=changes)
    return settings


@transaction.atomic
def record_spend(product: Product, *, month: date, amount: Decimal, actor: Actor, motion: str = "") -> AcquisitionSpend:
    """Write down what was spent in a month to win customers, for one motion or for both alike."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_spend(actor, product))
    spend = AcquisitionSpend(product=product, month=checked_month(month), motion=motion, amount=amount)
    spend.full_clean()
    spend.save()
    record(GrowthEvent.SPEND_RECORDED, spend, actor=actor, about=product, amount=spend.amount, month=str(spend.month))
    return spend


@transaction.atomic
def change_spend(spend: AcquisitionSpend, *, amount: Decimal, actor: Actor, version: int | None = None) -> AcquisitionSpend:
    """Correct what was spent."""
    spend = locked_spend(spend)
    require(rules.may_spend(actor, spend.product))
    if spend.removed_at is not None:
        raise NotPossible("This amount was taken away. Record it anew.")
    if changes := change(spend, {"amount": amount}, version=version):
        record(GrowthEvent.SPEND_CHANGED, spend, actor=actor, about=spend.product, changes=changes)
    return spend


@transaction.atomic
def remove_spend(spend: AcquisitionSpend, *, actor: Actor) -> AcquisitionSpend:
    """Take an amount away: what was spent in that month is not known then."""
    spend = locked_spend(spend)
    require(rules.may_spend(actor, spend.product))
    if spend.removed_at is not None:
        raise NotPossible("This amount was taken away already.")
    spend.removed_at, spend.version = clock.now(), spend.version + 1
    spend.save(update_fields=["removed_at", "version"])
    record(GrowthEvent.SPEND_REMOVED, spend, actor=actor, about=spend.product, amount=spend.amount)
    return spend


def locked_spend(spend: AcquisitionSpend) -> AcquisitionSpend:
    """The amount as it is now, held until the verb is done."""
    return AcquisitionSpend.objects.select_for_update(of=("self",)).select_related("product").get(pk=spend.pk)


def check_features(product: Product, values: dict[str, Any]) -> None:
    """Raise ValidationError at a feature of another product, or one that is put away."""
    for name in FEATURES:
        feature: Feature | None = values.get(name)
        if feature is not None and (feature.product_id != product.pk or feature.archived_at is not None):
            raise ValidationError({name: "Choose a current feature of this product."})


def checked_weights(weights: Any) -> dict[str, int]:
    """The weights of all parts of health. Raises ValidationError at ``weights``."""
    if not isinstance(weights, dict) or set(weights) - set(WEIGHTS):
        raise ValidationError({"weights": f"The parts are: {', '.join(WEIGHTS)}."})
    full = WEIGHTS | weights
    if any(isinstance(one, bool) or not isinstance(one, int) or not 0 <= one <= HEAVIEST for one in full.values()):
        raise ValidationError({"weights": f"A weight is a whole number from 0 to {HEAVIEST}."})
    if not any(full.values()):
        raise ValidationError({"weights": "Something must count."})
    return full
