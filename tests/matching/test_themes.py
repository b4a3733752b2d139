"""Themes: found, found again, and what people make of them."""

from __future__ import annotations

import numpy as np
import pytest

from feedback import actions as feedback_actions
from history.actor import Actor, Role, system
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from jobs.models import Job
from matching import actions, tasks
from matching.models import Theme, ThemeMember, ThemeSearch, ThemeState
from matching.text.clusters import agreement, groups_of, matched
from matching.text.embedder import unit
from matching.text.labels import labels_of, phrases_of
from people.actions import add_person
from roadmap.models import Insight

pytestmark = pytest.mark.django_db
DARK = ("A dark theme for the evening", "Please a dark theme in the evening", "The evening needs a dark theme")
EXCEL = (
    "Monthly report as Excel",
    "The monthly report in Excel, please",
    "We want the monthly report as Excel",
    "Monthly report: Excel",
)


@pytest.fixture
def found(say, read, pm):
    """What customers said, and the two themes found in it."""
    rows = {
        "dark": [say(text) for text in DARK],
        "excel": [say(text) for text in EXCEL],
        "alone": [say("Something else entirely")],
    }
    read()
    look()
    return rows


def look(**settings) -> dict:
    return tasks.propose_themes(ThemeSearch.objects.create(**settings).pk)


def theme_of(feedback) -> Theme:
    return Theme.objects.get(state__in=("proposed", "kept", "dismissed"), members__feedback=feedback, members__is_out=False)


def ids(theme: Theme) -> set[int]:
    return set(theme.members.filter(is_out=False).values_list("feedback_id", flat=True))


def test_three_or_more_that_say_the_same_are_a_theme_with_a_name_in_their_words(found):
    dark, excel = theme_of(found["dark"][0]), theme_of(found["excel"][0])
    assert Theme.objects.count() == 2
    assert ids(dark) == {row.pk for row in found["dark"]}
    assert ids(excel) == {row.pk for row in found["excel"]}
    assert (dark.label, excel.label) == ("Dark theme", "Monthly report")
    assert set(dark.words) == {"dark", "theme", "evening"}
    assert dark.central in found["dark"]
    assert Event.objects.filter(kind="theme.proposed", system="the theme finder").count() == 2


def test_found_again_a_theme_is_the_same_one_and_grows(found, say, read):
    dark = theme_of(found["dark"][0])
    more = say("A dark theme every evening")
    read()
    look()
    assert theme_of(more) == dark
    assert Theme.objects.count() == 2


def test_what_is_not_found_again_fades_unless_somebody_kept_it(found, pm):
    dark, excel = theme_of(found["dark"][0]), theme_of(found["excel"][0])
    actions.keep_theme(excel, actor=pm)
    for row in (*found["dark"], *found["excel"]):
        feedback_actions.archive(row, actor=pm)
    look()
    assert Theme.objects.get(pk=dark.pk).state == ThemeState.FADED
    assert Theme.objects.get(pk=excel.pk).state == ThemeState.KEPT
    assert len(ids(excel)) == 4


def test_a_name_stays_while_the_label_follows_what_is_said(found, pm):
    dark = actions.name_theme(theme_of(found["dark"][0]), actor=pm, name="  Night   mode ")
    assert (str(dark), dark.state) == ("Night mode", ThemeState.KEPT)
    look()
    assert str(Theme.objects.get(pk=dark.pk)) == "Night mode"


def test_what_was_dismissed_is_not_proposed_again_and_can_come_back(found, pm):
    dark = actions.dismiss_theme(theme_of(found["dark"][0]), actor=pm)
    look()
    assert Theme.objects.standing().count() == 1
    with pytest.raises(NotPossible, match="Bring it back"):
        actions.name_theme(dark, actor=pm, name="x")
    assert actions.restore_theme(dark, actor=pm).state == ThemeState.PROPOSED
    with pytest.raises(NotPossible):
        actions.restore_theme(dark, actor=pm)


def test_merged_themes_stay_one_and_can_be_separated(found, pm):
    dark, excel = theme_of(found["dark"][0]), theme_of(found["excel"][0])
    actions.merge_themes(dark, actor=pm, into=excel)
    look()
    assert ids(excel) == {row.pk for row in (*found["dark"], *found["excel"])}
    assert Theme.objects.standing().count() == 1
    actions.restore_theme(Theme.objects.get(pk=dark.pk), actor=pm)
    assert ids(excel) == {row.pk for row in found["excel"]}
    with pytest.raises(Exception, match="into itself"):
        actions.merge_themes(excel, actor=pm, into=excel)


def test_what_was_split_off_is_not_put_back_by_a_proposal(found, pm):
    excel, gone = theme_of(found["excel"][0]), found["excel"][:2]
    made = actions.split_theme(excel, actor=pm, feedback=gone, name="For accountants")
    look()
    assert ids(made) == {row.pk for row in gone}
    assert ids(excel) == {row.pk for row in found["excel"][2:]}
    for wrong, name in ((found["dark"][:1], "x"), ([], "x"), (found["excel"][2:], "x"), (found["excel"][2:3], " ")):
        with pytest.raises(Exception, match=r"Choose|Leave|name"):
            actions.split_theme(excel, actor=pm, feedback=wrong, name=name)


def test_a_theme_becomes_an_idea_with_its_feedback_as_insights(cast, found, pm):
    feedback_actions.archive(found["excel"][3], actor=pm)
    excel = theme_of(found["excel"][0])
    idea = actions.make_idea(excel, actor=pm, product=cast.product, title="Excel reports")
    assert {insight.feedback for insight in idea.insights.all()} == set(found["excel"][:3])
    assert Theme.objects.get(pk=excel.pk).idea == idea
    assert Theme.objects.get(pk=excel.pk).state == ThemeState.KEPT
    with pytest.raises(NotPossible, match="became"):
        actions.make_idea(excel, actor=pm, product=cast.product, title="Again")


def test_a_large_theme_is_linked_in_the_background(cast, found, pm, monkeypatch, run_jobs):
    monkeypatch.setattr("matching.actions.themes.LINKED_AT_ONCE", 2)
    idea = actions.make_idea(theme_of(found["excel"][0]), actor=pm, product=cast.product, title="Excel reports")
    assert idea.insights.count() == 2
    run_jobs()
    assert idea.insights.count() == 4


def test_restricted_products_have_themes_of_their_own(cast, say, read, pm, browse, call):
    for text in DARK:
        say(text)
    for text in EXCEL:
        say(text, product=cast.restricted)
    read()
    look()
    hidden = Theme.objects.get(product=cast.restricted)
    assert hidden.label == "Monthly report"
    outsider = Actor(person=cast.outsider)
    assert [theme.product for theme in Theme.objects.visible_to(outsider)] == [None]
    page = browse(cast.outsider).get("/themes/").content.decode()
    assert "Dark theme" in page
    assert "Monthly report" not in page
    assert browse(cast.outsider).get(f"/themes/{hidden.pk}/").status_code == 404
    assert call(cast.outsider).get("/api/v1/themes/").json()["results"][0]["label"] == "Dark theme"
    with pytest.raises(NotAllowed):
        actions.keep_theme(hidden, actor=outsider)
    with pytest.raises(NotPossible, match="keeps its themes"):
        actions.merge_themes(hidden, actor=pm, into=Theme.objects.get(product=None))


def test_only_product_managers_change_themes(cast, found, call, browse):
    theme = theme_of(found["dark"][0])
    seller = Actor(person=cast.salesperson)
    for verb in (actions.keep_theme, actions.dismiss_theme):
        with pytest.raises(NotAllowed, match="Only product managers"):
            verb(theme, actor=seller)
    assert browse(cast.salesperson).post(f"/themes/{theme.pk}/keep/").status_code == 403
    assert call(cast.salesperson).post(f"/api/v1/themes/{theme.pk}/keep/", {}, format="json").status_code == 403
    page = browse(cast.viewer).get(f"/themes/{theme.pk}/").content.decode()
    assert "Make an idea" not in page


def test_the_pages_show_trend_companies_and_arr_once(cast, found, say, read, browse, django_assert_max_num_queries):
    browser = browse(cast.product_manager)
    with django_assert_max_num_queries(15):
        page = browser.get("/themes/").content.decode()
    assert "€120k" in page
    assert page.count("€120k") == 2  # each theme counts Acme once
    assert 'class="spark"' in page
    theme = theme_of(found["excel"][0])
    with django_assert_max_num_queries(15):
        page = browser.get(f"/themes/{theme.pk}/").content.decode()
    assert "Show the data" in page
    assert "most central" in page
    for state in ("kept", "proposed", "dismissed", "odd", ""):
        assert browser.get(f"/themes/?state={state}").status_code == 200


def test_the_verbs_through_the_pages(cast, found, browse, pm):
    browser, dark, excel = browse(cast.product_manager), theme_of(found["dark"][0]), theme_of(found["excel"][0])
    for path in ("name", "merge", "split", "idea"):
        assert browser.get(f"/themes/{dark.pk}/{path}/").status_code == 200
        assert browser.post(f"/themes/{dark.pk}/{path}/", {"odd": 1}).status_code == 422, path
    assert browser.post(f"/themes/{dark.pk}/name/", {"name": "Night mode", "version": dark.version}).status_code == 302
    stale = browser.post(f"/themes/{dark.pk}/name/", {"name": "Other", "version": dark.version})
    assert stale.status_code == 422
    assert "in the meantime" in stale.content.decode()
    picked = [row.pk for row in found["excel"][:2]]
    assert browser.post(f"/themes/{excel.pk}/split/", {"feedback": picked, "name": "Part"}).status_code == 302
    part = Theme.objects.get(name="Part")
    assert browser.post(f"/themes/{part.pk}/merge/", {"into": excel.pk}).status_code == 302
    assert browser.post(f"/themes/{part.pk}/restore/").status_code == 302
    assert browser.post(f"/themes/{part.pk}/dismiss/").status_code == 302
    assert browser.post(f"/themes/{excel.pk}/keep/").status_code == 409
    assert browser.post(f"/themes/{excel.pk}/odd/").status_code == 404
    made = browser.post(f"/themes/{excel.pk}/idea/", {"title": "Excel", "product": cast.product.pk})
    assert made.status_code == 302
    assert Insight.objects.filter(idea__title="Excel").count() == 2


def test_the_verbs_through_the_api(cast, found, call):
    api, dark, excel = call(cast.product_manager), theme_of(found["dark"][0]), theme_of(found["excel"][0])
    shown = {row["id"]: row for row in api.get("/api/v1/themes/").json()["results"]}
    assert shown[excel.pk]["feedback_count"] == 4
    assert shown[excel.pk]["company_count"] == 1
    assert shown[excel.pk]["arr"] == "120000.00"
    assert sum(shown[excel.pk]["weeks"]) == 4
    assert len(shown[excel.pk]["weeks"]) == 12
    one = api.patch(f"/api/v1/themes/{dark.pk}/", {"name": "Night mode"}, format="json", headers={"If-Match": str(dark.version)})
    assert one.json()["name"] == "Night mode"
    assert api.patch(f"/api/v1/themes/{dark.pk}/", {"name": "x"}, format="json", headers={"If-Match": "1"}).status_code == 409
    split = {"feedback": [row.pk for row in found["excel"][:1]], "name": "Part"}
    part = api.post(f"/api/v1/themes/{excel.pk}/split/", split, format="json").json()
    assert (part["name"], part["feedback_count"]) == ("Part", 1)
    assert api.post(f"/api/v1/themes/{part['id']}/merge/", {"into": excel.pk}, format="json").json()["state"] == "merged"
    idea = {"product": cast.product.pk, "title": "Excel"}
    assert api.post(f"/api/v1/themes/{excel.pk}/make-idea/", idea, format="json").json()["idea"]
    assert api.post(f"/api/v1/themes/{dark.pk}/dismiss/", {}, format="json").json()["state"] == "dismissed"
    assert api.post(f"/api/v1/themes/{dark.pk}/restore/", {}, format="json").json()["state"] == "kept"
    assert [row["id"] for row in api.get(f"/api/v1/themes/?feedback={found['dark'][0].pk}").json()["results"]] == [dark.pk]
    for odd in ({"distance": 0.9}, {"days": 0}, {"odd": 1}):
        assert api.post("/api/v1/themes/search/", odd, format="json").status_code == 400
    asked = api.post("/api/v1/themes/search/", {"distance": 0.45, "days": 90}, format="json")
    assert asked.status_code == 202
    assert Job.objects.get(pk=asked.json()["job"]).task == "matching.propose_themes"


def test_looking_from_the_page_is_a_job_and_the_daily_round_looks_as_wide(cast, found, browse, run_jobs, bag):
    browser = browse(cast.product_manager)
    assert browser.get("/themes/search/").status_code == 200
    assert browser.post("/themes/search/", {"distance": "0.9", "days": "90"}).status_code == 422
    answer = browser.post("/themes/search/", {"distance": "0.45", "days": "90"})
    assert answer.headers["Location"].startswith("/jobs/")
    run_jobs()
    search = ThemeSearch.objects.exclude(by=None).get()
    assert (search.distance, search.days, search.found, search.looked_at) == (0.45, 90, 2, 8)
    assert tasks.find_themes()["found"] == 2
    assert ThemeSearch.objects.first().distance == 0.45


def test_without_a_model_nothing_is_proposed_and_the_page_says_so(cast, monkeypatch, browse):
    monkeypatch.setattr(tasks, "at_work", lambda: None)
    assert look()["found"] == 0
    monkeypatch.setattr("matching.text.embedder.PACKAGE", "a_package_that_is_not_there")
    assert "Themes need the sentence model" in browse(cast.product_manager).get("/themes/").content.decode()


def test_two_who_name_at_once_do_not_overwrite_each_other(found, pm):
    theme = theme_of(found["dark"][0])
    actions.name_theme(theme, actor=pm, name="First", version=theme.version)
    with pytest.raises(Stale):
        actions.name_theme(theme, actor=pm, name="Second", version=theme.version)


def test_a_viewer_is_told_whom_to_ask(db, cast):
    viewer = add_person(
        email="v@larkspan.example", name="V", roles=[Role.VIEWER], password="a-long-password", actor=system("test")
    )
    with pytest.raises(NotAllowed):
        actions.search_themes(actor=Actor(person=viewer))
    assert not ThemeMember.objects.exists()


def test_groups_are_found_and_matched_as_by_hand():
    rows = unit(np.array([[1, 0], [1, 0.1], [1, 0.2], [0, 1], [0.1, 1], [-1, 0]]))
    assert groups_of(rows, 0.5) == [[0, 1, 2]]
    assert groups_of(rows[:2], 0.5) == []
    assert matched([{1, 2, 3}, {4, 5}], [{4, 5, 6}, {1, 2}]) == {0: 1, 1: 0}
    assert matched([{1, 2, 3}], [{3, 9, 10, 11}]) == {}
    assert matched([], [{1}]) == {}
    assert agreement("aabb", "xxyy") == {"v": 1.0, "ari": 1.0}
    assert agreement("aabb", "xyxy")["ari"] < 0


def test_phrases_neither_begin_nor_end_with_silent_words():
    assert (
        "dark theme" in phrases_of("We want the Dark Theme, please").values()
        or "Dark Theme" in phrases_of("the Dark Theme").values()
    )
    assert not any(phrase.lower().startswith("the ") for phrase in phrases_of("the dark theme of the app").values())
    assert phrases_of("Stop. Go") == {}
    label = labels_of([["x", "y", "z"]], [unit(np.eye(3, dtype=np.float32))], lambda texts: unit(np.ones((len(texts), 3))))[0]
    assert label.central in (0, 1, 2)
