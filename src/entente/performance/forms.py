"""Forms of performance: a file of evidence, the month of a statement, a statement to check."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from entente.performance.kernel.versions import Month, WrongPeriod, parse_month

LARGEST = 200 * 1024 * 1024  # of one file of evidence, unless the installation says otherwise
LARGEST_STATEMENT = 10 * 1024 * 1024
BY_NAME = ""


def largest_evidence() -> int:
    """How many bytes an uploaded file of evidence may have."""
    return int(getattr(settings, "ENTENTE_LARGEST_EVIDENCE", LARGEST))


class EvidenceForm(forms.Form):
    """A file, and the source of the agreement that it belongs to."""

    source = forms.ChoiceField(
        label="Source", required=False, help_text="The agreement names the files of each source."
    )
    file = forms.FileField(label="File", max_length=200)

    def __init__(self, *args: object, sources: Iterable[tuple[str, str]] = (), **more: object):
        super().__init__(*args, **more)  # type: ignore[arg-type] # passed through as given
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(BY_NAME, "Matched by the name of the file"), *sources]

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, unless it is larger than this installation takes."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        most = largest_evidence()
        if file.size is not None and file.size > most:
            raise forms.ValidationError(
                f"The file has {file.size:,} bytes; at most {most:,} are taken on this page."
                " Split it by month, or compress it with gzip."
            )
        return file


class PeriodForm(forms.Form):
    """The month of which a statement is to be made."""

    period = forms.CharField(label="Month", max_length=7)

    def clean_period(self) -> Month:
        """The month as a value."""
        try:
            return parse_month(self.cleaned_data["period"])
        except WrongPeriod as wrong:
            raise forms.ValidationError(str(wrong)) from None


class CheckForm(forms.Form):
    """A statement that the other side sent, to be checked against this record."""

    statement = forms.FileField(label="Statement", max_length=200)

    def clean_statement(self) -> bytes:
        """The bytes of the file, unless it cannot be a statement."""
        file: UploadedFile[bytes] = self.cleaned_data["statement"]
        if file.size is not None and file.size > LARGEST_STATEMENT:
            raise forms.ValidationError("The file is too large to be a statement.")
        return bytes(file.read())
