"""What every page needs: the page itself, toasts with undo, and a verb's refusal shown at the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from history.actor import Actor
from history.refusals import NotPossible, Stale

Result = TypeVar("Result")
Row = TypeVar("Row", bound=Model)


def asks_for_part(request: HttpRequest) -> bool:
    """Whether htmx asks, to renew a part of the page that is open."""
    return bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]


def page(request: HttpRequest, template: str, *, part: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """Render a page; an htmx request that asks for a ``part`` gets only that partial of the template."""
    if part and asks_for_part(request):
        template = f"{template}#{part}"
    return render(request, template, context, status=status)


def find(rows: QuerySet[Row], pk: Any) -> Row:
    """The row, or 404: a record that one may not see and one that does not exist give the same answer."""
    try:
        return rows.get(pk=int(pk))
    except (rows.model.DoesNotExist, ValueError, TypeError, OverflowError) as error:
        raise Http404 from error


def as_id(text: str | None) -> int | None:
    """An id as it stands in an address; an odd one is none."""
    return int(text) if text and text.isdigit() and len(text) < 19 else None


def toast(request: HttpRequest, text: str, *, undo: str = "", tone: str = "good") -> None:
    """Say what was done, with the address that undoes it. Shown by this response or by the page that follows it."""
    messages.info(request, text, extra_tags=f"{tone} {undo}".strip())


def wants_undo(request: HttpRequest) -> bool:
    """Whether the verb at this address is to be taken back: the address of a toast's undo, or a form's own field."""
    return bool(request.POST.get("undo") or request.GET.get("undo"))


def archive_or_bring_back(
    request: HttpRequest, record: Row, *, archive: Callable[..., Any], restore: Callable[..., Any], name: str = ""
) -> None:
    """Archive a record and offer the undo at this same address; sent with ``undo``, bring it back."""
    verb, told = (restore, "Brought back") if wants_undo(request) else (archive, "Archived")
    verb(record, actor=actor_of(request))
    toast(request, f"{told} {name or record}.", undo=f"{request.path}?undo=1" if verb is archive else "")


def attempt(form: BaseForm, verb: Callable[[], Result]) -> Result | None:
    """Run a verb for a valid form. Its refusal becomes the form's errors, so that nothing typed is lost."""
    try:
        return verb()
    except ValidationError as error:
        attach(form, error)
    except Stale as error:
        form.stale = error.current  # type: ignore[attr-defined]
        form.add_error(None, str(error))
    except NotPossible as error:
        form.add_error(None, str(error))
    return None


def attach(form: BaseForm, error: ValidationError) -> None:
    """Put each message at its field, or at the top when the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def paged(request: HttpRequest, rows: QuerySet[Any], size: int = 50) -> Page[Any]:
    """The page of rows that ``?page=`` asks for; a number out of range gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


class FewPages(Paginator):
    """Pages of what mostly fits on one: it is read without being counted first, and counted only where it goes on."""

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """How many there are."""
        head = list(self.object_list[: self.per_page + 1])
        if len(head) > self.per_page:
            return Paginator(self.object_list, self.per_page).count
        self.object_list = head
        return len(head)


class LongPages(Paginator):
    """Pages of a table without end: the ids of a page are found first, in an index that has the order; then only its rows read.

    ``ids`` stand in order, such as ``rows.order_by(…).values_list("pk", flat=True)``; ``read`` gives the rows of some of them
    with all that a list shows. So a page far behind costs the passing over of ids, never of whole rows with what is joined to
    them. Where ``order`` says that order in terms of the rows, one query does both. ``count``: if it is known already.
    """

    def __init__(
        self, ids: Sequence[Any] | QuerySet[Any], size: int, read: Callable[[Any], QuerySet[Any]], *, order: Sequence[Any] = (),
        count: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(ids, size)
        self.read, self.order = read, order
        if count is not None:
            self.count = count  # type: ignore[misc]

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page, in order."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ids = self.object_list[first : first + self.per_page]
        rows = list(self.read(ids).order_by(*self.order)) if self.order else rows_of(ids, self.read)
        return self._get_page(rows, number, self)


def rows_of(ids: Iterable[Any], read: Callable[[list[Any]], QuerySet[Any]]) -> list[Any]:
    """The rows of these ids, in their order. One that is gone since is passed over."""
    ids = list(ids)
    found = {row.pk: row for row in read(ids)}
    return [found[pk] for pk in ids if pk in found]


def long_page(request: HttpRequest, pages: LongPages) -> Page[Any]:
    """The page that ``?page=`` asks for, as ``paged`` has it."""
    return pages.get_page(request.GET.get("page"))


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    return request.actor  # type: ignore[attr-defined]


def next_address(request: HttpRequest, default: str) -> str:
    """Where to go after a form: the ``next`` that was sent along, if it is one of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else default
