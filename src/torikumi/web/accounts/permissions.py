"""Who may do what: two pure tables, and one question.

A new page needs a row in `ROUTES`: without one the application refuses it to everybody, and a test fails.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is in the yearly work (役割)."""

    ADMINISTRATOR = "administrator"
    PLANNING = "planning"
    SECTION = "section"
    SECTION_HEAD = "section_head"
    DEPARTMENT_HEAD = "department_head"
    STUDY_TEAM = "study_team"
    COMMITTEE = "committee"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    READER = "reader"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.ADMINISTRATOR: "管理者",
        Role.PLANNING: "企画担当",
        Role.SECTION: "課の担当",
        Role.SECTION_HEAD: "課長",
        Role.DEPARTMENT_HEAD: "部長",
        Role.STUDY_TEAM: "検討部会",
        Role.COMMITTEE: "委員会",
        Role.EXECUTIVE: "市長・副市長",
        Role.AUDITOR: "監査",
        Role.READER: "閲覧者",
    }
)

# Who looks after the whole city's accounts and plans.
OFFICE = frozenset({Role.ADMINISTRATOR, Role.PLANNING})
# The roles that somebody has in one section or department, not in the whole city.
UNIT_ROLES = frozenset({Role.SECTION, Role.SECTION_HEAD, Role.DEPARTMENT_HEAD})

# What somebody who is away may hand to a deputy (代理・代決): deciding for a unit or for the city, nothing else.
DELEGABLE_ROLES = frozenset({Role.SECTION_HEAD, Role.DEPARTMENT_HEAD, Role.EXECUTIVE})


class Permission(StrEnum):
    """What a page lets a person do."""

    PUBLISHED = "published"  # without a log-in, and without looking who asks: caches may keep the answer
    EVERYBODY = "everybody"  # without a log-in
    LOGGED_IN = "logged_in"  # with any log-in, even one without a role
    READ_PLANS = "read_plans"
    IMPORT_PLANS = "import_plans"
    MANAGE_RULES = (
        "manage_rules"  # which rules of the check are off in the city, and which matter more or less
    )
    READ_PUBLICATIONS = "read_publications"
    PUBLISH = "publish"
    MANAGE_PAPERS = "manage_papers"  # the city's templates of forms
    READ_ROUNDS = "read_rounds"
    MANAGE_ROUNDS = "manage_rounds"  # open, remind, close, freeze
    ANSWER = "answer"  # write into a sheet and hand it on
    RATE = "rate"  # approve, return, give a mark
    PROPOSE = "propose"
    COMMENT = "comment"
    SEE_BOARD = "see_board"
    EXPORT_ROUNDS = "export_rounds"
    DELEGATE = "delegate"  # for oneself; the office for anybody
    READ_MAIL = "read_mail"
    MANAGE_PEOPLE = "manage_people"
    READ_TRAIL = "read_trail"


_ALL_ROLES = frozenset(Role)
_WITHOUT_ROLE = frozenset({Permission.PUBLISHED, Permission.EVERYBODY, Permission.LOGGED_IN})

HOLDERS: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.READ_PLANS: _ALL_ROLES,
        Permission.IMPORT_PLANS: OFFICE,
        Permission.MANAGE_RULES: OFFICE,
        Permission.READ_PUBLICATIONS: _ALL_ROLES,
        Permission.PUBLISH: OFFICE,
        Permission.MANAGE_PAPERS: OFFICE,
        # Administrators look after accounts; what a sheet says or is worth is never theirs to decide.
        Permission.READ_ROUNDS: _ALL_ROLES,
        Permission.MANAGE_ROUNDS: frozenset({Role.PLANNING}),
        Permission.ANSWER: frozenset({Role.PLANNING, Role.SECTION, Role.SECTION_HEAD}),
        # The study team, too: a round's chain may have a step of theirs.
        Permission.RATE: frozenset(
            {
                Role.PLANNING,
                Role.SECTION_HEAD,
                Role.DEPARTMENT_HEAD,
                Role.STUDY_TEAM,
                Role.COMMITTEE,
                Role.EXECUTIVE,
            }
        ),
        Permission.PROPOSE: frozenset({Role.PLANNING, Role.STUDY_TEAM}),
        Permission.COMMENT: frozenset({Role.PLANNING, Role.COMMITTEE}),
        Permission.SEE_BOARD: frozenset(
            {
                Role.ADMINISTRATOR,
                Role.PLANNING,
                Role.SECTION_HEAD,
                Role.DEPARTMENT_HEAD,
                Role.EXECUTIVE,
                Role.AUDITOR,
            }
        ),
        Permission.EXPORT_ROUNDS: frozenset({Role.PLANNING, Role.AUDITOR}),
        Permission.DELEGATE: OFFICE | DELEGABLE_ROLES,
        Permission.READ_MAIL: OFFICE,
        Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
        Permission.READ_TRAIL: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    }
)

ROUTES: Mapping[str, Permission] = MappingProxyType(
    {
        "accounts:login": Permission.EVERYBODY,
        "account_login": Permission.EVERYBODY,
        "mfa_authenticate": Permission.EVERYBODY,
        "mfa_login_webauthn": Permission.EVERYBODY,
        "accounts:log_in_by_identity": Permission.EVERYBODY,
        "openid_connect_callback": Permission.EVERYBODY,
        "account_reauthenticate": Permission.LOGGED_IN,
        "mfa_index": Permission.LOGGED_IN,
        "mfa_reauthenticate": Permission.LOGGED_IN,
        "mfa_activate_totp": Permission.LOGGED_IN,
        "mfa_deactivate_totp": Permission.LOGGED_IN,
        "mfa_view_recovery_codes": Permission.LOGGED_IN,
        "mfa_generate_recovery_codes": Permission.LOGGED_IN,
        "mfa_list_webauthn": Permission.LOGGED_IN,
        "mfa_add_webauthn": Permission.LOGGED_IN,
        "mfa_reauthenticate_webauthn": Permission.LOGGED_IN,
        "mfa_remove_webauthn": Permission.LOGGED_IN,
        "accounts:totp_picture": Permission.LOGGED_IN,
        "accounts:reset_second_factor": Permission.MANAGE_PEOPLE,
        "accounts:unlink_identity": Permission.MANAGE_PEOPLE,
        "accounts:home": Permission.LOGGED_IN,
        "accounts:logout": Permission.LOGGED_IN,
        "accounts:change_password": Permission.LOGGED_IN,
        # Everybody has tokens of their own, and sees nobody else's.
        "accounts:tokens": Permission.LOGGED_IN,
        "accounts:revoke_token": Permission.LOGGED_IN,
        "accounts:people": Permission.MANAGE_PEOPLE,
        "accounts:add_person": Permission.MANAGE_PEOPLE,
        "accounts:person": Permission.MANAGE_PEOPLE,
        "accounts:change_facts": Permission.MANAGE_PEOPLE,
        "accounts:upload_personnel": Permission.MANAGE_PEOPLE,
        "accounts:personnel": Permission.MANAGE_PEOPLE,
        "accounts:confirm_personnel": Permission.MANAGE_PEOPLE,
        "accounts:discard_personnel": Permission.MANAGE_PEOPLE,
        "accounts:first_passwords": Permission.MANAGE_PEOPLE,
        "accounts:deactivate_person": Permission.MANAGE_PEOPLE,
        "accounts:activate_person": Permission.MANAGE_PEOPLE,
        "accounts:reset_password": Permission.MANAGE_PEOPLE,
        "accounts:assign_role": Permission.MANAGE_PEOPLE,
        "accounts:end_role": Permission.MANAGE_PEOPLE,
        "accounts:units": Permission.MANAGE_PEOPLE,
        "accounts:reorganise": Permission.MANAGE_PEOPLE,
        "accounts:add_unit": Permission.MANAGE_PEOPLE,
        "accounts:end_unit": Permission.MANAGE_PEOPLE,
        "accounts:succeed_unit": Permission.MANAGE_PEOPLE,
        "accounts:delegations": Permission.DELEGATE,
        "accounts:add_delegation": Permission.DELEGATE,
        "accounts:end_delegation": Permission.DELEGATE,
        "audit:events": Permission.READ_TRAIL,
        "audit:export": Permission.READ_TRAIL,
        # Everybody sees their own jobs, and nobody else's.
        "jobs:list": Permission.LOGGED_IN,
        "jobs:job": Permission.LOGGED_IN,
        "jobs:stop": Permission.LOGGED_IN,
        "jobs:retry": Permission.LOGGED_IN,
        "mail:log": Permission.READ_MAIL,
        "mail:export": Permission.READ_MAIL,
        "mail:mail": Permission.READ_MAIL,
        "mail:again": Permission.MANAGE_ROUNDS,
        "mail:letters": Permission.MANAGE_ROUNDS,
        "mail:letter": Permission.MANAGE_ROUNDS,
        "plans:list": Permission.READ_PLANS,
        "plans:search": Permission.READ_PLANS,
        "plans:overview": Permission.READ_PLANS,
        "plans:tree": Permission.READ_PLANS,
        "plans:projects": Permission.READ_PLANS,
        "plans:project": Permission.READ_PLANS,
        "plans:node": Permission.READ_PLANS,
        "plans:compare": Permission.READ_PLANS,
        "plans:indicators": Permission.READ_PLANS,
        "plans:change_file": Permission.READ_PLANS,
        # What others published, beside one's own plans.
        "explore:search": Permission.READ_PLANS,
        "explore:similar": Permission.READ_PLANS,
        "explore:fare": Permission.READ_PLANS,
        "explore:tables": Permission.READ_PLANS,
        "plans:findings": Permission.READ_PLANS,
        "plans:findings_file": Permission.READ_PLANS,
        # What a rule looks at, everybody may read who reads what it says; the whole list is where it is set.
        "plans:rule": Permission.READ_PLANS,
        "plans:rules": Permission.MANAGE_RULES,
        "plans:decide_rule": Permission.MANAGE_RULES,
        "plans:rules_file": Permission.MANAGE_RULES,
        "plans:take_rules_file": Permission.MANAGE_RULES,
        "plans:upload": Permission.IMPORT_PLANS,
        "plans:reading": Permission.IMPORT_PLANS,
        "plans:stop_reading": Permission.IMPORT_PLANS,
        "plans:answer_reading": Permission.IMPORT_PLANS,
        "plans:imports": Permission.IMPORT_PLANS,
        "plans:import": Permission.IMPORT_PLANS,
        "plans:import_changes": Permission.IMPORT_PLANS,
        "plans:check_reading": Permission.IMPORT_PLANS,
        "plans:page_picture": Permission.IMPORT_PLANS,
        "plans:correct_reading": Permission.IMPORT_PLANS,
        "plans:undo_correction": Permission.IMPORT_PLANS,
        "plans:repeat_corrections": Permission.IMPORT_PLANS,
        "plans:take_in_corrections": Permission.IMPORT_PLANS,
        "plans:lineage": Permission.IMPORT_PLANS,
        "plans:decide_lineage": Permission.IMPORT_PLANS,
        "plans:confirm_sure_lines": Permission.IMPORT_PLANS,
        "plans:undo_lineage": Permission.IMPORT_PLANS,
        "plans:propose_lineage": Permission.IMPORT_PLANS,
        "plans:original": Permission.IMPORT_PLANS,
        "plans:confirm_import": Permission.IMPORT_PLANS,
        "plans:discard_import": Permission.IMPORT_PLANS,
        "plans:undo_import": Permission.IMPORT_PLANS,
        "reviews:list": Permission.READ_ROUNDS,
        "reviews:round": Permission.READ_ROUNDS,
        "reviews:sheets": Permission.READ_ROUNDS,
        "reviews:sheet": Permission.READ_ROUNDS,
        "reviews:history": Permission.READ_ROUNDS,
        "reviews:answer": Permission.ANSWER,
        "reviews:rate": Permission.RATE,
        "reviews:revise": Permission.MANAGE_ROUNDS,
        "reviews:approvals": Permission.RATE,
        "reviews:board": Permission.SEE_BOARD,
        # Setting up a round, and what changes while it runs.
        "reviews:new": Permission.MANAGE_ROUNDS,
        "reviews:upload_new": Permission.MANAGE_ROUNDS,
        "reviews:settings": Permission.MANAGE_ROUNDS,
        "reviews:settings_words": Permission.MANAGE_ROUNDS,
        "reviews:settings_dates": Permission.MANAGE_ROUNDS,
        "reviews:settings_parts": Permission.MANAGE_ROUNDS,
        "reviews:settings_projects": Permission.MANAGE_ROUNDS,
        "reviews:newest_edition": Permission.MANAGE_ROUNDS,
        "reviews:round_file": Permission.MANAGE_ROUNDS,
        "reviews:upload_round_file": Permission.MANAGE_ROUNDS,
        "reviews:preview": Permission.MANAGE_ROUNDS,
        "reviews:open": Permission.MANAGE_ROUNDS,
        "reviews:cancel": Permission.MANAGE_ROUNDS,
        "reviews:members": Permission.MANAGE_ROUNDS,
        "reviews:add_members": Permission.MANAGE_ROUNDS,
        "reviews:take_out": Permission.MANAGE_ROUNDS,
        "reviews:change_lead": Permission.MANAGE_ROUNDS,
        "reviews:extensions": Permission.MANAGE_ROUNDS,
        "reviews:notices": Permission.MANAGE_ROUNDS,
        "reviews:withdraw_notice": Permission.MANAGE_ROUNDS,
        # Forms, scales, chains and rules of rating.
        "reviews:library": Permission.MANAGE_ROUNDS,
        "reviews:setting": Permission.MANAGE_ROUNDS,
        "reviews:setting_file": Permission.MANAGE_ROUNDS,
        "reviews:change_setting": Permission.MANAGE_ROUNDS,
        "reviews:retire_setting": Permission.MANAGE_ROUNDS,
        "reviews:restore_setting": Permission.MANAGE_ROUNDS,
        "reviews:compare_settings": Permission.MANAGE_ROUNDS,
        "reviews:new_setting": Permission.MANAGE_ROUNDS,
        "reviews:upload_setting": Permission.MANAGE_ROUNDS,
        "reviews:ready_made": Permission.MANAGE_ROUNDS,
        "reviews:copy_setting": Permission.MANAGE_ROUNDS,
        "reviews:ready_made_file": Permission.MANAGE_ROUNDS,
        "reviews:draft": Permission.MANAGE_ROUNDS,
        "reviews:draft_words": Permission.MANAGE_ROUNDS,
        "reviews:new_part": Permission.MANAGE_ROUNDS,
        "reviews:part": Permission.MANAGE_ROUNDS,
        "reviews:move_part": Permission.MANAGE_ROUNDS,
        "reviews:publish_draft": Permission.MANAGE_ROUNDS,
        "reviews:discard_draft": Permission.MANAGE_ROUNDS,
        # Reminding, and taking the list away.
        "reviews:reminders": Permission.MANAGE_ROUNDS,
        "reviews:reminder_days": Permission.MANAGE_ROUNDS,
        "reviews:telephone": Permission.MANAGE_ROUNDS,
        "reviews:telephone_file": Permission.MANAGE_ROUNDS,
        "reviews:export": Permission.EXPORT_ROUNDS,
        "reviews:export_file": Permission.EXPORT_ROUNDS,
        # Workbooks: a section has its own alone.
        "reviews:workbooks": Permission.ANSWER,
        "reviews:send_workbooks": Permission.ANSWER,
        "reviews:upload_workbooks": Permission.ANSWER,
        "reviews:sending": Permission.MANAGE_ROUNDS,
        "reviews:sending_file": Permission.MANAGE_ROUNDS,
        "reviews:mail_workbooks": Permission.MANAGE_ROUNDS,
        "reviews:sent_workbook": Permission.ANSWER,
        "reviews:returned": Permission.ANSWER,
        "reviews:returned_file": Permission.ANSWER,
        "reviews:confirm_rows": Permission.ANSWER,
        "reviews:take_workbook": Permission.ANSWER,
        "reviews:discard_workbook": Permission.ANSWER,
        "reviews:undo_workbook": Permission.ANSWER,
        "reviews:freeze": Permission.MANAGE_ROUNDS,
        "reviews:corrections": Permission.READ_ROUNDS,
        "reviews:trace": Permission.READ_ROUNDS,
        "reviews:report": Permission.SEE_BOARD,
        "reviews:proposals": Permission.READ_ROUNDS,
        "reviews:proposal": Permission.READ_ROUNDS,
        "reviews:add_proposal": Permission.PROPOSE,
        "reviews:change_proposal": Permission.PROPOSE,
        "reviews:withdraw_proposal": Permission.PROPOSE,
        "reviews:answer_proposal": Permission.ANSWER,
        "reviews:reopen_proposal": Permission.MANAGE_ROUNDS,
        "reviews:comments": Permission.READ_ROUNDS,
        "reviews:comment": Permission.READ_ROUNDS,
        "reviews:comment_file": Permission.EXPORT_ROUNDS,
        "reviews:add_comment": Permission.COMMENT,
        "reviews:change_comment": Permission.COMMENT,
        "reviews:withdraw_comment": Permission.COMMENT,
        "reviews:answer_comment": Permission.ANSWER,
        "reviews:approve_answer": Permission.MANAGE_ROUNDS,
        "papers:list": Permission.READ_PLANS,
        "papers:paper": Permission.READ_PLANS,
        "papers:templates": Permission.MANAGE_PAPERS,
        "papers:template": Permission.MANAGE_PAPERS,
        "papers:template_file": Permission.MANAGE_PAPERS,
        "papers:reset_template": Permission.MANAGE_PAPERS,
        "publications:list": Permission.READ_PUBLICATIONS,
        "publications:publish": Permission.PUBLISH,
        "publications:withdraw": Permission.PUBLISH,
        "publications:bundle": Permission.PUBLISH,
        "publications:city": Permission.EVERYBODY,
        "publications:edition": Permission.PUBLISHED,
        "publications:file": Permission.PUBLISHED,
        "api:api-root": Permission.PUBLISHED,
        "api:openapi": Permission.PUBLISHED,
        "api:cities": Permission.PUBLISHED,
        "api:plans": Permission.PUBLISHED,
        "api:editions": Permission.PUBLISHED,
        "api:edition": Permission.PUBLISHED,
        "api:goals": Permission.PUBLISHED,
        "api:measures": Permission.PUBLISHED,
        "api:projects": Permission.PUBLISHED,
        "api:project": Permission.PUBLISHED,
        "api:sections": Permission.PUBLISHED,
        "api:directions": Permission.PUBLISHED,
        "api:files": Permission.PUBLISHED,
        "api:manifest": Permission.PUBLISHED,
        # The same rights as on the pages, by token only (BY_TOKEN).
        "api:me": Permission.LOGGED_IN,
        "api:standing": Permission.SEE_BOARD,
        "api:rounds": Permission.READ_ROUNDS,
        "api:round": Permission.READ_ROUNDS,
        "api:sheets": Permission.READ_ROUNDS,
        "api:sheet": Permission.READ_ROUNDS,
        "api:answer": Permission.ANSWER,
        "api:hand_in": Permission.ANSWER,
        "api:rating": Permission.RATE,
        "api:decision": Permission.RATE,
        "api:corpus_search": Permission.READ_PLANS,
        "api:corpus_similar": Permission.READ_PLANS,
    }
)

# Opened by a program with a token, and never by a browser's session: so no other site can make a browser ask here.
BY_TOKEN = frozenset(
    route
    for route, permission in ROUTES.items()
    if route.startswith("api:") and permission is not Permission.PUBLISHED
)


def may(roles: Collection[Role], permission: Permission) -> bool:
    """Tell whether a logged-in person who has `roles` today holds `permission`."""
    if permission in _WITHOUT_ROLE:
        return True
    return acting_role(roles, permission) is not None


def acting_role(roles: Collection[Role], permission: Permission) -> Role | None:
    """Return the role in which a person uses `permission`: the first of theirs, in the order of `Role`, that holds it."""
    holders = HOLDERS.get(permission, frozenset())
    return next((role for role in Role if role in roles and role in holders), None)
