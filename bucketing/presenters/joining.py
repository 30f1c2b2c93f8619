"""How people get in: the address, the code, and the picture that a phone reads."""

from dataclasses import dataclass

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bucketing.domain.join_codes import shown_join_code
from bucketing.models import Workshop


@dataclass(frozen=True, slots=True)
class JoinDetails:
    """`link` opens the door and spends nothing; `address` is what a person types."""

    code: str
    link: str
    address: str
    qr: SafeString


def join_details(request: HttpRequest, workshop: Workshop) -> JoinDetails:
    link = request.build_absolute_uri(reverse("workshop-join", args=[workshop.join_code]))
    return JoinDetails(
        code=shown_join_code(workshop.join_code),
        link=link,
        address=request.build_absolute_uri(reverse("join")).split("//", 1)[-1].rstrip("/"),
        qr=draw_qr(link),
    )


def draw_qr(link: str) -> SafeString:
    """An SVG without styles, sized by the stylesheet, with a name for who cannot see it."""
    code = segno.make(link, error="m", micro=False)
    drawing = code.svg_inline(
        omitsize=True, border=1, svgclass="qr-code", lineclass=None, title="QR code to join"
    )
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - drawn here from our own address


def personal_link(request: HttpRequest, workshop: Workshop, token: str) -> str:
    """The address that brings one seat back on any device."""
    return request.build_absolute_uri(reverse("seat-return", args=[workshop.join_code, token]))
