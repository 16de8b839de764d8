"""The API of one's own factors: passkeys, the app, recovery codes, and the proof by passkey."""

from __future__ import annotations

from flask import Blueprint

from portico.features.accounts.errors import CodeOver, LastWayIn, TooManyAttempts, WrongCode
from portico.features.accounts.factors import answering, api_examples, apps, passkeys, recovery, second
from portico.features.accounts.factors.errors import (
    AppInUse,
    FactorRequired,
    NoFactor,
    PasskeyKnown,
    PasskeyRefused,
    TooManyPasskeys,
)
from portico.features.accounts.factors.keeping import passkeys_of
from portico.features.accounts.factors.schemas import (
    AppConfirm,
    AppEnrolment,
    CodeProof,
    PasskeyAnswer,
    PasskeyCreate,
    PasskeyList,
    PasskeyMade,
    PasskeyQuestion,
    PasskeySummary,
    RecoveryCodes,
)
from portico.features.accounts.models import Passkey
from portico.features.accounts.oauth.request import providers
from portico.features.accounts.replies import accounts, holder, settled, visitor
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, in_person, in_person_recently
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction

bp = Blueprint("own-factors", __name__, url_prefix="/api/v1/me")
TAG = "me"


@bp.post("/proof/passkey/options")
@in_person
@operation(tag=TAG, returns=PasskeyQuestion, problems=[PasskeyRefused], example=api_examples.ASK)
def ask_proof_by_passkey(identity: Identity) -> PasskeyQuestion:
    """Ask what to show once more with a passkey who one is."""
    with transaction() as session:
        options, ticket = answering.ask_for_proof(accounts(), session, identity.account_id, clock.now())
    return PasskeyQuestion(options=options, ticket=ticket)


@bp.post("/proof/passkey")
@in_person
@operation(tag=TAG, body=PasskeyAnswer, returns=None, status=204, problems=[CodeOver, PasskeyRefused])
def prove_by_passkey(identity: Identity, body: PasskeyAnswer) -> None:
    """Show once more who one is, by passkey; dangerous changes are then open for ten minutes."""
    with transaction() as session:
        refusal = answering.prove(
            accounts(), session, holder(identity), body, visitor=visitor(), now=clock.now()
        )
    settled(refusal)


@bp.post("/proof/code")
@in_person
@operation(tag=TAG, body=CodeProof, returns=None, status=204, problems=[WrongCode, TooManyAttempts])
def show_code(identity: Identity, body: CodeProof) -> None:
    """Show a second factor once more, by a code: the rooms of the studio are then open for twelve hours."""
    with transaction() as session:
        refusal = second.show_code(
            accounts(), session, holder(identity), code=body.code, visitor=visitor(), now=clock.now()
        )
    settled(refusal)


@bp.get("/passkeys")
@in_person
@operation(tag=TAG, returns=PasskeyList, cache=NO_STORE, example={"items": [api_examples.PASSKEY]})
def list_passkeys(identity: Identity) -> PasskeyList:
    """One's passkeys, the newest first."""
    with reading() as session:
        return PasskeyList(items=[_summary(one) for one in passkeys_of(session, identity.account_id)])


@bp.post("/passkeys/options")
@in_person_recently
@operation(tag=TAG, returns=PasskeyQuestion, problems=[TooManyPasskeys], example=api_examples.ASK_NEW)
def ask_new_passkey(identity: Identity) -> PasskeyQuestion:
    """Ask what to make a passkey with."""
    with transaction() as session:
        options, ticket = passkeys.ask_for_new(accounts(), session, identity.account_id, clock.now())
    return PasskeyQuestion(options=options, ticket=ticket)


@bp.post("/passkeys")
@in_person_recently
@operation(
    tag=TAG,
    body=PasskeyCreate,
    returns=PasskeyMade,
    status=201,
    problems=[CodeOver, PasskeyRefused, PasskeyKnown, TooManyPasskeys],
    example={"passkey": api_examples.PASSKEY, "recovery_codes": api_examples.CODES},
)
def add_passkey(identity: Identity, body: PasskeyCreate) -> Reply:
    """Add a passkey; with the first second factor of an account come its recovery codes."""
    with transaction() as session:
        added = passkeys.add(accounts(), session, holder(identity), body, visitor=visitor(), now=clock.now())
    made = settled(added)
    told = PasskeyMade(passkey=_summary(made.passkey), recovery_codes=made.recovery_codes)
    return Reply(told, {"Location": f"/api/v1/me/passkeys/{made.passkey.id}"})


@bp.delete("/passkeys/<int:number>")
@in_person_recently
@operation(tag=TAG, returns=None, status=204, problems=[NotFound, LastWayIn, FactorRequired])
def remove_passkey(identity: Identity, number: int) -> None:
    """Remove a passkey, unless one could not come in any more."""
    with transaction() as session:
        passkeys.remove(
            accounts(),
            session,
            identity.account_id,
            number,
            providers=providers().names,
            visitor=visitor(),
            now=clock.now(),
        )


@bp.post("/totp")
@in_person_recently
@operation(tag=TAG, returns=AppEnrolment, problems=[AppInUse], example=api_examples.ENROLMENT)
def begin_app(identity: Identity) -> AppEnrolment:
    """Begin to set up an authenticator app; it counts once a code of it is confirmed."""
    with transaction() as session:
        begun = apps.begin(accounts(), session, identity.account_id)
    return AppEnrolment(secret=begun.secret, uri=begun.uri, qr_svg=begun.picture)


@bp.post("/totp/confirm")
@in_person_recently
@operation(
    tag=TAG,
    body=AppConfirm,
    returns=RecoveryCodes,
    problems=[NotFound, AppInUse, WrongCode, TooManyAttempts],
    example={"recovery_codes": api_examples.CODES},
)
def confirm_app(identity: Identity, body: AppConfirm) -> RecoveryCodes:
    """Switch the codes of an app on, by one of them; new recovery codes come with it."""
    with transaction() as session:
        confirmed = apps.confirm(
            accounts(), session, holder(identity), code=body.code, visitor=visitor(), now=clock.now()
        )
    return RecoveryCodes(recovery_codes=settled(confirmed))


@bp.delete("/totp")
@in_person_recently
@operation(tag=TAG, returns=None, status=204, problems=[NotFound, FactorRequired])
def remove_app(identity: Identity) -> None:
    """Switch the codes of an app off."""
    with transaction() as session:
        apps.remove(accounts(), session, identity.account_id, visitor=visitor(), now=clock.now())


@bp.post("/recovery-codes")
@in_person_recently
@operation(
    tag=TAG,
    returns=RecoveryCodes,
    status=201,
    problems=[NoFactor],
    example={"recovery_codes": api_examples.CODES},
)
def renew_recovery_codes(identity: Identity) -> RecoveryCodes:
    """Make new recovery codes; the old ones are good no more."""
    with transaction() as session:
        made = recovery.renew(accounts(), session, identity.account_id, visitor=visitor(), now=clock.now())
    return RecoveryCodes(recovery_codes=made)


def _summary(found: Passkey) -> PasskeySummary:
    return PasskeySummary(
        id=found.id,
        name=found.name,
        backed_up=found.backed_up,
        created_at=found.created_at,
        last_used_at=found.last_used_at,
    )
