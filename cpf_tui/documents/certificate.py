"""The statement of movements and the training passport, as a PDF to print or to keep.

Tagged for screen readers (PDF/UA-1). The personal number is only ever given masked. The fonts are those inside the
typesetter: the same document comes out on every machine, without internet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from cpf_tui.domain.ledger import MOTIVES, Account, EntryKind, Source, StatementLine
from cpf_tui.domain.motives import article_of
from cpf_tui.domain.movements import FUNDER_PREFIX
from cpf_tui.domain.quantity import Quantity, total
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import language, render

_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class CertifiedTraining:
    """One row of the passport, in words: the training, who gave it, when, and what paid for it."""

    title: str
    organisation: str
    period: Text | str
    paid_by: Text | str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the document says. `masked_nir` is the number with all but its first digit hidden."""

    holder_name: str
    masked_nir: str
    on: date
    accounts: Sequence[Account]
    statement: Sequence[StatementLine]
    trainings: Sequence[CertifiedTraining]


def source_words(source: str) -> Text | str:
    """Name an account in words: CPF, DIF, top-up, or the funder it belongs to."""
    if source.startswith(FUNDER_PREFIX):
        from cpf_tui.domain.funding import FUNDERS

        funder = source.split(":")[1]
        return FUNDERS[funder].name if funder in FUNDERS else funder
    return text("Abondement") if source == Source.TOP_UP else source


def movement_words(line: StatementLine) -> Text:
    """Say what a movement did to its account: added, blocked, debited, released."""
    amount = line.entry.amount
    if line.entry.kind is EntryKind.CREDIT:
        return show(amount) if amount.hundredths < 0 else text("+{amount}", amount=show(amount))
    if line.entry.kind is EntryKind.PEND:
        return text("bloqué {amount}", amount=show(amount))
    if line.entry.kind is EntryKind.VOID:
        return text("libéré {amount}", amount=show(line.released))
    if line.released:
        return text("débité {amount}, libéré {released}", amount=show(amount), released=show(line.released))
    return text("débité {amount}", amount=show(amount))


def certificate_pdf(certificate: Certificate) -> bytes:
    """Typeset the document. Characters outside the fonts (emoji…) cost the PDF/UA mark, never the document."""
    import typst  # twenty megabytes of typesetter: loaded when a document is asked for

    source = _template()
    inputs = {"data": json.dumps(_data(certificate), ensure_ascii=False)}
    stamp = int(datetime(certificate.on.year, certificate.on.month, certificate.on.day, tzinfo=_PARIS).timestamp())
    for standard in ("ua-1", None):
        try:
            pdf: bytes = typst.compile(
                source,
                format="pdf",
                sys_inputs=inputs,
                ignore_system_fonts=True,
                pdf_standards=standard or [],
                timestamp=stamp,
            )
        except typst.TypstError:
            if standard is None:
                raise
        else:
            return pdf
    raise AssertionError("the last attempt returns or raises")


@cache
def _template() -> bytes:
    return files("cpf_tui.documents").joinpath("certificate.typ").read_bytes()


def _data(certificate: Certificate) -> dict[str, object]:
    return {
        "lang": language(),
        "title": render(text("Relevé du compte personnel de formation")),
        "identity": [
            render(text("Titulaire : {name}", name=certificate.holder_name)),
            render(text("Numéro de Sécurité sociale : {nir}", nir=certificate.masked_nir)),
            render(text("Établi le {day}", day=certificate.on)),
        ],
        "balance_title": render(text("Solde")),
        "balance_headers": _words(text("Compte"), text("Disponible"), text("Bloqué"), text("Débité")),
        "balances": [_balance_row(account) for account in certificate.accounts],
        "movements_title": render(text("Mouvements")),
        "movement_headers": _words(
            text("Date"), text("Compte"), text("Motif et article"), text("Mouvement"), text("Disponible ensuite")
        ),
        "movements": [_movement_row(line) for line in certificate.statement],
        "passport_title": render(text("Passeport formation")),
        "training_headers": _words(text("Formation"), text("Organisme"), text("Dates"), text("Payée par")),
        "trainings": [_words(one.title, one.organisation, one.period, one.paid_by) for one in certificate.trainings],
        "empty": render(text("Rien pour le moment.")),
        "footer": render(text("Relevé établi le {day}", day=certificate.on)),
        "notices": _words(
            text("Un financeur n’accorde un complément que pour une formation : il ne s’ajoute pas à vos droits."),
            text("Ce document est établi par votre programme de compte formation. Il n’est pas un titre de l’État."),
        ),
    }


def _words(*sentences: Text | str) -> list[str]:
    return [render(one) for one in sentences]


def _balance_row(account: Account) -> list[str]:
    return _words(source_words(account.source), show(account.available), show(account.pending), show(account.posted))


def _movement_row(line: StatementLine) -> list[str]:
    motive = MOTIVES[line.entry.motive]
    return _words(
        text("{day}", day=line.entry.at.astimezone(_PARIS).date()),
        source_words(line.source),
        text("{label} ({article})", label=motive.label, article=article_of(motive.key, line.source)),
        movement_words(line),
        show(line.after.available),
    )


def hours_words(parts: Sequence[tuple[str, Quantity]]) -> Text | str:
    """Say what paid for a training, source by source: `DIF 87,33 h · Pôle emploi 12,67 h`, with the total first."""
    if not parts:
        return text("aucun droit utilisé")
    detail = " · ".join(f"{render(source_words(source))} {render(show(amount))}" for source, amount in parts)
    if len(parts) == 1:
        return detail
    return text("{total} : {detail}", total=show(total(amount for _, amount in parts)), detail=detail)
