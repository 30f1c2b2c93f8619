"""What an action says when it refuses."""


class PeopleError(Exception):
    """A refusal in one sentence that the person can act on."""
