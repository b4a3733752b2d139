"""What each address is about. An address that is not here, and has an id in it, fails the build."""

# Which kind of record of tests/house/world.py an address names: by its whole name, or else by its argument.
KIND_OF = {
    "line:customer_review": "company", "line:feedback": "feedback", "line:idea": "idea", "line:initiative": "initiative", "jobs:*": "job",
    "conversation:comments": "idea", "conversation:following": "idea", "conversation:people": "idea", "conversation:notice": "notice", "conversation:reading": "notice", "conversation:*": "comment",
    "people:person": "person", "people:roles": "person", "people:suspension": "person", "people:withdrawal": "invitation",
    "people:product": "product", "people:archival": "product",
    "customers:company": "company", "customers:edit_company": "company", "customers:archival": "company",
    "customers:merge_company": "company", "customers:merge_contact": "contact", "customers:merge": "merge", "customers:segment": "saved_segment", "customers:segment_archival": "saved_segment", "customers:field": "company_field", "customers:field_archival": "company_field", "customers:field_place": "company_field", "customers:merge_undoing": "merge",
    "customers:new_deal": "company", "customers:deal": "deal", "customers:edit_deal": "deal",
    "customers:import": "customer_import", "customers:import_mapping": "customer_import", "customers:import_run": "customer_import",
    "customers:import_rows": "customer_import", "customers:import_undoing": "customer_import", "customers:deal_archival": "deal", "customers:contact": "contact", "customers:edit_contact": "contact", "customers:contact_erasure": "contact",
    "feedback:edit_view": "view", "feedback:delete_view": "view", "integrations:edit_address": "mail_address", "integrations:*": "import",
    "feedback:rule": "rule", "feedback:edit_rule": "rule", "feedback:switch_rule": "rule", "feedback:move_rule": "rule",
    "feedback:remove_rule": "rule", "feedback:undo_firing": "rule", "feedback:bulk_run": "bulk_run", "feedback:bulk_run_cancellation": "bulk_run", "feedback:bulk_run_undoing": "bulk_run",
    "feedback:bulk_run_rows": "bulk_run", "feedback:attachment": "attachment", "feedback:attachment_removal": "attachment",
    "feedback:attachment_return": "attachment", "feedback:request": "request", "feedback:interview": "interview",
    "feedback:edit_interview": "interview", "feedback:*": "feedback",
    "answers:by_hand": "feedback", "answers:to_voter": "vote", "answers:contact_mail": "contact", "answers:wording": "idea", "answers:*": "answer",
    "objectives:key_result": "key_result", "objectives:edit_key_result": "key_result", "objectives:key_result_archival": "key_result",
    "objectives:check_in": "key_result", "objectives:check_in_undoing": "check_in", "objectives:cycle": "cycle",
    "objectives:counting": "key_result", "objectives:grade": "key_result", "objectives:grade_undoing": "grade", "objectives:correction": "check_in",
    "objectives:edit_cycle": "cycle", "objectives:cycle_state": "cycle", "objectives:*": "objective",
    "roadmap:commitment": "commitment", "roadmap:commitment_edit": "commitment", "roadmap:commitment_resolution": "commitment",
    "roadmap:commitment_reopening": "commitment", "roadmap:new_insight": "feedback", "roadmap:importance": "insight", "roadmap:withdrawal": "insight",
    "roadmap:vote": "idea", "roadmap:vote_withdrawal": "idea", "roadmap:idea": "idea", "roadmap:idea_edit": "idea",
    "roadmap:idea_canvas": "idea", "roadmap:idea_sorting": "idea", "roadmap:idea_stage": "idea", "roadmap:idea_archival": "idea",
    "roadmap:idea_unarchival": "idea", "roadmap:idea_duplicate": "idea", "roadmap:idea_not_duplicate": "idea",
    "roadmap:idea_parts": "idea", "roadmap:idea_weighing": "idea", "roadmap:idea_standing": "idea", "roadmap:idea_proof": "idea", "roadmap:idea_talk": "idea", "roadmap:idea_served": "idea",
    "roadmap:persona": "persona", "roadmap:persona_edit": "persona", "roadmap:persona_archival": "persona",
    "roadmap:job": "job_to_be_done", "roadmap:job_edit": "job_to_be_done", "roadmap:job_archival": "job_to_be_done",
    "roadmap:template": "template", "roadmap:template_edit": "template", "roadmap:template_archival": "template",
    "roadmap:field": "idea_field", "roadmap:field_edit": "idea_field", "roadmap:field_archival": "idea_field",
    "roadmap:field_place": "idea_field", "roadmap:idea_fields": "idea", "roadmap:stories": "idea", "roadmap:story_new": "idea", "roadmap:story": "story", "roadmap:criterion": "story",
    "roadmap:story_place": "story", "roadmap:story_removal": "story", "roadmap:design_new": "idea", "roadmap:design": "design",
    "roadmap:design_removal": "design", "roadmap:idea_file_new": "idea", "roadmap:idea_file": "idea_file",
    "roadmap:idea_file_removal": "idea_file", "roadmap:idea_link_new": "idea", "roadmap:idea_link_return": "idea",
    "roadmap:idea_link_removal": "idea_link", "roadmap:idea_revival": "idea",
    "roadmap:feature_ideas": "feature", "roadmap:feature_idea_removal": "feature", "roadmap:idea_features": "idea", "roadmap:idea_initiatives": "idea", "roadmap:idea_merging": "idea", "roadmap:stages": "product", "roadmap:stages_own": "product", "roadmap:stage_edit": "own_stage", "roadmap:stage_placing": "own_stage", "roadmap:stage_dropping": "own_stage", "roadmap:stage_return": "own_stage", "roadmap:idea_splitting": "idea", "roadmap:split_undoing": "split", "roadmap:idea_merge": "idea_merge", "roadmap:board_setting": "product", "roadmap:*": "initiative",
    "gates:answer_waiver": "waiver", "gates:decision": "decision", "gates:packet_json": "decision", "gates:packet_pdf": "decision", "gates:correct": "decision", "gates:revive": "decision",
    "gates:revalidate": "reopening", "gates:meeting": "meeting", "gates:edit_meeting": "meeting", "gates:agenda": "meeting",
    "gates:move_item": "meeting", "gates:cancel_meeting": "meeting", "gates:present": "meeting",
    "gates:verify_condition": "condition", "gates:policy": "product", "gates:adopt_preset": "product", "gates:adopt_version": "product",
    "gates:policy_criteria": "product", "gates:policy_comparison": "product", "gates:policy_trial": "product",
    "gates:policy_simulation": "product", "gates:adopt_draft": "product", "gates:projection": "projection", "gates:projection_actual": "projection", "gates:projection_likelihood": "projection", "gates:projection_comparison": "projection", "gates:projection_renewal": "projection", "gates:projection_schedule": "projection",
    "gates:projection_job": "job", "gates:pilot_outcome_form": "place", "gates:pilot_removal": "place", "gates:pilot_exposure": "place",
    "gates:pilot_dropout": "place", "gates:pilot_withdrawal": "place", "gates:pilot_withdrawal_approval": "place",
    "gates:pilot_withdrawal_refusal": "place", "gates:new_control": "pilot", "gates:pilot_worth": "place", "gates:control_value": "control", "gates:control_removal": "control", "gates:word_code": "answered", "gates:word_code_removal": "word_code", "gates:outcome_entry": "outcome", "gates:outcome_measurement": "outcome", "gates:outcome_taking_back": "outcome", "gates:link_reminder": "link", "gates:confirmation_request": "outcome",
    "gates:link_withdrawal": "link", "gates:pilot": "pilot", "gates:edit_pilot": "pilot", "gates:pilot_lock": "pilot",
    "gates:pilot_close": "pilot", "gates:pilot_enrolment": "pilot", "gates:viability": "viability",
    "gates:viability_assessment": "viability", "gates:viability_revelation": "viability", "gates:viability_cancellation": "viability",
    "gates:launch": "idea", "gates:record_launch": "idea", "gates:launch_review": "launch", "gates:*": "review", "matching:suggestions": "feedback", "matching:refusal": "feedback", "matching:company": "feedback",
    "matching:*": "theme", "usage:source": "source", "usage:key_rotation": "source", "usage:revocation": "source",
    "usage:feature_preview": "product", "usage:user": "product_user", "usage:user_erasure": "product_user", "usage:funnel": "funnel", "usage:funnel_export": "funnel",
    "usage:edit_funnel": "funnel", "usage:funnel_archival": "funnel", "usage:*": "feature",
    "priorities:round": "rating_round", "priorities:round_verb": "rating_round", "priorities:scheme": "product",
    "priorities:new_factor": "scheme", "priorities:factor": "factor", "priorities:factor_removal": "factor", "priorities:*": "idea",
    "experiments:*": "experiment",
    "growth:settings": "product", "growth:new_spend": "product", "growth:new_milestone": "product", "growth:spend": "spend",
    "growth:spend_removal": "spend", "growth:milestone": "value_milestone", "growth:edit_milestone": "value_milestone",
    "growth:milestone_archival": "value_milestone", "growth:new_outcome": "company", "growth:new_mark": "company",
    "growth:new_word": "company", "growth:company_health": "company", "growth:outcome": "company_outcome", "growth:edit_outcome": "company_outcome",
    "growth:outcome_archival": "company_outcome", "growth:mark_withdrawal": "milestone_mark",
    "growth:company_revenue": "company", "growth:snapshot": "revenue", "growth:snapshot_removal": "revenue",
    "pqls:rule": "pql_rule", "pqls:edit_rule": "pql_rule", "pqls:rule_switch": "pql_rule",
    "pqls:rule_archival": "pql_rule", "pqls:rule_evaluation": "pql_rule", "pqls:new_try_out": "pql_rule",
    "pqls:rule_preview": "product", "pqls:try_out": "pql_try_out", "pqls:*": "pql",
    "surveys:widget_key": "widget_key", "surveys:widget_key_rotation": "widget_key",
    "surveys:widget_key_revocation": "widget_key", "surveys:widget_secret": "widget_key", "surveys:answer": "survey_response",
    "surveys:belief": "feedback", "surveys:*": "survey",
    "publishing:idea_file": "idea", "publishing:notes": "notes", "publishing:edit_notes": "notes", "publishing:notes_publication": "notes",
    "publishing:notes_withdrawal": "notes", "publishing:notes_sending": "notes", "publishing:*": "roadmap_view",
    "portal:settings": "product", "portal:publish": "idea", "portal:preview": "idea", "portal:withdrawal": "idea",
    "portal:submission": "submission", "portal:approval": "submission", "portal:refusal": "submission",
}  # fmt: skip

# Arguments that are not the id of the address's own record.
OTHER_ARGUMENTS = {
    "service": "postmark", "kind": "related", "topic": "idea",
    "section": "problem", "verb": "archive", "preset": "small_team", "gate": 1, "number": 1, "secret": "forged", "token": "forged",
    "token_key": "forged", "steps": "forged", "idea_pk": "idea", "item_pk": "agenda_item", "initiative_pk": "initiative", "form": "csv", "vote_pk": "vote", "firing_pk": 1, "uidb36": "1", "key": "forged",
    "name": "drop", "code": "forged",
}  # fmt: skip

# Records that every member knows: the outsider may see them too.
KNOWN_TO_ALL = {
    "revenue",
    "company",
    "contact",
    "deal",
    "merge",
    "company_field",
    "saved_segment",
    "person",
    "invitation",
    "cycle",
}

# Whose policy is a rule of the row, not of a product: others' jobs and views are hidden from everybody else.
OWN = {"bulk_run", "customer_import", "job", "notice", "view"}

# An admin says who sees a restricted product, so the settings show it to one who is no member.
ADMINISTERED = {
    "people:product",
    "people:archival",
    "gates:policy",
    "gates:adopt_preset",
    "gates:adopt_version",
    "gates:policy_criteria",
    "gates:policy_comparison",
    "gates:policy_trial",
    "gates:policy_simulation",
    "gates:adopt_draft",
}

# Addresses of the sign-in library, which guards them itself.
FOREIGN = "account_"
