"""The portfolio: product lines, their products, and how each product's board stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q

from history import clock
from history.actor import Actor
from people.models import Product, ProductLine
from roadmap.models import Board, Horizon, Initiative, InitiativeState, plain_name

QUARTER = timedelta(days=90)
TITLES = 4


@dataclass
class Standing:
    """One lane of one product."""

    name: str
    label: str
    count: int = 0
    limit: int | None = None
    titles: list[Initiative] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether more is in it than is meant to be."""
        return self.limit is not None and self.count > self.limit

    @property
    def more(self) -> int:
        """How many cards are not named."""
        return self.count - len(self.titles)


@dataclass
class Place:
    """A product in the portfolio."""

    product: Product
    lanes: list[Standing]
    candidates: int = 0
    completed: int = 0


@dataclass
class Family:
    """A product line with its products; the last one holds those that belong to none."""

    line: ProductLine | None
    places: list[Place] = field(default_factory=list)


def portfolio_for(actor: Actor) -> list[Family]:
    """Everything that one may see, by product line."""
    products = list(Product.objects.visible_to(actor).current().select_related("line").order_by("name"))
    places = {product.pk: Place(product, []) for product in products}
    boards = {board.product_id: board for board in Board.objects.filter(product__in=places)}
    lanes = {pk: {one: standing(boards.get(pk), one) for one in Horizon} for pk in places}
    cards = Initiative.objects.filter(product__in=places).order_by("position", "id")
    for card in cards.filter(state=InitiativeState.ON_ROADMAP).only("id", "title", "product_id", "horizon", "position"):
        lane = lanes[card.product_id][Horizon(card.horizon)]
        lane.count += 1
        if len(lane.titles) < TITLES:
            lane.titles.append(card)
    lately = Q(state=InitiativeState.COMPLETED, completed_at__gt=clock.now() - QUARTER)
    waiting, done = Count("pk", filter=Q(state=InitiativeState.CANDIDATE)), Count("pk", filter=lately)
    for row in cards.order_by().values("product").annotate(waiting=waiting, done=done):
        places[row["product"]].candidates, places[row["product"]].completed = row["waiting"], row["done"]
    families: dict[int | None, Family] = defaultdict(lambda: Family(None))
    for pk, place in places.items():
        place.lanes = list(lanes[pk].values())
        families[place.product.line_id].line = place.product.line
        families[place.product.line_id].places.append(place)
    return sorted(families.values(), key=lambda family: (family.line is None, str(family.line)))


def standing(board: Board | None, lane: Horizon) -> Standing:
    """A lane as its product's board calls it."""
    label = board.name_of(lane) if board else plain_name(lane)
    return Standing(lane.value, label, limit=board.limit_of(lane) if board else None)
