"""Every address × every role, own, restricted and missing: nobody gets where they don't belong, and nothing leaks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from config.api import ROUTES
from history.actor import Actor
from tests.gates.conftest import evidence  # noqa: F401 (a fixture)
from tests.house.addresses import OURS, address, kind_of, reachable
from tests.house.routes import ADMINISTERED, KIND_OF, KNOWN_TO_ALL, OWN
from tests.house.world import SECRET

pytestmark = pytest.mark.django_db
MISSING = 99_999_999


def test_every_address_declares_who_may_enter():
    undeclared = [name for name, entry in OURS.items() if getattr(entry.callback, "policy", None) is None]
    assert undeclared == []
    public = {name for name, entry in OURS.items() if entry.callback.policy.public}
    customers = {
        "home", "idea", "vote", "following", "comment", "submit", "mine", "own", "sign_in", "entry", "sign_out", "unfollow",
    }  # fmt: skip
    assert public == {
        "healthz",
        "doors:favicon",
        "people:founding",
        "people:invitation",
        "gates:confirmation",
        "answers:stop",
        "conversation:stop",
        "integrations:inbox_of_service",
        "publishing:public",
        "publishing:frame",
        "publishing:feed",
        "publishing:public_words",
    } | {name for name in public if name.startswith("usage:")} | {f"portal:{name}" for name in customers} | {
        f"surveys:{name}"
        for name in (
            "widget_script",
            "widget_feedback",
            "widget_due",
            "widget_shown",
            "widget_response",
            "link_answer",
            "link_decline",
        )
    }


def test_every_action_of_the_api_declares_who_may_call():
    for prefix, collection in ROUTES:
        names = {"list", "retrieve"} | {action.__name__ for action in collection.get_extra_actions()}
        names |= {name for name in ("create", "partial_update") if hasattr(collection, name)}
        for name in names:
            assert collection().policy_of(name) is not None, (prefix, name)


def with_ids(names):
    return [name for name in names if any(argument.endswith("pk") for argument in OURS[name].pattern.converters)]


def test_every_address_with_an_id_is_in_the_table():
    missing = [name for name in with_ids(OURS) if name not in KIND_OF and name.split(":")[0] + ":*" not in KIND_OF]
    assert missing == []


def test_nobody_signed_in_and_the_suspended_are_sent_to_the_sign_in(cast, world):
    suspended = Client()
    suspended.force_login(cast.suspended)
    for name, entry in OURS.items():
        if entry.callback.policy.public or not reachable(name, world):
            continue
        for client in (Client(), suspended):
            for method in ("get", "post"):
                answer = getattr(client, method)(address(name, world))
                assert answer.status_code == 302, (name, method, answer.status_code)
                assert answer.headers["Location"].startswith("/account/login/"), name


def test_a_role_enters_only_where_it_is_let_in(world, people_by_role):
    for role, person in people_by_role.items():
        browser, actor = Client(), Actor(person=person)
        browser.force_login(person)
        for name, entry in OURS.items():
            policy = entry.callback.policy
            if policy.public or not reachable(name, world):
                continue
            got = browser.get(address(name, world)).status_code
            if policy.admits(actor):
                assert got < 500, (name, role, got)
                continue
            assert got in (403, 405), (name, role, got)
            assert browser.post(address(name, world)).status_code in (403, 405), (name, role)


def test_what_is_restricted_and_what_is_missing_give_the_outsider_one_answer(cast, world):
    outsider = Client()
    outsider.force_login(cast.outsider)
    for name in with_ids(OURS):
        if not reachable(name, world) or kind_of(name) in KNOWN_TO_ALL or name in ADMINISTERED:
            continue
        if kind_of(name) in OWN and name.startswith("jobs:"):
            continue  # an admin, which the outsider is, sees all jobs
        for method in ("get", "post"):
            hidden = getattr(outsider, method)(address(name, world))
            missing = getattr(outsider, method)(address(name, world, MISSING))
            assert hidden.status_code in (404, 405), (name, method, hidden.status_code)
            assert hidden.status_code == missing.status_code, (name, method)
            assert SECRET not in hidden.content.decode(errors="replace"), name


def body_of(answer) -> str:
    return answer.getvalue().decode(errors="replace")


def test_no_page_without_an_id_tells_the_outsider_of_the_restricted_product(cast, world):
    outsider = Client()
    outsider.force_login(cast.outsider)
    for name in OURS:
        if any(OURS[name].pattern.converters) or OURS[name].callback.policy.public or name == "people:product_list":
            continue
        for query in ("", "?q=zugvogel", "?state=all", "?whose=all", "?of=roadmap.idea:1", "?outcome=go"):
            answer = outsider.get(reverse(name) + query)
            assert answer.status_code in (200, 204, 302, 400, 404, 405), (name, query, answer.status_code)
            text = body_of(answer)
            if name not in ("jobs:list",):
                assert text.replace(f'value="{SECRET.lower()}"', "").count(SECRET) == 0, (name, query)


def test_the_api_shows_and_does_nothing_for_outsiders_strangers_and_read_tokens(cast, world, call):
    outsider, reader, suspended = call(cast.outsider), call(cast.product_manager, scope="read"), call(cast.suspended)
    for prefix, collection in ROUTES:
        path = f"/api/v1/{prefix}/"
        assert suspended.get(path).status_code == Client().get(path).status_code == 401
        if hasattr(collection, "create"):
            assert reader.post(path, {}, format="json").status_code == 403, path
        if prefix in ("jobs", "history"):
            continue  # an admin, which the outsider is, sees all jobs; history has a test of its own
        listed = outsider.get(f"{path}?page_size=100")
        assert listed.status_code == 200
        assert SECRET not in listed.content.decode(), prefix
        shown = {row["id"] for row in listed.json()["results"]}
        rows = collection.model._default_manager.exclude(pk__in=shown)
        if prefix in ("companies", "contacts"):  # not listed, yet known to all: who holds a merged one's id learns where to look
            rows = rows.filter(merged_into=None)
        hidden = rows.order_by("pk").values_list("pk", flat=True)
        for pk in hidden[:2]:
            assert outsider.get(f"{path}{pk}/").status_code == 404, path
            for action in (one for one in collection.get_extra_actions() if one.detail):
                for method in action.mapping:
                    deed = f"{path}{pk}/{action.url_path}/"
                    assert getattr(outsider, method)(deed, {}, format="json").status_code == 404, deed
                    if method == "post":
                        assert reader.post(deed, {}, format="json").status_code == 403, deed


def test_the_api_refuses_each_role_what_its_policy_refuses(world, people_by_role, call):
    for role, person in people_by_role.items():
        api, actor = call(person), Actor(person=person)
        for prefix, collection in ROUTES:
            shown = api.get(f"/api/v1/{prefix}/").json().get("results")
            pk = shown[0]["id"] if shown else MISSING
            for method, path, policy in deeds(prefix, collection, pk):
                if not policy.admits(actor):
                    assert getattr(api, method)(path, {}, format="json").status_code == 403, (path, role)


def deeds(prefix, collection, pk):
    """Every way to change something in a collection, with its policy."""
    base = f"/api/v1/{prefix}/"
    for action in collection.get_extra_actions():
        for method in action.mapping:
            path = f"{base}{pk}/{action.url_path}/" if action.detail else f"{base}{action.url_path}/"
            yield method, path, collection().policy_of(action.__name__)
    for name, method, path in (("create", "post", base), ("partial_update", "patch", f"{base}{pk}/")):
        if hasattr(collection, name):
            yield method, path, collection().policy_of(name)
