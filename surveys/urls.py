"""Addresses of surveys: the colleagues' pages, the doors of the widget, and the customers' links."""

from django.urls import path

from surveys.views import exports, links, surveys, widget_keys
from surveys.widget import views as widget

app_name = "surveys"
urlpatterns = [
    path("surveys/", surveys.survey_list, name="survey_list"),
    path("surveys/new/", surveys.new_survey, name="new_survey"),
    path("surveys/<int:pk>/", surveys.survey, name="survey"),
    path("surveys/answers/<int:pk>/", surveys.answer, name="answer"),
    path("surveys/<int:pk>/answers.csv", exports.answers, {"kind": "csv"}, name="answers_csv"),
    path("surveys/<int:pk>/answers.xlsx", exports.answers, {"kind": "xlsx"}, name="answers_xlsx"),
    path("surveys/<int:pk>/edit/", surveys.edit_survey, name="edit_survey"),
    path("surveys/<int:pk>/start/", surveys.start, name="start"),
    path("surveys/<int:pk>/close/", surveys.close, name="close"),
    path("surveys/<int:pk>/mailing/", links.mailing, name="mailing"),
    path("s/<str:token>/", links.link_answer, name="link_answer"),
    path("s/<str:token>/decline/", links.link_decline, name="link_decline"),
    path("surveys/widget/", widget_keys.widget_key_list, name="widget_key_list"),
    path("surveys/widget/new/", widget_keys.new_widget_key, name="new_widget_key"),
    path("surveys/widget/<int:pk>/", widget_keys.widget_key, name="widget_key"),
    path("surveys/widget/<int:pk>/rotation/", widget_keys.widget_key_rotation, name="widget_key_rotation"),
    path("surveys/widget/<int:pk>/secret/", widget_keys.widget_secret, name="widget_secret"),
    path("surveys/claims/<int:pk>/belief/", widget_keys.belief, name="belief"),
    path("surveys/widget/<int:pk>/revocation/", widget_keys.widget_key_revocation, name="widget_key_revocation"),
    path("widget/v1.js", widget.script, name="widget_script"),
    path("widget/v1/feedback/", widget.feedback, name="widget_feedback"),
    path("widget/v1/surveys/", widget.due, name="widget_due"),
    path("widget/v1/surveys/<slug:code>/shown/", widget.shown, name="widget_shown"),
    path("widget/v1/surveys/<slug:code>/responses/", widget.response, name="widget_response"),
]
