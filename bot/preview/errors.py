"""The one way in which the emulated server refuses a call."""


class ApiError(Exception):
    """A refusal as Telegram words it: `error_code`, `description` and, for 429, `retry_after` in seconds."""

    def __init__(self, code: int, description: str, *, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(message: str) -> ApiError:
    """Word a TDLib error as the Bot API does: prefixed, its first letter lowered unless it starts a CODE_LIKE_THIS.

    Source: tdlib/telegram-bot-api Client.cpp, `fail_query_with_error`.
    """
    if len(message) > 1 and (message[1] == "_" or "A" <= message[1] <= "Z"):
        return ApiError(400, f"Bad Request: {message}")
    return ApiError(400, f"Bad Request: {message[0].lower()}{message[1:]}")


def flood(retry_after: int) -> ApiError:
    """Refuse for being too fast. Source: Query.cpp, `set_retry_after_error`."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
