"""Of each route: which things of a city it can be asked about. A new route joins by a row here; without one a test fails.

A row gives, for a city, the relation in which the thing stands to whoever asks, and what its address is made of. Every
role asks for every thing of its own city, and for every one of another city.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.urls import reverse

from tests.web.world import World
from torikumi.web.accounts.permissions import Role

# What an address is made of; the last part may be a question ("?edition=2").
Parts = tuple[object, ...]
Case = Callable[[World], Mapping[str, Parts]]

OWN_PROJECT, OTHER_PROJECT = "P-000000000000", "P-000000000001"  # of 企画課 and of 広報課


def _page(world: World) -> Mapping[str, Parts]:
    return {"the city": ()}


def _word(*words: str) -> Case:
    return lambda world: {word: (word,) for word in words}


def _person(world: World) -> Mapping[str, Parts]:
    return {f"a person ({role})": (world.people[role].pk,) for role in (Role.READER, Role.SECTION)}


def _unit(world: World) -> Mapping[str, Parts]:
    return {"own section": (world.section.pk,), "other section": (world.other_section.pk,)}


def _import(world: World) -> Mapping[str, Parts]:
    return {"waiting": (world.staged.pk,), **{name: (batch.pk,) for name, batch in world.applied.items()}}


def _import_at(position: int) -> Case:
    return lambda world: {name: (*parts, position) for name, parts in _import(world).items()}


def _series(world: World) -> Mapping[str, Parts]:
    return {
        name: (world.series.pk, f"?edition={edition.sequence}") for name, edition in world.editions.items()
    }


def _project(world: World) -> Mapping[str, Parts]:
    projects = {"own section": OWN_PROJECT, "other section": OTHER_PROJECT}
    return {
        f"{name}, {section}": (world.series.pk, key, f"?edition={edition.sequence}")
        for section, key in projects.items()
        for name, edition in world.editions.items()
    }


def _node(world: World) -> Mapping[str, Parts]:
    return {name: (parts[0], "g1", parts[1]) for name, parts in _series(world).items()}


def _compare(world: World) -> Mapping[str, Parts]:
    first, *_, last = (edition.sequence for edition in world.editions.values())
    return {"withdrawn and draft": (world.series.pk, f"?old={first}&new={last}")}


def _change_file(world: World) -> Mapping[str, Parts]:
    ((name, (series, query)),) = _compare(world).items()
    return {name: (series, "html", query)}


def _edition(world: World) -> Mapping[str, Parts]:
    return {name: (edition.pk,) for name, edition in world.editions.items()}


def _publication(world: World) -> Mapping[str, Parts]:
    return {name: (one.pk,) for name, one in world.publications.items()}


def _public(*rest: str) -> Case:
    def parts(world: World) -> Mapping[str, Parts]:
        return {
            name: (world.city.code, world.series.pk, edition.sequence, *rest)
            for name, edition in world.editions.items()
        }

    return parts


def _sheet(world: World) -> Mapping[str, Parts]:
    return {f"{name} section": (sheet.pk,) for name, sheet in world.sheets.items()}


def _of_round(*rest: object) -> Case:
    return lambda world: {"the city": (world.round.pk, *rest)}


def _trace(world: World) -> Mapping[str, Parts]:
    return {name: (edition.pk, OWN_PROJECT) for name, edition in world.editions.items()}


def _one(get: Callable[[World], int]) -> Case:
    return lambda world: {"the city": (get(world),)}


_ROUND = _one(lambda world: world.round.pk)
_JOB = _one(lambda world: world.job.pk)
_MAIL = _one(lambda world: world.mail.pk)
_READING = _one(lambda world: world.reading.pk)
_PERSONNEL = _one(lambda world: world.personnel.pk)

# What does not exist in the invented city, for now: proposals, comments, settings and drafts. Its address must be refused.
_MISSING = 999

REVIEWS: Mapping[str, Case] = MappingProxyType(
    {
        **dict.fromkeys(("reviews:library", "reviews:new", "reviews:upload_new"), _page),
        **{
            f"reviews:{name}": _of_round()
            for name in (
                "round", "sheets", "approvals", "board", "freeze", "corrections", "proposals", "add_proposal",
                "comments", "add_comment", "report", "settings", "settings_words", "settings_dates",
                "settings_parts", "settings_projects", "newest_edition", "round_file", "upload_round_file",
                "preview", "open", "cancel", "members", "add_members", "extensions", "notices",
                "reminders", "reminder_days", "telephone", "export", "workbooks", "send_workbooks", "upload_workbooks",
            )
        },
        **{
            f"reviews:{name}": _sheet
            for name in ("sheet", "history", "answer", "rate", "revise", "take_out", "change_lead")
        },
        **{
            f"reviews:{name}": _of_round(_MISSING)
            for name in (
                "proposal", "change_proposal", "answer_proposal", "withdraw_proposal", "reopen_proposal",
                "comment", "change_comment", "answer_comment", "withdraw_comment", "approve_answer",
                "sending", "sending_file", "mail_workbooks",
            )
        },
        **{
            f"reviews:{name}": _one(lambda world: _MISSING)
            for name in (
                "setting", "setting_file", "change_setting", "retire_setting", "restore_setting", "draft",
                "draft_words", "new_part", "publish_draft", "discard_draft", "withdraw_notice",
                "sent_workbook", "returned", "returned_file", "confirm_rows", "take_workbook", "discard_workbook",
                "undo_workbook",
            )
        },
        "reviews:comment_file": _of_round("csv"),
        "reviews:telephone_file": _of_round("csv"),
        "reviews:export_file": _of_round("csv"),
        "reviews:trace": _trace,
        "reviews:compare_settings": lambda world: {"missing": (_MISSING, _MISSING)},
        "reviews:part": lambda world: {"missing": (_MISSING, _MISSING)},
        "reviews:move_part": lambda world: {"missing": (_MISSING, _MISSING)},
        "reviews:new_setting": _word("form"),
        "reviews:upload_setting": _word("form"),
        "reviews:ready_made": lambda world: {"the city": ("form", "mihon")},
        "reviews:copy_setting": lambda world: {"the city": ("form", "mihon")},
        "reviews:ready_made_file": lambda world: {"the city": ("form", "mihon")},
    }
)  # fmt: skip

API: Mapping[str, Case] = MappingProxyType(
    {
        **dict.fromkeys(("api:api-root", "api:openapi", "api:cities"), _page),
        "api:plans": lambda world: {"the city": (world.city.code,)},
        "api:editions": lambda world: {"published": (world.city.code, world.series.pk)},
        **dict.fromkeys(
            ("api:edition", "api:goals", "api:measures", "api:sections", "api:directions", "api:files", "api:manifest"),
            _public(),
        ),
        "api:projects": _public("?limit=500"),
        "api:project": _public(OWN_PROJECT),
        "api:rounds": _page,
        "api:corpus_search": _page,
        "api:corpus_similar": _word("?name=見本"),
        "api:me": _page,
        "api:standing": _of_round(),
        "api:round": _of_round(),
        "api:sheets": _of_round(),
        **dict.fromkeys(("api:sheet", "api:answer", "api:hand_in", "api:rating", "api:decision"), _sheet),
    }
)  # fmt: skip

CASES: Mapping[str, Case] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "accounts:login",
                "account_login",
                "account_reauthenticate",
                "mfa_authenticate",
                "mfa_login_webauthn",
                "mfa_index",
                "mfa_reauthenticate",
                "mfa_activate_totp",
                "mfa_deactivate_totp",
                "mfa_view_recovery_codes",
                "mfa_generate_recovery_codes",
                "mfa_list_webauthn",
                "mfa_add_webauthn",
                "mfa_reauthenticate_webauthn",
                "accounts:totp_picture",
                "accounts:home",
                "accounts:logout",
                "accounts:change_password",
                "accounts:tokens",
                "accounts:people",
                "accounts:add_person",
                "accounts:upload_personnel",
                "accounts:first_passwords",
                "accounts:units",
                "accounts:reorganise",
                "accounts:add_unit",
                "accounts:delegations",
                "accounts:add_delegation",
                "audit:events",
                "jobs:list",
                "mail:log",
                "mail:export",
                "mail:letters",
                "plans:list",
                "plans:upload",
                "plans:imports",
                "reviews:list",
                "publications:list",
            ),
            _page,
        ),
        "mfa_remove_webauthn": _word("1"),
        **dict.fromkeys(
            (
                "accounts:person",
                "accounts:change_facts",
                "accounts:deactivate_person",
                "accounts:activate_person",
                "accounts:reset_password",
                "accounts:reset_second_factor",
                "accounts:assign_role",
            ),
            _person,
        ),
        "accounts:revoke_token": _one(lambda world: world.token.pk),
        "accounts:end_role": _one(lambda world: world.assignment.pk),
        "accounts:personnel": _PERSONNEL,
        "accounts:confirm_personnel": _PERSONNEL,
        "accounts:discard_personnel": _PERSONNEL,
        "accounts:end_unit": _unit,
        "accounts:succeed_unit": _unit,
        "accounts:end_delegation": _one(lambda world: world.delegation.pk),
        "audit:export": _word("jsonl", "csv"),
        "jobs:job": _JOB,
        "jobs:stop": _JOB,
        "jobs:retry": _JOB,
        "mail:mail": _MAIL,
        "mail:again": _MAIL,
        "mail:letter": _word("request"),
        "plans:search": _word("?q=合図", "?q=見本"),
        **dict.fromkeys(
            ("plans:overview", "plans:tree", "plans:projects", "plans:indicators", "plans:findings"), _series
        ),
        "plans:findings_file": lambda world: {
            f"{name}, {form}": (world.series.pk, form, f"?edition={edition.sequence}")
            for name, edition in world.editions.items()
            for form in ("csv", "json", "xlsx")
        },
        **dict.fromkeys(("plans:rules", "plans:rules_file", "plans:take_rules_file"), _page),
        **dict.fromkeys(("plans:rule", "plans:decide_rule"), _word("direction-missing", "no-such-rule")),
        **dict.fromkeys(("explore:search", "explore:similar", "explore:fare", "explore:tables"), _page),
        "plans:project": _project,
        "plans:node": _node,
        "plans:compare": _compare,
        "plans:change_file": _change_file,
        **dict.fromkeys(("plans:reading", "plans:stop_reading", "plans:answer_reading"), _READING),
        **dict.fromkeys(
            (
                "plans:import",
                "plans:import_changes",
                "plans:undo_correction",
                "plans:repeat_corrections",
                "plans:take_in_corrections",
                "plans:lineage",
                "plans:decide_lineage",
                "plans:confirm_sure_lines",
                "plans:undo_lineage",
                "plans:propose_lineage",
                "plans:original",
                "plans:confirm_import",
                "plans:discard_import",
                "plans:undo_import",
            ),
            _import,
        ),
        **dict.fromkeys(
            ("plans:check_reading", "plans:page_picture", "plans:correct_reading"), _import_at(1)
        ),
        "accounts:log_in_by_identity": _page,
        "accounts:unlink_identity": _person,
        "openid_connect_callback": _word("city"),
        **REVIEWS,
        "papers:list": _series,
        "papers:paper": lambda world: {
            name: (world.series.pk, "results", f"?edition={edition.sequence}")
            for name, edition in world.editions.items()
        },
        "papers:templates": _page,
        **dict.fromkeys(
            ("papers:template", "papers:template_file", "papers:reset_template"), _word("committee")
        ),
        "publications:publish": _edition,
        "publications:withdraw": _publication,
        "publications:bundle": _publication,
        "publications:city": lambda world: {"the city": (world.city.code,)},
        "publications:edition": _public(),
        "publications:file": _public("data/plan.json"),
        **API,
    }
)


def addresses(route: str, world: World) -> dict[str, str]:
    """Return the addresses of a route for a city, by the relation of what they lead to."""
    found = {}
    for relation, parts in CASES[route](world).items():
        question = "".join(str(part) for part in parts if str(part).startswith("?"))
        args = [part for part in parts if not str(part).startswith("?")]
        found[relation] = reverse(route, args=args) + question
    return found


def is_about_a_thing(route: str, world: World) -> bool:
    """Tell whether the address names something of the city, so that another city's is another address."""
    return any(not isinstance(part, str) for parts in CASES[route](world).values() for part in parts)
