"""Addresses of the answers' pages."""

from django.urls import path

from answers.views import answers, lists, wordings

app_name = "answers"
urlpatterns = [
    path("answers/", lists.waiting, name="waiting"),
    path("answers/waiting/", lists.tab, {"name": "waiting"}, name="drafts"),
    path("answers/handed/", lists.tab, {"name": "handed"}, name="handed"),
    path("answers/owed/", lists.unanswered, name="owed"),
    path("answers/owed/votes/", lists.unanswered_votes, name="voted"),
    path("answers/given/", lists.tab, {"name": "given"}, name="given"),
    path("answers/dropped/", lists.tab, {"name": "dropped"}, name="dropped"),
    path("answers/sending/", answers.send_many, name="send_many"),
    path("answers/mail/", wordings.mail, name="mail"),
    path("answers/stop/<str:token>/", wordings.stop, name="stop"),
    path("answers/to-feedback/<int:pk>/", answers.by_hand, name="by_hand"),
    path("answers/to-vote/<int:pk>/", answers.to_voter, name="to_voter"),
    path("answers/contacts/<int:pk>/mail/", wordings.contact_mail, name="contact_mail"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("answers/<int:pk>/<slug:name>/", answers.verb, name="verb"),
    path("ideas/<int:pk>/wording/", wordings.wording, name="wording"),
]
