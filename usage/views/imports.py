"""Files of usage events."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doors.policy import door
from doors.web import actor_of, attempt, page, toast
from people.models import Product
from usage import actions
from usage.forms import UsageFileForm
from usage.models import UsageImport
from usage.rules import TAKERS


@door(*TAKERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Files that were brought in, and bringing in another."""
    actor = actor_of(request)
    form = UsageFileForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.import_usage(actor=actor, **form.cleaned_data))):
        toast(request, f"{made[0]} is being taken in.")
        return redirect("jobs:job", made[1].pk)
    rows = UsageImport.objects.filter(product__in=Product.objects.visible_to(actor)).select_related("product", "by")[:50]
    return page(request, "usage/import_list.html", form=form, imports=rows, status=422 if form.is_bound else 200)
