"""Mails that we write ourselves; sign-in writes its own."""

import logging
import smtplib

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from assessors.actions.invitations import Sent

logger = logging.getLogger(__name__)


def send_invitation(request: HttpRequest, sent: Sent) -> bool:
    """Mail the link and the code. False where the mail server refused or could not be reached."""
    context = {
        "invitation": sent.invitation,
        "code": f"{sent.code[:4]} {sent.code[4:]}",
        "link": request.build_absolute_uri(reverse("invitation-open", args=[sent.token])),
        "code_page": request.build_absolute_uri(reverse("invitation-code")),
    }
    body = render_to_string("assessors/mail/invitation.txt", context)
    subject = f"Join {sent.invitation.organisation} on Bucketing"
    try:
        send_mail(" ".join(subject.split()), body, None, [sent.invitation.email])
    except (OSError, smtplib.SMTPException):
        logger.exception("An invitation could not be mailed")
        return False
    return True
