"""What is held about one person: print it, or erase it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from assessors.actions.erasing import erase_person
from assessors.actions.errors import PeopleError
from assessors.models import User
from bucketing.actions.personal_data import replace_names
from bucketing.domain.join_codes import clean_join_code
from bucketing.models import Seat
from bucketing.queries.personal_data import data_of_seat, data_of_user


class Command(BaseCommand):
    help = "Print what is held about a member (--email) or a guest (--workshop, --seat)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="The address a member signs in with")
        parser.add_argument("--workshop", help="The join code of a guest's workshop")
        parser.add_argument("--seat", help="The guest's letter in it")
        parser.add_argument("--erase", action="store_true", help="Erase it instead, for good")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _user(options) if options["email"] else _seat(options)
        if options["erase"]:
            _erase(found)
            self.stdout.write("Erased.")
            return
        data = data_of_user(found) if isinstance(found, User) else data_of_seat(found)
        self.stdout.write(json.dumps(data, cls=DjangoJSONEncoder, indent=1))


def _user(options: dict[str, Any]) -> User:
    user = User.objects.filter(email=User.objects.normalize_email(options["email"])).first()
    if user is None:
        raise CommandError("Nobody signs in with this address.")
    return user


def _seat(options: dict[str, Any]) -> Seat:
    if not options["workshop"] or not options["seat"]:
        raise CommandError("Say who: --email, or --workshop with --seat.")
    code = clean_join_code(options["workshop"])
    seats = Seat.objects.select_related("workshop").filter(workshop__join_code=code)
    seat = seats.filter(code__iexact=options["seat"]).first()
    if seat is None:
        raise CommandError("There is no such seat.")
    return seat


def _erase(found: User | Seat) -> None:
    try:
        if isinstance(found, User):
            erase_person(user=found, by=None, now=timezone.now())
        else:
            replace_names(seats=Seat.objects.filter(pk=found.pk))
    except PeopleError as error:
        raise CommandError(str(error)) from error
