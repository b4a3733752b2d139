"""The addresses of leads and their rules."""

from django.urls import path

from pqls.views import leads, rules, verbs

app_name = "pqls"
urlpatterns = [
    path("", leads.pqls, name="pqls"),
    path("filter/", leads.keep_filter, name="keep_filter"),
    path("export/", leads.export, name="export"),
    path("pipelines/", leads.pipelines, name="pipelines"),
    path("many/<slug:verb>/", verbs.many, name="many"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/new/", rules.new_rule, name="new_rule"),
    path("rules/preview/<int:pk>/", rules.rule_preview, name="rule_preview"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/edit/", rules.edit_rule, name="edit_rule"),
    path("rules/<int:pk>/switch/", rules.switch, name="rule_switch"),
    path("rules/<int:pk>/archival/", rules.archival, name="rule_archival"),
    path("rules/<int:pk>/evaluation/", rules.evaluation, name="rule_evaluation"),
    path("rules/<int:pk>/try-out/", rules.new_try_out, name="new_try_out"),
    path("try-outs/<int:pk>/", rules.try_out, name="try_out"),
    path("<int:pk>/", leads.pql, name="pql"),
    path("<int:pk>/acceptance/", verbs.acceptance, name="acceptance"),
    path("<int:pk>/step-back/", verbs.step_back, name="step_back"),
    path("<int:pk>/waking/", verbs.waking, name="waking"),
    path("<int:pk>/taking/", verbs.taking, name="taking"),
    path("<int:pk>/<slug:verb>/", verbs.asking, name="asking"),
]
