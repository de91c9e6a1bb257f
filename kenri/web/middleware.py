"""Headers of every answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# No inline scripts or styles, nothing from elsewhere: the pages use only their own static files.
# ``data:`` is the QR code of a second factor; forms may end at the providers through which people sign in.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        " ".join(["form-action 'self'", *(provider.server for provider in settings.SIGN_IN_PROVIDERS)]),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def protected(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set what protects an answer: policies, and that no cache keeps what was given to somebody signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.path.startswith("/api/"):
            # A browser that is led here shows nothing that somebody else wrote.
            response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        return response

    return middleware
