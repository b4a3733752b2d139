"""Addresses of customers' pages."""

from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.company_list, name="company_list"),
    path("new/", views.new_company, name="new_company"),
    path("options/", views.company_options, name="company_options"),
    path("<int:pk>/", views.company, name="company"),
    path("<int:pk>/edit/", views.edit_company, name="edit_company"),
    path("<int:pk>/archival/", views.archival, name="archival"),
    path("contacts/new/", views.new_contact, name="new_contact"),
    path("contacts/options/", views.contact_options, name="contact_options"),
    path("contacts/<int:pk>/", views.contact, name="contact"),
    path("contacts/<int:pk>/edit/", views.edit_contact, name="edit_contact"),
]
