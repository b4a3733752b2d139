"""Addresses of history's pages."""

from django.urls import path

from history import views

app_name = "history"
urlpatterns = [path("", views.activity, name="activity"), path("news/", views.news, name="news")]
