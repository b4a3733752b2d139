"""What the forms of all pages have in common."""

from decimal import Decimal

import pytest
from django import forms

from doors.forms import ActorForm
from history.actor import system


class Target(ActorForm):
    value = forms.DecimalField(max_digits=16, decimal_places=4)


@pytest.mark.parametrize(("kept", "shown"), [("50.0000", "50"), ("100.0000", "100"), ("-0.2500", "-0.25"), ("0.0000", "0")])
def test_a_number_stands_in_its_field_as_one_would_type_it(kept, shown):
    form = Target(actor=system("the clerk"), initial={"value": Decimal(kept)})
    assert f'value="{shown}"' in str(form["value"])
    assert not Target({"value": shown}, actor=system("the clerk"), initial={"value": Decimal(kept)}).has_changed()
