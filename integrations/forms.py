"""What the pages of imports ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.models import Becomes, ImportBatch
from integrations.columns import TARGETS
from integrations.exports import BY_NAME, EXPORTS
from people.models import Product

STATUS = "status:"


def export_choices() -> list[tuple[str, str]]:
    """What a file may be read as."""
    return [("", "Any other table"), *((one.name, f"{one.label}: {one.rows}") for one in EXPORTS)]


class UploadForm(ActorForm):
    """A file of feedback."""

    file = forms.FileField(label="CSV or Excel file", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}))
    product = VisibleChoice(Product, required=False, empty_label="Decide later", help_text="For rows that name no product.")


class ReadingForm(ActorForm):
    """What the file is read as."""

    export = forms.ChoiceField(choices=export_choices, required=False, label="Read it as")


class MappingForm(ActorForm):
    """What each column means, and what the rows become."""

    becomes = forms.ChoiceField(choices=Becomes.choices, required=False, widget=forms.RadioSelect, label="Each row becomes")
    product = VisibleChoice(Product, required=False, empty_label="Decide later", label="Rows without a product belong to")
    source = forms.CharField(
        max_length=60,
        label="The file is from",
        help_text="A row with the same id of the same origin never comes in twice.",
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        choices = [("", "Not in the file"), *((name, name) for name in batch.columns)]
        for target in TARGETS:
            field = forms.ChoiceField(choices=choices, required=False, label=target.label, initial=batch.mapping.get(target.name))
            self.fields[f"map_{target.name}"] = field
        for name in ("becomes", "product", "source"):
            self.fields[name].initial = getattr(batch, name)

    def chosen(self) -> dict[str, Any]:
        """What the verb takes."""
        mapping = {target.name: self.cleaned_data[f"map_{target.name}"] for target in TARGETS}
        statuses = {name[len(STATUS) :]: value for name, value in self.data.items() if name.startswith(STATUS)}
        own = {name: self.cleaned_data[name] for name in ("becomes", "product", "source")}
        return own | {"mapping": mapping, "statuses": statuses}

    def columns(self) -> list[forms.BoundField]:
        """The fields that choose a column of what every file may have."""
        return [self[f"map_{target.name}"] for target in TARGETS if not target.of_posts]

    def post_columns(self) -> list[forms.BoundField]:
        """Those of what only the posts of an ideas board have."""
        return [self[f"map_{target.name}"] for target in TARGETS if target.of_posts]

    def add_error(self, field: str | None, error: Any) -> None:
        """A verb speaks of targets; here they are fields of their own name."""
        name = f"map_{field}" if field is not None and f"map_{field}" in self.fields else field
        super().add_error(name, error)


def looks_like(batch: ImportBatch) -> str:
    """What the file was taken for, in words."""
    known = BY_NAME.get(batch.export)
    return f"This looks like a{'n' if known.label[0] in 'AEIO' else ''} {known.label} export" if known else ""


class MailAddressForm(ActorForm):
    """The address at which a product listens."""

    product = VisibleChoice(Product, label="Product", empty_label="Choose one")
    address = forms.EmailField(max_length=254, label="Address", help_text="Where customers write to, or colleagues forward to.")
    is_on = forms.BooleanField(required=False, initial=True, label="Takes mail")


class ChangeAddressForm(ActorForm):
    """Another address, or none for now."""

    address = forms.EmailField(max_length=254, label="Address")
    is_on = forms.BooleanField(required=False, label="Takes mail")
    version = VersionField()
