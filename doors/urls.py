"""Addresses of doors's pages."""

from django.urls import path

from doors import views

app_name = "doors"
urlpatterns = [
    path("design/", views.design, name="design"),
    path("favicon.ico", views.favicon, name="favicon"),
]
