"""Opening an account and keeping it true (step 2): the number and the secret first, then who the person is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cpf_tui.domain.age import check_birth_date
from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed
from cpf_tui.domain.ledger import Source
from cpf_tui.domain.nir import Nir, cross_check
from cpf_tui.domain.people import Actor, Civility, Employment, Holder, Role
from cpf_tui.domain.rights import check_opening
from cpf_tui.domain.territory import Commune
from cpf_tui.domain.text import Text
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.ports import Clock, Database, Gazetteer, SecretHasher, UnitOfWork
from cpf_tui.security import secrets_policy
from cpf_tui.services.support import follows, new_id, once, require_holder

_STUDENT = "SCOLAIRE"


class Accounts:
    """Accounts of titulaires."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock, gazetteer: Gazetteer) -> None:
        self._database, self._hasher, self._clock, self._gazetteer = database, hasher, clock, gazetteer

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
            holder = Holder(new_id())
            uow.holders.add(holder, nir, hashed)
            return Actor(Role.HOLDER, holder.id, "")

        return once(
            self._database,
            op_id,
            self._clock.now(),
            create,
            key=lambda actor: actor.id,
            again=lambda uow, key: Actor(Role.HOLDER, key, uow.holders.get(key).full_name),
        )

    def complete(self, actor: Actor, form: ProfileForm, op_id: str) -> Holder:
        """Finish the sign-up: write who the person is and open the CPF and DIF accounts (L6323-1).

        Raises `InvalidInput` below the opening age or for an unknown commune, `Conflict` if the account is open.
        """
        holder_id, today = require_holder(actor), self._clock.today()
        check_birth_date(form.birth_date, today)
        check_opening(form.birth_date, today)
        commune = self._commune(form.residence)

        def finish(uow: UnitOfWork) -> Holder:
            holder = uow.holders.get(holder_id)
            if holder.opened_at is not None:
                raise Conflict("Votre compte est déjà ouvert.")
            holder = replace(_filled(holder, form), residence=commune.insee, opened_at=self._clock.now())
            uow.holders.update(holder)
            for source in (Source.CPF, Source.DIF):
                uow.ledger.open_account(holder_id, source)
            return holder

        return self._once(op_id, finish)

    def warnings(self, actor: Actor, form: ProfileForm) -> tuple[Text, ...]:
        """Compare the profile with the number of the account: sentences to show, which never block."""
        with self._database.read() as uow:
            nir = uow.holders.nir(require_holder(actor))
        return cross_check(nir, Civility(form.civility), form.birth_date)

    def holder(self, actor: Actor, holder_id: str = "") -> Holder:
        """Return a profile: one's own, or that of a person who chose or authorised the advisor's operator."""
        with self._database.read() as uow:
            if actor.role is Role.HOLDER and holder_id in {"", actor.id}:
                return uow.holders.get(actor.id)
            if actor.role is Role.ADVISOR and holder_id:
                holder = uow.holders.get(holder_id)
                if follows(uow, actor, holder, self._clock.today()):
                    return holder
        raise NotAllowed("Cette personne n’est pas suivie par votre organisme.")

    def masked_nir(self, actor: Actor) -> str:
        """Return the person's own number with only its first digit readable."""
        with self._database.read() as uow:
            return uow.holders.nir(require_holder(actor)).masked()

    def move(self, actor: Actor, insee: str, op_id: str) -> Holder:
        """Change the commune of residence: the lists that apply change with it (R6323-11)."""
        holder_id, commune = require_holder(actor), self._commune(insee)

        def change(uow: UnitOfWork) -> Holder:
            holder = replace(uow.holders.get(holder_id), residence=commune.insee)
            uow.holders.update(holder)
            return holder

        return self._once(op_id, change)

    def _commune(self, insee: str) -> Commune:
        commune = self._gazetteer.by_insee(insee)
        if commune is None:
            raise InvalidInput(
                "« {typed} » n’est pas une commune connue. "
                "Écrivez un code postal de cinq chiffres ou un nom, puis choisissez dans la liste.",
                typed=insee,
            )
        return commune

    def _once(self, op_id: str, act: Callable[[UnitOfWork], Holder]) -> Holder:
        return once(
            self._database,
            op_id,
            self._clock.now(),
            act,
            key=lambda holder: holder.id,
            again=lambda uow, key: uow.holders.get(key),
        )


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
