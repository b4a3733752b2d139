"""A stage for the shell: small pages that use every module of static/js, as the pages of the house do."""

from __future__ import annotations

import json

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path, reverse

from doors import navigation
from doors.policy import door
from doors.web import toast

LETTERS = {n: f"Letter {n}" for n in range(1, 7)}
gone: list[int] = []
board: dict[str, list[int]] = {"now": [1, 2], "next": [3], "later": [4]}
made: list[str] = []


def clear() -> None:
    """Set the stage anew."""
    gone.clear()
    made.clear()
    board.update(now=[1, 2], next=[3], later=[4])


def draw(request: HttpRequest, source: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


HOME = """{% extends "base.html" %}{% block title %}Stage{% endblock %}{% block heading %}<h1>Stage</h1>{% pill "for tests" %}{% endblock %}
{% block actions %}<a class="btn primary" href="{% url 'new' %}" data-dialog data-key="n" data-key-label="New letter">{% icon "plus" %}<span>New letter</span></a>{% endblock %}
{% block content %}<div class="content"><ul class="rows card card-flush" id="made">{% for name in made %}<li class="row row-1">{{ name }}</li>{% empty %}<li class="row row-1 muted">Nothing made.</li>{% endfor %}</ul>
{% verb True "Refuse me" "/stage/refuse/" icon="ban" %}</div>{% endblock %}"""


@door()
def home(request: HttpRequest) -> HttpResponse:
    return draw(request, HOME, made=made)


class NewLetter(forms.Form):
    title = forms.CharField()
    company = forms.IntegerField(required=False, widget=forms.HiddenInput)
    company_name = forms.CharField(label="Company", required=False)

    def clean_title(self) -> str:
        if self.cleaned_data["title"] == "bad":
            raise forms.ValidationError("Say something better.")
        return self.cleaned_data["title"]


NEW = """{% extends layout %}{% block title %}New letter{% endblock %}{% block heading_text %}New letter{% endblock %}{% block content %}
<form method="post" class="form content content-narrow">{% csrf_token %}{% form_errors form %}{% field form.title autofocus=True %}{% combobox form.company_name url="/stage/find/" value=form.company create="Create" %}
<div class="form-foot"><button class="btn primary">Create letter</button></div></form>{% endblock %}"""


@door()
def new(request: HttpRequest) -> HttpResponse:
    form = NewLetter(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made.append(
            f"{form.cleaned_data['title']} from {form.cleaned_data['company'] or form.cleaned_data['company_name'] or 'nobody'}"
        )
        toast(request, "Letter made.", undo=reverse("unmake"))
        return redirect("stage")
    return draw(request, NEW, form=form)


@door()
def unmake(request: HttpRequest) -> HttpResponse:
    made.pop()
    toast(request, "Taken back.")
    return redirect("stage")


@door()
def refuse(request: HttpRequest) -> HttpResponse:
    toast(request, "Not as things stand.", tone="bad")
    return HttpResponse(status=409, headers={"HX-Reswap": "none"})


@door()
def find(request: HttpRequest) -> HttpResponse:
    found = [(12, "Acme"), (13, "Acorn"), (14, "Globex")]
    word = request.GET.get("q", "").lower()
    return draw(
        request,
        '{% for pk, name in found %}<li role="option" data-value="{{ pk }}" data-label="{{ name }}"><span>{{ name }}</span></li>{% endfor %}',
        found=[row for row in found if word in row[1].lower()],
    )


@door()
def search(request: HttpRequest) -> HttpResponse:
    return draw(
        request,
        '{% include "components/found.html" with url="/stage/inbox/" title="Found letter" kind="Feedback" icon="inbox" %}',
    )


INBOX = """{% extends "base.html" %}{% block title %}Inbox{% endblock %}{% block heading %}<h1>Inbox</h1>{% endblock %}{% block content %}<div class="split"><div class="split-list">
<ul class="rows" id="inbox" data-listbox data-pickable data-pane="#pane" aria-label="Letters">{% for n, title in letters %}<li class="row" id="letter-{{ n }}" data-id="{{ n }}"><span class="row-lead"></span><div class="row-body"><a class="row-title" href="/stage/inbox/{{ n }}/">{{ title }}</a><span class="row-sub">words</span></div></li>{% endfor %}</ul>
<template data-empty-for="inbox"><div class="empty"><p>All done.</p></div></template>
<div class="bulk-bar" data-bulk-for="inbox" hidden><strong data-bulk-count></strong> picked</div></div>
<section class="split-detail" id="pane" aria-label="Selected letter"></section></div>{% endblock %}"""
LETTER = """<div class="pane"><h2>{{ title }}</h2><p class="quote" id="words" data-highlight data-highlight-url="/stage/link/">We need <b>single sign-on</b> — it’s 💡 vital.</p>
<form hx-post="/stage/inbox/{{ n }}/done/" hx-swap="none" id="done-form"><button class="btn" data-key="d" data-key-label="Done">Done<kbd>D</kbd></button></form><button type="button" class="btn" data-highlight-go data-key="l" data-key-label="Link">Link</button></div>"""


@door()
def inbox(request: HttpRequest) -> HttpResponse:
    return draw(request, INBOX, letters=[(n, title) for n, title in LETTERS.items() if n not in gone])


@door()
def letter(request: HttpRequest, n: int) -> HttpResponse:
    return draw(request, LETTER, n=n, title=LETTERS[n])


@door()
def done(request: HttpRequest, n: int) -> HttpResponse:
    gone.append(n)
    toast(request, f"{LETTERS[n]} done.", undo=reverse("undone", args=[n]))
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"rows-gone": {"ids": [f"letter-{n}"]}})})


@door()
def undone(request: HttpRequest, n: int) -> HttpResponse:
    gone.remove(n)
    toast(request, "Back again.")
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"renew": f"letter-{n}"})})


@door()
def link(request: HttpRequest) -> HttpResponse:
    return draw(
        request,
        '{% extends layout %}{% block title %}Link{% endblock %}{% block content %}<p id="range">{{ request.GET.start }}-{{ request.GET.end }}</p>{% endblock %}',
    )


BOARD = """{% extends "base.html" %}{% block title %}Board{% endblock %}{% block heading %}<h1>Board</h1>{% endblock %}{% block libraries %}<script defer src="{% static 'vendor/sortable/Sortable.min.js' %}"></script>{% endblock %}
{% block content %}<div class="lanes" data-board tabindex="0" role="region" aria-label="Now, Next, Later">{% for lane, cards in board.items %}<section class="lane" aria-labelledby="h-{{ lane }}"><header class="lane-head"><h2 id="h-{{ lane }}">{{ lane|title }}</h2><span class="count">{{ cards|length }}</span></header>
<ul class="lane-cards" data-lane="{{ lane }}" data-lane-name="{{ lane|title }}">{% for n in cards %}<li class="lane-card" id="card-{{ n }}" data-id="{{ n }}" data-version="1" data-move-url="/stage/board/{{ n }}/move/"><div class="lane-card-top"><span>INIT-{{ n }}</span><button type="button" class="icon-btn" popovertarget="menu-{{ n }}" aria-label="Move card {{ n }}">{% icon "ellipsis" %}</button></div><h3><a href="/stage/">Card {{ n }}</a></h3>
<div class="menu" id="menu-{{ n }}" popover>{% for to in board %}{% if to != lane %}<button type="button" data-move-to="{{ to }}">Move to {{ to|title }}</button>{% endif %}{% endfor %}<button type="button" data-move="up">Up</button><button type="button" data-move="down">Down</button></div></li>{% endfor %}</ul></section>{% endfor %}</div>{% endblock %}"""


@door()
def the_board(request: HttpRequest) -> HttpResponse:
    return draw(request, BOARD, board=board)


@door()
def move(request: HttpRequest, n: int) -> HttpResponse:
    lane = request.POST["lane"]
    if lane == "later":
        toast(request, "Nothing may go to Later today.", tone="bad")
        return HttpResponse(status=409)
    for cards in board.values():
        if n in cards:
            cards.remove(n)
    before = request.POST["before"]
    board[lane].insert(board[lane].index(int(before)) if before else len(board[lane]), n)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"card": {"version": 2}})})


urlpatterns = [
    path("stage/", home, name="stage"),
    path("stage/new/", new, name="new"),
    path("stage/unmake/", unmake, name="unmake"),
    path("stage/refuse/", refuse),
    path("stage/find/", find),
    path("stage/search/", search, name="stage-search"),
    path("stage/inbox/", inbox, name="stage-inbox"),
    path("stage/inbox/<int:n>/", letter),
    path("stage/inbox/<int:n>/done/", done),
    path("stage/inbox/<int:n>/undone/", undone, name="undone"),
    path("stage/link/", link),
    path("stage/board/", the_board, name="stage-board"),
    path("stage/board/<int:n>/move/", move),
    path("", include("config.urls")),
]

ENTRIES = (
    navigation.NavEntry("Stage home", "stage", "house", key="1", order=1),
    navigation.NavEntry("Stage inbox", "stage-inbox", "inbox", key="2", order=2),
    navigation.NavEntry("Stage board", "stage-board", "square-kanban", key="3", order=200),
    navigation.Command("New letter", "new", icon="mail", in_dialog=True, order=1),
)
