"""What the papers say: the roadmap, the portfolio, the objectives, one idea. Each holds what its reader may see, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from doors import formats
from doors.fields.values import shown
from doors.papers import Paper, Table
from feedback.models import Feedback
from history import clock
from history.actor import Actor
from objectives.models import KeyResult, Objective
from people.models import Organisation, Product
from roadmap.board import board_for
from roadmap.figures import Evidence, of_idea
from roadmap.linked import links_of
from roadmap.models import Idea, IdeaField, Initiative
from roadmap.portfolio import portfolio_for
from roadmap.tally import tally_ideas

MOST_WORDS = 20


def paper(name: str, title: str, tables: Sequence[Table], *, is_board: bool = False) -> Paper:
    """A paper of the organisation, of today."""
    organisation = Organisation.objects.first()
    formats.use_currency(organisation.currency if organisation else "USD")
    return Paper(name, title, str(organisation or "Throughline"), clock.today(), tables, is_board)


def roadmap_paper(actor: Actor, chosen: dict[str, Any], products: list[Product]) -> Paper:
    """The board: a table for each lane, in the order of its cards."""
    board = board_for(actor, chosen, products)
    columns = ["Initiative", "Product", "Problem", "Target outcomes", "Objective", "Owner", "Companies", "ARR behind it"]
    tables = [Table(lane.label, columns, [row_of(card) for card in lane.cards]) for lane in (*board.lanes, board.completed)]
    whose = chosen.get("product") or chosen.get("line")
    return paper("roadmap", f"Roadmap of {whose}" if whose else "Roadmap", tables, is_board=True)


def row_of(card: Initiative) -> list[Any]:
    """A card as a row."""
    served = {str(one.objective): None for one in card.key_results.all()}
    return [
        card.title, str(card.product), card.problem, card.target_outcomes or card.actual_outcomes, ", ".join(served),
        str(card.owner or ""), card.company_count, card.arr,
    ]  # fmt: skip


def portfolio_paper(actor: Actor) -> Paper:
    """The portfolio: a table for each product line."""
    columns = ["Product", "Now", "Next", "Later", "Candidates", "Completed in 90 days", "In Now"]
    tables = []
    for family in portfolio_for(actor):
        rows = [
            [
                str(place.product), *(lane.count for lane in place.lanes), place.candidates, place.completed,
                "; ".join(card.title for card in place.lanes[0].titles),
            ]
            for place in family.places
        ]  # fmt: skip
        tables.append(Table(str(family.line or "Without a product line"), columns, rows))
    return paper("portfolio", "Portfolio", tables)


def objectives_paper(actor: Actor, *, cycle: int | None = None) -> Paper:
    """Objectives with their key results: a table for each cycle."""
    objectives = Objective.objects.visible_to(actor).current().select_related("cycle", "product", "owner")
    if cycle is not None:
        objectives = objectives.filter(cycle=cycle)
    results: QuerySet[KeyResult] = KeyResult.objects.visible_to(actor).current().select_related("owner")
    by_objective: dict[int, list[KeyResult]] = {}
    for one in results.filter(objective__in=objectives).order_by("id"):
        by_objective.setdefault(one.objective_id, []).append(one)
    columns = ["Objective", "Product", "Key result", "Baseline", "Now", "Target", "Progress", "Owner"]
    cycles: dict[str, list[list[Any]]] = {}
    for objective in objectives.order_by("-cycle__starts_on", "title", "id"):
        rows = cycles.setdefault(str(objective.cycle), [])
        of = str(objective.product or "The whole company")
        rows += [
            [
                objective.title, of, one.title, one.say(one.baseline), one.say(one.current), one.say(one.target),
                formats.percent(one.progress), str(one.owner),
            ]
            for one in by_objective.get(objective.pk, [])
        ] or [[objective.title, of, "No key result yet", "", "", "", "", str(objective.owner)]]  # fmt: skip
    return paper("objectives", "Objectives", [Table(name, columns, rows) for name, rows in cycles.items()])


def idea_paper(actor: Actor, idea: Idea) -> Paper:
    """One idea: its canvas, what stands behind it, and what customers said, as far as they may be quoted."""
    counted = tally_ideas([idea], actor)[0]
    sections = [
        (label, getattr(idea, name))
        for name, label in (
            ("problem", "Problem"), ("value", "Value if solved"), ("hypothesis", "Hypothesis"),
            ("target_outcomes", "Target outcomes"), ("actual_outcomes", "Actual outcomes"), ("notes", "Functional notes"),
        )
    ]  # fmt: skip
    facts = [
        ["Product", str(idea.product)], ["Owner", str(idea.owner or "")], ["State", idea.get_state_display()],
        ["Stage", idea.get_stage_display()], ["Companies", counted.company_count], ["ARR behind it", counted.arr],
        ["Open deals", counted.deal_count], ["Insights", counted.insight_count], ["Votes", counted.vote_count],
    ]  # fmt: skip
    fields = IdeaField.objects.current().serving(idea.product_id)
    facts += [[field.name, shown(idea.custom[field.key])] for field in fields if field.key in idea.custom]
    insights = Evidence(of_idea, actor).insights(idea.pk).filter(feedback__in=Feedback.objects.quotable())
    said = insights.select_related("feedback__company").order_by("-importance", "-id")[:MOST_WORDS]
    words = [[one.excerpt, str(one.feedback.company or ""), one.get_importance_display()] for one in said]
    cards = [[one.title, one.get_state_display(), one.get_horizon_display()] for one in idea.initiatives.visible_to(actor)]
    tables = [
        Table("The idea", ["", "In words"], [[label, text] for label, text in sections if text]),
        *parts_of(idea, actor),
        Table("What stands behind it", ["", "Value"], facts),
        Table("What customers said", ["Words", "Company", "Importance"], words),
        Table("On the roadmap", ["Initiative", "State", "Lane"], cards),
    ]
    return paper(idea.key.lower(), f"{idea.key} {idea.title}", tables)


def parts_of(idea: Idea, actor: Actor) -> list[Table]:
    """Whom it serves, its stories, designs and links: a table for each that there is."""
    served = [["Persona", str(one), one.does] for one in idea.personas.order_by("name")]
    served += [["Job to be done", str(one), ""] for one in idea.jobs.order_by("id")]
    stories = [
        [str(one), "\n".join(f"{'✓' if criterion['is_met'] else '–'} {criterion['text']}" for criterion in one.criteria)]
        for one in idea.stories.standing()
    ]
    designs = [[one.title, one.address] for one in idea.designs.filter(removed_at=None)]
    designs += [[one.name, "File"] for one in idea.files.filter(removed_at=None)]
    linked = [
        [words, f"{one.key} {one.title}", one.get_stage_display()] for words, rows in links_of(idea, actor) for one, _ in rows
    ]
    tables = [
        Table("Whom it serves", ["", "Who or what", "What they do"], served),
        Table("User stories", ["Story", "Acceptance criteria"], stories),
        Table("Designs and files", ["Title", "Where"], designs),
        Table("Linked ideas", ["", "Idea", "Stage"], linked),
    ]
    return [table for table in tables if table.rows]
