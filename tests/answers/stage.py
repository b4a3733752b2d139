"""Words of two customers behind one idea, and what a test of answers asks of them."""

from __future__ import annotations

from types import SimpleNamespace

from answers.models import Answer
from customers.actions import add_contact
from feedback.actions import give_feedback
from roadmap.actions import create_idea, create_initiative, link_insight
from tests.cast import Cast


def make_stage(cast: Cast) -> SimpleNamespace:
    """An idea that Ann of Acme asked for twice, Globex once through nobody in particular; and Callum's request for it."""
    pm = cast.acting(cast.product_manager)
    ann = add_contact(name="Ann Archer", company=cast.acme, email="ann@acme.example", actor=pm)
    idea = create_idea(product=cast.product, title="Calendars that agree", owner=cast.product_manager, actor=pm)
    said = [
        give_feedback(text="Our calendars disagree.", product=cast.product, company=cast.acme, contact=ann, actor=pm),
        give_feedback(text="Again: two calendars, two truths.", product=cast.product, company=cast.acme, contact=ann, actor=pm),
        give_feedback(text="Calendar trouble here too.", product=cast.product, company=cast.globex, actor=pm),
    ]
    for row in said:
        link_insight(row, idea=idea, start=0, end=5, importance=2, actor=pm)
    initiative = create_initiative(product=cast.product, title="One truth", ideas=[idea], actor=pm)
    return SimpleNamespace(pm=pm, ann=ann, idea=idea, said=said, initiative=initiative)


def to_ann(stage: SimpleNamespace) -> Answer:
    """The one answer to Ann that is neither dropped nor of another occasion."""
    return Answer.objects.get(contact=stage.ann, state__in=("waiting", "handed", "sent", "told"))
