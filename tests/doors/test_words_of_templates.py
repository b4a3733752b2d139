"""Numbers, times, text and refusals, as templates say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django import forms
from django.template import engines
from django.utils import timezone

from doors import formats
from doors.markdown import render_markdown
from history.refusals import Denied

NOW = datetime(2026, 3, 12, 14, 5, tzinfo=UTC)


def say(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context).strip()


@pytest.fixture(autouse=True)
def dollars_and_utc():
    formats.use_currency("USD")
    with timezone.override("UTC"):
        yield


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "$0"),
        (940, "$940"),
        (999.6, "$1k"),
        (8600, "$8.6k"),
        (412345, "$412k"),
        (999_900, "$1M"),
        (1_200_000, "$1.2M"),
        (-86000, "−$86k"),
        (None, "–"),
    ],
)
def test_money_takes_three_figures_at_most(amount, said):
    assert formats.money(amount) == said


def test_money_is_said_in_the_currency_of_the_organisation():
    formats.use_currency("EUR")
    assert formats.money(412345, "full") == "€412,345"
    formats.use_currency("CHF")
    assert formats.money(412345) == "CHF 412k"


def test_a_small_share_is_not_shown_as_nothing():
    assert formats.percent(0.004) == "0.4%"
    assert formats.percent(0) == "0%"
    assert formats.interval(0.31, 0.54) == "31–54%"
    assert formats.interval(1_200_000, 2_000_000, "money") == "$1.2M–$2M"


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("back", "long", "short"),
    [
        (timedelta(seconds=5), "just now", "now"),
        (timedelta(minutes=1), "1 minute ago", "1m"),
        (timedelta(hours=3), "3 hours ago", "3h"),
        (timedelta(days=6), "6 days ago", "6d"),
        (timedelta(days=-4), "in 4 days", "4d"),
        (timedelta(days=60), "11 January", "Jan 11"),
        (timedelta(days=420), "16 January 2025", "Jan 16"),
    ],
)
def test_times_are_said_as_people_say_them(back, long, short):
    assert formats.ago(NOW - back) == long
    assert formats.ago(NOW - back, "short") == short


@time_machine.travel(NOW, tick=False)
def test_the_exact_moment_is_there_on_hover():
    said = say("{{ at|ago }}", at=NOW - timedelta(hours=3))
    assert said == '<time datetime="2026-03-12T11:05:00+00:00" title="Thursday 12 March 2026, 11:05 UTC">3 hours ago</time>'
    assert ">Tomorrow</time>" in say("{{ on|day }}", on=date(2026, 3, 13))


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://elsewhere.example/x.png)",
        '<img src=x onerror="a()">',
    ],
)
def test_markdown_lets_no_active_content_through(nasty):
    html = render_markdown(nasty)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_markdown_keeps_its_headings_below_those_of_the_page():
    assert "<h3>Why</h3>" in render_markdown("# Why\n\nBecause **so**.")


def test_what_people_typed_is_escaped_in_every_tag():
    nasty = '"><script>x</script>'
    source = "{% pill x %}{% avatar x %}{% person x %}{% monogram x %}{% tip x x %}{% keys x %}{% disabled_because x x %}{% icon 'x' label=x %}"
    assert "<script>" not in say(source, x=nasty)


def test_a_verb_that_a_rule_refuses_is_disabled_and_says_why():
    said = say("{% verb may 'Decide' '/decide/' %}", may=Denied("Only leadership decides."))
    assert "disabled" in said
    assert "Only leadership decides." in said
    assert "<form" not in said


def test_a_verb_that_may_be_is_a_form_that_posts():
    said = say("{% verb True 'Archive' '/archive/' key='e' reason='old' %}")
    assert 'method="post" action="/archive/"' in said
    assert '<input type="hidden" name="reason" value="old">' in said
    assert 'data-key="e"' in said


class Sample(forms.Form):
    title = forms.CharField(help_text="Short.")


def test_a_field_ties_its_help_and_its_error_to_its_control():
    form = Sample({"title": ""})
    said = say("{% field form.title %}", form=form)
    assert 'aria-describedby="id_title_helptext id_title_error"' in said
    assert 'id="id_title_helptext"' in said
    assert 'id="id_title_error"' in said
    assert 'aria-invalid="true"' in said
