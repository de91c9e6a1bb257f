"""The e-mail by which somebody is invited to an organisation, in both languages: nobody knows theirs yet."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kenri.accounts.models import Invitation
from kenri.accounts.permissions import roles
from kenri.accounts.site import address
from kenri.web import wording


def send(invitation: Invitation, secret: str) -> int:
    """Send it; how many e-mails left. The page shows the address to whoever invites as well."""
    bodies, subjects = [], []
    for language in ("ja", "en"):
        with translation.override(language):
            context = {
                "organisation": invitation.organisation,
                "role": wording.chosen(roles()[invitation.role].label),
                "link": address(f"account/invitations/{secret}", language),
            }
            bodies.append(render_to_string("mail/invitation.txt", context).strip())
            subjects.append(_("Invitation"))
    subject = f"{' / '.join(subjects)}: {' '.join(invitation.organisation.name.split())[:80]}"
    return send_mail(subject, "\n\n--\n\n".join(bodies) + "\n", None, [invitation.email], fail_silently=True)
