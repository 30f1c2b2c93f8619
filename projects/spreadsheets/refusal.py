"""A file that is not read, and the sentence that says why and what to do."""


class SpreadsheetRefused(Exception):
    """The message is one plain sentence for the person who brought the file."""


ACCEPTED = "Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods), or text (.csv, .tsv)"
DAMAGED = (
    "The file is damaged: open it in Excel or LibreOffice, save it again and bring in the new copy."
)
PASSWORD_PROTECTED = (
    "The file is password-protected: save a copy without a password and bring in the copy."
)
TOO_LARGE = "The file is too large to read safely: delete unused rows and columns, or split it, and save a copy."
TOO_SLOW = "The file took too long to read: save a copy without unused rows, columns and sheets."
