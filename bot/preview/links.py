"""Which links Telegram takes in buttons and `<a>`, and how it rewrites them; after TDLib's LinkManager and HttpUrl."""

import re

_SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
_TG_LIKE = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
# HttpUrl.cpp, `parse_url`, check_url_part: "symbols allowed by RFC 7230 and RFC 3986", plus plain UTF-8.
_PART = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*")
_USERINFO_PART = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=:]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*")
_MAX_PORT = 65535


class LinkError(ValueError):
    """A link that Telegram does not take; the text is TDLib's."""


def checked_link(link: str) -> str:
    """Rewrite a link as Telegram stores it: with a scheme, a lower-case host and a path.

    So `tel:112` is refused and a bare `example.kz` becomes `http://example.kz/`.
    Source: LinkManager.cpp, `check_link_impl`. Raises LinkError with TDLib's words.
    """
    special = _TG_LIKE.match(link)
    if special:
        return _special_link(special[1].lower(), link[special.end() :])
    scheme, userinfo, host, port, path = _split(link)
    if "." not in host and not host.startswith("["):
        raise LinkError("Wrong HTTP URL")
    return f"{scheme}://{userinfo + '@' if userinfo else ''}{host}{f':{port}' if port else ''}{path}"


def _special_link(kind: str, rest: str) -> str:
    scheme, userinfo, host, port, path = _split(rest)
    if rest.lower().startswith("http://") or scheme == "https" or userinfo or port or host.startswith("["):
        raise LinkError("Wrong tg URL" if kind == "tg" else "Wrong ton URL")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+" if kind == "tonsite" else r"[A-Za-z0-9_-]+", host):
        raise LinkError("Unallowed characters in URL host")
    return f"{kind}://{host}{path[1:] if path.startswith('/?') else path}"


def _split(url: str) -> tuple[str, str, str, int, str]:
    """Cut a URL into scheme, userinfo, host, port (0: none given) and path. Source: HttpUrl.cpp, `parse_url`."""
    scheme, rest = "http", url
    if found := _SCHEME.match(url):
        scheme, rest = found[1].lower(), url[found.end() :]
        if scheme not in {"http", "https"}:
            raise LinkError("Unsupported URL protocol")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(authority) :].rstrip(" \t\r\n\0\v")
    userinfo, _, host_port = authority.rpartition("@")
    host, port = _split_port(host_port)
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if not host.startswith("["):
        _check_part(_PART, host, "host")
        _check_part(_USERINFO_PART, userinfo, "userinfo")
    path = path if path.startswith("/") else "/" + path
    return scheme, userinfo, host.lower(), port, re.sub(r"[\x00-\x20]", lambda c: f"%{ord(c[0]):02X}", path)


def _split_port(host_port: str) -> tuple[str, int]:
    host, colon, port = host_port.rpartition(":")
    if not colon or not host or port.endswith("]"):
        return host_port, 0
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= _MAX_PORT:
        raise LinkError("Wrong port number specified in the URL")
    return host, int(port)


def _check_part(allowed: re.Pattern[str], part: str, name: str) -> None:
    good = allowed.match(part)
    end = good.end() if good else 0
    if end == len(part):
        return
    if part[end] == "%":
        raise LinkError(f"Wrong percent-encoded symbol in URL {name}")
    raise LinkError(f"Disallowed character in URL {name}")
