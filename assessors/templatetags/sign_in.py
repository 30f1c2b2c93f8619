"""Small filters for the sign-in pages."""

from django import template
from django.forms import BoundField

from assessors.models import SignInProvider

register = template.Library()

# In this order: most browsers also claim to be the ones below them.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def plain(field: BoundField) -> BoundField:
    """The field without a placeholder, which would go as soon as it is needed."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.simple_tag
def has_providers() -> bool:
    """Whether any organisation here has a sign-in of its own."""
    return SignInProvider.objects.exists()


@register.filter
def device(user_agent: str) -> str:
    """“Firefox on Windows”: what a person can tell their devices apart by."""
    browser = _first(BROWSERS, user_agent) or ("Safari" if "Safari" in user_agent else "")
    system = _first(SYSTEMS, user_agent)
    return " on ".join(filter(None, (browser, system))) or "Unknown browser"


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
