"""Whether a template that a city hands in can be used."""

from torikumi.publish.forms.catalogue import Form, Per
from torikumi.publish.forms.document import check_blanks, open_template
from torikumi.publish.forms.names import NAMES


def check_template(form: Form, content: bytes, *, file_name: str) -> None:
    """Raise a UserError for a file that cannot be opened, and for a blank whose name is not known where it stands."""
    kinds = [Per.PLAN.value] if form.per is Per.PLAN else [Per.PLAN.value, Per.SECTION.value]
    check_blanks(open_template(content, file_name=file_name), names=NAMES, kinds=kinds)
