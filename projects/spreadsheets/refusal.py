"""A file that is not read, and the sentence that says why and what to do."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child process starts quicker without it
    from projects.domain.proposal import TableRefused


class SpreadsheetRefused(Exception):
    """The message is one plain sentence for the person who brought the file; `hint` says what the
    command line would have to be told. Where a table was found but not understood, `table` is the
    TableRefused that holds its headings, columns and candidates for the amount."""

    def __init__(
        self, sentence: str, *, hint: str = "", table: "TableRefused | None" = None
    ) -> None:
        super().__init__(sentence)
        self.hint = hint
        self.table = table


ACCEPTED = "Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods), or text (.csv, .tsv)"
DAMAGED = (
    "The file is damaged: open it in Excel or LibreOffice, save it again and bring in the new copy."
)
ENCRYPTED = "The file is password-protected: save a copy without a password and bring in the copy."
TOO_LARGE = "The file is too large to read safely: delete unused rows and columns, or split it, and save a copy."
TOO_SLOW = "The file took too long to read: save a copy without unused rows, columns and sheets."
