"""Texts that want to run something in whoever reads them: made by crossing what is known to have worked.

What they would run calls `boom`, with a word that the browser's half of a test looks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

RUN = "boom(1)"
TAGS = """script img svg math iframe object embed video audio details body input select textarea button
marquee form a style link base meta template noscript xmp plaintext frameset isindex keygen dialog slot portal
animate set foreignObject annotation-xml mglyph malignmark title table td bgsound applet""".split()
EVENTS = """onerror onload onclick onfocus onmouseover ontoggle onanimationstart onbegin onpointerrawupdate
onscrollend onbeforematch onbeforeinput onpageshow onfocusin""".split()
SHAPES = (
    "<{tag} {event}={run}>",
    "<{tag} {event}={run} src=x autofocus tabindex=1 open>",
    '<{tag}/{event}="{run}"/src=x>',
    "<{tag} x='><{tag} {event}={run}>",
    "<{tag}\n{event}\n=\n{run}\n>",
)
SCHEMES = (
    "javascript:{run}",
    "JaVaScRiPt:{run}",
    "java\tscript:{run}",
    "java\nscript:{run}",
    " javascript:{run}",
    "\x01javascript:{run}",
    "javascript&colon;{run}",
    "&#106;avascript:{run}",
    "&#x6A;avascript:{run}",
    "&#0000106avascript:{run}",
    "javascript&#x3A;{run}",
    "java&Tab;script:{run}",
    "java&NewLine;script:{run}",
    "javascript\\:{run}",
    "vbscript:{run}",
    "data:text/html,<script>{run}</script>",
    "jav\u200bascript:{run}",
    "data:text/html;base64,PHNjcmlwdD5ib29tKDEpPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload={run}>",
    "javascript://example.org/%0a{run}",
    "https:javascript:{run}",
    "//example.org\\javascript:{run}",
    "view-source:javascript:{run}",
    "feed:javascript:{run}",
    "blob:javascript:{run}",
    "\ufeffjavascript:{run}",
    "%6aavascript:{run}",
    "javascript:%62oom(1)",
    "javas\0cript:{run}",
    "mailto:a@b?body=<script>{run}</script>",
)
PLACES = (
    "[click]({url})",
    "[click](<{url}>)",
    '[click]({url} "title")',
    "<{url}>",
    "![picture]({url})",
    "[click][1]\n\n[1]: {url}",
    "[![x]({url})]({url})",
    '<a href="{url}">click</a>',
    "<a href={url}>click</a>",
    '<iframe src="{url}">',
    '<form action="{url}"><button>go',
    '<a xlink:href="{url}">',
    "[a]({url}) [b]( {url} )",
    '<object data="{url}">',
    '<svg><a xlink:href="{url}"><text>go',
    '<meta http-equiv=refresh content="0;{url}">',
    '<base href="{url}">',
    "https://example.org/[x]({url})",
    "> [click]({url})",
    "- [click]({url})",
)
MUTATIONS = (
    '<svg></p><style><a id="</style><img src=x onerror={run}>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={run}&gt;">',
    '<noscript><p title="</noscript><img src=x onerror={run}>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={run}>",
    "<template><style></template><img src=x onerror={run}>",
    "<!--><img src=x onerror={run}>-->",
    "<!-- --!><img src=x onerror={run}> -->",
    "<![CDATA[><img src=x onerror={run}>]]>",
    "<?xml version=1.0?><img src=x onerror={run}>",
    "<svg><![CDATA[</svg><img src=x onerror={run}>]]>",
    "<textarea></textarea><img src=x onerror={run}>",
    "<title></title><img src=x onerror={run}>",
    '<xmp><p title="</xmp><img src=x onerror={run}>">',
    "<style><style/><img src=x onerror={run}>",
    '<a title="`><img src=x onerror={run}>`">',
    '<img src="x` `<script>{run}</script>"` `>',
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<<script>script>{run}<</script>/script>",
    '<IMG """><SCRIPT>{run}</SCRIPT>">',
    "\\<img src=x onerror={run}>",
    "`<img src=x onerror={run}>",
    '``` "><img src=x onerror={run}>\ncode\n```',
    '```"onmouseover={run}\ncode\n```',
    '[x](https://example.org/"onmouseover={run})',
    "[x](https://example.org 'y\" onmouseover={run} z=\"')",
    '<https://example.org/"onmouseover={run}>',
    'https://example.org/"onmouseover="{run}',
    "https://example.org/'onmouseover='{run}",
    '@ada"><img src=x onerror={run}>',
    "@ada<img/src=x/onerror={run}>",
    "**<img src=x onerror={run}>**",
    "~~</del><img src=x onerror={run}>~~",
    "1. </ol><img src=x onerror={run}>",
    "> </blockquote><img src=x onerror={run}>",
    "&lt;img src=x onerror={run}&gt;",
    "&amp;lt;img src=x onerror={run}&amp;gt;",
    "\ufdd01\ufdd1<img src=x onerror={run}>",
    "\u2028<img src=x onerror={run}>\u2029",
    "\u202e<img src=x onerror={run}>",
    "\ud83d<img src=x onerror={run}>".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)
TEMPLATES = (
    "{{7*7}}",
    "{{ config }}",
    "{% raw %}{{7*7}}{% endraw %}",
    "{{''.__class__.__mro__}}",
    "%(x)s",
    "%s%n%x",
    "${7*7}",
    "#{7*7}",
    "{0.__class__}",
    "{self.__init__.__globals__}",
    "<%= 7*7 %>",
    "{{constructor.constructor('boom(1)')()}}",
    "[[${7*7}]]",
    "{php}boom(1){/php}",
    "{x.__class__.__base__}",
    "$(boom)",
    "`boom`",
    "import x from 'y'",
    "{boom(1)}",
    "export const a = boom(1)",
)
"""What programs that fill in templates would make something of; it is to come back as it is."""


def payloads() -> list[str]:
    """All of them, each once, in an order that does not change."""
    return list(dict.fromkeys(_made()))


def _made() -> Iterator[str]:
    for shape, tag, event in product(SHAPES[:1], TAGS, EVENTS):
        yield shape.format(tag=tag, event=event, run=RUN)
    for shape, tag, event in product(SHAPES[1:], TAGS, EVENTS[:5]):
        yield shape.format(tag=tag, event=event, run=RUN)
    for place, scheme in product(PLACES, SCHEMES):
        yield place.format(url=scheme.format(run=RUN))
    for mutation in MUTATIONS:
        yield mutation.replace("{run}", RUN)
        yield f"Words before\n\n{mutation.replace('{run}', RUN)}\n\nand after."
    for tag in TAGS:
        yield f"<{tag}>{RUN}</{tag}>"
        yield f"<{tag.upper()} STYLE=\"background:url('javascript:{RUN}')\">"
    yield from TEMPLATES
