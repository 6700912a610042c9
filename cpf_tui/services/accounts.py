"""Opening an account and keeping it true (step 2): the number and the secret first, then who the person is."""

from __future__ import annotations

from dataclasses import replace

from cpf_tui.domain.age import check_birth_date
from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.ledger import Source
from cpf_tui.domain.nir import Nir, cross_check
from cpf_tui.domain.people import Actor, Civility, Employment, Holder, Role
from cpf_tui.domain.rights import check_opening
from cpf_tui.domain.territory import Commune
from cpf_tui.domain.text import Text
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.ports import Clock, Database, Gazetteer, SecretHasher, UnitOfWork
from cpf_tui.security import secrets_policy
from cpf_tui.services.access import HOLDER, Need, advisor, anyone, followed, only
from cpf_tui.services.support import new_id
from cpf_tui.services.trail import Look, Seen, consult, once, reading, trace

_YES_NO = {True: "oui", False: "non"}
_STUDENT = "SCOLAIRE"


class Accounts:
    """Accounts of titulaires."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock, gazetteer: Gazetteer) -> None:
        self._database, self._hasher, self._clock, self._gazetteer = database, hasher, clock, gazetteer

    @anyone("before the sign-in: this is how an account begins")
    def start(self, nir: Nir, secret: str, op_id: str) -> Actor:
        """Create an unfinished account, so that every later answer is kept behind its secret.

        Raises `Conflict` if the number already has an account, `InvalidInput` if the secret is too weak.
        """
        secrets_policy.check(secret, number=nir.compact)
        hashed = self._hasher.hash(secret)  # slow on purpose: before the transaction, never inside

        def create(uow: UnitOfWork) -> Actor:
            if uow.holders.credentials(nir) is not None:
                raise Conflict(
                    "Ce numéro a déjà un compte. Revenez à l’accueil et choisissez « J’ai déjà un compte ». "
                    "Si ce n’est pas le vôtre, parlez-en à un conseiller."
                )
            holder = Holder(new_id(), created_at=self._clock.now())
            uow.holders.add(holder, nir, hashed)
            actor = Actor(Role.HOLDER, holder.id, "")
            trace(uow, actor, Action.SIGNED_UP, self._clock.now(), subject=actor.id)
            return actor

        return once(
            self._database,
            None,
            op_id,
            self._clock.now(),
            create,
            key=lambda actor: actor.id,
            again=lambda uow, key: _started(uow, nir, key),
        )

    @only(HOLDER)
    def save_profile(self, actor: Actor, form: ProfileForm, op_id: str) -> Holder:
        """Write who the person is; the first time, that opens the CPF and DIF accounts (L6323-1).

        Later it changes what changed: moving house changes the lists that apply (R6323-11). Raises `InvalidInput`
        below the opening age or for an unknown commune.
        """
        holder_id, today = actor.id, self._clock.today()
        check_birth_date(form.birth_date, today)
        check_opening(form.birth_date, today)
        commune = self._commune(form.residence)

        def finish(uow: UnitOfWork) -> Holder:
            before = uow.holders.get(holder_id)
            opened_at = before.opened_at or self._clock.now()
            holder = replace(_filled(before, form), residence=commune.insee, opened_at=opened_at)
            uow.holders.update(holder)
            trace(uow, actor, Action.PROFILE_CHANGED, self._clock.now(), subject=holder_id)
            for source in (Source.CPF, Source.DIF):
                uow.ledger.open_account(holder_id, source)
            return holder

        return once(
            self._database,
            actor,
            op_id,
            self._clock.now(),
            finish,
            key=lambda holder: holder.id,
            again=lambda uow, key: uow.holders.get(key),
        )

    @only(HOLDER)
    def known(self, actor: Actor) -> dict[str, str]:
        """Return the profile of an open account as answers to its form; empty while the sign-up is unfinished."""
        holder = self.holder(actor)
        return _answers(holder) if holder.opened_at else {}

    @only(HOLDER)
    def warnings(self, actor: Actor, form: ProfileForm) -> tuple[Text, ...]:
        """Compare the profile with the number of the account: sentences to show, which never block."""
        with reading(self._database, actor) as uow:
            nir = uow.holders.nir(actor.id)
        return cross_check(nir, Civility(form.civility), form.birth_date)

    @only(HOLDER, advisor(Need.FOLLOWED))
    def holder(self, actor: Actor, holder_id: str = "") -> Holder:
        """Return a profile: one's own, or that of a person who chose or authorised the advisor's operator."""

        def check(uow: UnitOfWork) -> tuple[Seen, Holder]:
            return Seen(holder_id), followed(uow, actor, holder_id, self._clock.today())

        look = Look(Action.LOOKED_AT_PROFILE, holder_id)
        with consult(self._database, self._clock, actor, look, check) as (
            _uow,
            holder,
        ):
            return holder

    @only(HOLDER)
    def masked_nir(self, actor: Actor) -> str:
        """Return the person's own number with only its first digit readable."""
        with reading(self._database, actor) as uow:
            return uow.holders.nir(actor.id).masked()

    def _commune(self, insee: str) -> Commune:
        commune = self._gazetteer.by_insee(insee)
        if commune is None:
            raise InvalidInput(
                "« {typed} » n’est pas une commune connue. "
                "Écrivez un code postal de cinq chiffres ou un nom, puis choisissez dans la liste.",
                typed=insee,
            )
        return commune


def _started(uow: UnitOfWork, nir: Nir, holder_id: str) -> Actor:
    """Tell again who was made, to who gives the same number: an operation's id alone lets nobody in."""
    found = uow.holders.credentials(nir)
    if found is None or found[0] != holder_id:
        raise Conflict("Cette opération a déjà servi pour un autre numéro. Revenez à l’accueil et recommencez.")
    return Actor(Role.HOLDER, holder_id, uow.holders.get(holder_id).full_name)


def _filled(holder: Holder, form: ProfileForm) -> Holder:
    student = form.employment == _STUDENT
    return replace(
        holder,
        last_name=form.last_name,
        first_names=form.first_names,
        birth_date=form.birth_date,
        civility=Civility(form.civility),
        # Somebody still at school is looked at as a job seeker by the lists; only the routing differs (choice).
        employment=Employment.JOB_SEEKER if student else Employment(form.employment),
        out_of_school=not student,
        highest_level=form.highest_level,
        disability_recognised=form.disability_recognised,
        executive=form.executive,
        phone=form.phone or "",
        email=form.email or "",
    )


def _answers(holder: Holder) -> dict[str, str]:
    student = holder.employment is Employment.JOB_SEEKER and not holder.out_of_school
    return {
        "civility": holder.civility.value if holder.civility else "",
        "last_name": holder.last_name,
        "first_names": holder.first_names,
        "birth_date": f"{holder.birth_date:%d/%m/%Y}" if holder.birth_date else "",
        "residence": holder.residence,
        "employment": _STUDENT if student else holder.employment.value,
        "highest_level": str(holder.highest_level or ""),
        "disability_recognised": _YES_NO[holder.disability_recognised],
        "executive": _YES_NO[holder.executive],
        "phone": holder.phone,
        "email": holder.email,
    }
