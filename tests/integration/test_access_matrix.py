"""Every use case, tried as everybody, on a real base: who is let in is who docs/autorisations.md says, and no other.

A refused call changes nothing. What an advisor is shown of somebody's account is written in the audit; what a holder
sees of their own is not. Without an authorisation, an advisor is told nothing of hours, movements or trainings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from cpf_tui.domain.audit import Action, AuditLine
from cpf_tui.domain.errors import AccessRefused, Conflict, NotAllowed, NotFound, StorageError
from cpf_tui.domain.people import NOBODY, OPERATOR_ACTOR, Actor, Authorisation, Right, Role, Scope
from cpf_tui.journey.forms.advisor import ProofForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.services.access import Need, Rule, Who
from tests.support.access_base import CHOSEN, AccessBase, populate
from tests.support.access_cases import CASES, Case, On
from tests.support.authorisations import DOCUMENT, MARK, rules, table
from tests.support.forms import authorisation, filled, help_wanted, reply
from tests.support.right_answers import RIGHT, SECRET

EVERYTHING = frozenset(Scope)
LOOKS = {one for one in Action if one.value.endswith(("consultee", "consultees", "consultes", "consulte"))}
STOPPED_LATER = [CASES["Dossiers.submit"], CASES["DifEntry.declare"], CASES["Erasures.erase"]]
"""A dossier goes to a body that Claire allows; once one was accepted, the DIF stays as it is and the account open."""
_CODE = re.compile(r"[0-9a-f]{32}|[a-z_]{4,40}|[A-Z_]{4,40}|CPF|DIF")
"""What a line of the audit may hold: ids made at random, codes of the program."""
_WORDS = ("objective", "message", "comment", "body", "reason", "answer", "employer", "title_held", "first_names")
_SAID = " ".join(answers.get(name, "") for answers in RIGHT.values() for name in _WORDS)
_TYPED = set(re.findall(r"\w+", _SAID.casefold())) - {*Scope, *Right}
"""What people wrote in their own words, where no code is spelt the same."""
HOURS_ONLY, HISTORY_ONLY, PASSPORT_ONLY = (frozenset({one}) for one in Scope)


@dataclass(frozen=True)
class Tried:
    """Somebody, and what Claire allows their body; `present` is false when the base does not know them so."""

    actor: Actor
    scopes: frozenset[Scope] = frozenset()
    given: tuple[dict[str, Any], ...] = ()
    to: str = ""  # the body it is given to; theirs unless told
    present: bool = True


def _given(**changed: Any) -> tuple[dict[str, Any], ...]:
    return ({"scopes": EVERYTHING, **changed},)


def _false(actor: Actor, **changed: Any) -> Tried:
    """Make up an advisor from a real one."""
    return Tried(replace(actor, **changed), EVERYTHING, _given(), present=False)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessBase]:
    made = populate(tmp_path_factory.mktemp("acces") / "etat")
    yield made
    made.trials.close()


def everybody(base: AccessBase) -> dict[str, Tried]:
    """Name everybody of the matrix."""
    today, advisors = base.clock.today(), base.advisors
    every = advisors["tous"]
    day = timedelta(days=1)
    return {
        "nobody": Tried(NOBODY, present=False),
        "the holder": Tried(base.claire),
        "another holder": Tried(base.karim),
        "an account that is no more": Tried(Actor(Role.HOLDER, base.ids["erased"], "Claire EXEMPLE"), present=False),
        "the operator": Tried(OPERATOR_ACTOR),
        "a false operator": Tried(Actor(Role.OPERATOR, "moi", "Moi"), present=False),
        "no right at all": Tried(advisors["aucun"], EVERYTHING, _given()),
        **{f"the right {one} only": Tried(advisors[one], EVERYTHING, _given()) for one in Right},
        "every right": Tried(every, EVERYTHING, _given()),
        "no authorisation": Tried(every),
        "hours only": Tried(every, HOURS_ONLY, _given(scopes=HOURS_ONLY)),
        "history only": Tried(every, HISTORY_ONLY, _given(scopes=HISTORY_ONLY)),
        "passport only": Tried(every, PASSPORT_ONLY, _given(scopes=PASSPORT_ONLY)),
        "the last day": Tried(every, EVERYTHING, _given(end=today)),
        "ended yesterday": Tried(every, given=_given(end=today - day)),
        "begins tomorrow": Tried(every, given=_given(start=today + day)),
        "taken back": Tried(every, given=_given(revoked_at=base.clock.now())),
        "another body, authorised": Tried(advisors["ailleurs"], EVERYTHING, _given()),
        "another body, not authorised": Tried(advisors["ailleurs"], given=_given(), to=CHOSEN),
        "who left": Tried(advisors["parti"], EVERYTHING, _given(), present=False),
        "whose rights were taken": Tried(advisors["diminue"], EVERYTHING, _given(), present=False),
        "rights made up": Tried(
            replace(advisors["aucun"], rights=frozenset(Right)), EVERYTHING, _given(), present=False
        ),
        "a body made up": Tried(replace(advisors["ailleurs"], operator=CHOSEN), EVERYTHING, _given(), present=False),
        "an advisor nobody knows": Tried(replace(every, id="inconnu"), EVERYTHING, _given(), present=False),
        "a newcomer": Tried(replace(advisors["aucun"], role=Role.NEWCOMER)),
        "a newcomer who left": Tried(replace(advisors["parti"], role=Role.NEWCOMER), present=False),
    }


def allowed(rule: Rule, case: Case, tried: Tried) -> bool:
    """Say what the declared rule lets somebody do."""
    if not rule.who:
        return True
    who = next((one for one in rule.who if one.role is tried.actor.role), None)
    if who is None or not tried.present:
        return False
    if who.role is Role.HOLDER:
        return case.on is not On.CLAIRE or tried.actor.name.startswith("Claire")
    if who.role is Role.ADVISOR:
        return (who.right is None or who.right in tried.actor.rights) and (case.on is On.LIST or _has(who, tried))
    return True


def _has(who: Who, tried: Tried) -> bool:
    ours, seen = tried.actor.operator == CHOSEN, tried.scopes
    return {
        Need.NOTHING: True,
        Need.HOURS: Scope.HOURS in seen,
        Need.HISTORY: Scope.HISTORY in seen,
        Need.PASSPORT: Scope.PASSPORT in seen,
        Need.DOSSIER: ours and Scope.HOURS in seen,
        Need.FOLLOWED: ours or bool(seen),
        Need.HELPED: ours,
    }[who.needs]


def attempt(base: AccessBase, case: Case, tried: Tried) -> tuple[object, AccessRefused | NotFound | None]:
    """Call, and return the result or the refusal to let this person in; a rule of the account may stop them further."""
    try:
        return case.call(base, tried.actor), None
    except (AccessRefused, NotFound) as refusal:
        return None, refusal
    except (Conflict, NotAllowed):
        assert case in STOPPED_LATER
        return None, None


def authorise(base: AccessBase, tried: Tried) -> None:
    """Put in the permission of that day, in the place of what Claire gave."""
    today = base.clock.today()
    with base.trials.write() as uow:
        for one in uow.projects.authorisations(base.claire.id):
            uow.projects.authorise(replace(one, revoked_at=base.clock.now()))
        for number, given in enumerate(tried.given):
            dates = {"start": today, "end": today, **given}
            uow.projects.authorise(
                Authorisation(f"essai-{number}", base.claire.id, tried.to or tried.actor.operator, **dates)
            )
        uow.commit()


def test_every_use_case_is_declared_and_has_its_row() -> None:
    undeclared = [name for name, rule in rules().items() if rule is None]
    assert not undeclared, "say above each of these methods who may call it: @only(…) or @anyone(reason)"
    assert set(CASES) == set(rules())


def test_the_table_people_read_is_that_of_the_code() -> None:
    assert DOCUMENT.read_text(encoding="utf-8").partition(MARK)[2] == f"\n{table()}", "run « make authorisations »"


@pytest.mark.parametrize("name", CASES)
def test_who_is_let_in_is_who_the_rule_says(base: AccessBase, digests: dict[str, str], name: str) -> None:
    case, rule = CASES[name], rules()[name]
    assert rule is not None
    for who, tried in everybody(base).items():
        with base.trials.trial():
            authorise(base, tried)
            before = digests.setdefault(who, base.trials.digest()) if who not in digests else digests[who]
            written, last = base.trials.changes(), _last_line(base)
            result, refusal = attempt(base, case, tried)
            lines = _lines_since(base, last)
            if not rule.who and not tried.present:
                continue  # open to all, and of no use to somebody the base does not know
            assert (refusal is None) == allowed(rule, case, tried), f"{name}, {who}: {refusal or 'let in'}"
            if refusal is not None:
                assert base.trials.changes() == written or base.trials.digest() == before, f"{name}, {who}: changed"
                assert not _told(str(refusal)), f"{name}, {who}: {refusal}"
            _check_lines(base, rule, case, tried, lines, refused=refusal is not None)
            if case.on is On.LIST and refusal is None:
                seen = base.claire.id in repr(result)
                assert seen == _on_the_list(rule, tried), f"{name}, {who}: on the list"


@pytest.fixture(scope="module")
def digests() -> dict[str, str]:
    """The state of the base before each try, by who tries: it only depends on what Claire allows."""
    return {}


def _last_line(base: AccessBase) -> int:
    with base.trials.read() as uow:
        return uow.audit.head()[0]


def _lines_since(base: AccessBase, last: int) -> list[AuditLine]:
    with base.trials.read() as uow:
        return [one for one in uow.audit.all() if one.seq > last]


def _told(said: str) -> bool:
    """Say whether words tell something of Claire."""
    return any(word in said for word in ("Claire", "EXEMPLE", "Formation ", "privé", "Atelier", "87"))


def _on_the_list(rule: Rule, tried: Tried) -> bool:
    """Say whether Claire is on a list: where she chose this body, and for a dossier while she allows the hours."""
    (who,) = rule.who
    return tried.actor.operator == CHOSEN and _has(who, tried)


def _check_lines(
    base: AccessBase, rule: Rule, case: Case, tried: Tried, lines: list[AuditLine], *, refused: bool
) -> None:
    actor = tried.actor
    for line in lines:
        said = " ".join((line.actor, line.body, line.subject, line.detail))
        assert all(_CODE.fullmatch(word) for word in said.split()), f"more than ids and codes: {said}"
        assert not _TYPED & set(said.casefold().split()), f"what somebody typed: {said}"
    if actor.role is Role.HOLDER:
        assert not [one for one in lines if one.action in LOOKS or one.action is Action.REFUSED]
    who = next((one for one in rule.who if one.role is actor.role), None)
    if actor.role is not Role.ADVISOR or case.on is not On.CLAIRE or who is None:
        return
    hers = [one for one in lines if (one.subject, one.actor, one.body) == (base.claire.id, actor.id, actor.operator)]
    if not refused:
        assert hers, "shown or changed without a line"
        assert Action.REFUSED not in {one.action for one in hers}
    elif tried.present and (who.right is None or who.right in actor.rights):
        assert [one.action for one in hers] == [Action.REFUSED]
    else:
        assert not hers


def test_without_an_authorisation_nothing_is_told_of_hours_movements_or_trainings(base: AccessBase) -> None:
    """Whatever an advisor calls, one after the other, on a base where Claire allows nothing."""
    paul = everybody(base)["no authorisation"]
    told = []
    with base.trials.trial():
        authorise(base, paul)
        for name, case in CASES.items():
            if case.on in {On.CLAIRE, On.LIST}:
                result, refusal = attempt(base, case, paul)
                told.append((name, repr(result), str(refusal)))
    assert {name for name, result, _ in told if result != "None"} == {
        "Accounts.holder",  # who the person is: they chose this body
        "Assistance.queue",
        "Assistance.read",
        "Assistance.reply",
        "Assistance.close",
        "DossierReview.queue",
    }
    for name, result, said in told:
        for word in ("Formation ", "Atelier Exemple", "8733", "CPF-", "dossier_id", "Quantity"):
            assert word not in result + said, f"{name} tells « {word} »"


def test_a_look_made_again_is_one_line_and_a_later_one_another(base: AccessBase) -> None:
    paul = everybody(base)["every right"]
    start = base.clock.at
    with base.trials.trial():
        authorise(base, paul)
        for minutes in (0, 5, 14, 16):
            base.clock.at = start + timedelta(minutes=minutes)
            base.services.balance.view(paul.actor, base.claire.id)
            base.services.dossiers.file(paul.actor, base.dossiers["submitted"])
            base.services.take_away.calendar(paul.actor, base.dossiers["submitted"])
            base.services.review.queue(paul.actor)
        with base.trials.read() as uow:
            lines = [one for one in uow.audit.all() if one.at >= start and one.actor == paul.actor.id]
    base.clock.at = start
    assert [(one.action, one.subject, one.detail) for one in lines] == 2 * [
        (Action.LOOKED_AT_HOURS, base.claire.id, ""),
        (Action.LOOKED_AT_DOSSIER, base.claire.id, base.dossiers["submitted"]),
        (Action.LOOKED_AT_QUEUE, "", "dossiers"),
    ]


def test_nothing_is_shown_when_its_line_cannot_be_written(base: AccessBase, monkeypatch: pytest.MonkeyPatch) -> None:
    paul = everybody(base)["every right"]

    def full(*_given: object) -> None:
        raise StorageError("Le disque est plein.")

    monkeypatch.setattr("cpf_tui.persistence.repositories.audit.SqlAudit.append", full)
    with base.trials.trial():
        authorise(base, paul)
        for name, case in CASES.items():
            rule = rules()[name]
            if case.on is On.CLAIRE and rule is not None and allowed(rule, case, paul):
                with pytest.raises(StorageError):
                    case.call(base, paul.actor)


def test_an_account_that_is_erased_stops_no_list(base: AccessBase) -> None:
    paul = base.advisors["tous"]
    with base.trials.trial():
        one, karim = base.services, base.karim
        one.advisors.choose(karim, "ml", authorisation(), base.op())
        request = one.assistance.ask(karim, help_wanted(), base.op())
        answers = RIGHT[DossierForm]
        sent = one.dossiers.create(karim, "o-free", filled(DossierForm, answers), answers, base.op())
        one.dossiers.consent(karim, sent.id, SECRET, base.op())
        one.dossiers.submit(karim, sent.id, base.op())
        one.dossiers.withdraw(karim, sent.id, base.op())
        assert request.id in {two.id for two in one.assistance.queue(paul)}
        assert sent.id in {two.dossier.id for two in one.review.queue(paul)}
        one.erasures.erase(karim, SECRET, base.op())
        assert request.id not in {two.id for two in one.assistance.queue(paul)}
        assert sent.id not in {two.dossier.id for two in one.review.queue(paul)}
        for look in (lambda: one.assistance.read(paul, request.id), lambda: one.dossiers.file(paul, sent.id)):
            with pytest.raises((AccessRefused, NotFound)):
                look()


def test_an_operation_of_somebody_else_gives_them_nothing(base: AccessBase) -> None:
    """An operation's id, were it known, opens nothing: what it gave is shown to who may see it only."""
    people = everybody(base)
    with base.trials.trial():
        authorise(base, people["every right"])
        base.services.assistance.reply(base.claire, base.ids["request"], reply(), "connu-1")
        base.services.review.validate(people["every right"].actor, base.dossiers["proved"], "connu-2")
        base.services.dif.record_proof(
            people["every right"].actor, base.dossiers["submitted"], filled(ProofForm, {"result": "vue"}), "connu-3"
        )
        elsewhere = people["another body, not authorised"].actor
        with pytest.raises(AccessRefused):
            base.services.assistance.reply(elsewhere, "n’importe", reply(), "connu-1")
        with pytest.raises(AccessRefused):
            base.services.review.validate(elsewhere, "n’importe", "connu-2")
        with pytest.raises(AccessRefused):
            base.services.dif.record_proof(elsewhere, "n’importe", filled(ProofForm, {"result": "vue"}), "connu-3")
        with pytest.raises(NotFound):
            base.services.assistance.reply(base.karim, "n’importe", reply(), "connu-1")
