"""Routes of the account: information, sign-up, sign-in, home, balance, DIF."""

from __future__ import annotations

from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from screens.access import AccessScreen
from screens.enrolment import EnrolmentScreen
from screens.holder.balance import BalanceScreen
from screens.holder.dif import DifScreen
from screens.holder.erasure import ErasureScreen
from screens.holder.home import HomeScreen
from screens.holder.my_data import MyDataScreen
from screens.holder.profile import ProfileScreen
from screens.holder.trail import TrailScreen
from screens.information import InformationScreen
from screens.own_secret import ChangeSecretScreen, RenewSecretScreen
from screens.sign_in import AdvisorSignInScreen, SignInScreen
from screens.sign_up import SignUpScreen


def routes(services: Services) -> dict[str, Route]:
    """Return these routes."""
    one = services
    return {
        "information": lambda actor, _argument: InformationScreen(one.reference),
        "sign_up": lambda actor, _argument: SignUpScreen(one.accounts, one.clock),
        "sign_in": lambda actor, _argument: SignInScreen(one.sign_in),
        "advisor_sign_in": lambda actor, _argument: AdvisorSignInScreen(one.sign_in),
        "renew_secret": lambda actor, _argument: RenewSecretScreen(one.own_secrets, one.clock),
        "access": lambda actor, _argument: AccessScreen(actor, one.sign_in, one.second_factors),
        "change_secret": lambda actor, _argument: ChangeSecretScreen(actor, one.own_secrets, one.clock),
        "enrolment": lambda actor, _argument: EnrolmentScreen(actor, one.second_factors),
        "my_data": lambda actor, _argument: MyDataScreen(actor, one.personal_data, one.keep),
        "erase_account": lambda actor, _argument: ErasureScreen(actor, one.erasures),
        "home": lambda actor, _argument: HomeScreen(),
        "profile": lambda actor, _argument: ProfileScreen(actor, one.accounts, one.drafts, one.gazetteer),
        "trail": lambda actor, _argument: TrailScreen(actor, one.audits),
        "balance": lambda actor, _argument: BalanceScreen(actor, one.balance),
        "dif": lambda actor, _argument: DifScreen(actor, one.dif, one.drafts),
    }
