"""What programs are told when something is wrong: problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse


def problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """An answer that says what is wrong, and what to do."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JsonResponse(
        {**body, "detail": detail, **more},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
