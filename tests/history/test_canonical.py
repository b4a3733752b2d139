"""A seal depends on what is said, never on how it happened to be written down."""

import datetime
import json
import uuid
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from history.canonical import Unsealable, canonical_json, digest, plain_value


def test_the_known_seal():
    assert digest({"a": Decimal(1), "b": Decimal(2)}) == "21f76dfbfe6dfe21f762080ef484112cf2952974cef30741fd1931e1c6d92112"


def test_the_order_of_keys_does_not_matter():
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})


def test_the_order_of_a_list_does():
    assert digest([1, 2]) != digest([2, 1])


def test_decimals_are_text_with_their_digits():
    assert canonical_json([Decimal("1.50"), Decimal("1E+3"), Decimal("0.00000001")]) == b'["1.50","1000","0.00000001"]'


def test_instants_are_told_in_utc():
    paris = datetime.timezone(datetime.timedelta(hours=2))
    there = datetime.datetime(2026, 5, 1, 14, 0, tzinfo=paris)
    here = datetime.datetime(2026, 5, 1, 12, 0, tzinfo=datetime.UTC)
    assert canonical_json(there) == canonical_json(here) == b'"2026-05-01T12:00:00.000000Z"'


def test_days_ids_and_choices_have_their_usual_text():
    class Outcome(str, Enum):
        GO = "go"

    value = {"day": datetime.date(2026, 5, 1), "id": uuid.UUID(int=1), "outcome": Outcome.GO}
    assert json.loads(canonical_json(value)) == {
        "day": "2026-05-01",
        "id": "00000000-0000-0000-0000-000000000001",
        "outcome": "go",
    }


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        2**53,
        1e300,
        datetime.datetime(2026, 5, 1),
        {1: "one"},
        "\ud800",
        {"\ud800": 1},
        object(),
        b"bytes",
        {1, 2},
    ],
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(Unsealable):
        canonical_json({"value": value})


def test_bottomless_nesting_is_refused():
    value = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(Unsealable):
        canonical_json(value)


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=6)
    | st.floats(-(2**53) + 1, 2**53 - 1)
)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(values)
def test_a_value_read_back_from_json_keeps_its_seal(value):
    stored = json.loads(json.dumps(plain_value(value)))
    assert digest(stored) == digest(value)


@given(values)
def test_the_spelling_is_valid_json(value):
    assert json.loads(canonical_json(value)) == json.loads(json.dumps(plain_value(value)))
