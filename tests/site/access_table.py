"""Every route of the site and who may open it: the one place where that is written down for the tests.

PUBLIC   anyone, signed in or not
ENTRANCE part of signing in: anyone
ACCOUNT  one's own sign-in: whoever is signed in, also before they have a second factor
STAFF    whoever is signed in and has a second factor
else     a permission of people/roles.py, on top of STAFF
"""

PUBLIC, ENTRANCE, ACCOUNT, STAFF = "public", "entrance", "account", "staff"

ACCESS = {
    "health": PUBLIC,
    # people
    "people:organisation": PUBLIC,
    "people:set_up": PUBLIC,  # by a one-time address
    "people:join": PUBLIC,  # by a one-time link
    "people:desk": STAFF,
    "people:organisations": "people.manage",
    "people:numbers": "people.manage",
    "people:staff": "people.manage",
    "people:invite": "people.manage",
    "people:end_membership": "people.manage",
    "people:sign_in_link": "people.manage",
    # audit
    "audit:log": "audit.read",
    # initiatives
    "initiatives:home": PUBLIC,
    "initiatives:initiative": PUBLIC,
    "initiatives:feed": PUBLIC,
    "initiatives:organisation_feed": PUBLIC,
    "initiatives:initiative_feed": PUBLIC,
    "initiatives:label": PUBLIC,
    "initiatives:notice": PUBLIC,
    "initiatives:notice_version": PUBLIC,
    "initiatives:case": PUBLIC,
    "initiatives:case_version": PUBLIC,
    "initiatives:staff_list": STAFF,
    "initiatives:propose": "initiatives.propose",
    "initiatives:staff_initiative": STAFF,
    "initiatives:add_party": "initiatives.propose",
    "initiatives:name_committee": "initiatives.propose",
    "initiatives:describe_dataset": "initiatives.propose",
    "initiatives:draft_part": "initiatives.propose",
    "initiatives:publish_notice": "initiatives.publish",
    "initiatives:discard_notice": "initiatives.propose",
    "initiatives:publish_case": "initiatives.publish",
    "initiatives:discard_case": "initiatives.propose",
    "initiatives:change_stage": "initiatives.propose",
    # engagement
    "engagement:start": PUBLIC,
    "engagement:answer": PUBLIC,
    "engagement:receipt": PUBLIC,
    "engagement:forget": PUBLIC,
    "engagement:engagements": "engagement.run",
    "engagement:configure": "engagement.run",
    "engagement:engagement": "engagement.run",
    "engagement:open": "engagement.run",
    "engagement:close": "engagement.run",
    "engagement:import": "engagement.run",
    "engagement:add_version": "engagement.run",
    "engagement:add_sample": "engagement.run",
    # evidence
    "evidence:results": PUBLIC,
    "evidence:findings": PUBLIC,
    "evidence:findings_json": PUBLIC,
    "evidence:tables_xlsx": PUBLIC,
    "evidence:to_publish": "evidence.publish",
    "evidence:publish": "evidence.publish",
    # governance
    "governance:decision": PUBLIC,
    "governance:make_decision": "governance.decide",
    "governance:sign_dpia": "governance.assure",
    "governance:sign_agreement": "governance.assure",
    "governance:suspend": "governance.suspend",
    "governance:resume": "governance.suspend",
    "governance:meet_condition": "governance.assure",  # or governance.decide, for a condition that the committee itself owns
    # involvement
    "involvement:citizens_part": PUBLIC,
    "involvement:say_part": "involvement.say",
    # commerce
    "commerce:register": PUBLIC,
    "commerce:register_csv": PUBLIC,
    "commerce:register_json": PUBLIC,
    "commerce:relationship": PUBLIC,
    "commerce:version": PUBLIC,
    "commerce:version_json": PUBLIC,
    "commerce:staff_list": STAFF,
    "commerce:begin": "commerce.record",
    "commerce:write": "commerce.record",
    "commerce:publish": "commerce.publish",
    # commitments
    "commitments:tracker": PUBLIC,
    "commitments:commitment": PUBLIC,
    "commitments:you_said": PUBLIC,
    "commitments:finding": PUBLIC,
    "commitments:staff_list": STAFF,
    "commitments:make": "commitments.keep",
    "commitments:report": "commitments.keep",
    "commitments:sign": "commitments.sign",
    # progress
    "progress:progress": PUBLIC,
    "progress:report": PUBLIC,
    "progress:milestones_ics": PUBLIC,
    "progress:table_csv": PUBLIC,
    "progress:benefits": PUBLIC,
    "progress:benefits_csv": PUBLIC,
    "progress:desk": STAFF,  # of the organisation that leads it
    "progress:draft_report": "progress.record",
    "progress:publish_report": "progress.publish",
    "progress:write_plan": "progress.record",
    "progress:decide_gate": "progress.decide",
    "progress:add": "progress.record",
    "progress:change": "progress.record",
    # concerns
    "concerns:ask": PUBLIC,
    "concerns:complain": PUBLIC,
    "concerns:questions": PUBLIC,
    "concerns:questions_csv": PUBLIC,
    "concerns:complaints": PUBLIC,
    "concerns:organisation_complaints": PUBLIC,
    "concerns:complaints_csv": PUBLIC,
    "concerns:follow": PUBLIC,
    "concerns:asked": PUBLIC,  # by a reference that nobody can guess
    "concerns:forget": PUBLIC,  # by the same reference
    "concerns:waiting": STAFF,  # each sees what their roles let them do, or nothing
    "concerns:type_in": "concerns.answer",
    "concerns:acknowledge_question": "concerns.answer",
    "concerns:acknowledge_complaint": "concerns.answer",
    "concerns:staff_question": "concerns.answer",
    "concerns:answer": "concerns.answer",
    "concerns:look": "concerns.publish",
    "concerns:staff_complaint": "concerns.answer",
    "concerns:move": "concerns.answer",
    "concerns:incidents": PUBLIC,
    "concerns:incidents_csv": PUBLIC,
    "concerns:incident": PUBLIC,
    "concerns:staff_incidents": STAFF,  # each sees the incidents their roles let them see, or none
    "concerns:staff_incident": STAFF,
    "concerns:record_incident": "concerns.record",
    "concerns:correct_incident": "concerns.record",
    "concerns:move_incident": "concerns.record",
    "concerns:appraise_incident": "concerns.appraise",
    "concerns:write_summary": "concerns.record",
    "concerns:publish_summary": "concerns.publish",
    # exports
    "exports:record_json": PUBLIC,
    "exports:record_jsonld": PUBLIC,
    "exports:schema_jsonld": PUBLIC,
    "exports:pia_json": PUBLIC,
    "exports:decisions_json": PUBLIC,
    "exports:atrs_csv": PUBLIC,
    "exports:atrs_md": PUBLIC,
    "exports:atrs_package": PUBLIC,
    "exports:shapes_ttl": PUBLIC,
    "exports:dea_csv": PUBLIC,
    "exports:data_uses_csv": PUBLIC,
    "exports:data_uses_json": PUBLIC,
    "exports:register_package": PUBLIC,
    "exports:held": PUBLIC,
    "exports:held_json": PUBLIC,
    "exports:keep": "exports.keep",
    # preferences
    "preferences:give": PUBLIC,
    "preferences:received": PUBLIC,
    "preferences:mine": PUBLIC,
    "preferences:numbers": PUBLIC,
    "preferences:objections": STAFF,
    "preferences:answer": "preferences.answer",
    "preferences:export": "preferences.export",
    # following
    "following:follow": PUBLIC,
    "following:asked": PUBLIC,
    "following:following": PUBLIC,  # by a link that comes by mail
    "following:stop": PUBLIC,  # by the same link
    # wordings
    "wordings:library": PUBLIC,
    "wordings:wording": PUBLIC,
    "wordings:version": PUBLIC,
    "wordings:glossary": PUBLIC,
    "wordings:term": PUBLIC,
    "wordings:staff_list": STAFF,
    "wordings:add": "wordings.keep",
    "wordings:add_version": "wordings.keep",
    "wordings:rely": "wordings.keep",
    "wordings:record_comprehension": "wordings.keep",
    "wordings:overrule": "wordings.overrule",
    "wordings:end_reliance": "wordings.keep",
    "wordings:withdraw": "wordings.keep",
    "wordings:add_term": "wordings.keep",
    "wordings:change_term": "wordings.keep",
    # signing in, by allauth
    "account_login": ENTRANCE,
    "account_inactive": ENTRANCE,
    "mfa_login_webauthn": ENTRANCE,
    "mfa_authenticate": ENTRANCE,
    "account_logout": ENTRANCE,
    "account_reauthenticate": ACCOUNT,
    "account_change_password": ACCOUNT,
    "mfa_reauthenticate": ACCOUNT,
    "mfa_reauthenticate_webauthn": ACCOUNT,
    "mfa_index": ACCOUNT,
    "mfa_activate_totp": ACCOUNT,
    "mfa_deactivate_totp": ACCOUNT,
    "mfa_list_webauthn": ACCOUNT,
    "mfa_add_webauthn": ACCOUNT,
    "mfa_edit_webauthn": ACCOUNT,
    "mfa_remove_webauthn": ACCOUNT,
    "mfa_view_recovery_codes": ACCOUNT,
    "mfa_generate_recovery_codes": ACCOUNT,
    "mfa_download_recovery_codes": ACCOUNT,
}

FILES = {  # public, and a file rather than a page: the same in every language
    "commerce:register_csv",
    "commerce:register_json",
    "commerce:version_json",
    "evidence:findings_json",
    "evidence:tables_xlsx",
    "concerns:questions_csv",
    "concerns:complaints_csv",
    "concerns:incidents_csv",
    "initiatives:feed",
    "initiatives:organisation_feed",
    "initiatives:initiative_feed",
    *(route for route, access in ACCESS.items() if route.startswith("exports:") and access == PUBLIC and route != "exports:held"),
}
FILES_BY_LANGUAGE = {"progress:table_csv", "progress:benefits_csv", "progress:milestones_ics"}  # these keep the choice and lead nowhere
BY_ONE_TIME_ADDRESS = {"people:set_up", "people:join"}
BY_REFERENCE = {"concerns:asked", "concerns:forget", "following:following", "following:stop"}  # whoever asked, complained or follows has it
FROM_ELSEWHERE = {"exports:held"}  # the page of a record of another installation, where one is kept
AFTER_SENDING = {"preferences:received", "following:asked"}  # what someone sees once they have sent something
