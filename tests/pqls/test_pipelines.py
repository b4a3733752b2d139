"""What growth is told of leads."""

from datetime import timedelta
from decimal import Decimal

from growth.pipelines import Asked, pipelines
from history import clock
from pqls import actions


def asked(cast, actor, motion="", **days):
    today = clock.today()
    return Asked(
        cast.product, motion, today - timedelta(days=days.get("since", 30)), today - timedelta(days=days.get("until", 0)), actor
    )


def test_leads_are_followed_from_the_day_they_were_handed_over(cast, sam, lead):
    found = lead()
    assert pipelines(asked(cast, sam))["PQLs"].arrived == 1
    with clock.at(clock.now() + timedelta(days=2)):
        actions.accept_pql(found, actor=sam)
        actions.make_opportunity(found, amount=Decimal(9000), actor=sam)
    with clock.at(clock.now() + timedelta(days=10)):
        actions.win_pql(found, actor=sam)
    told = pipelines(asked(cast, sam))["PQLs"]
    assert (told.arrived, told.opportunities, told.won) == (1, 1, 1)
    assert [round(days) for days in told.days] == [10]


def test_each_motion_has_its_own_and_a_period_without_leads_tells_of_none(cast, sam, lead):
    other = "self_serve" if lead().motion != "self_serve" else "sales_assisted"
    assert "PQLs" not in pipelines(asked(cast, sam, motion=other))
    assert pipelines(asked(cast, sam, since=60, until=30))["PQLs"].arrived == 0


def test_nothing_is_told_where_there_never_was_a_lead_that_one_may_see(cast, acting, sam):
    assert "PQLs" not in pipelines(asked(cast, sam))
