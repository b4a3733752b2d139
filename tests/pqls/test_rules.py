"""Rules are written, changed with what changed in words, switched on and off, and put away."""

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from pqls import actions
from pqls.conditions import sentence
from pqls.models import PqlRule

pytestmark = pytest.mark.django_db


def written_by_call(rule, **_):
    rule()


def written_on_the_web(cast, browse, feature, **_):
    form = {
        "name": "Busy exporters", "why": "They will want the big plan.", "level": "company", "all_0_kind": "used",
        "all_0_feature": feature.pk, "all_0_times": "10", "all_0_days": "14", "all_0_people": "2", "cool_down_days": "90",
        "most_a_day": "20", "answer_days": "2",
    }  # fmt: skip
    answer = browse(cast.product_manager).post(f"/pqls/rules/new/?product={cast.product.pk}", form)
    assert answer.status_code == 302, answer.context["form"].errors


def written_by_api(cast, call, feature, **_):
    body = {
        "product": cast.product.pk, "name": "Busy exporters", "why": "They will want the big plan.",
        "conditions": [{"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 2}],
    }  # fmt: skip
    answer = call(cast.admin).post("/api/v1/pql-rules/", body, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["figures"] is None


@pytest.mark.parametrize("door", [written_by_call, written_on_the_web, written_by_api])
def test_a_rule_is_written_as_a_draft(cast, rule, feature, browse, call, door):
    door(rule=rule, cast=cast, feature=feature, browse=browse, call=call)
    made = PqlRule.objects.get()
    assert (made.state, made.level, made.cool_down_days, made.product) == ("draft", "company", 90, cast.product)
    assert made.conditions == [{"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 2}]
    said = sentence(made.conditions, made.any_of, made.level)
    assert said == "Hand over a company when at least 2 people used “Export” 10 times or more in the last 14 days."
    assert Event.objects.get(kind="pql_rule.written").words.body["rule"] == said


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ({"kind": "used", "times": 0, "days": 14}, "times: A whole number from 1"),
        ({"kind": "used", "times": 5, "days": 400}, "days: A whole number from 1 to 365"),
        ({"kind": "used", "feature": 999_999, "times": 5, "days": 9}, "feature: Choose a feature of Relay"),
        ({"kind": "first_use", "days": 9}, "feature: Choose a feature"),
        ({"kind": "plan", "plans": " , "}, "plans: Name one to ten plans"),
        ({"kind": "segment", "values": ["huge"]}, "values: Choose at least one of: Enterprise"),
        ({"kind": "arr", "low": "5", "high": "1"}, "high: This is less than where it begins"),
        ({"kind": "arr"}, "low: Say from which ARR on"),
        ({"kind": "moon"}, "kind: Say what it asks"),
        ({"kind": "active", "people": 3, "days": 9, "percent": 5}, "percent: .* does not ask for this"),
        ("used", "kind: Say what it asks"),
    ],
)
def test_what_a_condition_cannot_be_is_said_at_its_field(rule, condition, fault):
    with pytest.raises(ValidationError, match=f"Condition 1, {fault}"):
        rule(conditions=[condition])
    assert not PqlRule.objects.exists()


def test_usage_makes_a_lead_and_a_contact_is_one_person(rule):
    with pytest.raises(ValidationError, match="at least one condition over usage"):
        rule(conditions=[{"kind": "plan", "plans": ["Team"]}])
    with pytest.raises(ValidationError, match="A contact is one person"):
        rule(level="contact")
    with pytest.raises(ValidationError, match="A contact is one person"):
        rule(level="contact", conditions=[{"kind": "active", "people": 2, "days": 9}])


def test_the_form_says_what_is_wrong_at_the_very_field_and_keeps_what_was_typed(cast, browse, feature):
    form = {
        "name": "Broken", "level": "company", "all_0_kind": "used", "all_0_feature": feature.pk, "all_0_times": "many",
        "all_0_days": "14", "all_0_people": "1", "cool_down_days": "90", "most_a_day": "20", "answer_days": "2",
    }  # fmt: skip
    answer = browse(cast.product_manager).post(f"/pqls/rules/new/?product={cast.product.pk}", form)
    assert answer.status_code == 422
    assert "A whole number" in answer.context["form"]["all_0_times"].errors[0]
    assert 'value="many"' in answer.content.decode()
    assert not PqlRule.objects.exists()


def test_the_preview_says_the_rule_in_words_and_saves_nothing(cast, browse, feature):
    form = {"name": "", "level": "company", "all_0_kind": "growth", "all_0_feature": feature.pk}
    answer = browse(cast.product_manager).post(f"/pqls/rules/preview/{cast.product.pk}/", form)
    assert "“Export” was used 50 % more" in answer.content.decode()
    assert not PqlRule.objects.exists()


def test_an_edit_tells_history_what_changed_in_words(cast, rule, petra, browse, call, feature):
    made = rule()
    answer = call(cast.product_manager).patch(
        f"/api/v1/pql-rules/{made.pk}/", {"conditions": [{"kind": "active", "people": 4, "days": 7}]}, format="json"
    )
    assert answer.json()["in_words"] == "Hand over a company when 4 people or more were active in the last 7 days."
    changed = Event.objects.get(kind="pql_rule.changed")
    assert "10 times or more" in changed.words.body["changes"]["rule"][0]
    assert "4 people or more" in changed.words.body["changes"]["rule"][1]
    page = browse(cast.product_manager).get(f"/pqls/rules/{made.pk}/edit/").content.decode()
    assert 'name="all_0_people" value="4"' in page
    actions.change_rule(PqlRule.objects.get(), actor=petra, fallback=cast.second_salesperson)
    with pytest.raises(ValidationError, match="is not in sales"):
        actions.change_rule(made, actor=petra, fallback=cast.viewer)
    assert call(cast.product_manager).patch(
        f"/api/v1/pql-rules/{made.pk}/", {"name": "Late"}, format="json", HTTP_IF_MATCH='"1"'
    ).status_code == 409  # fmt: skip


def switched_by_call(made, petra, **_):
    actions.activate_rule(made, actor=petra)


def switched_on_the_web(made, cast, browse, **_):
    assert browse(cast.leader).post(f"/pqls/rules/{made.pk}/switch/").status_code == 302


def switched_by_api(made, cast, call, **_):
    assert call(cast.product_manager).post(f"/api/v1/pql-rules/{made.pk}/activate/", format="json").json()["state"] == "active"


@pytest.mark.parametrize("door", [switched_by_call, switched_on_the_web, switched_by_api])
def test_a_rule_is_switched_on_and_paused(cast, rule, petra, browse, call, door):
    made = rule()
    door(made=made, petra=petra, cast=cast, browse=browse, call=call)
    made.refresh_from_db()
    assert made.is_active
    with pytest.raises(NotPossible, match="This rule is active"):
        actions.activate_rule(made, actor=petra)
    with pytest.raises(NotPossible, match="Pause it first"):
        actions.archive_rule(made, actor=petra)
    paused = call(cast.product_manager).post(f"/api/v1/pql-rules/{made.pk}/pause/", {"reason": "Too many"}, format="json")
    assert paused.json()["state"] == "paused"
    assert Event.objects.get(kind="pql_rule.paused").words.body["reason"] == "Too many"


def test_a_rule_is_archived_and_brought_back(cast, rule, petra, browse, call):
    made = rule()
    assert browse(cast.product_manager).post(f"/pqls/rules/{made.pk}/archival/").status_code == 302
    with pytest.raises(NotPossible, match="archived"):
        actions.activate_rule(made, actor=petra)
    namesake = rule()
    with pytest.raises(NotPossible, match="has its name"):
        actions.restore_rule(made, actor=petra)
    actions.archive_rule(namesake, actor=petra)
    assert call(cast.leader).post(f"/api/v1/pql-rules/{made.pk}/restore/", format="json").json()["archived_at"] is None


def test_sales_and_viewers_read_rules_and_write_none(cast, rule, sam, browse, call):
    made = rule()
    with pytest.raises(NotAllowed):
        actions.change_rule(made, name="Mine", actor=sam)
    assert browse(cast.salesperson).get("/pqls/rules/new/").status_code == 403
    assert call(cast.viewer).get(f"/api/v1/pql-rules/{made.pk}/").json()["name"] == "Busy exporters"
    assert "Busy exporters" in browse(cast.viewer).get("/pqls/rules/").content.decode()


def test_rules_of_a_restricted_product_are_hidden(cast, rule, browse, call):
    made = rule(product=cast.restricted, conditions=[{"kind": "active", "people": 1, "days": 9}])
    assert browse(cast.outsider).get(f"/pqls/rules/{made.pk}/").status_code == 404
    assert call(cast.outsider).get(f"/api/v1/pql-rules/{made.pk}/").status_code == 404
