"""Mentions: only colleagues who may see it are offered, meant and told; their names are read."""

import pytest

from conversation import actions
from conversation.mentions import handles_in, named_in, rendered
from conversation.models import Comment, Follow
from conversation.topics import readers_of, topics
from people.actions import add_person
from people.models import Person
from tests.cast import PASSWORD


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@petra", ["petra"]),
        ("Ask @petra.product, or @Callum.Reid.", ["petra.product", "callum.reid"]),
        ("(@petra)", ["petra"]),
        ("tomasz.wieczorek@larkspan.example", []),
        ("https://example.com/@petra", []),
        ("@tomasz.wieczorek@larkspan.example", ["tomasz.wieczorek@larkspan.example"]),
        ("@@petra @ petra", []),
        ("@petra @petra", ["petra"]),
        ("", []),
    ],
)
def test_a_mention_is_an_at_and_how_an_address_begins(text, handles):
    assert handles_in(text) == handles


def test_who_is_mentioned_is_read_by_name_and_follows(cast, idea, pm, browse):
    comment = actions.write_comment(idea, text="@callum.reid and @nobody, `@ingrid.solheim`", actor=pm)
    assert set(comment.mentioned.all()) == {cast.salesperson, cast.leader}
    assert '<span class="mention">@Callum Reid</span>' in comment.html
    assert "@nobody" in comment.html
    assert Follow.objects.on(idea).get(person=cast.salesperson).why == "mentioned"


def test_who_may_not_see_it_is_neither_offered_nor_meant(cast, secret, idea, pm, browse):
    comment = actions.write_comment(secret, text="@otto @callum.reid", actor=pm)
    assert list(comment.mentioned.all()) == [cast.salesperson]
    browser = browse(cast.product_manager)
    assert "Otto" not in browser.get(f"/talk/idea/{secret.pk}/people/?q=otto").content.decode()
    assert "Otto" in browser.get(f"/talk/idea/{idea.pk}/people/?q=ott").content.decode()
    assert "Gareth" not in browser.get(f"/talk/idea/{idea.pk}/people/?q=gareth").content.decode()


def test_an_ambiguous_beginning_means_nobody_and_the_whole_address_is_offered(cast, idea, pm, acting, browse):
    twin = add_person(
        email="callum.reid@elsewhere.example", name="Callum Second", roles=["sales"], password=PASSWORD, actor=acting(cast.admin)
    )
    assert named_in("@callum.reid", readers_of(idea)) == []
    assert named_in("@callum.reid@elsewhere.example", readers_of(idea)) == [twin]
    offered = browse(cast.product_manager).get(f"/talk/idea/{idea.pk}/people/?q=callum").content.decode()
    assert 'data-value="callum.reid@elsewhere.example"' in offered


def test_a_viewer_is_mentioned_and_does_not_follow(cast, idea, pm):
    assert list(actions.write_comment(idea, text="@oliver.brandt", actor=pm).mentioned.all()) == [cast.viewer]
    assert not Follow.objects.on(idea).filter(person=cast.viewer).exists()


def test_an_edit_means_whom_it_names_now(cast, idea, pm):
    comment = actions.write_comment(idea, text="@callum.reid", actor=pm)
    actions.edit_comment(comment, text="@ingrid.solheim", actor=pm)
    assert list(Comment.objects.get().mentioned.all()) == [cast.leader]


def test_names_are_escaped_and_odd_marks_are_words(cast):
    person = Person(pk=7, email="eve@x.example", name="<b>Eve</b>")
    html = rendered("@eve \ue0007\ue001 \ue0009\ue001", [person])
    assert "&lt;b&gt;Eve" in html
    assert "<b>" not in html
    assert html.count("mention") == 1


def test_whom_we_offer_are_those_who_may_see_it_for_every_kind_of_record(cast, idea, secret, pm, acting):
    """The finder asks once for all people what ``visible_to`` answers for each."""
    known = {
        "feedback", "idea", "initiative", "objective", "key-result", "gate-review", "viability-round", "experiment", "pql",
        "pql-rule",
    }  # fmt: skip
    assert {topic.slug for topic in topics()} == known
    for record in (idea, secret):
        seeing = {
            person.pk
            for person in Person.objects.all()
            if type(record).objects.visible_to(acting(person)).filter(pk=record.pk).exists()
        }
        assert {person.pk for person in readers_of(record)} == seeing
