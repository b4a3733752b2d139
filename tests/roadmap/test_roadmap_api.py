"""Ideas, votes and initiatives through the API."""

from __future__ import annotations

import pytest

from roadmap.actions import create_idea, create_initiative, place_initiative
from roadmap.models import Idea, Initiative, Vote

IDEAS, CARDS = "/api/v1/ideas/", "/api/v1/initiatives/"


@pytest.fixture
def petra(cast, call):
    return call(cast.product_manager)


@pytest.fixture
def idea(cast, acting):
    return create_idea(
        product=cast.product, title="Export to Excel", problem="They retype it.", actor=acting(cast.product_manager)
    )


@pytest.fixture
def card(cast, acting):
    return create_initiative(product=cast.product, title="Reports that travel", actor=acting(cast.product_manager))


def post(api, path, **body):
    return api.post(path, body, format="json")


def test_an_idea_is_written_down_and_read(cast, petra):
    answer = post(petra, IDEAS, product=cast.product.pk, title="Print", problem="No paper", owner=cast.product_manager.pk)
    assert answer.status_code == 201
    assert answer.json()["key"] == f"IDEA-{answer.json()['id']}"
    assert petra.get(f"{IDEAS}{answer.json()['id']}/").json()["arr"] == "0.00"


def test_the_canvas_is_changed_with_the_version_seen(petra, idea):
    url = f"{IDEAS}{idea.pk}/"
    answer = petra.patch(url, {"hypothesis": "If …, then …"}, format="json", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["version"], answer["ETag"]) == (200, 2, '"2"')
    stale = petra.patch(url, {"hypothesis": "Mine"}, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 409
    assert stale.json()["current"] == {"hypothesis": "If …, then …", "version": 2}


@pytest.mark.parametrize(
    "body", [{"titel": "x"}, {"title": ""}, {"owner": 999_999}, {"title": "x" * 201}, {"problem": "x" * 10_001}]
)
def test_what_cannot_be_is_refused_at_its_field(petra, idea, body):
    answer = petra.patch(f"{IDEAS}{idea.pk}/", body, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(body)


def test_an_idea_goes_through_its_states_and_stages(petra, idea):
    url = f"{IDEAS}{idea.pk}/"
    assert post(petra, f"{url}sort/").json()["state"] == "backlog"
    assert post(petra, f"{url}sort/").status_code == 409
    assert post(petra, f"{url}unsort/").json()["state"] == "unsorted"
    assert post(petra, f"{url}move-stage/", stage="discovery").json()["stage"] == "discovery"
    assert post(petra, f"{url}move-stage/", stage="not_doing").json()["errors"] == {
        "reason": ["Say why: whoever asked for it is owed an answer."]
    }
    assert (
        post(petra, f"{url}move-stage/", stage="not_doing", reason="Two companies, both leaving.").json()["stage"] == "not_doing"
    )
    assert post(petra, f"{url}archive/").status_code == 400
    assert post(petra, f"{url}archive/", reason="Old").json()["state"] == "archived"
    assert post(petra, f"{url}move-stage/", stage="discovery").status_code == 409
    assert post(petra, f"{url}unarchive/").json()["state"] == "unsorted"


def test_duplicates_point_at_one_idea(cast, petra, idea, acting):
    twin = create_idea(product=cast.product, title="Excel", actor=acting(cast.product_manager))
    answer = post(petra, f"{IDEAS}{twin.pk}/mark-duplicate/", of=idea.pk)
    assert (answer.json()["stage"], answer.json()["duplicate_of"]) == ("duplicate", idea.pk)
    assert post(petra, f"{IDEAS}{idea.pk}/mark-duplicate/", of=twin.pk).status_code == 409
    assert post(petra, f"{IDEAS}{idea.pk}/mark-duplicate/", of=idea.pk).status_code == 409
    assert post(petra, f"{IDEAS}{twin.pk}/clear-duplicate/").json()["stage"] == "assessment"


def test_votes_are_given_listed_and_withdrawn(cast, petra, call, idea):
    sam = call(cast.salesperson)
    given = post(sam, f"{IDEAS}{idea.pk}/vote/", company=cast.acme.pk, words="They asked twice.")
    assert given.status_code == 201
    assert post(petra, f"{IDEAS}{idea.pk}/vote/", company=cast.acme.pk).status_code == 409
    assert [row["company"] for row in sam.get(f"{IDEAS}{idea.pk}/votes/").json()["results"]] == [cast.acme.pk]
    assert petra.get(f"{IDEAS}{idea.pk}/").json()["vote_count"] == 1
    assert post(call(cast.second_salesperson), f"{IDEAS}{idea.pk}/withdraw-vote/", company=cast.acme.pk).status_code == 403
    assert post(sam, f"{IDEAS}{idea.pk}/withdraw-vote/", company=cast.acme.pk).status_code == 200
    assert post(sam, f"{IDEAS}{idea.pk}/withdraw-vote/", company=cast.acme.pk).status_code == 409
    assert Vote.objects.standing().count() == 0
    assert post(sam, f"{IDEAS}{idea.pk}/vote/", company=cast.acme.pk).status_code == 201, "a company may come back"


def test_lists_are_narrowed_and_a_misspelt_filter_is_refused(cast, petra, idea, card):
    assert len(petra.get(IDEAS, {"search": "excel RETYPE"}).json()["results"]) == 1
    assert petra.get(IDEAS, {"search": "word"}).json()["results"] == []
    assert petra.get(IDEAS, {"state": "backlog"}).json()["results"] == []
    assert petra.get(IDEAS, {"stat": "backlog"}).status_code == 400
    assert len(petra.get(CARDS, {"state": "candidate", "search": "travel"}).json()["results"]) == 1
    assert petra.get(CARDS, {"horizon": "soon"}).status_code == 400


def test_a_card_goes_through_the_board(cast, petra, idea, card, acting):
    url = f"{CARDS}{card.pk}/"
    assert post(petra, f"{url}add-idea/", idea=idea.pk).json()["ideas"] == [idea.pk]
    assert post(petra, f"{url}up/").status_code == 409, "a candidate is in no lane"
    assert post(petra, f"{url}move/", horizon="now").json()["state"] == "on_roadmap"
    other = create_initiative(product=cast.product, title="Other", actor=acting(cast.product_manager))
    place_initiative(other, horizon="now", actor=acting(cast.product_manager))
    assert post(petra, f"{url}up/").status_code == 409
    assert post(petra, f"{url}down/").json()["position"] > Initiative.objects.get(pk=other.pk).position
    assert (
        post(petra, f"{url}move/", horizon="now", before=other.pk).json()["position"]
        < Initiative.objects.get(pk=other.pk).position
    )
    assert post(petra, f"{url}move/", horizon="next", before=999_999).status_code == 400
    assert post(petra, f"{url}complete/", actual_outcomes=" ").status_code == 400
    assert post(petra, f"{url}complete/", actual_outcomes="12 of 14 export weekly.").json()["state"] == "completed"
    assert post(petra, f"{url}archive/", reason="x").status_code == 409
    assert post(petra, f"{url}reopen/").json()["horizon"] == "now"
    assert post(petra, f"{url}take-off/").json()["errors"].keys() == {"reason"}
    assert post(petra, f"{url}take-off/", reason="Too early.").json()["state"] == "candidate"
    assert post(petra, f"{url}archive/", reason="Nobody asks any more.").json()["state"] == "archived"
    assert post(petra, f"{url}unarchive/").json()["state"] == "candidate"
    assert post(petra, f"{url}remove-idea/", idea=idea.pk).json()["ideas"] == []


def test_a_card_that_somebody_moved_is_not_moved_unseen(petra, card):
    url = f"{CARDS}{card.pk}/move/"
    assert petra.post(url, {"horizon": "now"}, format="json", headers={"If-Match": '"1"'}).status_code == 200
    stale = petra.post(url, {"horizon": "later", "reason": "Late"}, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 409
    assert stale.json()["current"]["horizon"] == "now"


VERBS = ["sort", "unsort", "archive", "unarchive", "move-stage", "mark-duplicate", "clear-duplicate", "link-features"]
CARD_VERBS = ["move", "up", "down", "take-off", "complete", "reopen", "archive", "unarchive", "add-idea", "remove-idea"]


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "leader", "admin"])
def test_only_product_managers_shape(cast, call, idea, card, who):
    if who == "admin":
        cast.admin.held_roles.filter(role="product").delete()
    api = call(getattr(cast, who))
    answers = [post(api, f"{IDEAS}{idea.pk}/{verb}/") for verb in VERBS] + [
        post(api, f"{CARDS}{card.pk}/{verb}/") for verb in CARD_VERBS
    ]
    answers += [post(api, IDEAS), post(api, CARDS), api.patch(f"{IDEAS}{idea.pk}/", {}), api.patch(f"{CARDS}{card.pk}/", {})]
    assert {answer.status_code for answer in answers} == {403}
    assert api.get(f"{IDEAS}{idea.pk}/").status_code == 200


def test_viewers_do_not_vote(cast, call, idea):
    assert post(call(cast.viewer), f"{IDEAS}{idea.pk}/vote/", company=cast.acme.pk).status_code == 403


def test_a_restricted_product_is_not_there_for_others(cast, call, acting):
    actor = acting(cast.product_manager)
    secret = create_idea(product=cast.restricted, title="Secret", actor=actor)
    hidden = create_initiative(product=cast.restricted, title="Hidden", actor=actor)
    seen = create_initiative(product=cast.product, title="Seen", actor=actor)
    otto = call(cast.outsider)
    assert otto.get(IDEAS).json()["results"] == []
    assert [row["title"] for row in otto.get(CARDS).json()["results"]] == ["Seen"]
    paths = [f"{IDEAS}{secret.pk}/{verb}/" for verb in [*VERBS, "vote", "withdraw-vote"]] + [
        f"{CARDS}{hidden.pk}/{verb}/" for verb in CARD_VERBS
    ]
    assert {post(otto, path).status_code for path in paths} == {404}
    assert otto.get(f"{IDEAS}{secret.pk}/votes/").status_code == 404
    assert post(otto, f"{CARDS}{seen.pk}/add-idea/", idea=secret.pk).json()["errors"].keys() == {"idea"}
    assert post(otto, f"{CARDS}{seen.pk}/move/", horizon="now", after=hidden.pk).json()["errors"].keys() == {"after"}
    assert post(otto, IDEAS, product=cast.restricted.pk, title="Mine").json()["errors"].keys() == {"product"}
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("path", [IDEAS, CARDS])
def test_lists_ask_as_much_for_thirty_as_for_three(cast, petra, acting, path, django_assert_max_num_queries):
    actor = acting(cast.product_manager)

    def asked():
        with django_assert_max_num_queries(15) as captured:
            assert petra.get(path, {"page_size": 50}).status_code == 200
        return len(captured)

    def more(count):
        for number in range(count):
            idea = create_idea(product=cast.product, title=f"Idea {number}", actor=actor)
            create_initiative(product=cast.product, title=f"Card {number}", ideas=[idea], actor=actor)

    more(3)
    asked()  # the first call of the hour notes that the token was used
    few = asked()
    more(27)
    assert asked() == few
