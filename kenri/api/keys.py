"""Who asks: a programme that shows a key, and what its scopes let it do."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from kenri.accounts.models import ApiKey, User
from kenri.accounts.permissions import actions, may
from kenri.accounts.services import key_of
from kenri.cases.proceedings.access import ACTIONS
from kenri.vocab.problems import Problem


class ByKey(HttpBearer):
    """``Authorization: Bearer kenri_…``. A key does what its owner may and its scopes name, never more.

    Raises ``Problem('bad_key')``, and ``not_yours_to_do`` where its scopes or its owner lack ``use_api``.
    """

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        """The key, as ``request.auth``."""
        key = key_of(token)
        if "use_api" not in key.scopes or not may(key.user, "use_api", key.organisation):
            raise not_yours("use_api")
        return key


def owner(request: HttpRequest) -> User:
    """Whose key it is."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key.user


def roles(request: HttpRequest) -> set[str]:
    """The roles of procedures in which the key lets its owner act."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return {role for role, action in ACTIONS.items() if action in key.scopes}


def require_scope(request: HttpRequest, scope: str) -> None:
    """Raises ``Problem('not_yours_to_do')`` where the key's scopes lack an action."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    if scope not in key.scopes:
        raise not_yours(scope)


def holds(request: HttpRequest, action: str) -> bool:
    """Whether the key's scopes name an action that its owner still may do."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return action in key.scopes and may(key.user, action, key.organisation)


def require(request: HttpRequest, action: str) -> str:
    """Who does an action, as the books name them.

    Raises ``Problem('not_yours_to_do')`` unless the key ``holds`` it.
    """
    if not holds(request, action):
        raise not_yours(action)
    return f"user:{owner(request).key}"


def not_yours(action: str) -> Problem:
    """That somebody may not do an action."""
    return Problem("not_yours_to_do", action=actions()[action].label)
