"""What ideas are ordered by is kept, and what is kept is what one would count: after every verb that changes it."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.urls import reverse

from config.schedule import SCHEDULE
from customers.actions import add_deal, change_company, change_deal, merge_company, undo_merge
from customers.models import Company
from feedback.actions import change_request, edit_feedback, merge_duplicate, submit_request, unmerge
from feedback.models import DealStage, Feedback, Request
from history.actor import system
from roadmap import actions
from roadmap.figures import FIGURES
from roadmap.models import Idea, IdeaFigures, Importance, Insight, ToCount, Vote
from roadmap.ordering import Counts
from roadmap.tally import tally_ideas
from roadmap.tasks import count_changed
from roadmap.triggers import MOMENTS, NoteWhatToCount, mend_triggers

pytestmark = pytest.mark.django_db

COUNTER = system("the one who counts")


class World:
    """Two ideas; the first with words of Acme for a deal, words of Globex that were merged into others, and a vote."""

    def __init__(self, cast, acting) -> None:
        self.cast, self.petra, self.sam = cast, acting(cast.product_manager), acting(cast.salesperson)
        self.admin = acting(cast.admin)
        self.one, self.two = (actions.create_idea(product=cast.product, title=title, actor=self.petra) for title in ("A", "B"))
        self.request = self.asks(cast.acme, "Renewal", 30_000)
        self.again = self.asks(cast.globex, "Renewal", 30_000)
        self.said = actions.link_insight(self.request.feedback, self.one, actor=self.petra)
        merge_duplicate(self.again.feedback, into=self.request.feedback, actor=self.petra)
        self.vote = actions.vote(self.one, company=cast.globex, actor=self.petra)
        self.loose = self.asks(None, "", 0)

    def asks(self, company, deal, amount):
        """Words, for a deal if there is one."""
        if not deal:
            initech = Company.objects.create(name="Initech", arr=Decimal(70_000))
            return Feedback.objects.create(product=self.cast.product, text="We need it as well", company=initech)
        return submit_request(
            company=company, text="We need it", need="Reports", opportunity=deal, amount=Decimal(amount),
            product=self.cast.product, actor=self.sam,
        )  # fmt: skip


def withdraw_and_restore(world):
    actions.restore_insight(actions.withdraw_insight(world.said, actor=world.petra), actor=world.petra)
    actions.change_importance(world.said, importance=Importance.CRITICAL, actor=world.petra)


def merge(world):
    return actions.merge_idea(world.one, into=world.two, actor=world.petra)


def split(world):
    return actions.split_idea(world.one, title="C", insights=[world.said], actor=world.petra)


def tied_to_a_deal(world):
    deal = add_deal(company=world.cast.acme, name="Renewal", amount=Decimal(90_000), actor=world.admin)
    change_request(world.again, opportunity="Another", actor=world.sam)
    return deal


VERBS = {
    "words are linked": lambda world: actions.link_insight(world.loose, world.two, actor=world.petra),
    "words are withdrawn": lambda world: actions.withdraw_insight(world.said, actor=world.petra),
    "words are withdrawn, brought back, and matter more": withdraw_and_restore,
    "a company votes": lambda world: actions.vote(world.two, company=world.cast.acme, actor=world.petra),
    "a vote is withdrawn": lambda world: actions.withdraw_vote(world.vote, actor=world.petra),
    "an idea is a duplicate": lambda world: actions.mark_duplicate(world.one, of=world.two, actor=world.petra),
    "ideas are merged": merge,
    "an idea is split": split,
    "feedback is merged": lambda world: merge_duplicate(world.loose, into=world.request.feedback, actor=world.petra),
    "feedback is not merged any more": lambda world: unmerge(world.again.feedback, actor=world.petra),
    "feedback is of another company": lambda world: edit_feedback(
        world.request.feedback, company=world.cast.globex, contact=None, actor=world.petra
    ),
    "a deal is larger": lambda world: change_request(world.request, amount=Decimal(300_000), actor=world.sam),
    "a deal is lost": lambda world: change_request(world.request, stage=DealStage.LOST, actor=world.sam),
    "a deal is another": tied_to_a_deal,
    "a company pays more": lambda world: change_company(world.cast.globex, arr=Decimal(400_000), actor=world.admin),
    "companies are merged": lambda world: merge_company(world.cast.globex, into=world.cast.acme, actor=world.admin),
}
TAKEN_BACK = {
    "a duplicate stands alone": (
        lambda world: actions.mark_duplicate(world.one, of=world.two, actor=world.petra),
        lambda world, done: actions.clear_duplicate(done, actor=world.petra),
    ),
    "a merge is undone": (merge, lambda world, done: actions.undo_idea_merge(done, actor=world.petra)),
    "a split is undone": (split, lambda world, done: actions.undo_split(done, actor=world.petra)),
    "companies are two again": (VERBS["companies are merged"], lambda world, done: undo_merge(done, actor=world.admin)),
    "the CRM tells another amount": (
        tied_to_a_deal,
        lambda world, done: change_deal(done, amount=Decimal(500_000), actor=world.admin),
    ),
}


def told(rows):
    """The figures of rows, by idea."""
    return {row.pk: {name: getattr(row, name) for name in FIGURES} for row in rows}


def counted():
    """What one counts, of every idea."""
    return told(tally_ideas(Idea.objects.all(), COUNTER))


def shown():
    """What a list shows of every idea: kept, or counted because it was noted."""
    return told(Counts(COUNTER).put(Idea.objects.select_related("kept_figures")))


def kept():
    """What is kept of every idea."""
    nothing = dict.fromkeys(FIGURES, 0)
    rows = {row["idea_id"]: row for row in IdeaFigures.objects.values("idea_id", *FIGURES)}
    return {pk: {name: rows.get(pk, nothing)[name] for name in FIGURES} for pk in Idea.objects.values_list("pk", flat=True)}


def assert_right(before):
    """What lists show is right at once; when it was counted, what is kept is right, and nothing waits any more."""
    assert counted() != before, "This verb changes no figure, so it tests nothing."
    assert shown() == counted()
    count_changed()
    assert kept() == counted()
    assert not ToCount.objects.exists()


@pytest.fixture
def world(cast, acting):
    made = World(cast, acting)
    count_changed()
    assert kept() == counted()
    return made


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_what_is_kept_follows_every_verb(world, verb):
    before = counted()
    verb(world)
    assert_right(before)


@pytest.mark.parametrize(("verb", "back"), TAKEN_BACK.values(), ids=TAKEN_BACK)
def test_and_every_verb_that_takes_one_back(world, verb, back):
    done = verb(world)
    count_changed()
    before = counted()
    back(world, done)
    assert_right(before)


def any_of(luck, model, **conditions):
    """Some row's id, or none."""
    return luck.choice([*model.objects.filter(**conditions).values_list("pk", flat=True), None])


def say(luck, cast):
    text = Feedback.objects.create(
        product=cast.product,
        text="please",
        company_id=any_of(luck, Company),
        merged_into_id=any_of(luck, Feedback, merged_into=None),
    )
    Insight.objects.create(
        feedback=text, idea=luck.choice(Idea.objects.all()), excerpt="please", start=0, end=6, importance=luck.randrange(4),
        made_by=cast.leader,
    )  # fmt: skip


def turn_to(luck, cast):
    Insight.objects.filter(pk=any_of(luck, Insight)).update(importance=luck.randrange(4), idea=luck.choice(Idea.objects.all()))


def vote_anew(luck, cast):
    idea = luck.choice(Idea.objects.all())
    Vote.objects.filter(idea=idea).delete()
    Vote.objects.create(idea=idea, company=luck.choice(Company.objects.all()), given_by=cast.leader)


def earn(luck, cast):
    Company.objects.filter(pk=any_of(luck, Company)).update(arr=Decimal(luck.randrange(300_000)))


def hand_over(luck, cast):
    Feedback.objects.filter(pk=any_of(luck, Feedback)).update(company=any_of(luck, Company))


def part(luck, cast):
    Feedback.objects.filter(merged_into=any_of(luck, Feedback)).update(merged_into=None)


def haggle(luck, cast):
    Request.objects.filter(pk=any_of(luck, Request)).update(
        amount=Decimal(luck.randrange(400_000)), stage=luck.choice(DealStage.values)
    )


def ask(luck, cast):
    Request.objects.get_or_create(
        feedback=luck.choice(Feedback.objects.all()),
        defaults={"submitted_by": cast.salesperson, "opportunity": "New", "amount": Decimal(5000), "need": "x"},
    )


def unsay(luck, cast):
    Insight.objects.filter(feedback__merged_into=None, idea=any_of(luck, Idea)).update(withdrawn_at="2026-01-01T00:00Z")


def forget(luck, cast):
    Request.objects.filter(pk=any_of(luck, Request)).delete()


WRITERS = (say, turn_to, vote_anew, earn, hand_over, part, haggle, ask, unsay, forget, say)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_written_to_the_tables_is_noted(world, seed):
    """Without any verb, in any order: rows come, change and go, one by one and many at once."""
    luck = Random(seed)
    for _ in range(50):
        write = luck.choice(WRITERS)
        write(luck, world.cast)
        assert shown() == counted(), write.__name__
        if luck.random() < 0.3:
            count_changed()
            assert kept() == counted(), write.__name__


def test_a_change_that_matters_to_no_figure_is_not_noted(world):
    edit_feedback(world.request.feedback, title="Excel, please", actor=world.petra)
    change_company(world.cast.acme, segment="smb", actor=world.admin)
    actions.edit_idea(world.one, title="Another title", actor=world.petra)
    assert not ToCount.objects.exists()


def test_whoever_may_not_see_a_product_gets_figures_without_its_words(world, cast, acting):
    hidden = Feedback.objects.create(product=cast.restricted, text="please", company=cast.acme)
    Insight.objects.create(feedback=hidden, idea=world.two, excerpt="please", start=0, end=6, made_by=cast.leader)
    count_changed()
    for person in (cast.product_manager, cast.outsider):
        actor = acting(person)
        ideas = Idea.objects.visible_to(actor)
        assert told(Counts(actor).put(ideas.select_related("kept_figures"))) == told(tally_ideas(ideas, actor))
    inside, outside = (Counts(acting(person)).most_first(Idea.objects.all(), "insight_count")
                       for person in (cast.product_manager, cast.outsider))  # fmt: skip
    assert inside == [world.two.pk, world.one.pk]
    assert outside == [world.one.pk, world.two.pk]


def test_it_is_counted_by_itself_in_steps(world, monkeypatch):
    monkeypatch.setattr("roadmap.actions.counting.IDEAS", 1)
    assert "roadmap.count_evidence" in {one.task for one in SCHEDULE}
    IdeaFigures.objects.all().delete()
    ToCount.objects.bulk_create(ToCount(idea=idea.pk) for idea in (world.one, world.two, world.one))
    assert [actions.count_evidence(notes=2), actions.count_evidence(notes=2), actions.count_evidence(notes=2)] == [2, 1, 0]
    assert kept() == counted()


def test_triggers_that_a_migration_lost_are_set_again_and_all_is_counted(world):
    if connection.vendor != "sqlite":
        pytest.skip("Postgres never writes a table anew")
    with connection.cursor() as cursor:
        cursor.execute("drop trigger customers_company_counts_update")
    change_company(world.cast.globex, arr=Decimal(400_000), actor=world.admin)
    mend_triggers("default")
    assert shown() == counted()
    assert ToCount.objects.count() == 2
    mend_triggers("default")
    assert ToCount.objects.count() == 2


class Editor:
    """What a migration's step writes with."""

    connection = connection

    def execute(self, sql, params=None):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def triggers(self):
        """The names of our triggers that there are."""
        table, name = ("pg_trigger", "tgname") if connection.vendor == "postgresql" else ("sqlite_master", "name")
        with connection.cursor() as cursor:
            cursor.execute(f"select {name} from {table}")
            return {found for (found,) in cursor.fetchall()} & {moment.name for moment in MOMENTS}


def test_the_migration_can_be_taken_back(world):
    step, editor = NoteWhatToCount(), Editor()
    step.database_backwards("roadmap", editor, None, None)
    assert editor.triggers() == set()
    step.database_forwards("roadmap", editor, None, None)
    assert len(editor.triggers()) == len(MOMENTS)


def test_the_list_and_the_api_are_in_the_order_of_what_changed_a_moment_ago(world, browse, call):
    actions.vote(world.two, company=world.cast.acme, actor=world.petra)
    actions.vote(world.two, company=world.cast.globex, actor=world.petra)
    page = browse(world.cast.product_manager).get(reverse("roadmap:idea_list") + "?sort=-vote_count")
    assert [(row.pk, row.vote_count) for row in page.context["ideas"]] == [(world.two.pk, 2), (world.one.pk, 1)]
    answer = call(world.cast.product_manager).get("/api/v1/ideas/?ordering=-vote_count").json()
    assert [(row["id"], row["vote_count"]) for row in answer["results"]] == [(world.two.pk, 2), (world.one.pk, 1)]
