"""All writes are in actions, each is one transaction and leaves an event; read from the code itself."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import torikumi.web
from torikumi.web.audit.words import ACTIONS, KINDS

WEB = Path(torikumi.web.__file__).parent
# `store.py` is the one bridge between a plan and its rows; only actions call it. `record` is the event itself.
BRIDGE = WEB / "plans" / "store.py"
TRAIL = WEB / "audit" / "actions.py"
# The trail's own model saves once and refuses for ever after; the queryset of plans refuses to delete.
# The appending of an event is the inside of `record`.
GUARDS = {WEB / "audit" / "models.py", WEB / "audit" / "appending.py", WEB / "accounts" / "scope.py"}

WRITES = {
    "save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "abulk_create", "abulk_update", "acreate", "adelete", "aget_or_create", "asave", "aupdate", "aupdate_or_create",
    "raw", "set_password", "force_insert",
}  # fmt: skip
# Sets, dicts and hashes have methods of the same name; these receivers are known not to be rows.
PLAIN_RECEIVERS = {"context", "database"}


def _modules() -> Iterator[Path]:
    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def _is_actions(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions"


def _action_modules() -> list[Path]:
    return [path for path in _modules() if _is_actions(path) and path != TRAIL and path.name != "__init__.py"]


def _name(path: Path) -> str:
    return str(path.relative_to(WEB))


def _writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            receiver = node.func.value
            if not (isinstance(receiver, ast.Name) and receiver.id in PLAIN_RECEIVERS):
                yield node.lineno, ast.unparse(node.func)


@pytest.mark.parametrize(
    "path",
    [path for path in _modules() if not _is_actions(path) and path not in GUARDS | {BRIDGE}],
    ids=_name,
)
def test_nothing_but_actions_writes(path: Path) -> None:
    assert [*_writes(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_the_search_for_writes_finds_them() -> None:
    assert [*_writes(ast.parse("Row.objects.filter(a=1).update(b=2)\nrow.save()"))] == [
        (1, "Row.objects.filter(a=1).update"),
        (2, "row.save"),
    ]


def _public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _calls(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


# How far a reading or a job is changes every second, and nobody did it: no act, no event.
NO_ACTS = {"tell_progress", "begin_job", "tell_beat", "tell_job_progress", "begin_mail", "note_token_use"}


def _writing_functions() -> list[tuple[Path, ast.FunctionDef]]:
    # A function that takes who acts (`by`) is an action; others (`make_password`) only prepare one.
    return [
        (path, function)
        for path in _action_modules()
        for function in _public_functions(path)
        if function.name not in NO_ACTS
        and (
            any(argument.arg == "by" for argument in function.args.kwonlyargs)
            or [*_writes(ast.Module([function], []))]
        )
    ]


EACH_ACTION = pytest.mark.parametrize(
    ("path", "function"), _writing_functions(), ids=lambda value: getattr(value, "name", None)
)


def test_there_are_actions_to_look_at() -> None:
    assert {"create_user", "log_in", "publish_edition"} <= {
        function.name for _, function in _writing_functions()
    }


@EACH_ACTION
def test_an_action_is_one_transaction(path: Path, function: ast.FunctionDef) -> None:
    assert "transaction.atomic" in {ast.unparse(decorator) for decorator in function.decorator_list}


@EACH_ACTION
def test_an_action_takes_who_acts_and_when(path: Path, function: ast.FunctionDef) -> None:
    assert {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}


@EACH_ACTION
def test_an_action_leaves_an_event(path: Path, function: ast.FunctionDef) -> None:
    beside = {
        node.name: _calls(node)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    reached = _calls(function)
    while more := {called for name in reached & set(beside) for called in beside[name]} - reached:
        reached |= more

    assert "record" in reached


@pytest.mark.parametrize("path", _action_modules(), ids=_name)
@pytest.mark.parametrize(("argument", "words"), [("action", ACTIONS), ("kind", KINDS)])
def test_every_event_has_its_japanese_words(path: Path, argument: str, words: Mapping[str, str]) -> None:
    said = {
        node.value.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == argument and isinstance(node.value, ast.Constant)
    }
    assert said <= set(words)
