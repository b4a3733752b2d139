"""Addresses of policies, reviews, decisions and waivers."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gates.views import decisions, judging, packets, policies, portfolio, reviews, room

urlpatterns: list[URLPattern] = [
    path("", portfolio.portfolio, name="portfolio"),
    path("reviews/new/", reviews.draft, name="draft"),
    path("reviews/<int:pk>/", room.room, name="review"),
    path("reviews/<int:pk>/edit/", reviews.edit, name="edit"),
    path("reviews/<int:pk>/criteria/", reviews.criteria, name="criteria"),
    path("reviews/<int:pk>/panel/", reviews.choose_panel, name="panel"),
    path("reviews/<int:pk>/lock/", reviews.lock, name="lock"),
    path("reviews/<int:pk>/amend/", reviews.amend, name="amend"),
    path("reviews/<int:pk>/submit/", reviews.submit, name="submit"),
    path("reviews/<int:pk>/declare/", reviews.declare, name="declare"),
    path("reviews/<int:pk>/seat/", reviews.seat, name="seat"),
    path("reviews/<int:pk>/open/", reviews.open_scoring, name="open"),
    path("reviews/<int:pk>/score/", judging.score, name="score"),
    path("reviews/<int:pk>/speak/", judging.speak, name="speak"),
    path("reviews/<int:pk>/reveal/", judging.reveal, name="reveal"),
    path("reviews/<int:pk>/score-again/", judging.score_again, name="score-again"),
    path("reviews/<int:pk>/vote/", judging.vote, name="vote"),
    path("reviews/<int:pk>/decide/", judging.decide, name="decide"),
    path("reviews/<int:pk>/sign/", judging.sign, name="sign"),
    path("reviews/<int:pk>/decline/", judging.decline, name="decline"),
    path("reviews/<int:pk>/waiver/", judging.ask_waiver, name="waiver"),
    path("waivers/<int:pk>/answer/", judging.answer_waiver, name="answer_waiver"),
    path("decisions/", decisions.record, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/packet.json", packets.as_json, name="packet_json"),
    path("decisions/<int:pk>/packet.pdf", packets.as_pdf, name="packet_pdf"),
    path("packets/check/", packets.check, name="check_packet"),
    path("decisions/<int:pk>/correct/", decisions.correct, name="correct"),
    path("decisions/<int:pk>/revive/", decisions.revive, name="revive"),
    path("conditions/<int:pk>/verify/", decisions.verify, name="verify_condition"),
    path("policies/", policies.policies, name="policies"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("policies/<int:pk>/preset/<slug:preset>/", policies.adopt_preset, name="adopt_preset"),
    path("policies/<int:pk>/versions/<int:number>/", policies.adopt_version, name="adopt_version"),
    path("policies/<int:pk>/criteria/<int:gate>/", policies.policy_criteria, name="policy_criteria"),
]
