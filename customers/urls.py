"""Addresses of customers' pages."""

from django.urls import path

from customers.views import companies, contacts, deals, fields, imports, merges, segments

app_name = "customers"
urlpatterns = [
    path("", companies.company_list, name="company_list"),
    path("new/", companies.new_company, name="new_company"),
    path("export.csv", companies.company_export, name="company_export"),
    path("options/", companies.company_options, name="company_options"),
    path("<int:pk>/", companies.company, name="company"),
    path("<int:pk>/edit/", companies.edit_company, name="edit_company"),
    path("<int:pk>/merge/", merges.merge_company, name="merge_company"),
    path("merges/<int:pk>/", merges.merge, name="merge"),
    path("merges/<int:pk>/undoing/", merges.merge_undoing, name="merge_undoing"),
    path("<int:pk>/archival/", companies.archival, name="archival"),
    path("<int:pk>/deals/new/", deals.new_deal, name="new_deal"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/archival/", deals.deal_archival, name="deal_archival"),
    path("deals/<int:pk>/edit/", deals.edit_deal, name="edit_deal"),
    path("fields/", fields.field_list, name="fields"),
    path("fields/new/", fields.new_field, name="new_field"),
    path("fields/<int:pk>/", fields.field, name="field"),
    path("fields/<int:pk>/archival/", fields.field_archival, name="field_archival"),
    path("fields/<int:pk>/place/", fields.field_place, name="field_place"),
    path("segments/", segments.segment_list, name="segments"),
    path("segments/new/", segments.new_segment, name="new_segment"),
    path("segments/preview/", segments.segment_preview, name="segment_preview"),
    path("segments/<int:pk>/", segments.segment, name="segment"),
    path("segments/<int:pk>/archival/", segments.segment_archival, name="segment_archival"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("imports/<int:pk>/run/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/undoing/", imports.import_undoing, name="import_undoing"),
    path("imports/<int:pk>/rows.csv", imports.import_rows_file, name="import_rows"),
    path("contacts/new/", contacts.new_contact, name="new_contact"),
    path("contacts/options/", contacts.contact_options, name="contact_options"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("contacts/<int:pk>/merge/", merges.merge_contact, name="merge_contact"),
    path("contacts/<int:pk>/erasure/", contacts.contact_erasure, name="contact_erasure"),
    path("contacts/<int:pk>/edit/", contacts.edit_contact, name="edit_contact"),
]
