"""Why something about projects is not done."""


class Refused(Exception):  # noqa: N818  # it is an answer, not a failure
    """The message is a sentence the person who asked can act on."""
