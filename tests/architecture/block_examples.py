"""An example of every block, for the reference; a test renders each."""

from __future__ import annotations

EXAMPLES: dict[str, str] = {
    "Callout": """
<Callout type="warning" title="Before you cut">
Measure **both** diagonals. They are never the same.
</Callout>
""",
    "Aside": """
<Aside title="On the word">
A *loggia* is open on one side only.
</Aside>
""",
    "Figure": """
<Figure src="./photo.jpg" alt="A row of columns at noon" wide>
The south side, with its [plan](/blog).
</Figure>
""",
    "Image": """
<Image src="./photo.jpg" alt="A row of columns at noon" width={1200} height={800} />
""",
    "Gallery": """
<Gallery columns={2} caption="Morning and noon.">

![Long shadows](./photo.jpg)

![Short shadows](./photo.jpg)

</Gallery>
""",
    "Video": """
<Video src="https://www.youtube.com/watch?v=aqz-KE-bpKQ" title="Big Buck Bunny" />
""",
    "Embed": """
<Embed url="https://codepen.io/team/codepen/pen/PNaGbb" title="A pen on CodePen" aspect="4:3" />
""",
    "Quote": """
<Quote by="Vitruvius" role="De architectura, book III" source="https://penelope.uchicago.edu/Thayer/E/Roman/Texts/Vitruvius/3*.html">
The design of a temple depends on symmetry.
</Quote>
""",
    "Stat": """
<Stat value="41 %" label="of the posts have a picture" note="Counted in March 2026" />
""",
    "Steps": """
<Steps>

1. Draw a line.
2. Halve it.
3. Halve the halves.

</Steps>
""",
    "Details": """
<Details summary="The whole calculation">

16 columns make 15 bays of 2.4 m, which is 36 m.

</Details>
""",
    "Columns": """
<Columns count={2}>

What stood there in the spring.

What stood there in the autumn.

</Columns>
""",
    "Timeline": """
<Timeline>
<Event date="2024-03-01" title="Survey">Three days with a tape.</Event>
<Event date="Autumn 2025" title="Drawings">Nine sheets.</Event>
</Timeline>
""",
    "Event": """
<Timeline>
<Event date="2026-03-01" title="Opened">The doors stood open all day.</Event>
</Timeline>
""",
    "Chart": """
<Chart type="bar" title="Reverberation" unit="s" caption="Measured with the doors shut.">
room,125 Hz,1 kHz
Hall,2.1,1.4
Library,0.9,0.6
</Chart>
""",
    "FileTree": """
<FileTree label="A site folder">
site.toml
content/
  blog/
    hello.md  # the first post
media/
</FileTree>
""",
    "Button": """
<Button href="/blog">Read the posts</Button>
""",
    "LinkCard": """
<LinkCard href="https://commonmark.org/help/" title="Markdown in ten minutes" text="A short course" />
""",
    "Kbd": """
Press <Kbd>Ctrl+K</Kbd> to search.
""",
}
