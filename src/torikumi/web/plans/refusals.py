"""Why an import is not taken in, each with the sentence that says what to do next."""

from __future__ import annotations

from torikumi.errors import UserError
from torikumi.text.era import format_fiscal_year
from torikumi.web.plans.models import Edition, Import, ImportState


class AlreadyImportedError(UserError):
    """The same document was imported before, and nothing has changed since."""

    def __init__(self, batch: Import) -> None:
        done = "すでに取り込まれています" if batch.state == ImportState.APPLIED else "確認を待っています"
        done_en = "was imported already" if batch.state == ImportState.APPLIED else "waits to be confirmed"
        super().__init__(
            ja=f"「{batch.file_name}」と同じ内容の文書は{done}。下のリンクから取込の結果を見てください。",
            en=f"A document equal to {batch.file_name} {done_en}; look at it with the link below.",
        )
        self.batch = batch


class StaleImportError(UserError):
    """Another import was confirmed or undone since this one was read."""

    def __init__(self) -> None:
        super().__init__(
            ja="この文書を読み取った後に計画の最新版が変わりました。この取込を破棄して、同じ文書をもう一度取り込んでください。",
            en="The plan has changed since this document was read; discard this import and upload it again.",
        )


class OlderYearError(UserError):
    """The document is of an older year than the newest edition: it would bring the past back as the newest."""

    def __init__(self, batch: Import, newest: Edition) -> None:
        year, now = format_fiscal_year(batch.year), format_fiscal_year(newest.year)
        super().__init__(
            ja=f"この文書は{year}のもので、最新の版（{now}）より古いため、確定できません。"
            "年度が違っていれば、破棄して正しい年度で読み取り直してください。"
            "古い年度の版を加えるには、新しい年度の取込を取り消し、古い年度から順に取り込みます。",
            en=f"The document is of {batch.year}, older than the newest edition ({newest.year}), and cannot be confirmed. "
            "Discard it and read it again with the right year, or undo the newer import and import the older year first.",
        )

    @classmethod
    def about(cls, batch: Import) -> OlderYearError | None:
        """Return why the import cannot follow its base; None where it is of the same year or a later one."""
        return cls(batch, batch.base) if batch.base and batch.year < batch.base.year else None


class PendingCorrectionsError(UserError):
    """The reading was corrected, and nobody has seen yet what the import changes with the corrections."""

    def __init__(self) -> None:
        super().__init__(
            ja="読み取りの訂正がまだ反映されていません。「訂正を反映する」を押し、違いを確かめてから確定してください。",
            en="The reading was corrected; take the corrections in and look at the differences before confirming.",
        )


class StaleReadingError(UserError):
    """Somebody corrected the reading in the same moment."""

    def __init__(self) -> None:
        super().__init__(
            ja="同じときに、ほかの人が読み取りを訂正しました。もう一度「訂正を反映する」を押してください。",
            en="Somebody corrected the reading in the same moment; take the corrections in again.",
        )


class PendingLineageError(UserError):
    """It was decided which projects are the same, and nobody has seen yet what the import changes with that."""

    def __init__(self) -> None:
        super().__init__(
            ja="系譜の判断がまだ反映されていません。「系譜を反映する」を押し、違いを確かめてから確定してください。",
            en="Decisions on the lineage are not in the import yet; take them in and look at the differences first.",
        )


class OvertakenError(UserError):
    """Somebody decided on the same projects since the page was shown."""

    def __init__(self, who: str) -> None:
        super().__init__(
            ja=f"この画面を開いたあとに、{who} さんが同じ事業について決めました。あなたの操作は行っていません。"
            "いまの線を見て、もう一度決めてください。",
            en=f"{who} decided on the same project after this page was shown, so nothing was done; look again.",
        )


class StaleProposalError(UserError):
    """Another proposal was made, or the import changed, since this was worked out or shown."""

    def __init__(self) -> None:
        super().__init__(
            ja="系譜の案が新しくなりました。いまの線を見て、もう一度行ってください。",
            en="There is a new proposal of the lineage; look at it and try again.",
        )


class NoLineageError(UserError):
    """No lineage was proposed for the import yet."""

    def __init__(self) -> None:
        super().__init__(
            ja="この取込には系譜の案がまだありません。「案を作る」を押してください。",
            en="No lineage is proposed for this import yet; have one made first.",
        )


class BadLineError(UserError):
    """A line that cannot be drawn so."""


class WrongStateError(UserError):
    """The import is not in the state in which this can be done."""


class NoProjectsError(UserError):
    """The document has no projects: as the next edition it would end every project of the plan."""

    def __init__(self) -> None:
        super().__init__(
            ja="この文書には事業が1つもありません。次の版として取り込むと、いまの事業がすべて終わったことになります。"
            "事業の一覧がある文書を選んでください。",
            en="The document has no projects; as the next edition it would end all that the plan has. "
            "Choose a document that lists projects.",
        )


class MissingYearError(UserError):
    """Neither the document nor the person says which fiscal year the plan is of."""


class MissingTitleError(UserError):
    """Neither the document nor the person says what the plan is called."""


class WrongCityError(UserError):
    """The document is another city's."""
