"""The addresses of experiments."""

from django.urls import path

from experiments.views import lists, plans, results

app_name = "experiments"
urlpatterns = [
    path("", lists.experiments, name="experiments"),
    path("export/", lists.export, name="export"),
    path("learnings/", lists.learnings, name="learnings"),
    path("new/", plans.new_experiment, name="new_experiment"),
    path("<int:pk>/", lists.experiment, name="experiment"),
    path("<int:pk>/edit/", plans.edit_experiment, name="edit_experiment"),
    path("<int:pk>/start/", plans.start, name="start"),
    path("<int:pk>/amendment/", plans.amendment, name="amendment"),
    path("<int:pk>/archival/", plans.archival, name="archival"),
    path("<int:pk>/ideas/", plans.idea_addition, name="idea_addition"),
    path("<int:pk>/ideas/<int:idea_pk>/removal/", plans.idea_removal, name="idea_removal"),
    path("<int:pk>/result/", results.result, name="result"),
    path("<int:pk>/conclusion/", results.conclusion, name="conclusion"),
    path("<int:pk>/stop/", results.stop, name="stop"),
    path("<int:pk>/reopening/", results.reopening, name="reopening"),
    path("<int:pk>/followed/", results.followed, name="followed"),
]
