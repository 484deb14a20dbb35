"""Forms of scope: the text of a version of the agreement."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

LARGEST = 2 * 1024 * 1024


class AgreementForm(forms.Form):
    """A YAML file, or its text; exactly one of them."""

    file = forms.FileField(label="YAML file", required=False, max_length=200)
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "code"}),
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError("The file is too large to be an agreement.")
        try:
            return bytes(file.read()).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not UTF-8 text: save it as UTF-8.") from None

    def clean(self) -> dict[str, object]:
        """One text, whichever way it came."""
        told = super().clean() or {}
        if not self.errors and not (told.get("file") or told.get("text")):
            raise forms.ValidationError("Choose a YAML file, or paste its text.")
        return told

    @property
    def agreement(self) -> str:
        """The text to be recorded."""
        return str(self.cleaned_data.get("file") or self.cleaned_data.get("text") or "")
