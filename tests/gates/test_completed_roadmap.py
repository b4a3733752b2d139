"""The completed roadmap names the record of the decision that ended what was killed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import strip_tags

from roadmap.actions import complete_initiative, create_initiative, place_initiative
from tests.reading import whole


def test_a_kill_leads_to_its_decision_and_shows_hoped_for_beside_what_came(stage, cast, acting, browse):
    petra = acting(cast.second_product_manager)
    decision = stage.decided(1, "kill")
    idea = decision.review.idea
    card = create_initiative(
        product=idea.product, title="Faster exports", target_outcomes="Half the time", ideas=[idea], actor=petra
    )
    place_initiative(card, horizon="now", actor=petra)
    complete_initiative(card, actual_outcomes="Too few would have used it", ending="killed", actor=petra)
    page = whole(browse(cast.viewer), "/roadmap/completed/")
    assert reverse("gates:decision", args=[decision.pk]) in page
    words = " ".join(strip_tags(page).split())
    assert f"Gate 1 Engagement killed {idea.key} on" in words
    assert "Half the time" in words
    assert "Too few would have used it" in words


def test_a_decision_on_another_idea_is_not_told(stage, cast, acting, browse):
    petra = acting(cast.second_product_manager)
    decision = stage.decided(1, "kill")
    card = create_initiative(product=cast.product, title="Other", actor=petra)
    place_initiative(card, horizon="now", actor=petra)
    complete_initiative(card, actual_outcomes="Done", ending="met", actor=petra)
    page = whole(browse(cast.viewer), "/roadmap/completed/")
    assert reverse("gates:decision", args=[decision.pk]) not in page
