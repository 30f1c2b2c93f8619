"""How an action refuses."""


class Refused(Exception):  # reads as what happened: "raise Refused(...)"
    """What was asked cannot be done now. The message is a sentence that a person can act on."""
