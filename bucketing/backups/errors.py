"""How a backup or a restore refuses."""


class BackupRefused(Exception):  # reads as what happened: "raise BackupRefused(...)"
    """It cannot be done. The message is a sentence that a person can act on."""
