"""How heavy an idea's evidence is: each company once, by importance and size."""

from decimal import Decimal

import pytest

from customers import actions as customers
from feedback import actions as feedback
from history.actor import system
from roadmap import actions
from roadmap.figures import Evidence, of_idea, orderable
from roadmap.models import Idea, Insight
from roadmap.tally import tally_ideas
from roadmap.weights import weighed
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(cast, acting):
    """The example of docs/figures.md."""
    petra = acting(cast.product_manager)
    idea = actions.create_idea(product=cast.product, title="Export", actor=petra)

    def said(company, importance, product=cast.product):
        row = feedback.give_feedback(text="We need it", company=company, product=product, actor=petra)
        actions.link_insight(row, idea, start=0, end=2, importance=importance, actor=petra)
        return row

    said(cast.acme, 2)
    said(cast.acme, 3)
    for amount, name in ((15_000, "First"), (5_000, "Second")):
        asked = feedback.submit_request(
            company=cast.globex,
            text="We need it",
            need="x",
            opportunity=name,
            amount=Decimal(amount),
            product=cast.product,
            actor=petra,
        )
        actions.link_insight(asked.feedback, idea, start=0, end=2, importance=1, actor=petra)
    initech = customers.add_company(name="Initech", actor=petra)
    actions.vote(idea, company=initech, actor=petra)
    return idea, said, petra


def weight_of(idea, actor=None):
    rows, actor = Idea.objects.filter(pk=idea.pk), actor or system("counting")
    (row,) = tally_ideas(rows, actor)
    assert orderable(rows, Evidence(of_idea, actor), "weight").get().weight == row.weight
    return row.weight


def test_the_worked_example_weighs_sixteen(worked):
    idea, _, _ = worked
    rows = weighed(Evidence(of_idea, system("counting")), idea.pk).order_by("-points")
    assert [(str(row), row.importance, row.size, row.points) for row in rows] == [
        ("Acme", 3, 4, 12), ("Globex", 1, 3, 3), ("Initech", 1, 1, 1),
    ]  # fmt: skip
    assert weight_of(idea) == 16


def test_a_closed_deal_is_no_longer_at_stake(worked, cast):
    idea, _, petra = worked
    for request in cast.globex.feedback.all():
        feedback.change_request(request.request, stage="lost", actor=petra)
    assert weight_of(idea) == 12 + 2 + 1


def test_merged_words_and_duplicates_count_and_withdrawn_ones_do_not(worked, cast):
    idea, _, petra = worked
    umbrella = customers.add_company(name="Umbrella", arr=260_000, actor=petra)
    merged = feedback.give_feedback(text="Same here", company=umbrella, product=cast.product, actor=petra)
    feedback.merge_duplicate(merged, into=cast.acme.feedback.order_by("pk").first(), actor=petra)
    assert weight_of(idea) == 16 + 2 * 5
    twin = actions.create_idea(product=cast.product, title="Twin", actor=petra)
    actions.mark_duplicate(idea, of=twin, actor=petra)
    assert weight_of(twin) == 26
    for insight in idea.insights.filter(feedback__company=cast.acme):
        actions.withdraw_insight(insight, actor=petra)
    assert weight_of(twin) == 3 + 1


def test_what_one_may_not_see_weighs_nothing(worked, cast, acting):
    idea, _, petra = worked
    hooli = customers.add_company(name="Hooli", arr=900_000, actor=petra)
    row = feedback.give_feedback(text="We need it", company=hooli, product=cast.restricted, actor=petra)
    Insight.objects.create(feedback=row, idea=idea, excerpt="We", start=0, end=2, importance=3, made_by=cast.product_manager)
    assert weight_of(idea, petra) == 16 + 15
    assert weight_of(idea, acting(cast.outsider)) == 16


def test_one_deal_of_the_crm_in_two_requests_is_at_stake_once(worked, cast):
    idea, _, petra = worked
    customers.add_deal(company=cast.acme, name="Renewal", amount=Decimal(7_000), actor=petra)
    for _ in range(2):
        asked = feedback.submit_request(
            company=cast.acme,
            text="We need it",
            need="x",
            opportunity="Renewal",
            amount=Decimal(7_000),
            product=cast.product,
            actor=petra,
        )
        actions.link_insight(asked.feedback, idea, start=0, end=2, importance=1, actor=petra)
    (row,) = tally_ideas(Idea.objects.filter(pk=idea.pk), system("counting"))
    assert (row.deal_count, row.deal_amount) == (3, 27_000)


def test_the_list_is_sorted_by_weight_and_the_page_and_the_api_say_it(worked, cast, browse, call):
    idea, _, petra = worked
    actions.create_idea(product=cast.product, title="Nothing behind it", actor=petra)
    listed = browse(cast.viewer).get("/ideas/?sort=-weight").context["ideas"]
    assert [(row.title, row.weight) for row in listed] == [("Export", 16), ("Nothing behind it", 0)]
    page = whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
    assert "3 × 4 = 12" in page
    assert "sum over the companies of importance × size" in page
    assert call(cast.viewer).get(f"/api/v1/ideas/{idea.pk}/").json()["weight"] == 16


def test_sizes_step_where_the_formula_says(worked, cast):
    idea, _, petra = worked
    for arr in ("9999.99", "10000", "50000", "100000", "250000"):
        actions.vote(idea, company=customers.add_company(name=f"At {arr}", arr=Decimal(arr), actor=petra), actor=petra)
    rows = weighed(Evidence(of_idea, system("counting")), idea.pk).filter(name__startswith="At").order_by("arr")
    assert [row.size for row in rows] == [1, 2, 3, 4, 5]
