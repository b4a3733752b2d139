"""Daily counts: kept as events come in whatever their order, and the same when they are rebuilt."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test.utils import override_settings

from history import clock
from history.actor import system
from tests.evidence import BERLIN, count_usage
from usage import actions
from usage.actions.taking import TOO_OLD
from usage.items import Item
from usage.models import DailyActivity, DailyEvent, DailyUse, FeatureCount, KeptSince, ProductUser, Uncounted
from usage.retention import kept_since, prune
from usage.rollups import bring_up_to_date, count_feature, rebuild, roll_up
from usage.standing import PATIENCE, count_stale, is_being_counted, standing_of
from usage.store import store
from usage.tasks import count_usage as round_of_counting

SOURCE = system("a usage source")
MONDAY = datetime(2026, 3, 2, 12, tzinfo=BERLIN)


def did(user: str, name: str, at: datetime, key: str, **properties) -> Item:
    return Item("track", user, at, key, name, properties, groups=("Acme",))


@pytest.fixture
def take(cast):
    """Take items without counting them."""
    return lambda *items: actions.take_events(cast.product, items, actor=SOURCE)


@pytest.fixture
def export(cast, acting):
    """A feature that one event tells of when it carries a property, and another that any of two events tells of."""
    actor = acting(cast.product_manager)
    pdf = actions.define_feature(
        product=cast.product, name="PDF", event_names=["Exported"], properties={"format": "pdf"}, actor=actor
    )
    any_of_two = actions.define_feature(product=cast.product, name="Export", event_names=["Exported", "Printed"], actor=actor)
    count_usage(cast.product)
    return pdf, any_of_two


def everything() -> dict[str, list[tuple]]:
    """Every daily count."""
    return {
        "activity": list(DailyActivity.objects.order_by("user", "day").values_list("user__user_key", "day", "events")),
        "events": list(DailyEvent.objects.order_by("name", "day").values_list("name", "day", "events")),
        "uses": list(DailyUse.objects.order_by("feature", "user", "day").values_list("feature__name", "user__user_key", "day", "uses")),
    }  # fmt: skip


def test_each_day_counts_who_was_active_what_came_and_who_used_what(take, export):
    take(
        did("u1", "Exported", MONDAY, "1", format="pdf"),
        did("u1", "Exported", MONDAY, "2", format="csv"),
        did("u2", "Printed", MONDAY + timedelta(days=1), "3"),
        did("u2", "Opened", MONDAY + timedelta(days=1), "4"),
    )
    roll_up()
    first, second = date(2026, 3, 2), date(2026, 3, 3)
    assert everything() == {
        "activity": [("u1", first, 2), ("u2", second, 2)],
        "events": [("Exported", first, 2), ("Opened", second, 1), ("Printed", second, 1)],
        "uses": [("Export", "u1", first, 2), ("Export", "u2", second, 1), ("PDF", "u1", first, 1)],
    }


def test_a_day_begins_at_midnight_where_the_organisation_is(take):
    take(did("u1", "Opened", datetime(2026, 3, 1, 23, 30, tzinfo=BERLIN), "1"))
    take(did("u1", "Opened", datetime(2026, 3, 2, 0, 30, tzinfo=BERLIN), "2"))
    roll_up()
    assert [row[1] for row in everything()["activity"]] == [date(2026, 3, 1), date(2026, 3, 2)]


@pytest.mark.parametrize("seed", range(3))
def test_late_doubled_and_shuffled_events_end_in_the_counts_of_a_rebuild(cast, take, export, seed):
    chance = Random(seed)
    items = [
        did(f"u{chance.randrange(5)}", chance.choice(["Exported", "Printed", "Opened"]),
            MONDAY + timedelta(hours=chance.randrange(24 * 20)), f"m{number}", format=chance.choice(["pdf", "csv"]))
        for number in range(120)
    ]  # fmt: skip
    shuffled = [*items, *chance.sample(items, 40)]
    chance.shuffle(shuffled)
    while shuffled:
        some, shuffled = shuffled[:17], shuffled[17:]
        take(*some)
        if chance.random() < 0.6:
            roll_up()
    roll_up()
    kept = everything()
    assert sum(row[2] for row in kept["events"]) == 120
    rebuild(cast.product)
    assert everything() == kept
    for model in (DailyActivity, DailyEvent, DailyUse):
        model.objects.all().delete()
    call_command("rebuild_rollups", product=cast.product.key)
    assert everything() == kept


def test_a_rebuild_mends_counts_that_went_wrong(cast, take, export):
    take(did("u1", "Exported", MONDAY, "1", format="pdf"))
    roll_up()
    kept = everything()
    DailyUse.objects.update(uses=F("uses") + 7)
    DailyActivity.objects.create(product=cast.product, user=ProductUser.objects.get(), day=date(2026, 1, 1), events=3)
    rebuild(cast.product)
    assert everything() == kept


def test_a_product_that_is_not_there_is_not_rebuilt(cast):
    with pytest.raises(CommandError, match="no product"):
        call_command("rebuild_rollups", product="NOPE")


def test_a_feature_that_is_defined_or_changed_later_has_its_whole_past(cast, acting, take, export):
    actor = acting(cast.product_manager)
    take(did("u1", "Exported", MONDAY, "1", format="pdf"), did("u1", "Opened", MONDAY, "2"))
    round_of_counting()
    opened = actions.define_feature(product=cast.product, name="Opening", event_names=["Opened"], actor=actor)
    take(did("u2", "Opened", MONDAY + timedelta(days=9), "3"))
    round_of_counting()
    assert is_being_counted(opened), "a round counts the day that came in, and no more"
    bring_up_to_date(cast.product)
    assert not is_being_counted(opened)
    assert standing_of(opened)[0].user.adopters == 2
    actions.edit_feature(opened, event_names=["Exported"], actor=actor)
    bring_up_to_date(cast.product)
    kept = everything()
    assert [row for row in kept["uses"] if row[0] == "Opening"] == [("Opening", "u1", MONDAY.date(), 1)]
    rebuild(cast.product)
    assert everything() == kept


def test_what_was_counted_is_not_counted_again(take, django_assert_num_queries):
    take(did("u1", "Opened", MONDAY, "1"))
    assert roll_up() == 2, "its day, and today, on which somebody new came to be known"
    assert not Uncounted.objects.exists()
    with django_assert_num_queries(1):
        assert roll_up() == 0


def test_a_round_brings_standings_up_to_date_but_costly_ones_less_often(cast, take, export):
    _, feature = export
    FeatureCount.objects.update(took_ms=0)
    take(did("u1", "Printed", clock.now(), "1"))
    round_of_counting()
    assert standing_of(feature)[0].user.adopters == 1
    FeatureCount.objects.update(took_ms=0)
    FeatureCount.objects.filter(feature=feature).update(took_ms=60_000)
    take(did("u2", "Printed", clock.now(), "2"))
    roll_up()
    assert count_stale() == 1, "the other one, which is cheap"
    assert standing_of(feature)[0].user.adopters == 1
    with clock.at(clock.now() + timedelta(milliseconds=PATIENCE * 60_000)):
        count_stale()
    assert standing_of(feature)[0].user.adopters == 2


def test_a_new_day_moves_what_counts_as_lately(cast, take, export):
    _, feature = export
    FeatureCount.objects.update(took_ms=0)
    take(did("u1", "Printed", clock.now(), "1"))
    round_of_counting()
    assert standing_of(feature)[0].user.recent == 1
    FeatureCount.objects.update(took_ms=0)
    with clock.at(clock.now() + timedelta(days=31)):
        round_of_counting()
    assert standing_of(feature)[0].user.recent == 0
    assert standing_of(feature)[0].user.adopters == 1


def test_old_events_are_dropped_and_their_counts_stay(cast, take, export):
    old, young = clock.now() - timedelta(days=40), clock.now() - timedelta(days=3)
    take(did("u1", "Printed", old, "1"), did("u1", "Printed", young, "2"))
    assert prune(0) == 0, "nought keeps them for ever"
    assert prune(30) == 1
    assert prune(30) == 0
    kept = everything()
    assert [row[3] for row in kept["uses"]] == [1, 1]
    assert store().span(cast.product.pk)[0] == young
    rebuild(cast.product)
    assert everything() == kept


def test_what_is_older_than_events_are_kept_is_not_taken(cast, take):
    take(did("u1", "Printed", clock.now() - timedelta(days=40), "1"))
    prune(30)
    late = take(did("u1", "Printed", clock.now() - timedelta(days=40), "2"), did("u1", "Printed", clock.now(), "3"))
    assert (late.taken, late.refused) == (1, [(0, TOO_OLD)])
    roll_up()
    assert [row[2] for row in everything()["activity"]] == [1, 1]


@override_settings(USAGE_KEEP_DAYS=90)
def test_the_setting_says_how_long(cast, take):
    take(did("u1", "Printed", clock.now() - timedelta(days=100), "1"))
    assert prune() == 1
    assert kept_since(cast.product) == KeptSince.objects.get(product=cast.product).day


def test_a_features_past_is_read_on_the_days_that_tell_of_it_alone(cast, acting, take):
    take(did("u1", "Exported", MONDAY, "1"), *(did("u1", "Opened", MONDAY + timedelta(days=n), f"o{n}") for n in range(30)))
    round_of_counting()
    export = actions.define_feature(
        product=cast.product, name="Export", event_names=["Exported"], actor=acting(cast.product_manager)
    )
    assert count_feature(export) == 1
    assert standing_of(export)[0].user.adopters == 1
