"""The verbs of templates for ideas."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from history.actor import Actor
from history.refusals import NotPossible, require
from people.models import Product
from roadmap import rules
from roadmap.actions import kept
from roadmap.actions.personas import only
from roadmap.events import TemplateEvent
from roadmap.models import PREFILLED, IdeaTemplate
from roadmap.starters import STARTERS


@transaction.atomic
def add_template(*, name: str, actor: Actor, product: Product | None = None, about: str = "", **sections: str) -> IdeaTemplate:
    """Keep a canvas that is filled in beforehand."""
    only(sections, *PREFILLED)
    filled = {section: text.strip() for section, text in sections.items()}
    template = IdeaTemplate(name=name.strip(), product=product, about=about.strip(), **filled)
    return kept.add(template, TemplateEvent.ADDED, actor=actor)


@transaction.atomic
def change_template(template: IdeaTemplate, *, actor: Actor, version: int | None = None, **values: Any) -> IdeaTemplate:
    """Change what ideas begin with. Those that began before stay as they are."""
    only(values, "name", "about", *PREFILLED)
    return kept.alter(template, values, TemplateEvent.CHANGED, actor=actor, version=version)


@transaction.atomic
def archive_template(template: IdeaTemplate, *, actor: Actor) -> IdeaTemplate:
    """Offer a template no more."""
    return kept.put_away(template, TemplateEvent.ARCHIVED, actor=actor)


@transaction.atomic
def restore_template(template: IdeaTemplate, *, actor: Actor) -> IdeaTemplate:
    """Offer an archived template again."""
    return kept.bring_back(template, TemplateEvent.RESTORED, actor=actor)


@transaction.atomic
def add_starters(*, actor: Actor, product: Product | None = None) -> list[IdeaTemplate]:
    """Begin with the three templates that come with us: an improvement, a new capability, an experiment."""
    require(rules.may_keep(actor, product))
    here = {name.casefold() for name in IdeaTemplate.objects.current().filter(product=product).values_list("name", flat=True)}
    missing = [starter for starter in STARTERS if starter["name"].casefold() not in here]
    if not missing:
        raise NotPossible("The three templates are here already.")
    return [add_template(actor=actor, product=product, **starter) for starter in missing]
