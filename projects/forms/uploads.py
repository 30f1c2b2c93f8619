"""The first step: a file, or a table pasted from one."""

from typing import Any, BinaryIO

from django import forms
from django.core.files.base import ContentFile

from projects.spreadsheets.limits import MEGABYTE, Limits

ACCEPTED_TYPES = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"
PASTED_NAME = "Pasted table.tsv"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Spreadsheet",
        required=False,
        allow_empty_file=True,
        help_text="Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods) or text (.csv, .tsv), up to 50 MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
    )
    table = forms.CharField(
        label="Or paste a table",
        required=False,
        strip=False,
        max_length=5 * MEGABYTE,
        help_text="Copy the cells in your spreadsheet, with their headings, and paste them here.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"max_length": "The table is too long to paste: choose its file instead."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > Limits().file_bytes:
            raise forms.ValidationError(
                "The file is larger than 50 MB: split it and bring in each part."
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("table", "").strip():
            self.add_error("file", "Choose a spreadsheet, or paste a table.")
        return cleaned

    def upload(self) -> tuple[BinaryIO, str]:
        """The file with its own name; a pasted table becomes a file too."""
        if file := self.cleaned_data["file"]:
            return file, file.name
        return ContentFile(self.cleaned_data["table"].encode()), PASTED_NAME  # type: ignore[return-value]
