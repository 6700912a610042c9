"""What a question is: a field of a pydantic model annotated with `Question`, checked alone or with the others.

A form is a class; a question is one field of it. The full-screen widgets and the line mode both read the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.fields import FieldInfo

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.money import euros, parse_euros
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.readers import read_date

Answers = Mapping[str, str]
"""Answers of a form as typed, by question name."""


class Kind(StrEnum):
    """How a question is answered; each kind has one editor."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    QUANTITY = "quantity"
    MONEY = "money"
    DATE = "date"
    NIR = "nir"
    SECRET = "secret"
    CHOICE = "choice"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: what is stored and what is shown."""

    value: str
    label: Text
    hint: Text | None = None


def _always(_: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, how, and when.

    `title` is the question itself; `hint` stands under it; `help` opens on F1; `example` shows what to type;
    `asked_if` reads the answers already given; `kept` is False for secrets, which no draft may hold.
    """

    title: Text
    hint: Text | None = None
    help: Text | None = None
    kind: Kind = Kind.LINE
    example: str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    kept: bool = True
    asked_if: Callable[[Answers], bool] = _always
    short: Text | None = None  # the name of the answer where answers are listed

    @property
    def name(self) -> Text:
        """What the answer is called in a list of answers."""
        return self.short or self.title

    def label_of(self, answer: str) -> Text | str:
        """Say an answer as people read it: the label of a choice, a figure with its unit, else what was typed."""
        for choice in self.choices:
            if choice.value == answer:
                return choice.label
        try:
            if self.kind is Kind.QUANTITY:
                return show(Quantity.parse(answer))
            if self.kind is Kind.MONEY:
                return euros(parse_euros(answer))
            if self.kind is Kind.DATE:
                return text("{day}", day=read_date(answer))
        except InvalidInput:
            pass  # not yet checked, or empty: shown as it is
        return answer


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer: the field it is about (empty: the whole form) and the sentence."""

    field: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its form: its field name, the question, and how to read an answer."""

    name: str
    question: Question
    adapter: TypeAdapter[Any] = field(repr=False)

    def read(self, typed: str) -> Any:
        """Read one typed answer; raises `InvalidInput` with the sentence to show."""
        if not typed.strip():
            if self.question.optional:
                return None
            raise InvalidInput(_MISSING.get(self.question.kind, text("Répondez à cette question.")))
        if self.question.choices and typed not in {choice.value for choice in self.question.choices}:
            raise InvalidInput("Choisissez une des réponses proposées.")
        return self.adapter.validate_python(typed)


_MISSING = {
    Kind.CHOICE: text("Choisissez une des réponses proposées."),
    Kind.QUANTITY: text("Écrivez un nombre."),
    Kind.MONEY: text("Écrivez un montant en euros, par exemple 1 250."),
    Kind.DATE: text("Écrivez une date, par exemple 12/04/2015."),
    Kind.NIR: text("Écrivez votre numéro de Sécurité sociale : 15 chiffres."),
    Kind.SECRET: text("Écrivez votre mot de passe."),
    Kind.COMMUNE: text("Écrivez un code postal ou le nom d’une commune."),
}


class Form(BaseModel):
    """A set of questions in order. Subclasses declare fields as `Annotated[type, reader…, Question(…)]`."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, extra="forbid")

    key: ClassVar[str]
    title: ClassVar[Text]

    @classmethod
    def questions(cls) -> tuple[Asked, ...]:
        """Return every question of the form, in the order of the fields."""
        return _questions(cls)

    @classmethod
    def asked(cls, answers: Answers) -> tuple[Asked, ...]:
        """Return the questions that concern this person, given what they answered so far."""
        return tuple(one for one in cls.questions() if one.question.asked_if(answers))

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        """Check answers that are right alone but wrong together; most forms have none."""
        del values
        return []

    @classmethod
    def fill(cls, answers: Answers) -> tuple[Self | None, list[Problem]]:
        """Read every answer: the filled form, or the problems, in the order of the questions."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for one in cls.asked(answers):
            try:
                values[one.name] = one.read(answers.get(one.name, ""))
            except InvalidInput as error:
                problems.append(Problem(one.name, error.sentence))
        problems = problems or cls.cross_check(values)
        if problems:
            return None, problems
        # Every value was read by its own adapter: validating them again would read them twice.
        return cast("Self", cls.model_construct(**values)), []


@cache
def _questions(form: type[Form]) -> tuple[Asked, ...]:
    return tuple(
        Asked(name, question, _adapter(info))
        for name, info in form.model_fields.items()
        for question in info.metadata
        if isinstance(question, Question)
    )


def _adapter(info: FieldInfo) -> TypeAdapter[Any]:
    annotated: Any = Annotated[(info.annotation, *info.metadata)]
    return TypeAdapter(annotated)
