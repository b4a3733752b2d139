"""What stands behind an idea, counted once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from customers.models import Company
from feedback.models import DealStage, Feedback, Request
from history.actor import system
from people.models import Product
from roadmap.actions import add_idea, count_evidence, create_idea, create_initiative, mark_duplicate, vote, withdraw_vote
from roadmap.figures import FIGURES, Evidence, of_idea, of_initiative, orderable
from roadmap.forms.ideas import IdeaFilter
from roadmap.models import Idea, Initiative, Insight
from roadmap.ordering import Counts, figures_named, ideas_in_order
from roadmap.tally import tally_ideas, tally_initiatives

SORTED = [value[1:] for value, _ in IdeaFilter.SORTS if value[1:] in FIGURES]


@pytest.fixture
def stage(cast, acting):
    """Builders of evidence, and the cast."""

    class Stage:
        petra = acting(cast.product_manager)

        def idea(self, title="Export", product=None):
            return create_idea(product=product or cast.product, title=title, actor=self.petra)

        def said(self, idea, company, text="We need it", product=cast.product, merged_into=None):
            feedback = Feedback.objects.create(product=product, text=text, company=company, merged_into=merged_into)
            if idea is not None:
                Insight.objects.create(
                    feedback=feedback, idea=idea, excerpt=text, start=0, end=len(text), made_by=cast.product_manager
                )
            return feedback

        def deal(self, feedback, amount, name="Renewal", stage=DealStage.PROPOSAL):
            return Request.objects.create(
                feedback=feedback, submitted_by=cast.salesperson, opportunity=name, amount=amount, stage=stage, need="x"
            )

    return Stage()


def behind(idea, actor=None):
    return counted(Idea.objects.filter(pk=idea.pk), of_idea, tally_ideas, actor or system("counting"))[0]


def counted(records, of, tally, actor):
    """The records with their figures, which the database counts the same when it orders by one."""
    rows = tally(records.order_by("pk"), actor)
    for name in FIGURES:
        ordered = orderable(records.order_by("pk"), Evidence(of, actor), name)
        assert [getattr(row, name) for row in ordered] == [getattr(row, name) for row in rows], name
    if of is of_idea:
        for moment in ("as it was noted", "counted", "all at once"):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("roadmap.counted.MOST_LIVE", -1 if moment == "all at once" else 1000)
                in_order(records, rows, actor)
            while count_evidence():
                pass
    return rows


def in_order(records, rows, actor):
    """Ideas stand in the order of each figure, however it is found out."""
    shown = Counts(actor).put(records.select_related("kept_figures").order_by("pk"))
    for name in FIGURES:
        assert [getattr(row, name) for row in shown] == [getattr(row, name) for row in rows], name
        wanted = [row.pk for row in sorted(rows, key=lambda row: (-getattr(row, name), -row.pk))]
        assert list(ideas_in_order(records, f"-{name}", actor).order_by(f"-{name}", "-id").values_list("pk", flat=True)) == wanted
        if name in SORTED:
            assert Counts(actor).most_first(records, name) == wanted, name
            figures = figures_named(name, actor)
            assert [figures.get(row.pk, 0) for row in rows] == [getattr(row, name) for row in rows], name


def test_a_company_that_spoke_twice_and_voted_is_one(cast, stage):
    idea = stage.idea()
    stage.said(idea, cast.acme)
    stage.said(idea, cast.acme, "Again")
    vote(idea, company=cast.acme, actor=stage.petra)
    vote(idea, company=cast.globex, actor=stage.petra)
    row = behind(idea)
    assert (row.insight_count, row.feedback_count, row.vote_count, row.company_count, row.arr) == (2, 2, 2, 2, Decimal(160_000))


def test_an_idea_without_evidence_shows_noughts(cast, stage):
    row = behind(stage.idea())
    assert (row.insight_count, row.vote_count, row.company_count, row.arr, row.deal_count, row.deal_amount) == (0, 0, 0, 0, 0, 0)


def test_withdrawn_votes_and_insights_do_not_count(cast, stage):
    idea = stage.idea()
    withdraw_vote(vote(idea, company=cast.acme, actor=stage.petra), actor=stage.petra)
    stage.said(idea, cast.globex)
    Insight.objects.update(withdrawn_at="2026-01-01T00:00Z")
    row = behind(idea)
    assert (row.insight_count, row.vote_count, row.company_count) == (0, 0, 0)


def test_merged_feedback_counts_as_the_one_it_went_into_and_its_company_is_heard(cast, stage):
    idea = stage.idea()
    kept = stage.said(idea, cast.acme)
    twin = stage.said(idea, cast.globex, merged_into=kept)
    stage.deal(kept, 1000)
    stage.deal(twin, 1000)
    stage.deal(stage.said(None, cast.globex, merged_into=kept), 50, name="Another")
    row = behind(idea)
    assert (row.feedback_count, row.company_count) == (1, 2)
    assert (row.deal_count, row.deal_amount) == (2, Decimal(1050))


def test_what_was_said_for_a_duplicate_is_said_for_the_idea(cast, stage):
    idea, twin = stage.idea(), stage.idea("Excel")
    stage.said(twin, cast.acme)
    vote(idea, company=cast.acme, actor=stage.petra)
    mark_duplicate(twin, of=idea, actor=stage.petra)
    row = behind(idea)
    assert (row.insight_count, row.company_count) == (1, 1)
    assert list(Evidence(of_idea, stage.petra).companies(idea.pk)) == [cast.acme]


def test_only_open_deals_are_at_stake(cast, stage):
    idea = stage.idea()
    stage.deal(stage.said(idea, cast.acme), 10, stage=DealStage.WON)
    stage.deal(stage.said(idea, cast.acme), 20, stage=DealStage.LOST)
    stage.deal(stage.said(idea, cast.globex), 30)
    assert (behind(idea).deal_count, behind(idea).deal_amount) == (1, Decimal(30))


def test_words_from_a_restricted_product_count_for_its_members_only(cast, stage, acting):
    idea = stage.idea()
    stage.deal(stage.said(idea, cast.acme, product=cast.restricted), 500)
    stage.said(idea, cast.globex, product=None)
    inside, outside = behind(idea, stage.petra), behind(idea, acting(cast.outsider))
    assert (inside.insight_count, inside.company_count, inside.deal_count) == (2, 2, 1)
    assert (outside.insight_count, outside.company_count, outside.deal_count) == (1, 1, 0)


def test_an_initiative_counts_over_its_ideas_once(cast, stage):
    first, second, twin = stage.idea(), stage.idea("Print"), stage.idea("Paper")
    for idea in (first, second, twin):
        stage.said(idea, cast.acme)
    stage.deal(stage.said(twin, cast.globex), 70)
    mark_duplicate(twin, of=second, actor=stage.petra)
    initiative = create_initiative(product=cast.product, title="Reports", ideas=[first], actor=stage.petra)
    other = create_initiative(product=cast.product, title="Others", ideas=[first, second], actor=stage.petra)
    add_idea(initiative, idea=second, actor=stage.petra)
    both = Initiative.objects.filter(pk__in=[initiative.pk, other.pk])
    for row in counted(both, of_initiative, tally_initiatives, stage.petra):
        assert (row.insight_count, row.company_count, row.arr, row.deal_amount) == (4, 2, Decimal(160_000), Decimal(70))


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, stage, django_assert_num_queries):
    for number in range(12):
        stage.said(stage.idea(f"Idea {number}"), Company.objects.create(name=f"Company {number}"))
    with django_assert_num_queries(4):
        assert [row.company_count for row in tally_ideas(Idea.objects.all(), stage.petra)] == [1] * 12
    assert Product.objects.count() == 2
