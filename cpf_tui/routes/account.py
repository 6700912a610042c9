"""Routes of the account: information, sign-up, sign-in, home, balance, DIF."""

from __future__ import annotations

from cpf_tui.journey.forms.sign_in import AdvisorSignInForm, SignInForm
from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from screens.holder.balance import BalanceScreen
from screens.holder.dif import DifScreen
from screens.holder.home import HomeScreen
from screens.holder.profile import ProfileScreen
from screens.information import InformationScreen
from screens.sign_in import SignInScreen
from screens.sign_up import SignUpScreen


def routes(services: Services) -> dict[str, Route]:
    """Return these routes."""
    one = services
    return {
        "information": lambda actor, _argument: InformationScreen(one.reference),
        "sign_up": lambda actor, _argument: SignUpScreen(one.accounts, one.clock),
        "sign_in": lambda actor, _argument: SignInScreen(
            SignInForm, lambda form: one.sign_in.holder(form.nir, form.secret)
        ),
        "advisor_sign_in": lambda actor, _argument: SignInScreen(
            AdvisorSignInForm, lambda form: one.sign_in.advisor(form.login, form.secret)
        ),
        "home": lambda actor, _argument: HomeScreen(),
        "profile": lambda actor, _argument: ProfileScreen(actor, one.accounts, one.drafts, one.gazetteer),
        "balance": lambda actor, _argument: BalanceScreen(actor, one.balance),
        "dif": lambda actor, _argument: DifScreen(actor, one.dif, one.drafts),
    }
