"""How an action refuses."""


class Refused(Exception):  # noqa: N818  # reads as what happened: "raise Refused(...)"
    """What was asked cannot be done now. The message is a sentence that a person can act on."""
