"""Addresses of projections, pilots and viability assessments."""

from django.urls import path

from gates.views import outcomes, pilots, projections, viability

urlpatterns = [
    path("ideas/<int:idea_pk>/projections/new/", projections.new_projection, name="new_projection"),
    path("projections/<int:pk>/", projections.projection, name="projection"),
    path("projections/<int:pk>/actual/", projections.resolution, name="projection_actual"),
    path("projections/jobs/<int:pk>/", projections.projection_job, name="projection_job"),
    path("pilots/", pilots.pilot_list, name="pilots"),
    path("pilots/mine/", pilots.my_outcomes, name="my_outcomes"),
    path("ideas/<int:idea_pk>/pilots/new/", pilots.new_pilot, name="new_pilot"),
    path("pilots/<int:pk>/", pilots.pilot, name="pilot"),
    path("pilots/<int:pk>/design/", pilots.edit_pilot, name="edit_pilot"),
    path("pilots/<int:pk>/lock/", pilots.lock, name="pilot_lock"),
    path("pilots/<int:pk>/close/", pilots.close, name="pilot_close"),
    path("pilots/<int:pk>/companies/new/", pilots.enrolment, name="pilot_enrolment"),
    path("pilots/companies/<int:pk>/outcome/", pilots.outcome_form, name="pilot_outcome_form"),
    path("pilots/companies/<int:pk>/removal/", pilots.removal, name="pilot_removal"),
    path("pilots/companies/<int:pk>/exposure/", pilots.exposure, name="pilot_exposure"),
    path("pilots/companies/<int:pk>/dropout/", pilots.dropout, name="pilot_dropout"),
    path("pilots/companies/<int:pk>/withdrawal/", pilots.withdrawal, name="pilot_withdrawal"),
    path("pilots/companies/<int:pk>/withdrawal/approval/", pilots.approval, name="pilot_withdrawal_approval"),
    path("pilots/companies/<int:pk>/withdrawal/refusal/", pilots.refusal, name="pilot_withdrawal_refusal"),
    path("pilots/outcomes/<int:pk>/value/", outcomes.entry, name="outcome_entry"),
    path("pilots/outcomes/<int:pk>/confirmation/", outcomes.confirmation_request, name="confirmation_request"),
    path("pilots/links/<int:pk>/withdrawal/", outcomes.link_withdrawal, name="link_withdrawal"),
    path("confirm/<str:token>/", outcomes.confirmation, name="confirmation"),
    path("ideas/<int:idea_pk>/viability/new/", viability.new_round, name="new_viability"),
    path("viability/<int:pk>/", viability.viability, name="viability"),
    path("viability/<int:pk>/assessment/", viability.assessment, name="viability_assessment"),
    path("viability/<int:pk>/revelation/", viability.revelation, name="viability_revelation"),
    path("viability/<int:pk>/cancellation/", viability.cancellation, name="viability_cancellation"),
]
