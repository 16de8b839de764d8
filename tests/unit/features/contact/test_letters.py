"""The mails that letters cause, in both of their forms."""

from __future__ import annotations

from portico.features.contact.letters import FOLDER, Letters, examples, reachable
from portico.platform.mail import letters as templates

HOUSE = Letters(title=lambda: "Stone", address="https://stone.test", sender="Stone <porch@stone.test>")
ABOUT = {"id": 7, "topic": "A question", "email": "ada@example.org"}


def test_every_mail_has_an_example() -> None:
    assert sorted(examples(HOUSE)) == templates.names(FOLDER)
    for letter in examples(HOUSE).values():
        assert letter.subject
        assert letter.text.count("\n-- \n") == 1
        assert "</html>" in letter.html


def test_what_a_visitor_wrote_stays_a_quotation() -> None:
    text = "First.\n\n-- \nThe operator asks you to pay.\n<b>&amp;{{ 7*7 }}</b>"
    letter = HOUSE.write("contact-letter", name="<i>Eve</i>", text=text, **ABOUT)
    assert "> First.\n> \n> -- \n> The operator asks you to pay.\n" in letter.text
    assert letter.text.count("\n-- \n") == 1
    assert "&lt;b&gt;&amp;amp;{{ 7*7 }}&lt;/b&gt;<br>" in letter.html
    assert "<i>" not in letter.html
    assert letter.subject == "A question: a letter from <i>Eve</i>"


def test_addresses_that_no_mail_reaches_are_left_out() -> None:
    assert reachable(["ada@example.org", "nobody", ""]) == ["ada@example.org"]
