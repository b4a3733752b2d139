"""Another time zone makes other days: usage is counted anew by itself, and pages say so meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from history import clock
from history.actor import system
from jobs.models import Job
from jobs.runner import run
from people import actions as people
from tests.evidence import BERLIN, count_usage
from usage import actions
from usage.items import Item
from usage.models import DailyActivity, DailyUse, Uncounted
from usage.recounting import RECOUNT, recount_under_way
from usage.retention import kept_since, prune
from usage.rollups import roll_up

SOURCE = system("a usage source")
LATE = datetime(2026, 3, 2, 23, 30, tzinfo=BERLIN)
NOTICE = "Usage is being counted anew"


@pytest.fixture
def used(cast, acting):
    """A feature, used by one late in the evening and by another at noon."""
    feature = actions.define_feature(
        product=cast.product, name="Export", event_names=["Exported"], actor=acting(cast.product_manager)
    )
    times = {"u1": LATE, "u2": LATE - timedelta(hours=11), "u3": LATE + timedelta(days=1)}
    items = [Item("track", user, at, user, "Exported", {}, groups=("Acme",)) for user, at in times.items()]
    actions.take_events(cast.product, items, actor=SOURCE)
    count_usage(cast.product)
    roll_up()
    return feature


@pytest.fixture
def move_to(cast, acting):
    """The organisation moves to another time zone."""
    return lambda zone: people.change_organisation(cast.organisation, actor=acting(cast.admin), time_zone=zone)


def days() -> dict[str, date]:
    return dict(DailyUse.objects.values_list("user__user_key", "day"))


def job() -> Job:
    return Job.objects.get(task=RECOUNT)


def everything() -> list[list[tuple]]:
    rows = [DailyActivity.objects.values_list("user", "day", "events"), DailyUse.objects.values_list("user", "feature", "day")]
    return [sorted(some) for some in rows]


def test_another_time_zone_has_every_day_counted_anew(used, move_to):
    assert days() == {"u1": date(2026, 3, 2), "u2": date(2026, 3, 2), "u3": date(2026, 3, 3)}
    move_to("Asia/Tokyo")
    run(job().pk)
    assert days() == {"u1": date(2026, 3, 3), "u2": date(2026, 3, 2), "u3": date(2026, 3, 4)}
    assert not Uncounted.objects.exists()
    assert job().state == Job.State.DONE
    assert job().done == job().total > 0
    counted = everything()
    call_command("rebuild_rollups", verbosity=0)
    assert everything() == counted


def test_another_name_or_currency_counts_nothing_anew(cast, acting, used):
    people.change_organisation(cast.organisation, actor=acting(cast.admin), name="Other", currency="USD")
    assert not Job.objects.filter(task=RECOUNT).exists()


def test_a_round_of_the_worker_in_between_leaves_the_job_nothing_to_do(used, move_to, monkeypatch):
    move_to("Asia/Tokyo")
    roll_up()
    asked = []
    monkeypatch.setattr("usage.store.database.DatabaseStore.counts", lambda *args: asked.append(args) or iter(()))
    run(job().pk)
    assert asked == []
    assert days()["u1"] == date(2026, 3, 3)


def test_two_moves_in_a_row_end_with_the_days_of_the_last(used, move_to, cast):
    move_to("Asia/Tokyo")
    cast.organisation.refresh_from_db()
    move_to("America/New_York")
    for pk in Job.objects.filter(task=RECOUNT).values_list("pk", flat=True):
        run(pk)
    assert days() == {"u1": date(2026, 3, 2), "u2": date(2026, 3, 2), "u3": date(2026, 3, 3)}


@pytest.mark.parametrize(
    ("zone", "kept"),
    [("Asia/Tokyo", date(2026, 3, 4)), ("America/New_York", date(2026, 3, 3)), ("Europe/Paris", date(2026, 3, 3))],
)
def test_a_day_of_which_only_a_part_is_kept_is_not_counted_anew(used, move_to, zone, kept):
    before = days()
    with clock.at(LATE + timedelta(days=2)):
        prune(keep_days=1 + (LATE.date() - date(2026, 3, 2)).days)
        assert kept_since(used.product) == date(2026, 3, 3)
        move_to(zone)
        run(job().pk)
    assert kept_since(used.product) == kept
    assert days()["u1"] == before["u1"]
    assert days()["u2"] == before["u2"]


@pytest.mark.parametrize("page", ["/settings/", "/usage/", "feature", "/growth/", "company"])
def test_pages_say_that_usage_is_counted_anew(page, used, move_to, browse, cast):
    address = {"feature": f"/usage/features/{used.pk}/", "company": f"/customers/{cast.acme.pk}/?tab=use"}.get(page, page)
    browser = browse(cast.admin)
    assert NOTICE not in browser.get(address).content.decode()
    move_to("Asia/Tokyo")
    assert NOTICE in browser.get(address).content.decode()
    run(job().pk)
    assert recount_under_way() is None
    assert NOTICE not in browser.get(address).content.decode()
