"""The tree of a cycle: levels from the company to a team, moves that never close a ring, and a page that stays quick."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history.models import Event
from history.refusals import NotPossible
from objectives import actions
from objectives.models import CheckIn, Level, Objective
from objectives.places import MOST_DEEP, chain, parents_in
from people.models import ProductLine

NODES = 6


@pytest.fixture
def line(cast):
    """A product line that holds the open product."""
    made = ProductLine.objects.create(name="Field")
    type(cast.product).objects.filter(pk=cast.product.pk).update(line=made)
    cast.product.refresh_from_db()
    return made


@pytest.fixture
def add(cast, acting, quarter):
    """Add an objective to the quarter."""
    return lambda title, **values: actions.add_objective(cycle=quarter.cycle, title=title, actor=acting(cast.leader), **values)


def test_levels_go_from_the_company_to_a_team(cast, quarter, line, add):
    of_line = add("Line", line=line, parent=quarter.company)
    of_product = add("Product", product=cast.product, parent=of_line)
    of_team = add("Team", product=cast.product, team=" Crew   app ", parent=of_product)
    assert [one.level for one in (quarter.company, of_line, of_product, of_team)] == list(Level)
    assert of_team.whose == "Crew app, Relay"
    assert list(Objective.objects.at_level("team")) == [of_team]
    assert list(Objective.objects.at_level("line")) == [of_line]


@pytest.mark.parametrize(
    ("above", "below", "holds"),
    [
        ({}, {"team": "Crew"}, True), ({"team": "Crew"}, {}, False), ({"team": "Crew"}, {"team": "Desk"}, False),
        ({"line": True}, {"product": True}, True), ({"product": True}, {"line": True}, False),
        ({"product": True}, {"product": True, "team": "Crew"}, True), ({"product": True, "team": "Crew"}, {"product": True}, False),
    ],
)  # fmt: skip
def test_the_wider_holds_the_narrower(cast, line, add, above, below, holds):
    def whose(values):
        return values | {name: {"line": line, "product": cast.product}[name] for name in values if name != "team"}

    parent = add("Above", **whose(above))
    if holds:
        assert add("Below", parent=parent, **whose(below)).parent == parent
        return
    with pytest.raises(ValidationError, match="own product line, own product or own team"):
        add("Below", parent=parent, **whose(below))


def test_a_product_of_another_line_does_not_serve_a_line(cast, line, add):
    of_line = add("Line", line=line)
    with pytest.raises(ValidationError, match="own product line"):
        add("Nightjar", product=cast.restricted, parent=of_line)


def test_it_is_a_lines_or_a_products_never_both(cast, call, line, quarter):
    body = {"cycle": quarter.cycle.pk, "title": "Both", "product": cast.product.pk, "line": line.pk}
    answer = call(cast.leader).post("/api/v1/objectives/", body, format="json")
    assert answer.status_code == 400
    assert "not both" in str(answer.json()["errors"]["line"])


def test_what_serves_it_must_still_fit(cast, acting, quarter, line, add):
    above = add("Above")
    add("Below", product=cast.product, parent=above)
    with pytest.raises(ValidationError, match="serve it"):
        actions.edit_objective(above, team="Crew", actor=acting(cast.leader))
    actions.edit_objective(above, line=line, actor=acting(cast.leader))


def test_the_tree_has_an_end_to_its_depth(cast, acting, add):
    nodes = [add("Root")]
    for number in range(MOST_DEEP - 1):
        nodes.append(add(f"Node {number}", parent=nodes[-1]))
    with pytest.raises(ValidationError, match=f"at most {MOST_DEEP} levels"):
        add("Too deep", parent=nodes[-1])
    two = add("Two")
    add("Under two", parent=two)
    with pytest.raises(ValidationError, match="levels deep"):
        actions.edit_objective(two, parent=nodes[-2], actor=acting(cast.leader))


@pytest.mark.django_db
def test_whatever_is_moved_the_tree_stays_a_tree(cast, acting, quarter):
    """Any moves in any order: each objective leads up to a root, and a move is refused if, and only if, it closed a ring."""
    actor = acting(cast.leader)
    nodes = [actions.add_objective(cycle=quarter.cycle, title=f"Node {number}", actor=actor) for number in range(NODES)]
    pick = st.integers(0, NODES - 1)

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(pick, st.none() | pick), min_size=1, max_size=12))
    def moved_about(moves):
        Objective.objects.filter(pk__in=[node.pk for node in nodes]).update(parent=None)
        parents = dict.fromkeys(range(NODES))
        for child, parent in moves:
            above = parent
            while above is not None and above != child:
                above = parents[above]
            change = partial(actions.edit_objective, nodes[child], parent=None if parent is None else nodes[parent], actor=actor)
            if above is not None:
                with pytest.raises(ValidationError, match="cannot serve itself"):
                    change()
            else:
                change()
                parents[child] = parent
        stored = parents_in(quarter.cycle)
        for node in nodes:
            assert stored[chain(stored, node.pk)[-1]] is None, "every objective leads up to a root"

    moved_about()


def test_nothing_is_put_under_what_was_archived_and_an_archived_one_waits_for_its_parent(cast, acting, add):
    actor = acting(cast.leader)
    above = add("Above")
    below = add("Below", parent=above)
    with pytest.raises(NotPossible, match="serve this one"):
        actions.archive_objective(above, actor=actor)
    actions.archive_objective(below, actor=actor)
    actions.archive_objective(above, actor=actor)
    with pytest.raises(ValidationError, match="is archived"):
        add("Late", parent=above)
    with pytest.raises(NotPossible, match="Bring that one back first"):
        actions.restore_objective(below, actor=actor)
    actions.restore_objective(above, actor=actor)
    assert actions.restore_objective(below, actor=actor).parent == above


def test_depth_is_shown_on_pages_and_told_by_the_api(cast, browse, call, quarter, add):
    team = add("Third", product=cast.product, team="Crew", parent=quarter.product)
    assert "Level 3" in browse(cast.viewer).get("/objectives/").content.decode()
    assert "Level 3" in browse(cast.viewer).get("/objectives/?level=team").content.decode(), "however little of the tree is shown"
    page = browse(cast.viewer).get(f"/objectives/{team.pk}/").content.decode()
    assert page.index("Customers stay") < page.rindex("Relay never drops")
    rows = call(cast.viewer).get(f"/api/v1/objectives/?cycle={quarter.cycle.pk}").json()["results"]
    assert {row["title"]: (row["level"], row["depth"]) for row in rows}["Third"] == ("team", 3)
    narrowed = call(cast.viewer).get("/api/v1/objectives/?level=team").json()["results"]
    assert [row["id"] for row in narrowed] == [team.pk]


@pytest.mark.parametrize("door", ["web", "api"])
def test_an_objective_of_a_line_comes_through_every_door(cast, browse, call, quarter, line, door):
    values = {"title": "Field first", "cycle": quarter.cycle.pk, "line": line.pk, "team": "Crew", "owner": cast.leader.pk}
    if door == "web":
        assert browse(cast.leader).post("/objectives/new/", values).status_code == 302
    else:
        assert call(cast.leader).post("/api/v1/objectives/", values, format="json").status_code == 201
    made = Objective.objects.get(title="Field first")
    assert (made.line, made.team, made.level) == (line, "Crew", Level.TEAM)
    assert Event.objects.of(made).get().facts["level"] == "team"


def test_a_page_of_five_hundred_key_results_asks_the_database_fifteen_times_at_most(cast, acting, browse, quarter):
    actor = acting(cast.leader)
    parent = quarter.company
    for number in range(50):
        above = actions.add_objective(cycle=quarter.cycle, title=f"Aim {number}", parent=parent, actor=actor)
        for place in range(10):
            result = actions.add_key_result(above, title=f"Result {number}.{place}", target=Decimal(10), actor=actor)
            CheckIn.objects.create(key_result=result, value=Decimal(place), confidence=5, by=cast.leader)
    browser = browse(cast.leader)
    browser.get("/objectives/")
    with CaptureQueriesContext(connection) as asked:
        text = browser.get("/objectives/").content.decode()
    assert "Result 49.9" in text
    assert len(asked) <= 15
