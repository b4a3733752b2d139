"""Plant the leak in the denominators: who became known later counts nowhere before."""

from datetime import timedelta

import pytest

from gates.evidence.gathering import gather
from gates.evidence.questions import Question
from history import clock
from tests.evidence import a_feature, earlier_features, noon, used, users
from usage.models import ProductUser


@pytest.fixture
def crowd(cast):
    return users(cast.product, 60, noon(clock.today() - timedelta(days=700)))


@pytest.fixture
def asking(cast, crowd):
    """What is known of a feature that is out for four weeks, as of yesterday; six came before it."""
    earlier_features(cast.product, crowd, clock.today())
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=2))
    used(feature, crowd[:15], noon(feature.released_on + timedelta(days=2)))
    return Question(feature, clock.today() - timedelta(days=1), 12, "user", "0.2")


def newcomers(product, count, at):
    """Users whom the product met at a moment, at no company that it knows."""
    return [ProductUser.objects.create(product=product, user_key=f"{at:%j} {n}", first_seen_at=at) for n in range(count)]


def test_who_is_first_seen_at_the_origin_or_later_is_not_known_to_it(cast, asking):
    before = gather(asking).given
    late = newcomers(cast.product, 20, noon(asking.origin))
    used(asking.feature, late, noon(asking.origin))
    for feature in cast.product.features.exclude(pk=asking.feature.pk):
        used(feature, late, noon(asking.origin))
    assert gather(asking).given == before


def test_who_came_after_a_release_is_not_of_its_launch(cast, asking):
    """They took everything up at once: an earlier feature's count that knew them would look far better than it could then."""
    before = gather(asking).given
    joined = newcomers(cast.product, 20, noon(asking.feature.released_on + timedelta(days=5)))
    for feature in cast.product.features.all():
        used(feature, joined, noon(asking.feature.released_on + timedelta(days=6)))
    after = gather(asking).given
    assert after.references == before.references
    assert (after.eligible, after.probe) == (before.eligible, before.probe), "those known at the release are asked about"
