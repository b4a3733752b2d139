"""What each address is about. An address that is not here, and has an id in it, fails the build."""

# Which kind of record of tests/house/world.py an address names: by its whole name, or else by its argument.
KIND_OF = {
    "line:feedback": "feedback", "line:idea": "idea", "line:initiative": "initiative", "jobs:*": "job",
    "people:person": "person", "people:roles": "person", "people:suspension": "person", "people:withdrawal": "invitation",
    "people:product": "product", "people:archival": "product",
    "customers:company": "company", "customers:edit_company": "company", "customers:archival": "company",
    "customers:contact": "contact", "customers:edit_contact": "contact",
    "feedback:edit_view": "view", "feedback:delete_view": "view", "feedback:import": "import", "feedback:import_preview": "import",
    "feedback:import_cancellation": "import", "feedback:import_undoing": "import", "feedback:import_rows": "import",
    "feedback:request": "request", "feedback:*": "feedback",
    "objectives:key_result": "key_result", "objectives:edit_key_result": "key_result", "objectives:key_result_archival": "key_result",
    "objectives:check_in": "key_result", "objectives:check_in_undoing": "check_in", "objectives:cycle": "cycle",
    "objectives:edit_cycle": "cycle", "objectives:cycle_state": "cycle", "objectives:*": "objective",
    "roadmap:new_insight": "feedback", "roadmap:importance": "insight", "roadmap:withdrawal": "insight",
    "roadmap:vote": "idea", "roadmap:vote_withdrawal": "idea", "roadmap:idea": "idea", "roadmap:idea_edit": "idea",
    "roadmap:idea_canvas": "idea", "roadmap:idea_sorting": "idea", "roadmap:idea_stage": "idea", "roadmap:idea_archival": "idea",
    "roadmap:idea_unarchival": "idea", "roadmap:idea_duplicate": "idea", "roadmap:idea_not_duplicate": "idea",
    "roadmap:idea_features": "idea", "roadmap:idea_initiatives": "idea", "roadmap:*": "initiative",
    "gates:answer_waiver": "waiver", "gates:decision": "decision", "gates:correct": "decision", "gates:revive": "decision",
    "gates:verify_condition": "condition", "gates:policy": "product", "gates:adopt_preset": "product",
    "gates:policy_criteria": "product", "gates:projection": "projection", "gates:projection_actual": "projection",
    "gates:projection_job": "job", "gates:pilot_outcome_form": "place", "gates:pilot_removal": "place", "gates:pilot_exposure": "place",
    "gates:pilot_dropout": "place", "gates:pilot_withdrawal": "place", "gates:pilot_withdrawal_approval": "place",
    "gates:pilot_withdrawal_refusal": "place", "gates:outcome_entry": "outcome", "gates:confirmation_request": "outcome",
    "gates:link_withdrawal": "link", "gates:pilot": "pilot", "gates:edit_pilot": "pilot", "gates:pilot_lock": "pilot",
    "gates:pilot_close": "pilot", "gates:pilot_enrolment": "pilot", "gates:viability": "viability",
    "gates:viability_assessment": "viability", "gates:viability_revelation": "viability", "gates:viability_cancellation": "viability",
    "gates:*": "review", "usage:source": "source", "usage:key_rotation": "source", "usage:revocation": "source",
    "usage:feature_preview": "product", "usage:*": "feature",
}  # fmt: skip

# Arguments that are not the id of the address's own record.
OTHER_ARGUMENTS = {
    "section": "problem", "verb": "archive", "preset": "small_team", "gate": 1, "secret": "forged", "token": "forged",
    "token_key": "forged", "steps": "forged", "idea_pk": "idea", "vote_pk": "vote", "uidb36": "1", "key": "forged",
}  # fmt: skip

# Records that every member knows: the outsider may see them too.
KNOWN_TO_ALL = {"company", "contact", "person", "invitation", "cycle"}

# Whose policy is a rule of the row, not of a product: others' jobs and views are hidden from everybody else.
OWN = {"job", "view"}

# An admin says who sees a restricted product, so the settings show it to one who is no member.
ADMINISTERED = {"people:product", "people:archival", "gates:policy", "gates:adopt_preset", "gates:policy_criteria"}

# Addresses of the sign-in library, which guards them itself.
FOREIGN = "account_"
