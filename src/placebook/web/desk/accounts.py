"""How people sign in: with an account that an administrator made, or with the council's own sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

try:
    from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
except ImportError:  # needs the extra `sign-in`
    DefaultSocialAccountAdapter = object


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, and after signing in nobody is sent to another site."""

    error_messages = {  # noqa: RUF012 - as the class above has it
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is wrong. Check both and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators invite people."""
        del request
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of the desk."""
        return bool(url) and str(url).startswith("/desk/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail leaves the desk: administrators hand out invitations."""


class CouncilSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The council's sign-in opens accounts that an administrator made for the same address, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Administrators add people."""
        del request, sociallogin
        return False
