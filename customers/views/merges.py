"""The web door of merging: the duplicate is chosen, both are seen side by side with what will move, and it can be undone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers import actions, rules
from customers.actions.merging import FIELDS, shown
from customers.models import Merge, MergeKind
from customers.models.merges import Record
from doors.formats import money
from doors.forms import ActorForm, VisibleChoice
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page, toast
from history.actor import Actor
from history.moving import counted, would_move

NOT_CHOSEN = "Choose one of those that are found."
NOTHING = ("", None)
PAGES = {MergeKind.COMPANY: "customers:company", MergeKind.CONTACT: "customers:contact"}
VERBS = {MergeKind.COMPANY: actions.merge_company, MergeKind.CONTACT: actions.merge_contact}


class DuplicateForm(ActorForm):
    """Which one is the same."""

    words = forms.CharField(max_length=160, required=False)

    def __init__(self, *args: Any, kind: MergeKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = "Which company is the same?" if kind == MergeKind.COMPANY else "Which contact is the same?"
        self.fields["duplicate"] = VisibleChoice(kind.model, widget=forms.HiddenInput, error_messages={"required": NOT_CHOSEN})
        self.fields["duplicate"].narrow(self.actor)


class ValuesForm(ActorForm):
    """Both side by side, and where they differ whose value stays."""

    def __init__(self, *args: Any, kind: MergeKind, gone: Record, stays: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.gone, self.stays = kind, gone, stays
        for name in FIELDS[kind]:
            ours, theirs = getattr(stays, name), getattr(gone, name)
            if ours != theirs and theirs not in NOTHING:
                self.fields[f"keep_{name}"] = forms.ChoiceField(
                    choices=[("stays", in_words(stays, name)), ("gone", in_words(gone, name))], label=label_of(kind, name),
                    widget=forms.RadioSelect({"aria-describedby": f"about-{name}"}), initial="stays" if ours else "gone",
                )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Field by field what each has, with the choice where there is one."""
        return [
            {
                "name": name,
                "label": label_of(self.kind, name),
                "values": [in_words(self.stays, name), in_words(self.gone, name)],
                "choice": self[f"keep_{name}"] if f"keep_{name}" in self.fields else None,
            }
            for name in FIELDS[self.kind]
        ]

    def taken(self) -> list[str]:
        """The fields whose value comes from the merged one."""
        return [name.removeprefix("keep_") for name, chosen in self.cleaned_data.items() if chosen == "gone"]


def label_of(kind: MergeKind, name: str) -> str:
    """A field as people call it."""
    label = str(kind.model._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def in_words(record: Record, name: str) -> str:
    """A value as people read it."""
    value = getattr(record, f"get_{name}_display")() if hasattr(record, f"get_{name}_display") else getattr(record, name)
    return (money(value, "full") if name == "arr" else str(value)) if value not in NOTHING else "Not known"


@door(*rules.KEEPERS)
def merge_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the company that is the same, see both, merge it into this one."""
    return merging(request, MergeKind.COMPANY, pk)


@door(*rules.KEEPERS)
def merge_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the contact who is the same, see both, merge them into this one."""
    return merging(request, MergeKind.CONTACT, pk)


def merging(request: HttpRequest, kind: MergeKind, pk: int) -> HttpResponse:
    """The steps of a merge: which, then what stays."""
    actor = actor_of(request)
    stays = find(kind.model.objects.visible_to(actor), pk)  # type: ignore[attr-defined]
    asked = DuplicateForm(request.GET if "duplicate" in request.GET else None, actor=actor, kind=kind)
    if not asked.is_valid():
        return page(
            request, "customers/merge_which.html", form=asked, stays=stays, kind=kind, status=422 if asked.is_bound else 200
        )
    gone = asked.cleaned_data["duplicate"]
    form = ValuesForm(request.POST if request.method == "POST" else None, actor=actor, kind=kind, gone=gone, stays=stays)
    if form.is_valid() and (made := attempt(form, lambda: VERBS[kind](gone, into=stays, take=form.taken(), actor=actor))):
        toast(
            request, f"Merged {made.gone_name} into {made.stays_name}.", undo=reverse("customers:merge_undoing", args=[made.pk])
        )
        return redirect(PAGES[kind], stays.pk)
    return page(
        request, "customers/merge.html", form=form, gone=gone, stays=stays, kind=kind, page_name=PAGES[kind],
        moving=would_move(gone, stays, actor), status=422 if form.is_bound else 200,
    )  # fmt: skip


@door()
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: what moved, which values were taken, and the way back."""
    actor = actor_of(request)
    found = find(Merge.objects.visible_to(actor).select_related("by", "undone_by"), pk)
    kind = MergeKind(found.kind)
    return page(
        request, "customers/merged.html", merge=found, moved=counted(found.moved.all(), actor), page_name=PAGES[kind],
        values=values_of(kind, found), may_keep=rules.may_keep_customers(actor),
    )  # fmt: skip


def values_of(kind: MergeKind, merge: Merge) -> list[tuple[str, Any, Any]]:
    """The values that were taken, each in words with what was there before."""
    fields = {field.attname: field for field in kind.model._meta.fields}
    record = kind.model()
    return [
        (label_of(kind, fields[name].name), *(shown(record, name, value) for value in pair))
        for name, pair in merge.changes.items()
    ]


@require_POST
@door(*rules.KEEPERS)
def merge_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Separate the two again."""
    actor = actor_of(request)
    done = actions.undo_merge(find(Merge.objects.visible_to(actor), pk), actor=actor)
    toast(request, f"{done.gone_name} and {done.stays_name} are two again.")
    return redirect(PAGES[MergeKind(done.kind)], done.gone_id)


def survivor(kind: MergeKind, pk: int, actor: Actor) -> HttpResponse:
    """The old address of a merged record leads to the one that stayed; any other is not found."""
    pointer = kind.model.objects.pointers_visible_to(actor).filter(pk=as_id(str(pk))).first()  # type: ignore[attr-defined]
    if pointer is None:
        raise Http404
    return redirect(PAGES[kind], pointer.standing.pk)
