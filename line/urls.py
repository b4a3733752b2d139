"""Addresses of the pages that read across the whole line."""

from django.urls import path

from line.views import customer_reviews, home, search, traces

app_name = "line"
urlpatterns = [
    path("", home.home, name="home"),
    path("home/mine/", home.mine, name="mine"),
    path("home/news/", home.news, name="news"),
    path("search/", search.search, name="search"),
    path("customers/<int:pk>/review/", customer_reviews.customer_review, name="customer_review"),
    path("line/feedback/<int:pk>/", traces.from_feedback, name="feedback"),
    path("line/ideas/<int:pk>/", traces.from_idea, name="idea"),
    path("line/initiatives/<int:pk>/", traces.from_initiative, name="initiative"),
]
