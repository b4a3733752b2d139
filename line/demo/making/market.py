"""The companies and the people there, as they came to Larkspan, and as some left."""

from __future__ import annotations

from customers import actions as customers
from customers.models import Lifecycle
from line.demo.companies import COMPANIES, Firm
from line.demo.contacts import CONTACTS
from line.demo.making.house import FOUNDED
from line.demo.making.stage import Stage, dice

FIRST_CRM_ID = 20_410
LEFT_SINCE = {"mayfield": 64, "stanton": 58, "inkpen": 47, "corbel": 66}
PAID_BEFORE = {"mayfield": 1400, "stanton": 2200, "inkpen": 1300, "corbel": 19000}
HANDED_OVER = {"bexwell": "hannah", "gilpin": "hannah", "kronberg": "luca", "hartigan": "luca"}
"""Customers whom customer success looks after, now that they are settled."""


def lay_market(stage: Stage) -> None:
    """Each company joins on its day; trials and prospects lately; some leave."""
    for number, firm in enumerate(COMPANIES):
        stage.on(joined(firm), lambda firm=firm, number=number: join(stage, firm, number), hour=11)
        if firm.lifecycle == "churned":
            stage.on(-LEFT_SINCE[firm.key], lambda firm=firm: leave(stage, firm), hour=16)

    for number, (company, who) in enumerate(HANDED_OVER.items()):
        stage.on(-60 - number, lambda pair=(company, who): hand_over(stage, *pair), hour=15)


def joined(firm: Firm) -> int:
    """On which day a company came to us."""
    roll = dice("joined", firm.key)
    if firm.lifecycle == "trial":
        return -40 + roll.randrange(5)
    if firm.lifecycle == "prospect":
        return -150 + roll.randrange(40)
    return FOUNDED + 1 + roll.randrange(330 if firm.segment == "smb" else 200)


def join(stage: Stage, firm: Firm, number: int) -> None:
    """A salesperson adds a company with its people."""
    seller = stage.as_(firm.owner)
    leaves = firm.lifecycle == "churned"
    company = customers.add_company(
        name=firm.name, domains=[firm.domain], segment=firm.segment, plan=firm.plan, owner=seller.person, motion=firm.motion,
        lifecycle=Lifecycle.CUSTOMER if leaves else firm.lifecycle, arr=PAID_BEFORE[firm.key] if leaves else firm.arr,
        crm_id=f"C-{FIRST_CRM_ID + 17 * number}", actor=seller,
    )  # fmt: skip
    stage.companies[firm.key] = company
    for caller in CONTACTS:
        if caller.company == firm.key:
            stage.contacts[firm.key, caller.name] = customers.add_contact(
                name=caller.name, email=caller.email, company=company, job_role=caller.job, persona=caller.persona.capitalize(),
                actor=seller,
            )  # fmt: skip


def hand_over(stage: Stage, company: str, who: str) -> None:
    """A settled customer changes hands from sales to customer success."""
    stage.companies[company] = customers.change_company(
        stage.companies[company], actor=stage.as_("fatima"), owner=stage.people[who]
    )  # fmt: skip


def leave(stage: Stage, firm: Firm) -> None:
    """A customer did not renew."""
    stage.companies[firm.key] = customers.change_company(
        stage.companies[firm.key], actor=stage.as_(firm.owner), lifecycle=Lifecycle.CHURNED, arr=0
    )
