"""Rating rounds: each rates alone, all is revealed at once, the medians are taken over."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from priorities import actions
from priorities.models import Estimate, Rating, RatingRound, RoundState
from roadmap.actions import create_idea
from tests.reading import tells


@pytest.fixture
def other(cast, petra):
    """A second idea."""
    return create_idea(product=cast.product, title="Shortcuts", actor=petra)


@pytest.fixture
def asked(cast, idea, other, rice, petra):
    """Petra, Sam and Lena are asked to rate impact and effort of two ideas."""
    factors = list(rice.factors.filter(code__in=["impact", "effort"]))
    raters = [cast.product_manager, cast.salesperson, cast.leader]
    return actions.open_round(cast.product, title="Q1", ideas=[idea, other], factors=factors, raters=raters, actor=petra)


def rated(round_, impact, effort):
    """The same for every idea of a round."""
    ideas = round_.ideas.values_list("pk", flat=True)
    return {(pk, code): Decimal(str(value)) for pk in ideas for code, value in (("impact", impact), ("effort", effort))}


def test_those_who_are_asked_get_a_mail_and_see_what_waits(cast, asked, browse, run_jobs):
    run_jobs()
    assert sorted(one.to[0] for one in mail.outbox) == sorted([cast.salesperson.email, cast.leader.email])
    assert f"/priorities/rounds/{asked.pk}/" in mail.outbox[0].body
    assert "Rate now" in browse(cast.leader).get("/priorities/rounds/").content.decode()
    assert "Rate now" not in browse(cast.viewer).get("/priorities/rounds/").content.decode()


def by_call(asked, acting, cast, **_):
    actions.rate(asked, values=rated(asked, 2, 4), actor=acting(cast.leader))


def on_the_web(asked, cast, browse, **_):
    form = {f"{idea}-{code}": str(value) for (idea, code), value in rated(asked, 2, 4).items()}
    assert browse(cast.leader).post(f"/priorities/rounds/{asked.pk}/", form).status_code == 302


def by_api(asked, cast, call, **_):
    rows = [{"idea": idea, "factor": code, "value": str(value)} for (idea, code), value in rated(asked, 2, 4).items()]
    answer = call(cast.leader).post(f"/api/v1/rating-rounds/{asked.pk}/rate/", {"ratings": rows}, format="json")
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_somebody_who_was_asked_rates(cast, asked, acting, browse, call, door):
    door(asked=asked, cast=cast, acting=acting, browse=browse, call=call)
    assert Rating.objects.filter(round=asked, rater=cast.leader).count() == 4
    assert asked.seats.get(person=cast.leader).done_at is not None
    event = Event.objects.get(kind="round.rated", subject_id=asked.pk)
    assert (event.actor, event.facts) == (cast.leader, {"turn": 1}), "that they rated, not what"


def test_who_was_not_asked_does_not(cast, asked, acting, browse):
    with pytest.raises(NotAllowed, match="not asked"):
        actions.rate(asked, values=rated(asked, 2, 4), actor=acting(cast.success))
    assert "Your ratings" not in browse(cast.success).get(f"/priorities/rounds/{asked.pk}/").content.decode()


def test_before_the_reveal_nobody_sees_what_others_rate(cast, asked, acting, browse, call):
    actions.rate(asked, values=rated(asked, 0.75, 7.77), actor=acting(cast.leader))
    for person in (cast.product_manager, cast.salesperson, cast.admin, cast.viewer):
        assert not Rating.objects.visible_to(acting(person)).exists()
        assert not tells(browse(person).get(f"/priorities/rounds/{asked.pk}/").content.decode(), "7.77")
        assert call(person).get(f"/api/v1/rating-rounds/{asked.pk}/ratings/").json() == []
        assert not tells(browse(person).get("/activity/").content.decode(), "7.77")
    assert len(call(cast.leader).get(f"/api/v1/rating-rounds/{asked.pk}/ratings/").json()) == 4
    assert tells(browse(cast.leader).get(f"/priorities/rounds/{asked.pk}/").content.decode(), "7.77")


def test_what_is_left_open_is_said_and_nothing_is_lost(cast, asked, browse, acting):
    form = {f"{asked.ideas.first().pk}-impact": "2"}
    answer = browse(cast.leader).post(f"/priorities/rounds/{asked.pk}/", form)
    assert (answer.status_code, "3 still to rate" in answer.content.decode()) == (422, True)
    assert not Rating.objects.exists()
    assert browse(cast.leader).post(f"/priorities/rounds/{asked.pk}/", form | {"later": "1"}).status_code == 302
    assert Rating.objects.filter(rater=cast.leader).count() == 1
    assert asked.seats.get(person=cast.leader).done_at is None


def test_a_rating_beyond_its_scale_is_refused_at_its_field(cast, asked, acting):
    with pytest.raises(ValidationError) as refused:
        actions.rate(asked, values=rated(asked, 9, 4), actor=acting(cast.leader))
    assert {name.split("-")[1] for name in refused.value.message_dict} == {"impact"}
    assert not Rating.objects.exists()


def test_once_revealed_the_spread_shows_and_the_widest_comes_first(cast, asked, acting, petra, browse, idea, other):
    actions.rate(asked, values=rated(asked, 1, 4), actor=acting(cast.leader))
    wide = rated(asked, 1, 4) | {(other.pk, "impact"): Decimal(3)}
    actions.rate(asked, values=wide, actor=acting(cast.salesperson))
    actions.reveal_round(asked, actor=petra)
    page = browse(cast.viewer).get(f"/priorities/rounds/{asked.pk}/").content.decode()
    assert "far apart" in page
    assert page.index("Shortcuts") < page.index("Dark theme")
    assert f"{cast.salesperson}: 3" in page


def test_closing_takes_the_medians_over_as_estimates(cast, asked, acting, petra, idea):
    for who, impact in ((cast.leader, 1), (cast.salesperson, 2), (cast.product_manager, 3)):
        actions.rate(asked, values=rated(asked, impact, 4), actor=acting(who))
    actions.reveal_round(asked, actor=petra)
    actions.close_round(asked, actor=petra)
    estimate = Estimate.objects.get(idea=idea, factor__code="impact")
    assert (estimate.value, estimate.note) == (Decimal(2), "Median of 3 in “Q1”")


def test_they_talk_and_rate_again_and_the_first_turn_stays_to_compare(cast, asked, acting, petra, browse):
    actions.rate(asked, values=rated(asked, 0.5, 4), actor=acting(cast.leader))
    actions.reveal_round(asked, actor=petra)
    again = actions.ask_again(asked, actor=petra)
    assert (again.turn, again.state) == (2, RoundState.RATING)
    actions.rate(asked, values=rated(asked, 2, 4), actor=acting(cast.leader))
    assert Rating.objects.visible_to(acting(cast.viewer)).filter(turn=2).count() == 0
    assert Rating.objects.visible_to(acting(cast.viewer)).filter(turn=1).count() == 4
    actions.reveal_round(asked, actor=petra)
    assert "before 0.5" in browse(cast.viewer).get(f"/priorities/rounds/{asked.pk}/").content.decode()


def test_who_had_not_rated_by_the_reveal_is_left_out_of_the_turn(cast, asked, acting, petra):
    actions.rate(asked, values=rated(asked, 1, 4), actor=acting(cast.leader))
    actions.rate(asked, values={(asked.ideas.first().pk, "impact"): Decimal(3)}, is_done=False, actor=acting(cast.salesperson))
    actions.reveal_round(asked, actor=petra)
    assert set(Rating.objects.values_list("rater", flat=True)) == {cast.leader.pk}
    with pytest.raises(NotPossible, match="not being rated"):
        actions.rate(asked, values=rated(asked, 1, 1), actor=acting(cast.salesperson))


def test_a_round_called_off_takes_nothing_over_and_shows_nothing(cast, asked, acting, petra, browse):
    actions.rate(asked, values=rated(asked, 1, 7.77), actor=acting(cast.leader))
    assert browse(cast.product_manager).post(f"/priorities/rounds/{asked.pk}/cancel/").status_code == 302
    assert not Estimate.objects.exists()
    assert not tells(browse(cast.product_manager).get(f"/priorities/rounds/{asked.pk}/").content.decode(), "7.77")
    with pytest.raises(NotPossible, match="called off"):
        actions.reveal_round(asked, actor=petra)


def test_nothing_is_revealed_before_anybody_rated(asked, petra):
    with pytest.raises(NotPossible, match="Nobody has rated"):
        actions.reveal_round(asked, actor=petra)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"ideas": []}, "ideas"),
        ({"raters": []}, "raters"),
        ({"factors": []}, "factors"),
        ({"due_on": "yesterday"}, "due_on"),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_field(cast, idea, rice, petra, what, field):
    good = {"ideas": [idea], "factors": [rice.factors.get(code="impact")], "raters": [cast.leader, cast.salesperson]}
    what = {name: clock.today() - timedelta(days=1) if value == "yesterday" else value for name, value in what.items()}
    with pytest.raises(ValidationError) as refused:
        actions.open_round(cast.product, title="Q1", actor=petra, **(good | what))
    assert list(refused.value.message_dict) == [field]
    assert not RatingRound.objects.exists()


def test_who_may_not_see_the_product_is_not_asked(cast, petra):
    scheme = actions.choose_method(cast.restricted, method="rice", actor=petra)
    hidden = create_idea(product=cast.restricted, title="Zugvogel", actor=petra)
    factors = [scheme.factors.get(code="impact")]
    with pytest.raises(ValidationError, match="who may see this product"):
        actions.open_round(
            cast.restricted, title="Q1", ideas=[hidden], factors=factors, raters=[cast.leader, cast.outsider], actor=petra
        )


def test_a_product_manager_asks_on_the_web(cast, idea, rice, browse):
    browser = browse(cast.product_manager)
    page = browser.get(f"/priorities/rounds/new/?product={cast.product.pk}").content.decode()
    assert idea.title in page
    form = {
        "title": "Q2", "ideas": [idea.pk], "factors": [rice.factors.get(code="impact").pk],
        "raters": [cast.leader.pk, cast.salesperson.pk],
    }  # fmt: skip
    answer = browser.post(f"/priorities/rounds/new/?product={cast.product.pk}", form)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert RatingRound.objects.get().seats.count() == 2


def test_a_program_asks_too(cast, idea, rice, call):
    body = {
        "product": cast.product.pk, "title": "Q2", "ideas": [idea.pk], "factors": ["impact"],
        "raters": [cast.leader.pk, cast.salesperson.pk],
    }  # fmt: skip
    api = call(cast.product_manager)
    answer = api.post("/api/v1/rating-rounds/", body, format="json")
    assert answer.status_code == 201, answer.content
    wrong = api.post("/api/v1/rating-rounds/", body | {"factors": ["charm"]}, format="json")
    assert (wrong.status_code, "charm" in str(wrong.json())) == (400, True)
