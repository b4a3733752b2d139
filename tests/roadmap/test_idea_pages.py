"""The pages of ideas."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from customers.models import Company, Contact
from feedback.models import Feedback
from history.actor import Actor
from history.refusals import Denied
from roadmap import guards
from roadmap.actions import create_idea, create_initiative, edit_idea, move_stage, vote
from roadmap.models import Idea, Insight, Stage, Vote
from tests.reading import whole
from usage.models import Feature


@pytest.fixture
def web(cast, browse):
    """The product manager's browser."""
    return browse(cast.product_manager)


def text(response):
    """What the page says."""
    return (response.getvalue() if response.streaming else response.content).decode()


def said(idea, company, by, words="We need it every Monday"):
    """Words of a company, linked to an idea."""
    feedback = Feedback.objects.create(product=idea.product, text=words, company=company)
    return Insight.objects.create(feedback=feedback, idea=idea, excerpt=words, start=0, end=len(words), made_by=by)


def test_the_list_shows_what_stands_behind_each(cast, web, idea):
    said(idea, cast.acme, cast.product_manager)
    page = text(web.get("/ideas/"))
    assert "Export to Excel" in page
    assert idea.key in page
    assert "€120k" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Export to Excel", "Print"]), ("state=backlog", []), ("state=unsorted", ["Export to Excel", "Print"]), ("q=excel", ["Export to Excel"]),
        ("stage=discovery", ["Print"]), ("sort=title", ["Export to Excel", "Print"]), ("state=nonsense&page=9", ["Export to Excel", "Print"]),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(cast, web, idea, petra, query, found):
    move_stage(create_idea(product=cast.product, title="Print", actor=petra), stage="discovery", actor=petra)
    listed = [row.title for row in web.get(f"/ideas/?{query}").context["ideas"]]
    assert sorted(listed) == sorted(found)


def test_the_list_is_sorted_by_what_is_allowed_only(cast, web, idea, petra):
    loud = create_idea(product=cast.product, title="Loud", actor=petra)
    vote(idea, company=cast.acme, actor=petra)
    assert [row.pk for row in web.get("/ideas/?sort=-vote_count").context["ideas"]] == [idea.pk, loud.pk]
    assert [row.pk for row in web.get("/ideas/?sort=owner__password").context["ideas"]] == [loud.pk, idea.pk]


def test_the_idea_shows_canvas_evidence_votes_and_how_it_was_counted(cast, web, idea, petra):
    said(idea, cast.acme, cast.product_manager)
    vote(idea, company=cast.globex, words="Twice a week", actor=petra)
    page = whole(web, f"/ideas/{idea.pk}/")
    for words in ("They retype it.", "We need it every Monday", "Acme", "Twice a week", "those that voted", "€160k"):
        assert words in page


def test_markdown_is_drawn_and_nothing_else(web, idea, petra):
    Idea.objects.filter(pk=idea.pk).update(problem="**Bold** <script>alert(1)</script>")
    page = whole(web, f"/ideas/{idea.pk}/")
    assert "<strong>Bold</strong>" in page
    assert "<script>alert" not in page


def test_a_new_idea_and_what_is_wrong_with_it(cast, web):
    answer = web.post("/ideas/new/", {"product": cast.product.pk, "title": "", "problem": "Typed already"})
    assert answer.status_code == 422
    assert "Typed already" in text(answer)
    answer = web.post("/ideas/new/", {"product": cast.product.pk, "title": "Print", "problem": "Paper"})
    assert answer.url == f"/ideas/{Idea.objects.get().pk}/"


def test_a_section_is_written_where_it_stands(web, idea):
    url = f"/ideas/{idea.pk}/canvas/hypothesis/"
    assert "textarea" in text(web.get(url + "?edit=1", headers={"HX-Request": "true"}))
    answer = web.post(url, {"text": "If **we**, then they", "version": 1}, headers={"HX-Request": "true"})
    assert "<strong>we</strong>" in text(answer)
    assert web.post(url, {"text": "Anew", "version": 2}).url.endswith("#canvas-hypothesis")
    assert web.get(f"/ideas/{idea.pk}/canvas/title/").status_code == 404


def test_of_two_who_write_at_once_none_loses_their_words(web, idea):
    url = f"/ideas/{idea.pk}/canvas/problem/"
    web.post(url, {"text": "Theirs", "version": 1})
    answer = web.post(url, {"text": "Mine", "version": 1}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "Mine" in text(answer)
    assert "Theirs" in text(answer)
    assert 'value="2"' in text(answer), "saving again replaces what one now has seen"
    assert Idea.objects.get().problem == "Theirs"


def test_of_two_who_write_different_sections_the_second_hears_what_changed_and_keeps_both(cast, web, idea, browse, acting):
    edit_idea(idea, value="They get home on time", actor=acting(cast.second_product_manager))
    url = f"/ideas/{idea.pk}/canvas/problem/"
    for headers in ({"HX-Request": "true"}, {}):
        answer = web.post(url, {"text": "Mine", "version": 1}, headers=headers)
        assert answer.status_code == 409
        for words in (cast.second_product_manager.name, "changed value", "itself is as you saw it", "Mine", 'value="2"'):
            assert words in text(answer)
    assert web.post(url, {"text": "Mine", "version": 2}).status_code == 302
    kept = Idea.objects.get()
    assert (kept.problem, kept.value) == ("Mine", "They get home on time")


def test_two_sections_that_one_person_has_open_do_not_collide(web, idea):
    for section in ("value", "problem", "hypothesis"):
        answer = web.post(f"/ideas/{idea.pk}/canvas/{section}/", {"text": f"My {section}", "version": 1})
        assert answer.status_code == 302
    kept = Idea.objects.get()
    assert (kept.value, kept.problem, kept.hypothesis) == ("My value", "My problem", "My hypothesis")
    odd = web.post(f"/ideas/{idea.pk}/canvas/problem/", {"text": "From where?", "version": 99})
    assert odd.status_code == 409
    assert "From where?" in text(odd)


def test_title_and_owner_are_edited(cast, web, idea):
    answer = web.post(f"/ideas/{idea.pk}/edit/", {"title": "Export anywhere", "owner": cast.leader.pk, "version": 1})
    assert answer.status_code == 302
    assert Idea.objects.get().owner == cast.leader
    stale = web.post(f"/ideas/{idea.pk}/edit/", {"title": "Mine", "version": 1})
    assert stale.status_code == 422
    assert "Export anywhere" in text(stale)


def test_sorting_and_its_undo(web, idea):
    web.post(f"/ideas/{idea.pk}/sorting/")
    assert Idea.objects.get().state == "backlog"
    web.post(f"/ideas/{idea.pk}/sorting/?undo=1")
    assert Idea.objects.get().state == "unsorted"
    assert web.get(f"/ideas/{idea.pk}/sorting/").status_code == 405


def test_archiving_asks_why_and_can_be_undone(web, idea):
    assert web.post(f"/ideas/{idea.pk}/archival/", {"reason": " "}).status_code == 422
    web.post(f"/ideas/{idea.pk}/archival/", {"reason": "Old"})
    assert Idea.objects.get().state == "archived"
    assert "Old" in whole(web, f"/ideas/{idea.pk}/")
    assert not web.get("/ideas/").context["ideas"]
    web.post(f"/ideas/{idea.pk}/unarchival/")
    assert Idea.objects.get().state == "unsorted"


def test_not_doing_asks_why(web, idea):
    answer = web.post(f"/ideas/{idea.pk}/stage/", {"stage": "not_doing", "reason": "", "version": 1})
    assert answer.status_code == 422
    assert "owed an answer" in text(answer)
    web.post(f"/ideas/{idea.pk}/stage/", {"stage": "not_doing", "reason": "Nobody stays for it.", "version": 1})
    assert "Nobody stays for it." in whole(web, f"/ideas/{idea.pk}/")


def test_a_gate_in_the_way_says_which(web, idea, monkeypatch):
    monkeypatch.setattr(
        guards, "_guards", {**guards._guards, "delivery": [lambda idea: Denied("Gate 1, Engagement, is missing.")]}
    )
    for stage in (Stage.DELIVERY, Stage.VALIDATION, Stage.DONE):
        answer = web.post(f"/ideas/{idea.pk}/stage/", {"stage": stage, "version": 1})
        assert answer.status_code == 422
        assert "Gate 1, Engagement, is missing." in text(answer)
    assert web.post(f"/ideas/{idea.pk}/stage/", {"stage": Stage.PILOT, "version": 1}).status_code == 302


def test_a_duplicate_is_named_by_choosing_or_typing(cast, web, idea, petra):
    twin = create_idea(product=cast.product, title="Excel", actor=petra)
    url = f"/ideas/{twin.pk}/duplicate/"
    assert web.post(url, {"of_title": "Nothing like it"}).status_code == 422
    assert web.post(url, {"of_title": idea.key}).status_code == 302
    assert Idea.objects.get(pk=twin.pk).duplicate_of == idea
    assert "Open that one" in whole(web, f"/ideas/{twin.pk}/")
    web.post(f"/ideas/{twin.pk}/not-duplicate/")
    assert Idea.objects.get(pk=twin.pk).duplicate_of is None


def test_features_of_the_product_are_linked(cast, web, idea):
    ours = Feature.objects.create(product=cast.product, name="Export")
    other = Feature.objects.create(product=cast.restricted, name="Flights")
    url = f"/ideas/{idea.pk}/features/"
    assert web.post(url, {"features": [other.pk], "version": 1}).status_code == 422
    assert web.post(url, {"features": [ours.pk], "version": 1}).status_code == 302
    assert list(idea.features.all()) == [ours]


def test_a_salesperson_votes_for_a_company_and_takes_it_back(cast, browse, idea):
    sam = browse(cast.salesperson)
    contact = Contact.objects.create(name="Mia Roth", company=cast.acme)
    url = f"/ideas/{idea.pk}/votes/"
    assert sam.post(url, {"company_name": "Nobody Ltd", "words": "Kept"}).status_code == 422
    wrong = sam.post(url, {"company_name": "Globex", "company": cast.globex.pk, "contact": contact.pk, "words": "Kept"})
    assert wrong.status_code == 422
    assert "Kept" in text(wrong)
    assert sam.post(url, {"company_name": "acme", "contact_name": "Mia Roth"}).status_code == 302
    given = Vote.objects.get()
    assert (given.company, given.contact) == (cast.acme, contact)
    assert "has voted" in text(sam.post(url, {"company_name": "Acme", "company": cast.acme.pk}))
    assert browse(cast.second_salesperson).post(f"{url}{given.pk}/withdrawal/").status_code == 403
    assert sam.post(f"{url}{given.pk}/withdrawal/").status_code == 302
    assert not Vote.objects.standing().exists()


def test_an_idea_goes_into_an_initiative_from_its_page(web, idea, card):
    assert web.post(f"/ideas/{idea.pk}/initiatives/", {"initiative": card.pk}).status_code == 302
    assert list(card.ideas.all()) == [idea]
    assert card.title in whole(web, f"/ideas/{idea.pk}/")


def test_find_as_you_type_offers_ideas_of_the_product(cast, web, idea, petra):
    create_idea(product=cast.restricted, title="Excel at night", actor=petra)
    found = text(web.get(f"/ideas/options/?q=exce&product={cast.product.pk}"))
    assert "Export to Excel" in found
    assert "at night" not in found


def test_the_export_holds_the_list_with_harmless_cells(cast, web, idea, petra, browse):
    create_idea(product=cast.product, title="=cmd()", actor=petra)
    create_idea(product=cast.restricted, title="Secret", actor=petra)
    rows = list(csv.DictReader(io.StringIO(text(web.get("/ideas/export/")).lstrip("\ufeff"))))
    assert {row["title"] for row in rows} == {"Export to Excel", "'=cmd()", "Secret"}
    assert "Secret" not in text(browse(cast.outsider).get("/ideas/export/"))


PAGES = ["", "edit/", "canvas/problem/?edit=1", "stage/", "archival/", "duplicate/", "features/", "votes/", "initiatives/"]


def test_every_page_opens_and_a_foreign_one_is_not_there(cast, web, browse, petra, idea):
    secret = create_idea(product=cast.restricted, title="Secret flights", actor=petra)
    otto = browse(cast.outsider)
    for page in PAGES:
        assert web.get(f"/ideas/{idea.pk}/{page}").status_code == 200, page
        assert otto.get(f"/ideas/{secret.pk}/{page}").status_code == 404, page
    assert "Secret flights" not in text(otto.get("/ideas/"))
    assert "Secret flights" not in text(otto.get("/ideas/options/?q=flights"))


@pytest.mark.parametrize("who", ["viewer", "salesperson", "leader"])
def test_who_does_not_shape_sees_why_and_is_refused(cast, browse, idea, who):
    browser = browse(getattr(cast, who))
    assert "Only product managers" in whole(browser, f"/ideas/{idea.pk}/")
    for page in ("edit/", "stage/", "archival/", "duplicate/", "features/", "initiatives/"):
        assert browser.post(f"/ideas/{idea.pk}/{page}", {"version": 1}).status_code == 403, page
    assert browser.post(f"/ideas/{idea.pk}/canvas/problem/", {"text": "Mine", "version": 1}).status_code == 403
    assert browser.post(reverse("roadmap:idea_new"), {}).status_code == 403


def test_the_pages_ask_as_much_for_thirty_as_for_three(cast, web, petra, django_assert_max_num_queries):
    def asked(path, most=15):
        with django_assert_max_num_queries(most) as captured:
            assert web.get(path).status_code == 200
        return len(captured)

    def more(count):
        for number in range(count):
            idea = create_idea(product=cast.product, title=f"Idea {number}", owner=cast.leader, actor=petra)
            create_initiative(product=cast.product, title="Card", ideas=[idea, first], actor=petra)
            company = Company.objects.create(name=f"Company {Company.objects.count()}", arr=5)
            said(first, company, cast.product_manager)
            vote(first, company=company, actor=petra)

    first = create_idea(product=cast.product, title="First", actor=petra)
    more(3)
    few = asked("/ideas/"), asked(f"/ideas/{first.pk}/?all=1", most=28)
    more(27)
    assert (asked("/ideas/"), asked(f"/ideas/{first.pk}/?all=1", most=28)) == few


def test_the_list_and_its_file_stand_in_the_order_chosen_even_by_weight(cast, browse):
    actor = Actor(person=cast.product_manager)
    light, heavy, none = (create_idea(product=cast.product, title=title, actor=actor) for title in ("Light", "Heavy", "None"))
    for idea, companies in ((light, [cast.globex]), (heavy, [cast.globex, cast.acme])):
        for company in companies:
            vote(idea, company=company, actor=actor)
    page = browse(cast.product_manager).get("/ideas/?sort=-weight")
    assert [idea.pk for idea in page.context["ideas"]] == [heavy.pk, light.pk, none.pk]
    file = b"".join(browse(cast.product_manager).get("/ideas/export/?sort=-weight").streaming_content).decode()
    assert file.index("Heavy") < file.index("Light") < file.index("None")
