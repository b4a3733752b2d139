"""The order of the API's lists: chosen from what each collection allows, and the same on every page."""

from decimal import Decimal

import pytest

from config.api import ROUTES
from customers import actions as customers
from history.actor import Actor
from roadmap import actions

COLLECTIONS = {f"/api/v1/{prefix}/": collection for prefix, collection in ROUTES}


def walk(client, address, link="next"):
    """The ids of every page, from here on."""
    pages = []
    while address:
        answer = client.get(address).json()
        pages.append([row["id"] for row in answer["results"]])
        address = answer[link]
    return pages


def test_every_collection_is_looked_at():
    assert len(COLLECTIONS) > 25


@pytest.mark.parametrize("address", COLLECTIONS)
def test_a_list_is_ordered_as_allowed_and_nothing_else(address, cast, call):
    admin = call(cast.admin)
    if admin.get(address).status_code == 403:
        admin = call(cast.leader)
    allowed = ("id", *COLLECTIONS[address].orderings)
    for name in allowed:
        assert admin.get(f"{address}?ordering={name}").status_code == 200
        assert admin.get(f"{address}?ordering=-{name}").status_code == 200
        field = next((one for one in COLLECTIONS[address].model._meta.fields if one.name == name), None)
        assert field is None or not field.null, "a null has no place in an order of pages"
    for odd in ("version_", "password", "--id", "id,name", "", "person__password"):
        refused = admin.get(address, {"ordering": odd})
        assert refused.status_code == 400
        assert "ordering" in refused.json()["errors"]


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("name", ["arr", "name", "created_at", "id"])
def test_pages_neither_lose_nor_repeat_a_row_among_equals(sign, name, cast, call, acting):
    keeper = acting(cast.product_manager)
    for number in range(7):
        arr = Decimal(number // 3 * 1000)
        customers.add_company(name=f"Company {number % 4} {number}", arr=arr, actor=keeper)
    client = call(cast.viewer)
    [[*whole]] = walk(client, f"/api/v1/companies/?ordering={sign}{name}&page_size=100")
    rows = {row["id"]: row for row in client.get("/api/v1/companies/?page_size=100").json()["results"]}
    key = {"arr": lambda pk: (float(rows[pk]["arr"]), pk), "id": lambda pk: pk}.get(name, lambda pk: (rows[pk][name], pk))
    assert whole == sorted(rows, key=key, reverse=bool(sign))
    pages = walk(client, f"/api/v1/companies/?ordering={sign}{name}&page_size=2")
    assert [pk for page in pages for pk in page] == whole
    address, last = f"/api/v1/companies/?ordering={sign}{name}&page_size=2", None
    while address:
        last, address = address, client.get(address).json()["next"]
    back = walk(client, last, "previous")
    assert [pk for page in reversed(back) for pk in page] == whole


def test_a_row_that_comes_or_goes_moves_no_other(cast, call, acting):
    keeper = acting(cast.product_manager)
    made = [customers.add_company(name=f"Equal {number}", arr=5, actor=keeper).pk for number in range(5)]
    client, address = call(cast.viewer), "/api/v1/companies/?ordering=-arr&page_size=2"
    first = client.get(address).json()
    customers.add_company(name="Late", arr=10**9, actor=keeper)
    rest = [pk for page in walk(client, first["next"]) for pk in page]
    seen = [row["id"] for row in first["results"]] + rest
    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)


@pytest.mark.parametrize("figure", ["arr", "company_count", "deal_amount", "vote_count", "insight_count", "deal_count"])
def test_ideas_are_ordered_by_what_stands_behind_them(figure, cast, call, acting):
    actor = acting(cast.product_manager)
    ideas = [actions.create_idea(product=cast.product, title=f"Idea {number}", actor=actor) for number in range(5)]
    big, small = (customers.add_company(name=name, arr=arr, actor=actor) for name, arr in (("Big", "90000.50"), ("Small", "70")))
    actions.vote(ideas[3], company=big, actor=actor)
    actions.vote(ideas[1], company=small, actor=actor)
    client = call(cast.viewer)
    [whole] = walk(client, f"/api/v1/ideas/?ordering=-{figure}&page_size=50")
    if figure == "arr":
        assert whole[:2] == [ideas[3].pk, ideas[1].pk]
    assert [pk for page in walk(client, f"/api/v1/ideas/?ordering=-{figure}&page_size=1") for pk in page] == whole


@pytest.mark.parametrize("cursor", ["", "!", "bnVsbA==", "WyItaWQiLCBmYWxzZSwgbnVsbCwgMTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwXQ==", "ä"])
def test_a_broken_cursor_leads_nowhere(cursor, cast, call):
    assert call(cast.viewer).get("/api/v1/companies/", {"cursor": cursor}).status_code == 404


def test_a_cursor_holds_in_its_own_order_only(cast, call, acting):
    for number in range(3):
        customers.add_company(name=f"C{number}", actor=Actor(person=cast.product_manager))
    client = call(cast.viewer)
    following = client.get("/api/v1/companies/?ordering=name&page_size=1").json()["next"]
    assert client.get(following.replace("ordering=name", "ordering=arr")).status_code == 404


def test_the_description_names_the_orders(cast, call):
    schema = call(cast.viewer).get("/api/v1/schema/?format=json").json()
    parameters = {one["name"]: one for one in schema["paths"]["/api/v1/companies/"]["get"]["parameters"]}
    assert parameters["ordering"]["schema"]["enum"] == ["id", "-id", "name", "-name", "arr", "-arr", "created_at", "-created_at"]
