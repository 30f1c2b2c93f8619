"""How often somebody may guess codes and links, counted in the cache that all processes share."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60

# A whole council may sit behind one address, and a whole room joins in one minute.
WRONG_CODES_PER_ADDRESS = (40, 5 * MINUTE)
WRONG_LINKS_PER_CODE = (60, 5 * MINUTE)
SEATS_PER_CODE = (150, 5 * MINUTE)
KNOCKS_PER_ADDRESS = (60, 5 * MINUTE)


def address_of(request: HttpRequest) -> str:
    """The caller's address, as far as the settings trust what the proxy says."""
    return str(get_adapter().get_client_ip(request))


def is_spent(what: str, who: str, limit: tuple[int, int]) -> bool:
    """Whether `who` has used up the tries of one window."""
    return int(cache.get(_key(what, who), 0)) >= limit[0]


def count_one(what: str, who: str, limit: tuple[int, int]) -> None:
    """Count a try. The window starts with the first one."""
    key = _key(what, who)
    if not cache.add(key, 1, limit[1]):
        cache.incr(key)


def _key(what: str, who: str) -> str:
    return f"guesses:{what}:{who}"
