"""Addresses of feedback's pages."""

from django.urls import path

from feedback.views import imports, requests

app_name = "feedback"
urlpatterns = [
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
