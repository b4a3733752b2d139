"""Addresses of what comes in from other tools."""

from django.urls import path

from integrations.views import imports, mail

app_name = "integrations"
urlpatterns = [
    path("feedback/imports/", imports.import_list, name="imports"),
    path("feedback/imports/<int:pk>/", imports.import_page, name="import"),
    path("feedback/imports/<int:pk>/preview/", imports.import_preview, name="import_preview"),
    path("feedback/imports/<int:pk>/reading/", imports.import_reading, name="import_reading"),
    path("feedback/imports/<int:pk>/trial/", imports.import_trial, name="import_trial"),
    path("feedback/imports/<int:pk>/cancellation/", imports.import_cancellation, name="import_cancellation"),
    path("feedback/imports/<int:pk>/undoing/", imports.import_undoing, name="import_undoing"),
    path("feedback/imports/<int:pk>/rows.csv", imports.import_rows_file, name="import_rows"),
    path("settings/mail/", mail.mail_settings, name="mail"),
    path("settings/mail/new/", mail.new_address, name="new_address"),
    path("settings/mail/<int:pk>/", mail.edit_address, name="edit_address"),
    path("mail/in/<slug:service>/", mail.inbox_of_service, name="inbox_of_service"),
]
