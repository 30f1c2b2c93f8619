"""An organisation with its own provider on loopback, its admin and a member."""

import pytest

from assessors.models import Membership, SignInProvider
from tests.factories.openid_provider import (
    running_provider,
)
from tests.factories.people import make_member, make_user
from tests.integration.provider_sign_in.going_through import (
    make_admin,
    set_up,
)


@pytest.fixture
def there(settings):
    settings.SIGN_IN_LOOPBACK = True
    with running_provider() as provider:
        yield provider


@pytest.fixture
def admin() -> Membership:
    return make_admin()


@pytest.fixture
def provider(there, admin) -> SignInProvider:
    return set_up(there, admin)


@pytest.fixture
def member(admin) -> Membership:
    return make_member("facilitator", admin.organisation, make_user("ada@eastfield.example"))
