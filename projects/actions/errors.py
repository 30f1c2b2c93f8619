"""Why something about projects is not done."""


class Refused(Exception):
    """The message is a sentence the person who asked can act on."""
