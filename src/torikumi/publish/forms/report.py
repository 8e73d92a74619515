"""What was missing on filled forms, in a sentence or two for the person who asked for them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from torikumi.publish.forms.document import Filled
from torikumi.publish.remark import Remark

_MOST = 8


def lacks_remarks(forms: Sequence[Filled], *, how_to_give: bool) -> Iterator[Remark]:
    """Yield what a person still has to write, and what the plan does not say; nothing where nothing is missing.

    `how_to_give` adds the option of the command.
    """
    to_give: dict[str, None] = {}
    unknown: Counter[str] = Counter()
    for form in forms:
        for lack, count in form.lacks:
            if lack.to_be_given:
                to_give[lack.name] = None
            else:
                unknown[lack.name] += count
    if to_give:
        names = [*to_give]
        ja = f"人が書くところが空いています（〔　〕）：{'、'.join(names)}。"
        en = f"A person still has to write (〔 〕): {', '.join(names)}."
        if how_to_give:
            ja += f"--set {names[0]}=… で入れられます。"
            en += f" Give it with --set {names[0]}=…."
        yield Remark(ja=ja, en=en)
    if unknown:
        listed = [f"{name} {count:,}" for name, count in unknown.most_common(_MOST)]
        more = len(unknown) - len(listed)
        rest_ja, rest_en = (f"、ほか{more}項目", f", and {more} more") if more else ("", "")
        yield Remark(
            ja=f"計画から分からない値 {unknown.total():,}か所は「－」になっています：{'、'.join(listed)}{rest_ja}。",
            en=f"{unknown.total():,} values that the plan does not say are “－”: {', '.join(listed)}{rest_en}.",
        )
