"""The verbs of gate policies."""

from __future__ import annotations

from django.db import transaction

from gates.actions.criteria import check_templates
from gates.events import GateEvent
from gates.models.policies import GatePolicy, standing_policy
from gates.policy_rules import GATES, PolicyRules
from gates.rules.policies import may_adopt_policy
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Product


@transaction.atomic
def adopt_policy(product: Product, rules: PolicyRules, *, actor: Actor, why: str = "") -> GatePolicy:
    """Put a new version of a product's policy in force. Reviews that are locked keep the version they were locked under."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(may_adopt_policy(actor, product))
    before = standing_policy(product.pk)
    if before.number and before.rules == rules:
        raise NotPossible("This is the policy in force already.")
    for gate in GATES:
        check_templates(gate, rules.criteria_for(gate))
    return write_policy(product, rules, before=before, actor=actor, why=why.strip())


def write_policy(product: Product, rules: PolicyRules, *, before: GatePolicy, actor: Actor, why: str) -> GatePolicy:
    """Add the next version. The caller holds the product's lock."""
    stored = rules.as_json()
    policy = GatePolicy(product=product, number=before.number + 1, stored_rules=stored, why=why, made_by=actor.person)
    policy.full_clean()
    policy.save()
    earlier = before.rules.as_json()  # read anew: a rule that came later has its default there
    names = [name for name in stored if name != "criteria" and stored[name] != earlier[name]]
    changes = {name: [str(earlier[name]), str(stored[name])] for name in names}
    if before.number and stored["criteria"] != earlier["criteria"]:
        changes["criteria"] = ["as before", "changed"]
    record(GateEvent.POLICY_ADOPTED, policy, actor=actor, about=product, changes=changes, reason=why, number=policy.number)
    return policy


def policy_written_down(product: Product, *, actor: Actor) -> GatePolicy:
    """The policy in force as a row: a product without one gets *Small team* written down when it is first needed."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    policy = standing_policy(product.pk)
    if policy.number:
        return policy
    return write_policy(product, policy.rules, before=policy, actor=actor, why="A product without a policy has the small team's.")
