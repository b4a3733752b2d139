"""Addresses of background work."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<int:pk>/", views.job_page, name="job"),
    path("<int:pk>/cancellation/", views.cancellation, name="cancellation"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("<int:pk>/errors.csv", views.error_file, name="errors"),
]
