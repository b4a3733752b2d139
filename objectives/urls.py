"""Addresses of objectives' pages."""

from django.urls import path

from objectives.views import carry_over, check_ins, cycles, grades, index, key_results, objectives

app_name = "objectives"
urlpatterns = [
    path("", index.index, name="index"),
    path("due/", index.due, name="due"),
    path("unserved/", index.unserved_list, name="unserved"),
    path("new/", objectives.new_objective, name="new_objective"),
    path("<int:pk>/", objectives.objective, name="objective"),
    path("<int:pk>/edit/", objectives.edit_objective, name="edit_objective"),
    path("<int:pk>/archival/", objectives.archival, name="archival"),
    path("<int:pk>/carry-over/", carry_over.carry_over, name="carry_over"),
    path("<int:pk>/carry-over/undoing/", carry_over.carry_over_undoing, name="carry_over_undoing"),
    path("<int:pk>/key-results/new/", key_results.new_key_result, name="new_key_result"),
    path("key-results/<int:pk>/", key_results.key_result, name="key_result"),
    path("key-results/<int:pk>/edit/", key_results.edit_key_result, name="edit_key_result"),
    path("key-results/<int:pk>/archival/", key_results.key_result_archival, name="key_result_archival"),
    path("key-results/<int:pk>/check-in/", check_ins.check_in, name="check_in"),
    path("key-results/<int:pk>/counting/", check_ins.counting, name="counting"),
    path("key-results/<int:pk>/grade/", grades.grade, name="grade"),
    path("grades/<int:pk>/undoing/", grades.grade_undoing, name="grade_undoing"),
    path("check-ins/<int:pk>/correction/", check_ins.correction, name="correction"),
    path("check-ins/<int:pk>/undoing/", check_ins.check_in_undoing, name="check_in_undoing"),
    path("cycles/new/", cycles.new_cycle, name="new_cycle"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/edit/", cycles.edit_cycle, name="edit_cycle"),
    path("cycles/<int:pk>/state/", cycles.cycle_state, name="cycle_state"),
]
