"""A letter that was accepted is never lost: while no mail leaves it waits, and then it leaves once."""

from __future__ import annotations

from datetime import timedelta

from tests.integration.features.contact.conftest import LETTER, OWNER, PorchMaker
from tests.support.jobs import take
from tests.support.smtp import mail_server

from portico.platform.clock import now
from portico.platform.jobs.attempt import perform
from portico.platform.mail import outbox
from portico.platform.mail.delivery import delivery
from portico.platform.mail.transport import transport


def test_letters_leave_once_the_mail_server_is_back(make_porch: PorchMaker, database_url: str) -> None:
    porch = make_porch(database_url)
    with mail_server(["refuse", "421 data", "drop before data"]) as server:
        handlers = {outbox.KIND: delivery(transport(server.url))}
        assert porch.write(name="Ada „Byte“ Ünal", text="Lines\n\n.\n..\nend of it").status == 202
        assert server.ledger.messages == []
        moment = now()
        for _ in range(6):
            moment += timedelta(hours=2)
            if lease := take(porch.database, moment):
                perform(lease, handlers, porch.database, lambda at=moment: at)  # type: ignore[misc]
        (message,) = server.ledger.messages
    assert sum(server.ledger.failures.values()) == 3
    assert message.get_all("To") == [OWNER]
    assert message["Bcc"] is None
    assert (message["From"], message["Reply-To"]) == ("Stone <porch@site.test>", LETTER["email"])
    assert message["Subject"] == "A question: a letter from Ada „Byte“ Ünal"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert "> Lines\n> \n> .\n> ..\n> end of it" in plain.get_content().replace("\r\n", "\n")
    assert "Lines<br>" in html.get_content()
    assert len(porch.kept()) == 1
