"""How what happened is told: as people would write it."""

import pytest

from history.telling import unpadded


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("66.0000", "66"),
        ("-5.2500", "-5.25"),
        ("0.0000", "0"),
        ("12.500000", "12.5"),
        ("1200.00", "1200.00"),  # money
        ("2.10", "2.10"),  # a version, maybe
        ("10.0.0000", "10.0.0000"),
        (40, 40),
        (None, None),
    ],
)
def test_a_measure_is_told_without_the_zeros_of_its_column(kept, told):
    assert unpadded(kept) == told
