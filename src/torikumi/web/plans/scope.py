"""The names of `accounts.scope` where older modules look for them."""

from torikumi.web.accounts.scope import CityModel as CityModel
from torikumi.web.accounts.scope import CityQuerySet as CityQuerySet
from torikumi.web.accounts.scope import Resident as Resident
from torikumi.web.accounts.scope import UnscopedQueryError as UnscopedQueryError
