"""Addresses of publishing: the readers' under /r/, the colleagues' beside the roadmap."""

from django.urls import path

from publishing.views import files, notes, ours, public

app_name = "publishing"
urlpatterns = [
    path("roadmap/views/", ours.view_list, name="view_list"),
    path("roadmap/views/new/", ours.new_view, name="new_view"),
    path("roadmap/views/<int:pk>/", ours.view, name="view"),
    path("roadmap/views/<int:pk>/edit/", ours.edit_view, name="edit_view"),
    path("roadmap/views/<int:pk>/cards/", ours.picking, name="picking"),
    path("roadmap/views/<int:pk>/cards/<int:initiative_pk>/", ours.card, name="card"),
    path("roadmap/views/<int:pk>/cards/<int:initiative_pk>/removal/", ours.card_removal, name="card_removal"),
    path("roadmap/views/<int:pk>/cards/<int:initiative_pk>/words/", ours.words, name="words"),
    path("roadmap/views/<int:pk>/link/", ours.link, name="link"),
    path("roadmap/views/<int:pk>/link/revocation/", ours.revocation, name="revocation"),
    path("roadmap/views/<int:pk>/archival/", ours.archival, name="archival"),
    path("roadmap/views/<int:pk>/unarchival/", ours.unarchival, name="unarchival"),
    path("roadmap/notes/", notes.notes_list, name="notes_list"),
    path("roadmap/notes/new/", notes.new_notes, name="new_notes"),
    path("roadmap/notes/<int:pk>/", notes.notes, name="notes"),
    path("roadmap/notes/<int:pk>/edit/", notes.edit_notes, name="edit_notes"),
    path("roadmap/notes/<int:pk>/publication/", notes.publication, name="notes_publication"),
    path("roadmap/notes/<int:pk>/withdrawal/", notes.withdrawal, name="notes_withdrawal"),
    path("roadmap/notes/<int:pk>/sending/", notes.sending, name="notes_sending"),
    path("files/roadmap/<slug:form>/", files.roadmap, name="roadmap_file"),
    path("files/portfolio/<slug:form>/", files.portfolio, name="portfolio_file"),
    path("files/objectives/<slug:form>/", files.objectives, name="objectives_file"),
    path("files/ideas/<int:pk>/<slug:form>/", files.idea, name="idea_file"),
    path("r/<slug:secret>/", public.roadmap, name="public"),
    path("r/<slug:secret>/frame/", public.frame, name="frame"),
    path("r/<slug:secret>/feed/", public.feed, name="feed"),
    path("r/<slug:secret>/cards/<slug:code>/", public.words, name="public_words"),
]
