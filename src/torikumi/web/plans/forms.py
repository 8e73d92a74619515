"""What people fill in: an upload, the filters of the lists. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.db.models import QuerySet

from torikumi.indicators.rollup import METHOD_WORDS, Method
from torikumi.text.era import format_fiscal_year, parse_fiscal_year
from torikumi.web.plans.actions.lineage import Sight
from torikumi.web.plans.carry import Absent
from torikumi.web.plans.lineage_models import LineKind, LineVerdict
from torikumi.web.plans.models import Edition, FindingOrigin, PlanSeries, StoredNode
from torikumi.web.plans.preparing import EARLIEST_YEAR, LATEST_YEAR
from torikumi.web.plans.queries.found import ANY_FOUND, NONE_FOUND
from torikumi.web.plans.queries.imports import FindingFilter
from torikumi.web.plans.queries.projects import NONE_KEY, ProjectFilter
from torikumi.web.plans.rule_stand import SEVERITY_WORDS

Choice = tuple[str, str]

SORT_CHOICES: tuple[Choice, ...] = (
    ("position", "計画の順"),
    ("name", "事業名の順"),
    ("direction", "今後の方針の順"),
    ("section", "担当課の順"),
)
CHANGE_CHOICES: tuple[Choice, ...] = (
    ("", "すべて"),
    ("added", "新しく加わった事業"),
    ("direction", "方針が変わった事業"),
    ("content", "内容が変わった事業"),
    ("records", "年度の記録だけが変わった事業"),
    ("changed", "どこかが変わった事業"),
)
_SEVERITIES: tuple[Choice, ...] = tuple((each.value, word) for each, word in SEVERITY_WORDS.items())
FOUND_CHOICES: tuple[Choice, ...] = (
    ("", "すべて"),
    (ANY_FOUND, "何か見つかった事業"),
    *((value, f"「{word}」のある事業") for value, word in _SEVERITIES),
    (NONE_FOUND, "何も見つからない事業"),
)

# Only what the browser's window offers first: the gate looks at what a file is.
_ACCEPTED = (
    ".pdf,.png,.jpg,.jpeg,.tif,.tiff,.docx,.docm,.xlsx,.xlsm,.xls,.ods,.html,.htm,.csv,.tsv,.txt,.json"
)
_TITLE_ERRORS = {
    "required": "計画の名前を入れてください。",
    "max_length": "計画の名前は200文字までにしてください。",
}


class UploadForm(forms.Form):
    """One document, and where it belongs."""

    document = forms.FileField(
        label="文書",
        help_text="PDF、Word、Excel、OpenDocument、Webページ、画像、CSV、テキスト、plan.json のどれかひとつ。",
        error_messages={
            "required": "文書を選んでください。",
            "empty": "選んだ文書は空です。中身のある文書を選んでください。",
        },
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
    )
    series: forms.ModelChoiceField[PlanSeries] = forms.ModelChoiceField(
        label="どの計画の新しい版ですか",
        queryset=PlanSeries.objects.none(),
        required=False,
        empty_label="新しい計画として取り込む",
        error_messages={"invalid_choice": "一覧にある計画を選んでください。"},
    )
    title = forms.CharField(
        label="計画の名前",
        required=False,
        max_length=200,
        help_text="新しい計画のときだけ入れてください。空のままなら、文書にある題名を使います。",
        error_messages=_TITLE_ERRORS,
    )
    year = forms.CharField(
        label="年度",
        required=False,
        max_length=20,
        help_text="例：令和6年度、R6、2024。文書に年度が書かれていれば、空のままで構いません。",
    )
    label = forms.CharField(
        label="版の名前",
        required=False,
        max_length=100,
        help_text="例：令和6年度 当初。空のままなら年度で呼びます。",
        error_messages={"max_length": "版の名前は100文字までにしてください。"},
    )

    absent = forms.ChoiceField(
        label="文書で空いている項目は",
        choices=[(Absent.CARRY.value, "前の版の値を残す"), (Absent.ERASE.value, "空にする")],
        initial=Absent.CARRY.value,
        widget=forms.RadioSelect,
        required=False,
        help_text="指標や費用の欄がない文書でも、「残す」なら前の版の値が続きます。何を残したかは次の画面に出ます。",
    )

    def __init__(self, *args: Any, series: QuerySet[PlanSeries], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # tells mypy, not the person
        field.queryset = series

    def clean_document(self) -> File[bytes]:
        """Refuse what is larger than an upload may be."""
        document: File[bytes] = self.cleaned_data["document"]
        if document.size is not None and document.size > settings.UPLOAD_LIMIT:
            limit = settings.UPLOAD_LIMIT // (1024 * 1024)
            raise forms.ValidationError(
                f"文書は{limit}MBまでです。計画の表だけを残した文書を選んでください。"
            )
        return document

    def clean_absent(self) -> Absent:
        """Keep what was there where nothing is chosen."""
        return Absent(self.cleaned_data["absent"] or Absent.CARRY)

    def clean_year(self) -> int | None:
        """Read the year in either calendar."""
        return _read_year(str(self.cleaned_data["year"]).strip())


class AnswerForm(forms.Form):
    """What a document that was read does not say itself: one of the two fields."""

    title = forms.CharField(label="計画の名前", max_length=200, error_messages=_TITLE_ERRORS)
    year = forms.CharField(
        label="年度",
        max_length=20,
        help_text="例：令和6年度、R6、2024。",
        error_messages={"required": "この版の年度を入れてください。"},
    )

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: field for name, field in self.fields.items() if name == asks}

    def clean_year(self) -> int | None:
        """Read the year in either calendar."""
        return _read_year(str(self.cleaned_data["year"]).strip())


def _read_year(text: str) -> int | None:
    if not text:
        return None
    year = int(text) if text.isdecimal() and len(text) == 4 else parse_fiscal_year(text)
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise forms.ValidationError(
            f"「{text}」を年度として読めません。「令和6年度」のように入れてください。"
        )
    return year


class ProjectFilterForm(forms.Form):
    """The filters of a list of projects; a GET form, so that every view of the list has an address."""

    q = forms.CharField(label="ことば", required=False, max_length=200)
    node = forms.ChoiceField(label="目標・施策", required=False)
    section = forms.ChoiceField(label="担当課", required=False)
    direction = forms.ChoiceField(label="今後の方針", required=False)
    changed = forms.ChoiceField(label="前の版から", required=False, choices=CHANGE_CHOICES)
    found = forms.ChoiceField(label="点検で見つかったもの", required=False, choices=FOUND_CHOICES)
    edition = forms.ChoiceField(label="版", required=False)
    sort = forms.ChoiceField(label="並べ方", required=False, choices=SORT_CHOICES)

    def __init__(
        self,
        *args: Any,
        nodes: Sequence[StoredNode],
        sections: Sequence[Choice],
        directions: Sequence[Choice],
        editions: Sequence[Edition],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._paths = {node.key: node.path for node in nodes}
        self._offer(
            "node", [("", "すべて"), *((node.key, "　" * node.level + node.printed) for node in nodes)]
        )
        self._offer("section", [("", "すべて"), *sections, (NONE_KEY, "記載なし")])
        self._offer("direction", [("", "すべて"), *directions])
        self._offer("edition", [("", "最新の版"), *((str(e.sequence), str(e)) for e in editions[1:])])

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
        field.choices = choices

    def wanted(self) -> ProjectFilter:
        """Return what is asked for; a choice that is not offered asks for everything."""
        self.is_valid()
        values = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return ProjectFilter(
            text=values.get("q", ""),
            path=self._paths.get(values.get("node", ""), ""),
            section=values.get("section", ""),
            direction=values.get("direction", ""),
            changed=values.get("changed", ""),
            found=values.get("found", ""),
            sort=values.get("sort", "position"),
        )


class FindingFilterForm(forms.Form):
    """The filters of an import's findings."""

    severity = forms.ChoiceField(
        label="重要度",
        required=False,
        choices=[("", "すべて"), *_SEVERITIES],
    )
    origin = forms.ChoiceField(
        label="見つけたとき", required=False, choices=[("", "すべて"), *FindingOrigin.choices]
    )

    def wanted(self) -> FindingFilter:
        """Return what is asked for."""
        self.is_valid()
        return FindingFilter(
            severity=str(self.cleaned_data.get("severity", "")),
            origin=str(self.cleaned_data.get("origin", "")),
        )


class CompareForm(forms.Form):
    """Two editions of one plan."""

    old = forms.ChoiceField(label="前の版", required=False)
    new = forms.ChoiceField(label="後の版", required=False)

    def __init__(self, *args: Any, editions: Sequence[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(e.sequence), f"{e}（{format_fiscal_year(e.year)}）" + ("最新" if e.is_newest else ""))
            for e in editions
        ]
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
            field.choices = choices


class RatingForm(forms.Form):
    """How indicators are graded."""

    rule = forms.ChoiceField(label="判定の規則", required=False)
    method = forms.ChoiceField(
        label="目標と施策のまとめ方",
        required=False,
        choices=[(method.value, METHOD_WORDS[method][0]) for method in Method],
    )

    def __init__(self, *args: Any, rules: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
        field.choices = list(rules)


class LineForm(forms.Form):
    """What a person says of one line of a lineage, and what the page had shown them."""

    old = forms.CharField(required=False, max_length=200)
    new = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)
    kind = forms.ChoiceField(choices=LineKind.choices)
    verdict = forms.ChoiceField(choices=LineVerdict.choices)
    turn = forms.IntegerField(required=False, min_value=0, max_value=1_000_000_000)
    version = forms.IntegerField(required=False, min_value=0, max_value=1_000_000_000)

    def sight(self) -> Sight:
        """Return what the page had shown; nothing where it does not say."""
        return Sight(turn=self.cleaned_data.get("turn") or 0, version=self.cleaned_data.get("version") or 0)


class SearchForm(forms.Form):
    """A search across all plans."""

    q = forms.CharField(label="事業を検索", required=False, max_length=200)
