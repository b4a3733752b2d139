"""Addresses of roadmap's pages."""

from django.urls import path

from roadmap.views import board, ideas, initiatives, insights, votes

app_name = "roadmap"
urlpatterns = [
    path("ideas/", ideas.idea_list, name="idea_list"),
    path("ideas/new/", ideas.idea_new, name="idea_new"),
    path("ideas/export/", ideas.export, name="idea_export"),
    path("ideas/options/", ideas.options, name="idea_finder"),
    path("ideas/<int:pk>/", ideas.idea, name="idea"),
    path("ideas/<int:pk>/edit/", ideas.idea_edit, name="idea_edit"),
    path("ideas/<int:pk>/canvas/<slug:section>/", ideas.canvas, name="idea_canvas"),
    path("ideas/<int:pk>/sorting/", ideas.sorting, name="idea_sorting"),
    path("ideas/<int:pk>/stage/", ideas.stage, name="idea_stage"),
    path("ideas/<int:pk>/archival/", ideas.archival, name="idea_archival"),
    path("ideas/<int:pk>/unarchival/", ideas.unarchival, name="idea_unarchival"),
    path("ideas/<int:pk>/duplicate/", ideas.duplicate, name="idea_duplicate"),
    path("ideas/<int:pk>/not-duplicate/", ideas.not_duplicate, name="idea_not_duplicate"),
    path("ideas/<int:pk>/features/", ideas.features, name="idea_features"),
    path("ideas/<int:pk>/initiatives/", initiatives.idea_initiatives, name="idea_initiatives"),
    path("ideas/<int:pk>/votes/", votes.vote, name="vote"),
    path("ideas/<int:pk>/votes/<int:vote_pk>/withdrawal/", votes.withdrawal, name="vote_withdrawal"),
    path("roadmap/", board.board, name="board"),
    path("roadmap/completed/", board.completed, name="completed"),
    path("roadmap/export/", board.export, name="initiative_export"),
    path("initiatives/new/", initiatives.initiative_new, name="initiative_new"),
    path("initiatives/<int:pk>/", initiatives.initiative, name="initiative"),
    path("initiatives/<int:pk>/edit/", initiatives.initiative_edit, name="initiative_edit"),
    path("initiatives/<int:pk>/move/", board.move, name="move"),
    path("initiatives/<int:pk>/move/back/", board.move_back, name="move_back"),
    path("initiatives/<int:pk>/nudge/", board.nudge, name="nudge"),
    path("initiatives/<int:pk>/completion/", initiatives.completion, name="completion"),
    path("initiatives/<int:pk>/reopening/", initiatives.reopening, name="reopening"),
    path("initiatives/<int:pk>/archival/", initiatives.archival, name="initiative_archival"),
    path("initiatives/<int:pk>/unarchival/", initiatives.unarchival, name="initiative_unarchival"),
    path("initiatives/<int:pk>/ideas/", initiatives.idea_addition, name="idea_addition"),
    path("initiatives/<int:pk>/ideas/<int:idea_pk>/removal/", initiatives.idea_removal, name="idea_removal"),
    path("feedback/<int:pk>/insights/new/", insights.new_insight, name="new_insight"),
    path("insights/ideas/", insights.idea_options, name="idea_options"),
    path("insights/<int:pk>/importance/", insights.importance, name="importance"),
    path("insights/<int:pk>/withdrawal/", insights.withdrawal, name="withdrawal"),
]
