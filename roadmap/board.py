"""What the board shows: lanes of cards, each with its objective, its gates, and who stands behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from customers.models import Company
from history import clock
from history.actor import Actor
from objectives.models import KeyResult
from people.models import Product, Segment
from roadmap.marks import Mark, marks_of
from roadmap.models import (
    COMPLETED,
    Board,
    Horizon,
    Idea,
    Initiative,
    InitiativeQuerySet,
    InitiativeState,
    plain_name,
)
from roadmap.tally import tally_initiatives

MOST_CANDIDATES = 100
MOST_COMPLETED = 12
LATELY = timedelta(days=90)
HINTS = {
    Horizon.NOW: "What we work on. Drag a card here when work on it starts.",
    Horizon.NEXT: "What comes after. Evidence is being gathered.",
    Horizon.LATER: "What we mean to solve, one day.",
}


@dataclass
class Column:
    """A lane as the page draws it. ``over`` says, for each product that has more cards in it than it means to, how many."""

    name: str
    label: str
    hint: str
    cards: list[Initiative] = field(default_factory=list)
    limit: int | None = None
    over: list[str] = field(default_factory=list)


@dataclass
class Row:
    """A band of the board: the cards of one objective, product, segment or owner, in the same lanes."""

    key: str
    label: str
    lanes: list[Column]


@dataclass
class Shown:
    """The board as the page draws it."""

    lanes: list[Column]
    completed: Column
    drawer: Column
    rows: list[Row] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on it."""
        return not any(column.cards for column in (*self.lanes, self.completed, self.drawer))


def narrowed(actor: Actor, chosen: dict[str, Any]) -> InitiativeQuerySet:
    """The initiatives that one may see and that fit what was chosen."""
    cards = Initiative.objects.visible_to(actor)
    for name in ("product", "owner"):
        if name in chosen:
            cards = cards.filter(**{name: chosen[name]})
    if "line" in chosen:
        cards = cards.filter(product__line=chosen["line"])
    if "objective" in chosen:
        serving = KeyResult.objects.filter(objective=chosen["objective"]).values("pk")
        cards = cards.filter(pk__in=Initiative.key_results.through.objects.filter(keyresult__in=serving).values("initiative"))
    return cards


def cards_for(actor: Actor, chosen: dict[str, Any]) -> QuerySet[Initiative]:
    """The cards that fit, with what a card names; ``marked`` adds the rest."""
    return with_details(narrowed(actor, chosen))


def with_details(cards: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Cards with product, owner, ideas and key results, in a fixed number of queries."""
    key_results = KeyResult.objects.current().select_related("objective")
    ideas = Idea.objects.order_by("id")
    return cards.select_related("product", "owner").prefetch_related(
        Prefetch("key_results", key_results), Prefetch("ideas", ideas)
    )  # fmt: skip


def board_for(actor: Actor, chosen: dict[str, Any], products: list[Product], *, group: str = "") -> Shown:
    """Now, Next and Later, what was completed lately, and the newest candidates; all of it asked for at once.

    ``products`` are those that the actor sees, each with its board joined.
    """
    shown, products = empty_board(chosen, products), of_board(chosen, products)
    columns = {column.name: column for column in shown.lanes}
    elsewhere: dict[str, Any] = {InitiativeState.COMPLETED: shown.completed, InitiativeState.CANDIDATE: shown.drawer}
    fitting = narrowed(actor, chosen)
    waiting = fitting.filter(state=InitiativeState.CANDIDATE).order_by("-id").values("pk")[:MOST_CANDIDATES]
    since = clock.now() - LATELY
    done = fitting.filter(state=InitiativeState.COMPLETED, completed_at__gt=since).order_by("-completed_at").values("pk")
    which = Q(state=InitiativeState.ON_ROADMAP) | Q(pk__in=waiting) | Q(pk__in=done[:MOST_COMPLETED])
    for card in marked(cards_for(actor, chosen).filter(which).order_by("position", "-completed_at", "-id"), actor):
        (elsewhere.get(card.state) or columns[card.horizon]).cards.append(card)
    warn(shown.lanes, products, is_whole=not {"owner", "objective"} & set(chosen))
    if group:
        shown.rows = rows_of(shown.lanes, group)
    return shown


def of_board(chosen: dict[str, Any], products: list[Product]) -> list[Product]:
    """The products that a board is of."""
    if "product" in chosen:
        return [product for product in products if product.pk == chosen["product"].pk]
    current = [product for product in products if product.archived_at is None]
    return [product for product in current if product.line_id == chosen["line"].pk] if "line" in chosen else current


def empty_board(chosen: dict[str, Any], products: list[Product]) -> Shown:
    """The lanes, under the names that the products of this board agree on."""
    own = of_board(chosen, products)
    lanes = [Column(one.value, name_for(own, one), HINTS[one]) for one in Horizon]
    completed = Column(COMPLETED, name_for(own, COMPLETED), "Nothing was completed in the last ninety days.")
    return Shown(lanes, completed, Column("candidates", "Candidates", "Nothing waits here. Make an initiative out of an idea."))


def warn(lanes: list[Column], products: list[Product], *, is_whole: bool) -> None:
    """Say where more cards are than a product means to have. A board that shows some cards only counts them all the same."""
    limited = [product for product in products if any(limit_of(product, one) for one in Horizon)]
    if not limited:
        return
    if is_whole:
        counts = Counter((card.product_id, card.horizon) for column in lanes for card in column.cards)
    else:
        rows = Initiative.objects.on_roadmap().filter(product__in=limited).values_list("product", "horizon")
        counts = Counter(rows)
    for column in lanes:
        column.limit = limit_of(limited[0], column.name) if len(products) == 1 else None
        for product in limited:
            limit, there = limit_of(product, column.name), counts[product.pk, column.name]
            if limit is not None and there > limit:
                column.over.append(f"{product}: {there} cards, and {limit} are meant to be in it at most.")


def limit_of(product: Product, lane: str) -> int | None:
    """How many cards a product means to have in a lane at most."""
    return product.board.limit_of(lane) if hasattr(product, "board") else None


def name_for(products: list[Product], lane: str) -> str:
    """What a lane is called where all these products agree; else its plain name."""
    names = {product.board.name_of(lane) if hasattr(product, "board") else plain_name(lane) for product in products}
    return names.pop() if len(names) == 1 else plain_name(lane)


def over_limit(card: Initiative) -> str:
    """What the board says when the lane of this card holds more than its product means to have in it; else nothing."""
    board = Board.objects.filter(product=card.product_id).first()
    limit = board.limit_of(card.horizon) if board is not None and card.horizon else None
    if board is None or limit is None:
        return ""
    there = Initiative.objects.on_roadmap().filter(product=card.product_id, horizon=card.horizon).count()
    if there <= limit:
        return ""
    return f"{board.name_of(card.horizon)} holds {there} cards now; {limit} are meant to be in it at most."


def rows_of(lanes: list[Column], group: str) -> list[Row]:
    """The board in bands. A card that serves two objectives, or two segments, is in both."""
    rows: dict[str, Row] = {}
    keys_of = BANDS[group]
    segments = segments_of([card for column in lanes for card in column.cards]) if group == "segment" else {}
    for column in lanes:
        for card in column.cards:
            for key, label in keys_of(card, segments) or [("", NO_BAND[group])]:
                row = rows.get(key)
                if row is None:
                    row = rows[key] = Row(key or "none", label, [Column(one.name, one.label, one.hint) for one in lanes])
                next(one for one in row.lanes if one.name == column.name).cards.append(card)
    return [rows[key] for key in sorted(rows, key=lambda key: (key == "", rows[key].label.casefold()))]


def segments_of(cards: list[Initiative]) -> dict[int, str]:
    """The segment of each company behind these cards."""
    companies = {pk for card in cards for pk in card.company_ids}  # type: ignore[attr-defined]
    return dict(Company.objects.filter(pk__in=companies).values_list("pk", "segment"))


def objectives_of(card: Initiative, segments: dict[int, str]) -> list[tuple[str, str]]:
    """The objectives that a card serves."""
    found = {one.objective_id: one.objective for one in card.key_results.all()}
    return [(str(pk), str(objective)) for pk, objective in found.items()]


def market_of(card: Initiative, segments: dict[int, str]) -> list[tuple[str, str]]:
    """The segments whose companies stand behind a card."""
    found = {segments.get(pk, "") for pk in card.company_ids} - {""}  # type: ignore[attr-defined]
    return [(str(segment), str(segment.label)) for segment in Segment if segment in found]


BANDS: dict[str, Callable[[Initiative, dict[int, str]], list[tuple[str, str]]]] = {
    "objective": objectives_of,
    "product": lambda card, segments: [(str(card.product_id), str(card.product))],
    "segment": market_of,
    "owner": lambda card, segments: [(str(card.owner_id), str(card.owner))] if card.owner else [],
}
NO_BAND = {
    "objective": "No objective",
    "product": "No product",
    "segment": "No company of a segment behind it",
    "owner": "Nobody yet",
}


def marked(cards: Iterable[Initiative], actor: Actor) -> list[Initiative]:
    """The cards, each with its figures, and with the marks of its ideas put together as ``gates``."""
    return marks_together(tally_initiatives(cards, actor, with_deals=False))


def marks_together(cards: Iterable[Initiative]) -> list[Initiative]:
    """The cards, each with the marks of its ideas put together as ``gates``."""
    cards = list(cards)
    marks = marks_of({idea.pk: idea for card in cards for idea in card.ideas.all()}.values())
    for card in cards:
        card.gates = together([(idea, marks[idea.pk]) for idea in card.ideas.all()])  # type: ignore[attr-defined]
    return cards


def together(marked_ideas: list[tuple[Idea, list[Mark]]]) -> list[Mark]:
    """Marks of several ideas as one row: a sign is good when it is good for all, and its words name each idea."""
    signs: dict[str, list[tuple[Idea, Mark]]] = {}
    for idea, marks in marked_ideas:
        for mark in marks:
            signs.setdefault(mark.text, []).append((idea, mark))
    if len(marked_ideas) == 1:
        return [pairs[0][1] for pairs in signs.values()]
    return [
        Mark(text, worst(pair[1].tone for pair in pairs), "; ".join(f"{idea.key}: {mark.words}" for idea, mark in pairs))
        for text, pairs in signs.items()
    ]


def worst(tones: Iterable[str]) -> str:
    """Bad if any is bad, else warn, else nothing; good only if all are."""
    order = ("bad", "warn", "", "accent", "good")
    return min(tones, key=lambda tone: order.index(tone) if tone in order else 2)
