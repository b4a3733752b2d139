"""The verbs of objectives."""

from objectives.actions.carry_over import carry_over, undo_carry_over
from objectives.actions.check_ins import check_in, correct_check_in, count_key_result, undo_check_in
from objectives.actions.cycles import add_cycle, change_cycle, close_cycle, grade_cycle, plan_cycle, start_cycle
from objectives.actions.grades import grade_key_result, undo_grade
from objectives.actions.key_results import add_key_result, archive_key_result, edit_key_result, restore_key_result
from objectives.actions.objectives import add_objective, archive_objective, edit_objective, restore_objective

__all__ = [
    "add_cycle", "add_key_result", "add_objective", "archive_key_result", "archive_objective", "carry_over", "change_cycle",
    "check_in", "close_cycle", "correct_check_in", "count_key_result", "edit_key_result", "edit_objective", "grade_cycle",
    "grade_key_result", "plan_cycle", "restore_key_result", "restore_objective", "start_cycle", "undo_carry_over",
    "undo_check_in", "undo_grade",
]  # fmt: skip
