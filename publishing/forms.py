"""What the pages of publishing ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoice
from history.actor import Actor
from people.models import Product, ProductLine
from publishing.actions.reactions import LONGEST
from publishing.models import FIELDS, Audience, Field, Link, RoadmapView
from publishing.reading import shown_in
from roadmap.models import LANES, Initiative, plain_name

UNSEEN = {"tabindex": "-1", "autocomplete": "off"}


class ViewForm(ActorForm):
    """A view: its name for us, its title for readers, which cards and which fields."""

    name = forms.CharField(max_length=80, help_text="What we call it.")
    audience = forms.ChoiceField(choices=Audience.choices, widget=forms.RadioSelect, label="For whom", initial=Audience.INTERNAL)
    title = forms.CharField(max_length=120, required=False, help_text="What its readers read above it. Empty: its name.")
    intro = forms.CharField(
        max_length=2000, required=False, label="Introduction", widget=forms.Textarea(attrs={"rows": 3}), help_text="Markdown."
    )
    product = VisibleChoice(Product, required=False, empty_label="All products")
    line = forms.ModelChoiceField(
        ProductLine.objects.none(), required=False, empty_label="All product lines", label="Product line"
    )
    fields_shown = forms.MultipleChoiceField(
        choices=Field.choices, required=False, widget=forms.CheckboxSelectMultiple, label="What a card shows",
        help_text="Customers read only words written for them, whatever is ticked. Nothing ticked: what its audience reads.",
    )  # fmt: skip
    takes_reactions = forms.BooleanField(required=False, initial=True, label="Readers may say a few words about a card")
    version = VersionField()

    def __init__(self, *args: Any, actor: Actor, view: RoadmapView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        lines = ProductLine.objects.filter(products__in=Product.objects.visible_to(actor)).distinct()
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        if view is not None:
            del self.fields["audience"]
        if view is not None and view.is_for_customers:
            del self.fields["fields_shown"]
        for lane in LANES:
            attrs = {"placeholder": plain_name(lane)}
            self.fields[f"{lane}_name"] = forms.CharField(
                max_length=40, required=False, label=f"Name of {plain_name(lane)}", widget=forms.TextInput(attrs=attrs)
            )

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        said = dict(self.cleaned_data)
        if "fields_shown" in said:
            said["fields"] = said.pop("fields_shown")
        if not said.get("fields") and "fields" in said and "audience" not in said:
            del said["fields"]
        return said


def first_words_of(view: RoadmapView) -> dict[str, Any]:
    """What the form holds of a view."""
    names = ("name", "title", "intro", "product", "line", "takes_reactions", "version", *(f"{lane}_name" for lane in LANES))
    return {name: getattr(view, name) for name in names} | {"fields_shown": view.fields or FIELDS[view.audience]}


class CardForm(ActorForm):
    """An initiative in the words of a view."""

    title = forms.CharField(max_length=160, help_text="In the readers' words, without names and without promises.")
    text = forms.CharField(
        max_length=3000, required=False, label="Words", widget=forms.Textarea(attrs={"rows": 6}), help_text="Markdown."
    )
    version = VersionField()


class PickForm(ActorForm):
    """An initiative to put on a view."""

    initiative = VisibleChoice(Initiative, empty_label=None)

    def __init__(self, *args: Any, view: RoadmapView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["initiative"].queryset.filter(shown_in(view)).exclude(public_cards__view=view)  # type: ignore[attr-defined]
        if view.product_id:
            rows = rows.filter(product=view.product_id)
        if view.line_id:
            rows = rows.filter(product__line=view.line_id)
        self.fields["initiative"].queryset = rows.order_by("title")  # type: ignore[attr-defined]


class NewNotesForm(ActorForm):
    """What notes are drafted of."""

    product = VisibleChoice(Product, empty_label=None)
    since = forms.DateField(label="Completed from", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="to", widget=forms.DateInput(attrs={"type": "date"}))
    title = forms.CharField(max_length=160, required=False, help_text="Empty: the product and the month.")


class NotesForm(ActorForm):
    """The words of release notes."""

    title = forms.CharField(max_length=160)
    text = forms.CharField(
        max_length=20_000, label="Words", widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Markdown. Customers read exactly this: no names, no amounts.",
    )  # fmt: skip
    version = VersionField()


class LinkForm(ActorForm):
    """How a published view is reached."""

    password = forms.CharField(
        max_length=100, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Empty: whoever has the link reads.",
    )  # fmt: skip
    expires_on = forms.DateField(required=False, label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    frame_origins = forms.CharField(
        required=False, max_length=1000, label="Sites that may show it in a frame", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One address a line, such as https://www.example.com. Nobody else may.",
    )  # fmt: skip

    def __init__(self, *args: Any, link: Link | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if link is not None and link.has_password:
            self.fields["password"].help_text = "It has one. Empty: it stays."
            self.fields["no_password"] = forms.BooleanField(required=False, label="Ask for no password any more")

    def values(self, *, is_new: bool) -> dict[str, Any]:
        """What the verb takes: a password that is not typed stays as it is."""
        said = self.cleaned_data
        kept: str | None = "" if is_new or said.get("no_password") else None
        password = "" if said.get("no_password") else said["password"] or kept
        return {"password": password, "expires_on": said["expires_on"], "frame_origins": said["frame_origins"].split()}


class WordsForm(forms.Form):
    """A few words about a card. ``website`` is seen by nobody: what fills it in is no reader."""

    text = forms.CharField(max_length=LONGEST, label="Your words", widget=forms.Textarea(attrs={"rows": 3}))
    website = forms.CharField(required=False, label="Leave this empty", widget=forms.TextInput(attrs=UNSEEN))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class PasswordForm(forms.Form):
    """The password of a published view."""

    password = forms.CharField(max_length=100, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
