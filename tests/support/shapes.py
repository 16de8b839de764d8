"""Requests that two readers could cut at different places (RFC 9112, section 11.2), as bytes.

In each, `{id}` is the name of the outer request and `{hidden}` that of the one it may hide.
"""

from __future__ import annotations

HIDDEN = "GET /probe/echo HTTP/1.1\r\nHost: site.test\r\nX-Request-ID: {hidden}\r\n\r\n"
LENGTH = str(len(HIDDEN.format(hidden="x" * 16)))
TOP = (
    "POST /probe/echo HTTP/1.1\r\nHost: site.test\r\nX-Request-ID: {id}\r\nContent-Type: application/json\r\n"
)
GET = "GET /probe/echo HTTP/1.1\r\nHost: site.test\r\nX-Request-ID: {id}\r\n"
END = "0\r\n\r\n"
FIVE = "5\r\nhello\r\n"


def top(*lines: str, body: str = "", first: str = TOP) -> str:
    """A request with these further header lines."""
    return first + "".join(f"{line}\r\n" for line in lines) + "\r\n" + body


CHUNKED = "Transfer-Encoding: chunked"

SHAPES: dict[str, str] = {
    # A length and chunks at once.
    "length then chunks": top(f"Content-Length: {len(END) + int(LENGTH)}", CHUNKED, body=END + HIDDEN),
    "chunks then length": top(CHUNKED, f"Content-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN),
    "chunks and a short length": top(
        CHUNKED, "Content-Length: 4", body=f"{int(LENGTH):x}\r\n" + HIDDEN + "\r\n" + END
    ),
    "length 0 and chunks": top("Content-Length: 0", CHUNKED, body=FIVE + END + HIDDEN),
    "length and gzip": top(f"Content-Length: {LENGTH}", "Transfer-Encoding: gzip", body=HIDDEN),
    # A Transfer-Encoding that only some readers understand.
    **{
        f"coding {coding!r}": top(
            f"Content-Length: {len(END) + int(LENGTH)}", f"Transfer-Encoding:{coding}", body=END + HIDDEN
        )
        for coding in (
            " xchunked",
            " chunkedx",
            " chunked, identity",
            " identity, chunked",
            " chunked, chunked",
            " identity",
            ' "chunked"',
            " chunked;x=y",
            " ch\u00fcnked",
            " chunked\x0b",
            "\tchunked",
            " CHUNKED",
            " chunked ",
            "",
            " \r\n chunked",
            " chunked\r\n x",
        )
    },
    "coding twice": top(CHUNKED, "Transfer-Encoding: identity", "Content-Length: 5", body=END + HIDDEN),
    "coding twice the other way": top("Transfer-Encoding: x", CHUNKED, body=END + HIDDEN),
    "space before the colon of the coding": top(
        "Transfer-Encoding : chunked", f"Content-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN
    ),
    "tab before the colon of the coding": top(
        "Transfer-Encoding\t: chunked", f"Content-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN
    ),
    "space before the name of the coding": top(
        " Transfer-Encoding: chunked", f"Content-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN
    ),
    "underscore in the name of the coding": top(
        "Transfer_Encoding: chunked", f"Content-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN
    ),
    "coding after a bare line feed": top(
        f"X: y\nTransfer-Encoding: chunked\r\nContent-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN
    ),
    "coding after a bare return": top(
        f"X: y\rTransfer-Encoding: chunked\r\nContent-Length: {len(END) + int(LENGTH)}", body=END + HIDDEN
    ),
    "coding for HTTP/1.0": top(CHUNKED, body=END + HIDDEN, first=TOP.replace("HTTP/1.1", "HTTP/1.0")),
    # Lengths that are none, or two.
    **{
        f"length {length!r}": top(f"Content-Length:{length}", body=HIDDEN)
        for length in (
            " -1",
            " +5",
            " 0x5",
            " 5,5",
            " 5, 6",
            " 5 5",
            " 5;",
            " 5e0",
            " 5.0",
            " five",
            "",
            " \u0665",
            " 9" + "9" * 30,
            " 18446744073709551616",
            " 0\r\n\t5",
            " '5'",
        )
    },
    "two lengths": top("Content-Length: 0", f"Content-Length: {LENGTH}", body=HIDDEN),
    "two lengths the other way": top(f"Content-Length: {LENGTH}", "Content-Length: 0", body=HIDDEN),
    "space before the colon of the length": top(f"Content-Length : {LENGTH}", body=HIDDEN),
    "underscore in the name of the length": top(f"Content_Length: {LENGTH}", body=""),
    "a body with GET": top(f"Content-Length: {LENGTH}", body=HIDDEN, first=GET),
    "chunks with GET": top(CHUNKED, body=END, first=GET),
    "length folded": top(f"Content-Length:\r\n {LENGTH}", body=HIDDEN),
    # Chunks that are cut wrongly.
    **{
        f"chunk size {size!r}": top(CHUNKED, body=f"{size}\r\nhello\r\n{END}{HIDDEN}")
        for size in ("-5", "+5", "0x5", "5 ", " 5", "5_0", "g", "", "5\n", "f" * 17, "5;\nx", "\u0665", "5,5")
    },
    "chunk without its end": top(CHUNKED, body=f"5\r\nhelloX{END}{HIDDEN}"),
    "chunk that ends with a line feed": top(CHUNKED, body=f"5\r\nhello\n{END}{HIDDEN}"),
    "last chunk with line feeds": top(CHUNKED, body=f"{FIVE}0\n\n{HIDDEN}"),
    "trailers that are headers": top(
        CHUNKED, body=f"{FIVE}0\r\nContent-Length: {LENGTH}\r\nHost: evil\r\n\r\n"
    ),
    "endless chunk extension": top(CHUNKED, body=f"5;{'x' * 20_000}\r\nhello\r\n{END}"),
    "endless trailers": top(CHUNKED, body="0\r\n" + "X: y\r\n" * 20_000 + "\r\n"),
    # Header lines.
    "bare line feeds": top().replace("\r\n", "\n") + HIDDEN,
    "NUL in a value": top("X: a\0b"),
    "NUL in a name": top("X\0: a"),
    "a line without a colon": top("nonsense"),
    "an empty name": top(": a"),
    "a space in a name": top("X Y: a"),
    "a folded line": top("X: a\r\n b"),
    "a folded first line": GET.replace("\r\nHost", "\r\n X: a\r\nHost", 1) + "\r\n",
    "a return in a value": top("X: a\rb"),
    "two hosts": top("Host: evil.test"),
    "no host": "GET /probe/echo HTTP/1.1\r\nX-Request-ID: {id}\r\n\r\n",
    "an empty host": GET.replace("site.test", "") + "\r\n",
    "another host": GET.replace("site.test", "evil.test") + "\r\n",
    "a hundred and one lines": top(*(f"X-{number}: y" for number in range(99)), first=GET),
    "a head of 20 kB": top(*(f"X-{number}: {'y' * 1000}" for number in range(20)), first=GET),
    "a line of 20 kB": top(f"X: {'y' * 20_000}", first=GET),
    "an address of 20 kB": GET.replace("echo", "echo?" + "y" * 20_000) + "\r\n",
    # The first line.
    "lower-case method": GET.replace("GET", "get", 1) + "\r\n",
    "no version": "GET /probe/echo\r\n\r\n",
    "version 0.9": GET.replace("HTTP/1.1", "HTTP/0.9") + "\r\n",
    "version 1.2": GET.replace("HTTP/1.1", "HTTP/1.2") + "\r\n",
    "version 2.0": GET.replace("HTTP/1.1", "HTTP/2.0") + "\r\n",
    "version in lower case": GET.replace("HTTP/1.1", "http/1.1") + "\r\n",
    "two spaces": GET.replace("GET /", "GET  /") + "\r\n",
    "a tab": GET.replace("GET /", "GET\t/") + "\r\n",
    "a space in the address": GET.replace("echo", "ec ho") + "\r\n",
    "a control character in the address": GET.replace("echo", "ec\x01ho") + "\r\n",
    "a fragment in the address": GET.replace("echo", "echo#x") + "\r\n",
    "an address without a slash": GET.replace("/probe/echo", "probe/echo") + "\r\n",
    "an absolute address of another host": GET.replace("/probe", "http://evil.test/probe") + "\r\n",
    "an absolute address of this host": GET.replace("/probe", "http://site.test/probe") + "\r\n",
    "CONNECT": GET.replace("GET /probe/echo", "CONNECT site.test:443") + "\r\n",
    "an asterisk": GET.replace("GET /probe/echo", "OPTIONS *") + "\r\n",
    "the preface of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN,
    "an upgrade to HTTP/2": top("Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk", first=GET),
    "a length that the connection is told to forget": top(
        f"Content-Length: {LENGTH}", "Connection: Content-Length, keep-alive", body=HIDDEN
    ),
    "a space after the coding's name at the start": top("\tTransfer-Encoding: chunked", body=END + HIDDEN),
}
