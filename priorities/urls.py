"""Addresses of the pages of priorities."""

from django.urls import path

from priorities.views import ranking, rounds, schemes

app_name = "priorities"
urlpatterns = [
    path("priorities/", ranking.ranking, name="ranking"),
    path("priorities/chart/", ranking.chart, name="chart"),
    path("priorities/rounds/", rounds.round_list, name="round_list"),
    path("priorities/rounds/new/", rounds.round_new, name="round_new"),
    path("priorities/rounds/<int:pk>/", rounds.rating_round, name="round"),
    path("priorities/rounds/<int:pk>/<slug:name>/", rounds.verb, name="round_verb"),
    path("priorities/products/<int:pk>/", schemes.scheme, name="scheme"),
    path("priorities/schemes/<int:pk>/factors/new/", schemes.new_factor, name="new_factor"),
    path("priorities/factors/<int:pk>/", schemes.factor, name="factor"),
    path("priorities/factors/<int:pk>/removal/", schemes.factor_removal, name="factor_removal"),
    path("ideas/<int:pk>/estimates/", ranking.estimates, name="estimates"),
    path("ideas/<int:pk>/estimates/cell/", ranking.cell, name="cell"),
    path("ideas/<int:pk>/estimates/back/<str:steps>/", ranking.cell_undo, name="cell_undo"),
]
