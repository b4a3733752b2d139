"""Addresses of feedback's pages."""

from django.urls import path

from feedback.views import feedback, imports, lists, requests, saved_views, verbs

app_name = "feedback"
urlpatterns = [
    path("", lists.feedback_list, name="feedback_list"),
    path("inbox/", lists.inbox, name="inbox"),
    path("export.csv", lists.export, name="export"),
    path("new/", feedback.give, name="new_feedback"),
    path("options/", feedback.options, name="options"),
    path("views/new/", saved_views.new, name="new_view"),
    path("views/<int:pk>/edit/", saved_views.edit, name="edit_view"),
    path("views/<int:pk>/delete/", saved_views.delete, name="delete_view"),
    path("undo/<str:steps>/", verbs.undo, name="undo"),
    path("bulk/<slug:verb>/", verbs.many, name="bulk"),
    path("<int:pk>/", feedback.feedback, name="feedback"),
    path("<int:pk>/pane/", feedback.pane, name="pane"),
    path("<int:pk>/edit/", feedback.edit, name="edit_feedback"),
    path("<int:pk>/merge/", verbs.merge, name="merge"),
    path("<int:pk>/unmerge/", verbs.unmerge, name="unmerge"),
    path("<int:pk>/following/", verbs.following, name="following"),
    path("<int:pk>/<slug:verb>/", verbs.one, name="verb"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/preview/", imports.import_preview, name="import_preview"),
    path("imports/<int:pk>/cancellation/", imports.import_cancellation, name="import_cancellation"),
    path("imports/<int:pk>/undoing/", imports.import_undoing, name="import_undoing"),
    path("imports/<int:pk>/rows.csv", imports.import_rows_file, name="import_rows"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/", requests.new_request, name="new_request"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
]
