"""Signing in by two steps, as an app for codes does the second."""

from __future__ import annotations

import time

STEP = 30  # seconds for which an app shows a code


def code_of(secret: str, steps: int = 0, now: float | None = None) -> str:
    """What an app for codes shows now, or so many steps later."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    moment = time.time() if now is None else now
    return format_hotp_value(hotp_value(secret, int(moment) // STEP + steps))


def key_of(who: str) -> str:
    """Set two steps up for somebody. Gives the key in their app."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from placebook.web.desk.models import Person

    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(email=f"{who}@example.org"), secret)
    return secret
