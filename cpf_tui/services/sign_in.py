"""Signing in, and confirming with one's own secret."""

from __future__ import annotations

from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Role
from cpf_tui.ports import Database, SecretHasher
from cpf_tui.services.support import clean_login, require_holder


class SignIn:
    """Checks secrets. Whether a number or a login exists shows neither in the sentence nor in the time taken."""

    def __init__(self, database: Database, hasher: SecretHasher) -> None:
        self._database, self._hasher = database, hasher

    def holder(self, nir: Nir, secret: str) -> Actor:
        """Sign a titulaire in; raises `NotAllowed`."""
        with self._database.read() as uow:
            found = uow.holders.credentials(nir)
            holder = uow.holders.get(found[0]) if found else None
        # Read first, verify after: hashing is slow and holds no transaction.
        if not self._hasher.verify(found[1] if found else None, secret) or holder is None:
            raise NotAllowed("Ce numéro ou ce mot de passe n’est pas le bon. Vérifiez les deux et recommencez.")
        return Actor(Role.HOLDER, holder.id, holder.full_name)

    def advisor(self, login: str, secret: str) -> Actor:
        """Sign an advisor in; raises `NotAllowed`, also for one who left."""
        with self._database.read() as uow:
            found = uow.advisors.credentials(clean_login(login))
        advisor = found[0] if found and found[0].active else None
        if not self._hasher.verify(found[1] if found and advisor else None, secret) or advisor is None:
            raise NotAllowed("Cet identifiant ou ce mot de passe n’est pas le bon. Vérifiez les deux et recommencez.")
        return Actor(Role.ADVISOR, advisor.id, advisor.name, advisor.operator, advisor.rights)

    def confirm(self, actor: Actor, secret: str) -> None:
        """Check the holder's own secret, for an act that only they can do (L6323-2); raises `NotAllowed`."""
        with self._database.read() as uow:
            found = uow.holders.credentials(uow.holders.nir(require_holder(actor)))
        if not self._hasher.verify(found[1] if found else None, secret):
            raise NotAllowed("Ce mot de passe n’est pas le bon. Écrivez celui de votre compte.")
