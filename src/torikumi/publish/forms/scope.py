"""What a form can name: the values of the plan and of its parts, and the names that are allowed where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from torikumi.publish.forms.markers import FormTemplateError, Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the plan does not say: 「－」 on paper, and in the list of what is missing."""


@dataclass(frozen=True, slots=True)
class Unset:
    """What a person has to give (文書番号, 発信者): its name in brackets on paper, and in the list of what is missing."""


Value: TypeAlias = "str | Unknown | Unset | Sequence[Scope]"
Scope: TypeAlias = Mapping[str, "Value"]

UNKNOWN = Unknown()
UNSET = Unset()
# A city asks under names of its own (課題, 改善内容): {{回答:課題}} is the answer of that name.
ANSWER = "回答:"
# The number of a repetition, from 1.
COUNT = "連番"
NO_ANSWER = UNKNOWN


@dataclass(frozen=True, slots=True)
class Name:
    """One name: what it stands for, and for a repetition the kind of scope inside it."""

    name: str
    meaning: str
    inside: str | None = None


class Names:
    """The names of every kind of scope; `scopes` maps 計画, 事業 … to theirs, `facts` are those a person gives."""

    def __init__(self, scopes: Mapping[str, Sequence[Name]]) -> None:
        self._scopes = {kind: {name.name: name for name in names} for kind, names in scopes.items()}

    @property
    def scopes(self) -> Mapping[str, Mapping[str, Name]]:
        """The names by the kind of scope and their own."""
        return self._scopes

    def check(self, marks: Sequence[Mark], *, kinds: Sequence[str]) -> None:
        """Raise FormTemplateError for a name that is not known where it stands, a repetition that is no value.

        `marks` are all blanks of a text in order, their blocks known to be closed; `kinds` are those of the scopes
        around it, from the outside in.
        """
        chain = [*kinds]
        repeated: list[str] = []
        for mark in marks:
            if mark.kind is MarkKind.CLOSE:
                chain.pop()
                repeated.pop()
                continue
            name = self._find(mark.name, chain, repeated=len(chain) > len(kinds))
            if mark.opens:
                if name.inside and mark.kind is MarkKind.OPEN and mark.name in repeated:
                    raise _inside_itself(mark)
                repeated.append(mark.name if mark.kind is MarkKind.OPEN else "")
                chain.append(name.inside if name.inside and mark.kind is MarkKind.OPEN else chain[-1])
            elif name.inside is not None:
                raise FormTemplateError(
                    ja=f"様式の {{{{{mark.name}}}}} は繰り返しの名前です。"
                    f"{{{{#{mark.name}}}}} と {{{{/{mark.name}}}}} で、繰り返すところを囲んでください。",
                    en=f"{{{{{mark.name}}}}} names a repetition. Put {{{{#{mark.name}}}}} and {{{{/{mark.name}}}}} "
                    "around what is repeated.",
                )

    def _find(self, word: str, chain: Sequence[str], *, repeated: bool) -> Name:
        if word == COUNT and repeated:
            return Name(COUNT, "繰り返しの番号")
        if word.startswith(ANSWER) and len(word) > len(ANSWER):
            return Name(word, "市区町村が決めた名前の回答")
        for kind in reversed(chain):
            if word in self._scopes[kind]:
                return self._scopes[kind][word]
        known = [name for kind in reversed(chain) for name in self._scopes[kind]]
        near = get_close_matches(word, known, n=3, cutoff=0.4)
        elsewhere = [kind for kind, names in self._scopes.items() if word in names]
        hint_ja, hint_en = _hint(near, elsewhere)
        raise FormTemplateError(
            ja=f"様式の {{{{{word}}}}} という名前は、ここでは使えません。{hint_ja}",
            en=f"The form cannot say {{{{{word}}}}} here. {hint_en}",
        )


def _inside_itself(mark: Mark) -> FormTemplateError:
    return FormTemplateError(
        ja=f"様式の {{{{#{mark.name}}}}} が、同じ {{{{#{mark.name}}}}} の中にあります。中のほうを取ってください。",
        en=f"{{{{#{mark.name}}}}} stands inside another {{{{#{mark.name}}}}}. Take the inner one out.",
    )


def _hint(near: Sequence[str], elsewhere: Sequence[str]) -> tuple[str, str]:
    if elsewhere:
        return (
            f"{'、'.join(elsewhere)}の繰り返しの中で使う名前です。",
            f"It is a name inside a repetition of {', '.join(elsewhere)}.",
        )
    if near:
        return (f"近い名前は {'、'.join(near)} です。", f"Near names are {', '.join(near)}.")
    return (
        "使える名前は torikumi forms --names で見られます。",
        "See the names with torikumi forms --names.",
    )


def look_up(name: str, scopes: Sequence[Scope]) -> Value:
    """Return the value of a name, from the innermost scope outwards; an answer that nobody gave is not known."""
    for scope in reversed(scopes):
        if name in scope:
            return scope[name]
    if name.startswith(ANSWER):
        return NO_ANSWER
    raise KeyError(name)
