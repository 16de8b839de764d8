"""The API of the letterbox, for everybody."""

from __future__ import annotations

from flask import Blueprint

from portico.features.contact import accepting, api_examples
from portico.features.contact.accepting import ATTEMPTS, Checked
from portico.features.contact.errors import REFUSALS
from portico.features.contact.schemas import ContactForm, LetterCreate, LetterTaken
from portico.features.contact.serving import contact
from portico.platform import clock
from portico.web.access import public
from portico.web.contract import NO_STORE, operation
from portico.web.rate_limits import limited

TAG = "contact"

bp = Blueprint("contact_api", __name__, url_prefix="/api/v1/contact")


@bp.get("/form")
@public
@operation(tag=TAG, returns=ContactForm, cache=NO_STORE, example=api_examples.FORM)
def read_form() -> ContactForm:
    """What a form needs before it can be sent."""
    setup = contact().setup
    return ContactForm(
        topics=setup.letterbox().topics,
        site_key=setup.keys.site_key if setup.keys else None,
        stamp=None if setup.keys else contact().stamps.make(clock.now()),
    )


@bp.post("")
@public
@limited(ATTEMPTS)
@operation(
    tag=TAG,
    body=LetterCreate,
    returns=LetterTaken,
    status=202,
    idempotent=True,
    beforehand=accepting.check,
    problems=REFUSALS,
    example=api_examples.TAKEN,
)
def write_letter(body: LetterCreate, beforehand: Checked) -> LetterTaken:
    """Write to the owner. Once it is taken the letter is kept, whatever becomes of the mail about it."""
    return accepting.take(body, beforehand)
