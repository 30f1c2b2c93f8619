"""Small filters for the sign-in pages."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def plain(field: BoundField) -> BoundField:
    """The field without a placeholder, which would go as soon as it is needed."""
    field.field.widget.attrs.pop("placeholder", None)
    return field
