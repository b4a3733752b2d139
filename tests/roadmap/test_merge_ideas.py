"""Two ideas that turn out to be one: merged with everything that hangs on them, and told apart again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from answers.models import Answer, Occasion
from conversation.actions import follow, write_comment
from conversation.models import Comment, Follow
from customers.models import Company
from feedback.actions import give_feedback
from gates.actions.reviews import draft_review
from history.models import Event
from history.moving import moving_named, movings_of
from history.refusals import NotAllowed, NotPossible
from matching.models import Theme
from roadmap import actions
from roadmap.figures import Evidence, of_idea, with_figures
from roadmap.models import Commitment, Idea, IdeaMerge, Insight, Stage, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(cast, petra):
    """The same wish in other words."""
    return actions.create_idea(
        product=cast.product, title="Download as a spreadsheet", problem="", value="An hour a week", actor=petra
    )


def say(cast, idea, actor, company, text="We need this in Excel"):
    """Words of a company that support an idea."""
    return actions.link_insight(give_feedback(text=text, product=cast.product, company=company, actor=actor), idea, actor=actor)


def figures(idea, actor):
    """What stands behind an idea now."""
    return with_figures(Idea.objects.filter(pk=idea.pk), Evidence(of_idea, actor)).get()


def merge_by_call(idea, twin, acting, cast, **_):
    return actions.merge_idea(twin, into=idea, take=["value"], actor=acting(cast.product_manager))


def merge_on_the_web(idea, twin, browse, cast, **_):
    browser = browse(cast.product_manager)
    assert "Look at both" in browser.get(f"/ideas/{twin.pk}/merge/").content.decode()
    address = f"/ideas/{twin.pk}/merge/?into={idea.pk}"
    shown = browser.get(address).content.decode()
    assert "Both, side by side" in shown
    assert "What moves to" in shown
    answer = browser.post(address, {"keep_title": "stays", "keep_value": "gone"})
    assert answer.status_code == 302, answer.content.decode()
    return IdeaMerge.objects.get()


def merge_by_api(idea, twin, call, cast, **_):
    answer = call(cast.product_manager).post(
        f"/api/v1/ideas/{twin.pk}/merge/", {"into": idea.pk, "take": ["value"]}, format="json"
    )
    assert answer.status_code == 200, answer.json()
    return IdeaMerge.objects.get(pk=answer.json()["id"])


def undo_by_call(merge, acting, cast, **_):
    actions.undo_idea_merge(merge, actor=acting(cast.product_manager))


def undo_on_the_web(merge, browse, cast, **_):
    assert browse(cast.product_manager).post(f"/ideas/merges/undoing/?merge={merge.pk}").status_code == 302


def undo_by_api(merge, call, cast, **_):
    assert call(cast.product_manager).post(f"/api/v1/idea-merges/{merge.pk}/undo/").status_code == 200


BY_EVERY_DOOR = [
    (merge_by_call, undo_by_call), (merge_on_the_web, undo_on_the_web), (merge_by_api, undo_by_api),
]  # fmt: skip


@pytest.mark.parametrize(("merge_by", "undo_by"), BY_EVERY_DOOR)
def test_what_hangs_on_an_idea_moves_and_moves_back(cast, petra, acting, browse, call, idea, twin, card, merge_by, undo_by):
    said = say(cast, twin, petra, cast.globex)
    voted = actions.vote(twin, company=cast.acme, actor=petra)
    promised = actions.make_commitment(company=cast.acme, idea=twin, words="By spring", actor=petra)
    actions.add_idea(card, idea=twin, actor=petra)
    spoken = write_comment(twin, text="Same as the export?", actor=petra)
    follow(twin, actor=acting(cast.salesperson))
    theme = Theme.objects.create(product=cast.product, name="Spreadsheets", idea=twin)
    moved = [(Insight, said), (Vote, voted), (Commitment, promised), (Theme, theme)]

    merge = merge_by(idea=idea, twin=twin, acting=acting, browse=browse, call=call, cast=cast)
    twin.refresh_from_db()
    idea.refresh_from_db()
    assert (twin.stage, twin.duplicate_of) == (Stage.DUPLICATE, idea)
    assert idea.value == "An hour a week"
    assert {model.objects.get(pk=row.pk).idea_id for model, row in moved} == {idea.pk}
    assert list(card.ideas.all()) == [idea]
    assert Comment.objects.on(idea).get() == spoken
    assert Follow.objects.on(idea).filter(person=cast.salesperson).exists()
    assert Event.objects.of(idea).filter(kind="idea.merged", about_id=twin.pk).count() == 1
    assert Event.objects.of(twin).filter(kind="idea.merged").count() == 1

    undo_by(merge=merge, acting=acting, browse=browse, call=call, cast=cast)
    twin.refresh_from_db()
    idea.refresh_from_db()
    assert (twin.stage, twin.duplicate_of, idea.value) == (Stage.ASSESSMENT, None, "")
    assert {model.objects.get(pk=row.pk).idea_id for model, row in moved} == {twin.pk}
    assert list(card.ideas.all()) == [twin]
    assert Comment.objects.on(twin).get() == spoken
    assert Event.objects.of(idea).filter(kind="idea.separated").count() == 1


def test_a_company_that_voted_for_both_has_one_vote_and_two_again_after_the_undo(cast, petra, idea, twin):
    for one in (idea, twin):
        actions.vote(one, company=cast.acme, words=f"For {one.title}", actor=petra)
    merge = actions.merge_idea(twin, into=idea, actor=petra)
    assert figures(idea, petra).vote_count == 1
    assert idea.votes.count() == 2  # both are there, one of them counts
    actions.undo_idea_merge(merge, actor=petra)
    assert [one.votes.standing().count() for one in (idea, twin)] == [1, 1]


def test_what_the_other_knows_in_own_fields_comes_along_and_goes_back(cast, petra, browse, idea, twin):
    """Where the one that stays says nothing itself; what somebody changed there since stays."""
    for name in ("Days", "Team", "Risk", "Tool"):
        actions.add_idea_field(name=name, kind="text", actor=petra)
    actions.edit_idea(idea, custom={"days": "3"}, actor=petra)
    actions.edit_idea(twin, custom={"days": "8", "team": "Blue", "risk": "High"}, actor=petra)
    merge = actions.merge_idea(twin, into=idea, actor=petra)
    idea.refresh_from_db()
    assert idea.custom == {"days": "3", "team": "Blue", "risk": "High"}
    changed = Event.objects.get(kind="idea.merged").words.body["changes"]
    assert {name for name in changed if name in ("Team", "Risk", "Days")} == {"Team", "Risk"}
    told = browse(cast.product_manager).get(f"/ideas/merges/{merge.pk}/").content.decode()
    assert "Team" in told
    assert "Blue" in told
    actions.edit_idea(idea, custom={"risk": "Low"}, actor=petra)
    actions.undo_idea_merge(merge, actor=petra)
    idea.refresh_from_db()
    twin.refresh_from_db()
    assert idea.custom == {"days": "3", "risk": "Low"}
    assert twin.custom == {"days": "8", "team": "Blue", "risk": "High"}


def test_words_that_support_both_count_on(cast, petra, idea, twin):
    said = give_feedback(text="We need this", product=cast.product, company=cast.acme, actor=petra)
    for one in (idea, twin):
        actions.link_insight(said, one, actor=petra)
    actions.merge_idea(twin, into=idea, actor=petra)
    assert (figures(idea, petra).feedback_count, figures(idea, petra).company_count) == (1, 1)


def test_what_points_at_the_merged_idea_points_at_the_other(cast, petra, idea, twin):
    third = actions.create_idea(product=cast.product, title="CSV too", actor=petra)
    actions.mark_duplicate(third, of=twin, actor=petra)
    merge = actions.merge_idea(twin, into=idea, actor=petra)
    third.refresh_from_db()
    assert third.duplicate_of == idea
    actions.undo_idea_merge(merge, actor=petra)
    third.refresh_from_db()
    assert third.duplicate_of == twin


def test_an_idea_under_review_is_not_merged_away_but_takes_others_in(cast, acting, petra, idea, twin):
    draft_review(twin, gate=1, actor=acting(cast.leader))
    with pytest.raises(NotPossible, match="Gate 1 is reviewing"):
        actions.merge_idea(twin, into=idea, actor=petra)
    assert actions.merge_idea(idea, into=twin, actor=petra).stays == twin


def test_what_cannot_be_merged_is_refused(cast, acting, petra, idea, twin):
    elsewhere = actions.create_idea(product=cast.restricted, title="Elsewhere", actor=petra)
    with pytest.raises(ValidationError, match="into itself"):
        actions.merge_idea(idea, into=idea, actor=petra)
    with pytest.raises(NotPossible, match="same product"):
        actions.merge_idea(elsewhere, into=idea, actor=petra)
    with pytest.raises(NotAllowed):
        actions.merge_idea(twin, into=idea, actor=acting(cast.salesperson))
    with pytest.raises(ValidationError, match="no value"):
        actions.merge_idea(twin, into=idea, take=["colour"], actor=petra)
    actions.archive_idea(twin, reason="Old", actor=petra)
    with pytest.raises(NotPossible, match="archived"):
        actions.merge_idea(twin, into=idea, actor=petra)


def test_a_merged_idea_goes_nowhere_by_itself(cast, petra, idea, twin):
    actions.merge_idea(twin, into=idea, actor=petra)
    third = actions.create_idea(product=cast.product, title="CSV too", actor=petra)
    with pytest.raises(NotPossible, match="Choose that one"):
        actions.merge_idea(third, into=twin, actor=petra)
    with pytest.raises(NotPossible, match="already"):
        actions.merge_idea(twin, into=idea, actor=petra)
    for verb in (
        lambda: actions.move_stage(twin, stage=Stage.DISCOVERY, actor=petra),
        lambda: actions.clear_duplicate(twin, actor=petra),
    ):
        with pytest.raises(NotPossible, match="Undo the merge first"):
            verb()


def test_a_merge_is_not_undone_over_what_happened_since(cast, petra, idea, twin):
    third = actions.create_idea(product=cast.product, title="CSV too", actor=petra)
    promised = actions.make_commitment(company=cast.acme, idea=twin, words="By spring", actor=petra)
    first, second = actions.merge_ideas([twin, third], into=idea, actor=petra)
    with pytest.raises(NotPossible, match=r"was merged into IDEA-\d+ later"):
        actions.undo_idea_merge(first, actor=petra)
    actions.undo_idea_merge(second, actor=petra)
    actions.change_commitment(promised, idea=third, actor=petra)
    with pytest.raises(NotPossible, match=r"commitments \(1\) went elsewhere"):
        actions.undo_idea_merge(first, actor=petra)
    actions.change_commitment(promised, idea=idea, actor=petra)
    actions.undo_idea_merge(first, actor=petra)
    with pytest.raises(NotPossible, match="already"):
        actions.undo_idea_merge(first, actor=petra)


def test_what_was_changed_since_stays_changed(cast, petra, idea, twin):
    merge = actions.merge_idea(twin, into=idea, take=["title"], actor=petra)
    actions.edit_idea(idea, title="Spreadsheets", actor=petra)
    actions.undo_idea_merge(merge, actor=petra)
    idea.refresh_from_db()
    assert (idea.title, idea.value) == ("Spreadsheets", "")


def test_several_picked_on_the_list_become_one_and_one_undo_takes_it_back(cast, petra, browse, call, idea, twin):
    third = actions.create_idea(product=cast.product, title="CSV too", actor=petra)
    browser = browse(cast.product_manager)
    picked = {"ideas": [idea.pk, twin.pk, third.pk]}
    assert "Which one stays?" in browser.get("/ideas/merge/", picked).content.decode()
    assert "Pick at least two" in browser.get("/ideas/merge/").content.decode()
    wrong = browser.post("/ideas/merge/", {"ideas": [idea.pk], "into": idea.pk})
    assert wrong.status_code == 422
    assert browser.post("/ideas/merge/", picked | {"into": idea.pk}).status_code == 302
    merges = IdeaMerge.objects.standing().filter(stays=idea)
    assert {merge.gone for merge in merges} == {twin, third}
    assert browser.get(f"/ideas/merges/{merges[0].pk}/").status_code == 200
    query = "&".join(f"merge={merge.pk}" for merge in merges)
    assert browser.post(f"/ideas/merges/undoing/?{query}").status_code == 302
    assert not IdeaMerge.objects.standing().exists()
    answer = call(cast.product_manager).post(
        f"/api/v1/ideas/{idea.pk}/merge-here/", {"ideas": [twin.pk, third.pk]}, format="json"
    )
    assert len(answer.json()["results"]) == 2
    listed = call(cast.viewer).get("/api/v1/idea-merges/", {"stays": idea.pk, "undone": "false"}).json()["results"]
    assert len(listed) == 2
    moved = call(cast.viewer).get(f"/api/v1/idea-merges/{listed[0]['id']}/moved/").json()
    assert "results" in moved


def test_the_answers_to_both_come_from_the_one_that_stays(cast, petra, run_jobs, idea, twin):
    say(cast, twin, petra, cast.globex)
    say(cast, idea, petra, cast.acme)
    actions.merge_idea(twin, into=idea, actor=petra)
    actions.move_stage(idea, stage=Stage.NOT_DOING, reason="Too dear", actor=petra)
    run_jobs()
    told = Answer.objects.filter(idea=idea, occasion=Occasion.NOT_DOING)
    assert {answer.company for answer in told} == {cast.acme, cast.globex}


# Rows that stay with the idea that they are about: what was judged or rated of it, and where it came from.
THEIR_OWN = {
    "roadmap.idea.revived_from", "roadmap.ideamerge.gone", "roadmap.ideamerge.stays", "gates.gatereview.idea", "gates.pilot.idea",
    "gates.projection.idea", "gates.renewal.idea", "gates.viabilityround.idea", "gates.launchreview.idea", "priorities.rating.idea",
    "priorities.ratinground_ideas.idea", "roadmap.ideasplit.source", "roadmap.ideasplit.made", "roadmap.idealink.idea", "roadmap.idealink.other", "integrations.importedidea.idea",
    "roadmap.ideafigures.idea",  # what is counted of it, anew whatever moves
}  # fmt: skip


def test_no_row_that_names_an_idea_is_forgotten():
    named = {
        f"{other._meta.label_lower}.{field.name}"
        for other in apps.get_models(include_auto_created=True)
        for field in other._meta.fields
        if field.is_relation and field.related_model is Idea
    }
    besides = {"conversation.comment.subject_id", "conversation.follow.subject_id", "portal.follower.publication"}
    besides |= {"portal.submission.publication"}
    assert (named - THEIR_OWN) | besides == {moving.name for moving in movings_of(Idea)}


KINDS = ("insight", "vote", "commitment", "comment", "follower", "initiative", "duplicate", "theme")
hung = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 2), st.integers(0, 3)), max_size=14)


def whereabouts():
    """Where every row that can move is now, with what a merge might change of it."""
    rows = {}
    for moving in movings_of(Idea):
        also = ("withdrawn_at",) if moving.model is Vote else ()
        for pk, *where in moving.model._base_manager.filter(moving.where).values_list("pk", moving.field, *also):
            rows[moving.name, pk] = where
    return rows


@given(hung=hung, order=st.permutations([1, 2]))
@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merging_loses_nothing_and_the_undo_restores_everything(cast, petra, acting, card, hung, order):
    with transaction.atomic():
        check_that_nothing_is_lost(cast, petra, acting, card, hung, order)
        transaction.set_rollback(True)


def check_that_nothing_is_lost(cast, petra, acting, card, hung, order):
    companies = [cast.acme, cast.globex, *(Company.objects.create(name=f"C{n}", arr=Decimal(n)) for n in range(2))]
    people = [cast.salesperson, cast.success, cast.leader, cast.second_product_manager]
    feedback = [give_feedback(text="We need this", product=cast.product, company=one, actor=petra) for one in companies]
    ideas = [actions.create_idea(product=cast.product, title=f"Idea {n}", actor=petra) for n in range(3)]
    hang = {
        "insight": lambda idea, n: actions.link_insight(feedback[n], idea, actor=petra),
        "vote": lambda idea, n: actions.vote(idea, company=companies[n], actor=petra),
        "commitment": lambda idea, n: actions.make_commitment(company=companies[n], idea=idea, words="Yes", actor=petra),
        "comment": lambda idea, n: write_comment(idea, text="Well", actor=petra),
        "follower": lambda idea, n: follow(idea, actor=acting(people[n])),
        "initiative": lambda idea, n: actions.add_idea(card, idea=idea, actor=petra),
        "duplicate": lambda idea, n: actions.mark_duplicate(
            actions.create_idea(product=cast.product, title="Again", actor=petra), of=idea, actor=petra
        ),
        "theme": lambda idea, n: Theme.objects.create(product=cast.product, name="Theme", idea=idea),
    }
    for kind, which, number in hung:
        try:
            with transaction.atomic():
                hang[kind](ideas[which], number)
        except (NotPossible, ValidationError):
            continue  # there is one of it already
    stays = ideas[0]
    before, of_each = whereabouts(), [figures(one, petra) for one in ideas]
    backed = {pk for one in ideas for pk in Evidence(of_idea, petra).companies(one.pk).values_list("pk", flat=True)}

    merges = [actions.merge_idea(ideas[n], into=stays, actor=petra) for n in order]
    after, now = whereabouts(), figures(stays, petra)
    assert after.keys() == before.keys() | {("roadmap.idea.duplicate_of", one.pk) for one in ideas}
    assert now.insight_count == sum(one.insight_count for one in of_each)
    assert now.company_count == len(backed)
    assert now.arr == sum((one.arr for one in Company.objects.filter(pk__in=backed)), Decimal(0))
    standing = Vote.objects.standing().filter(idea__in=ideas)
    assert now.vote_count == standing.count() == standing.values("company").distinct().count()
    left = {
        (one.what, pk) for merge in merges for one in merge.moved.all() if one.stayed for pk in one.ids
    }  # fmt: skip
    there = {
        (moving.name, pk)
        for moving in movings_of(Idea)
        for one in ideas[1:]
        for pk in moving.rows(one).values_list("pk", flat=True)
    }
    assert there == left
    assert all(moving_named(what).once for what, _ in left)

    actions.undo_idea_merges(merges, actor=petra)
    assert whereabouts() == before
    assert [
        (one.insight_count, one.vote_count, one.company_count, one.arr, one.weight)
        for one in (figures(idea, petra) for idea in ideas)
    ] == [(one.insight_count, one.vote_count, one.company_count, one.arr, one.weight) for one in of_each]
