"""The hours of the former DIF: what may be entered, what proves it, how they are used with the CPF (R6323-7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.dates import in_words
from cpf_tui.domain.errors import InvalidInput, NotAllowed
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.regime import HOURS, Regime, show
from cpf_tui.domain.text import Text, text


@dataclass(frozen=True, slots=True)
class Document:
    """A document that proves a DIF balance: where to find it, and the first and last date it may bear."""

    key: str
    label: Text
    help: Text
    date_label: Text
    earliest: date
    latest: date
    article: str


DOCUMENTS: Mapping[str, Document] = {
    document.key: document
    for document in (
        Document(
            "certificat",
            text("Certificat de travail"),
            text("Votre employeur vous l’a remis à la fin de votre contrat. Le nombre d’heures de DIF y est écrit."),
            text("Date de fin du contrat"),
            date(2010, 1, 20),
            date(2014, 12, 31),
            "D1234-6",
        ),
        Document(
            "attestation",
            text("Attestation de l’employeur"),
            text("Une lettre de votre employeur, remise avant le 31 janvier 2015, qui dit votre solde de DIF."),
            text("Date de l’attestation"),
            # The law that created the DIF came into force that day: no attestation can be older.
            date(2004, 5, 7),
            date(2015, 1, 31),
            "R6323-7",
        ),
        Document(
            "bulletin",
            text("Bulletin de paie"),
            text("Celui de décembre 2014 ou de janvier 2015. Cherchez « DIF » ou « solde DIF » au bas de la page."),
            text("Date du bulletin de paie"),
            date(2014, 12, 1),
            date(2015, 1, 31),
            "R6323-7",
        ),
    )
}

CLOSING_NOTICE = text(
    "Depuis 2019, la loi a fermé le DIF : plus d’utilisation en heures après 2020, plus d’inscription après le "
    "30 juin 2021. Ce programme suit les règles en heures, celles de 2015 à 2018, et l’accepte encore."
)


@dataclass(frozen=True, slots=True)
class Use:
    """How the rights of a holder serve one training: what is taken from each source and what stays.

    `top_up` is taken from the holder's own top-ups (abondements), which the bound of one training does not limit.
    """

    duration: Quantity
    dif: Quantity
    cpf: Quantity
    left_dif: Quantity
    left_cpf: Quantity
    top_up: Quantity = ZERO
    left_top_up: Quantity = ZERO

    @property
    def total(self) -> Quantity:
        """What the holder brings, all sources together."""
        return self.dif + self.cpf + self.top_up

    @property
    def gap(self) -> Quantity:
        """What is missing to cover the whole training; never negative."""
        return self.duration - self.total

    @property
    def remaining(self) -> Quantity:
        """What stays on the account, all sources together."""
        return self.left_dif + self.left_cpf + self.left_top_up

    def explanation(self, regime: Regime = HOURS) -> tuple[Text, ...]:
        """Say the calculation in sentences, in its order (R6323-7)."""
        sentences = [
            text(
                "D’abord le DIF : {dif}. Ensuite le CPF : {cpf}.",
                dif=show(self.dif, regime),
                cpf=show(self.cpf, regime),
            )
        ]
        if self.top_up:
            sentences.append(text("Puis vos abondements : {top_up}.", top_up=show(self.top_up, regime)))
        bound = regime.training_bound.value
        if self.dif + self.cpf == bound and (self.left_dif or self.left_cpf):
            sentences.append(
                text(
                    "Le DIF et le CPF apportent ensemble {bound} au plus pour une formation (article {article}).",
                    bound=show(bound, regime),
                    article=regime.training_bound.article,
                )
            )
        if self.gap:
            sentences.append(
                text(
                    "La formation dure {duration} : il manque {gap}.",
                    duration=show(self.duration, regime),
                    gap=show(self.gap, regime),
                )
            )
        else:
            sentences.append(text("Vos heures suffisent. Il vous restera {left}.", left=show(self.remaining, regime)))
        return tuple(sentences)


def check_balance(quantity: Quantity, *, correcting: bool = False, regime: Regime = HOURS) -> None:
    """Refuse a DIF balance that cannot be: not above 0, or above 120 (20 a year over six years). Raises `InvalidInput`.

    `correcting` accepts 0: an entry made by mistake can only be undone that way.
    """
    cap = regime.dif_cap.value
    if quantity < ZERO:
        raise InvalidInput("Un solde ne peut pas être négatif. Écrivez un nombre entre 0 et {cap}.", cap=str(cap))
    if not quantity and not correcting:
        raise InvalidInput(
            "Avec un solde de 0, il n’y a rien à inscrire. Passez cette étape, "
            "ou écrivez le nombre d’heures de votre document."
        )
    if quantity > cap:
        raise InvalidInput(
            "Écrivez un nombre entre 0 et {cap}. Le DIF donnait {per_year} par an pendant six ans : "
            "il ne dépassait jamais {most}. Vérifiez le nombre sur votre document.",
            cap=str(cap),
            per_year=show(regime.dif_per_year.value, regime),
            most=show(cap, regime),
        )


def check_document(key: str, dated: date, on: date) -> None:
    """Refuse a document that cannot prove a DIF balance: its kind, or its date. Raises `InvalidInput`."""
    document = DOCUMENTS.get(key)
    if document is None:
        raise InvalidInput("Choisissez un document : certificat de travail, attestation ou bulletin de paie.")
    if dated > on:
        raise InvalidInput("Cette date est dans l’avenir. Recopiez celle du document.")
    if not document.earliest <= dated <= document.latest:
        raise InvalidInput(
            "{label} : la date doit être comprise entre le {earliest} et le {latest}. "
            "Vérifiez-la, ou choisissez un autre document.",
            label=document.label,
            earliest=in_words(document.earliest),
            latest=in_words(document.latest),
        )


def combine(balances: Iterable[Quantity], *, simultaneous: bool, regime: Regime = HOURS) -> Quantity:
    """Reduce the balances of several employers, oldest first, to the one to enter (source).

    Successive employers: only the last attestation counts. Simultaneous employers: they add up, and the sum stops at
    the cap of 120 (choice: the cap is the person's, and refusing 80 + 60 would leave them nothing to enter).
    """
    ordered = tuple(balances)
    if not ordered:
        return ZERO
    return min(total(ordered), regime.dif_cap.value) if simultaneous else ordered[-1]


def plan_use(
    dif: Quantity, cpf: Quantity, duration: Quantity, top_up: Quantity = ZERO, *, regime: Regime = HOURS
) -> Use:
    """Share a training between the sources of a holder: DIF first, then CPF, together at most 150 (R6323-7).

    The bound also binds holders whose cap is 400 (choice). Top-ups come last and outside the bound (L6323-5): they are
    given for a training, not acquired. Raises `ValueError` on a negative quantity.
    """
    if min(dif, cpf, duration, top_up) < ZERO:
        raise ValueError("balances and duration cannot be negative")
    bound = regime.training_bound.value
    used_dif = min(dif, duration, bound)
    used_cpf = min(cpf, duration - used_dif, bound - used_dif)
    used_top_up = min(top_up, duration - used_dif - used_cpf)
    return Use(
        duration, used_dif, used_cpf, dif - used_dif, cpf - used_cpf, used_top_up, left_top_up=top_up - used_top_up
    )


def can_change(*, has_validated_dossier: bool) -> bool:
    """Say whether the entry can still be corrected: until the first dossier is validated (source)."""
    return not has_validated_dossier


def check_change(*, has_validated_dossier: bool) -> None:
    """Refuse to correct the entry once a dossier was validated on it. Raises `NotAllowed`."""
    if not can_change(has_validated_dossier=has_validated_dossier):
        raise NotAllowed(
            "Votre solde de DIF ne peut plus être changé : un dossier a été validé avec lui. "
            "Si le nombre est faux, écrivez à l’assistance (étape 14)."
        )


def usable_on(reference: date | None = None, regime: Regime = HOURS) -> bool:
    """Say whether DIF hours can be used: always, unless a reference date after the law's last day is replayed."""
    return reference is None or reference <= regime.dif_last_use.value


def entry_open_on(reference: date | None = None, regime: Regime = HOURS) -> bool:
    """Say whether DIF hours can be entered: always, unless a reference date after the law's last day is replayed."""
    return reference is None or reference <= regime.dif_last_entry.value
