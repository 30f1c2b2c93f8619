"""What ties an answer to the project that was on the page when it was chosen."""

from decimal import Decimal
from zlib import crc32


def card_version(*, round_id: int, project_id: int, name: str, amount: Decimal) -> str:
    """A short mark of what a card showed. A form restored by a browser does not carry another's."""
    return f"{crc32(f'{round_id}|{project_id}|{name}|{amount:.2f}'.encode()):08x}"
