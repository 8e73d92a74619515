"""What the planning section fills in when it sets up a round. Nothing here saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from torikumi.review.round import Round
from torikumi.text.era import format_day, format_fiscal_year, parse_fiscal_year
from torikumi.web.reviews.queries.beginnings import Beginning
from torikumi.web.ui.fields import DayField

Choice = tuple[str, str]

_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_LONGEST_FILE = 1_000_000
_TITLE = {
    "required": "評価の名前を入れてください。",
    "max_length": "評価の名前は100字までにしてください。",
}


def _year_field() -> forms.CharField:
    return forms.CharField(
        label="評価する年度",
        max_length=20,
        help_text="例：令和7年度、R7、2025。ふつうは前の年度です。",
        error_messages={"required": "評価する年度を入れてください。"},
    )


def _read_year(text: str) -> int:
    year = parse_fiscal_year(text)
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise forms.ValidationError("年度は「令和7年度」「R7」「2025」のように入れてください。")
    return year


def _reason(label: str = "理由", help_text: str = "関係する課の人が読みます。") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": f"{label}を書いてください。",
            "max_length": f"{label}は2,000字までにしてください。",
        },
    )


class NewRoundForm(forms.Form):
    """A year, a name, and what to begin with."""

    year = _year_field()
    title = forms.CharField(
        label="評価の名前",
        required=False,
        max_length=100,
        help_text="空のままなら「令和7年度 年度評価」のようにします。",
        error_messages=_TITLE,
    )
    begin = forms.ChoiceField(
        label="何から始めますか", widget=forms.RadioSelect, error_messages={"required": "選んでください。"}
    )
    form = forms.ChoiceField(
        label="様式", required=False, help_text="課に答えてもらう欄の組み合わせ。あとで変えられます。"
    )
    scale = forms.ChoiceField(label="方針の区分", required=False, help_text="「今後の方針」で選べるもの。")
    chain = forms.ChoiceField(
        label="評価の流れ", required=False, help_text="担当課が答えた後、だれの順に見るか。"
    )
    rating = forms.ChoiceField(
        label="指標の判定", required=False, help_text="指標の実績値を目標と比べて付ける段階。"
    )

    def __init__(
        self,
        *args: Any,
        beginning: Beginning,
        offers: Mapping[str, Sequence[Choice]],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"year": format_fiscal_year(beginning.year)})
        super().__init__(*args, **kwargs)
        begin = self.fields["begin"]
        assert isinstance(begin, forms.ChoiceField)  # noqa: S101  declared above
        begin.choices = [("parts", "下の様式、区分、流れから始める")]
        if beginning.last:
            begin.choices = [
                ("copy", f"前回の「{beginning.last.title}」の設定を写す（日付は年度に合わせて動かします）"),
                *begin.choices,
            ]
        begin.initial = begin.choices[0][0]
        if len(begin.choices) == 1:
            begin.widget = forms.HiddenInput()
        for name, choices in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = list(choices)

    def clean_year(self) -> int:
        """Read the year in either calendar."""
        return _read_year(str(self.cleaned_data["year"]))


class RoundFileForm(forms.Form):
    """A ROUND.toml."""

    file = forms.FileField(
        label="ROUND.toml",
        help_text="ほかの評価からダウンロードしたファイルか、書き方に沿って自分で書いたファイル。",
        error_messages={"required": "ファイルを選んでください。", "empty": "選んだファイルは空です。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self) -> str:
        """Return the text of the file."""
        file = self.cleaned_data["file"]
        if file.size > _LONGEST_FILE:
            raise forms.ValidationError("ファイルは1MBまでです。ROUND.toml を選んでください。")
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                "文字コードが UTF-8 ではありません。メモ帳の「名前を付けて保存」で UTF-8 を選んでください。"
            ) from error


class WordsForm(forms.Form):
    """The name of the round, what the sections read, and the rules for handing in."""

    title = forms.CharField(label="評価の名前", max_length=100, error_messages=_TITLE)
    contact = forms.CharField(
        label="問い合わせ先", required=False, max_length=200, help_text="例：企画課 計画担当（内線 123）"
    )
    guide = forms.CharField(
        label="書き方の案内",
        required=False,
        max_length=5000,
        help_text="シートの上に出ます。何行でも書けます。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    late = forms.ChoiceField(
        label="締切の後の提出",
        choices=[("yes", "受け付ける（遅れた印が付く）"), ("no", "受け付けない（書いたものは下書きに残る）")],
        widget=forms.RadioSelect,
    )
    empty_erases = forms.ChoiceField(
        label="返ってきたExcelで空になっている欄",
        choices=[("no", "消さない（保存してある答えを残す）"), ("yes", "空にしたものとして消す")],
        widget=forms.RadioSelect,
        help_text="列を消したファイルが返ってくることがあるので、ふつうは「消さない」にします。",
    )

    @classmethod
    def of(cls, rules: Round) -> WordsForm:
        """Return the form filled in with a round."""
        return cls(
            initial={
                "title": rules.title,
                "contact": rules.contact,
                "guide": rules.guide,
                "late": "yes" if rules.late else "no",
                "empty_erases": "yes" if rules.empty_erases else "no",
            }
        )

    def apply(self, rules: Round) -> Round:
        """Return the round with what was filled in."""
        data = self.cleaned_data
        return replace(
            rules,
            title=data["title"],
            contact=data["contact"],
            guide=data["guide"].replace("\r\n", "\n"),
            late=data["late"] == "yes",
            empty_erases=data["empty_erases"] == "yes",
        )


class DatesForm(forms.Form):
    """When the round begins, and the last day of each step, in order."""

    def __init__(self, *args: Any, rules: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.fields["opens"] = _day("始まる日", rules.opens, "課に知らせる日。自動では始まりません。")
        for place, step in enumerate(rules.steps):
            help_text = (
                "この日の終わりまでに提出してもらいます。"
                if place == 0
                else "この日の終わりまでに見終わります。"
            )
            self.fields[f"due_{place}"] = _day(f"「{step.label}」の締切", step.due, help_text)

    def clean(self) -> dict[str, Any]:
        """Check that each day comes on or after the one before."""
        cleaned = super().clean() or {}
        before: tuple[str, date] | None = None
        for name in self.fields:
            day = cleaned.get(name)
            if day is None:
                continue
            if before and day < before[1]:
                self.add_error(
                    name,
                    f"{before[0]}（{format_day(before[1])}）より前の日です。同じ日か、後の日にしてください。",
                )
            before = (str(self.fields[name].label), day)
        return cleaned

    def apply(self) -> Round:
        """Return the round with these days."""
        steps = tuple(
            replace(step, due=self.cleaned_data[f"due_{place}"])
            for place, step in enumerate(self.rules.steps)
        )
        return replace(self.rules, opens=self.cleaned_data["opens"], steps=steps)


class PartsForm(forms.Form):
    """Another form, scale or chain for a round that is being prepared; "" keeps what is there."""

    year = _year_field()
    form = forms.ChoiceField(label="様式", required=False)
    scale = forms.ChoiceField(label="方針の区分", required=False)
    chain = forms.ChoiceField(label="評価の流れ", required=False)
    rating = forms.ChoiceField(label="指標の判定", required=False)

    def __init__(
        self,
        *args: Any,
        offers: Mapping[str, Sequence[Choice]],
        current: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = [("", f"今のまま（{current[name]}）"), *choices]

    def clean_year(self) -> int:
        """Read the year in either calendar."""
        return _read_year(str(self.cleaned_data["year"]))


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason()


class CancelForm(forms.Form):
    """Why a round is called off, and that it is meant."""

    reason = _reason("取りやめる理由")
    sure = forms.BooleanField(
        label="取りやめると元に戻せないことを確かめました",
        error_messages={"required": "取りやめるときは、印を付けてください。"},
    )


class AnnouncementForm(forms.Form):
    """Words to everybody who answers."""

    text = forms.CharField(
        label="お知らせ",
        max_length=1000,
        help_text="この評価を見る人すべてに出ます。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "お知らせを書いてください。",
            "max_length": "お知らせは1,000字までにしてください。",
        },
    )


class ExtensionForm(forms.Form):
    """A section and its later day."""

    section = forms.ChoiceField(label="課", error_messages={"required": "課を選んでください。"})
    due = DayField(
        label="新しい締切",
        error_messages={
            "required": "新しい締切を入れてください。",
            "invalid": "日付は 2026-06-30 のように入れてください。",
        },
    )
    reason = _reason("延ばす理由", "記録に残ります。")

    def __init__(self, *args: Any, sections: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", "選んでください"), *((name, name) for name in sections)]


class LeadForm(forms.Form):
    """The section that answers from now on."""

    section = forms.ChoiceField(label="新しい主管課", error_messages={"required": "課を選んでください。"})
    reason = _reason("変える理由")

    def __init__(self, *args: Any, sections: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", "選んでください"), *((name, name) for name in sections)]


def _day(label: str, initial: date | None, help_text: str) -> DayField:
    return DayField(
        label=label,
        required=False,
        initial=initial,
        help_text=help_text,
        error_messages={"invalid": f"{label}は 2026-06-30 のように入れてください。"},
    )
