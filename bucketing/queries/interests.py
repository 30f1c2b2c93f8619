"""What a seat must not judge, and what there is to choose from."""

from django.db.models import Q, QuerySet

from bucketing.models import Interest, InterestKind, Seat, Workshop, WorkshopProject

FOUND_AT_MOST = 30


def distinct_values(workshop: Workshop, column: str) -> list[str]:
    """The directorates or providers that occur among what is judged, in order."""
    values = workshop.projects.judged().order_by(column).values_list(column, flat=True).distinct()
    return [value for value in values if value]


def own_interests(seat: Seat) -> QuerySet[Interest]:
    return seat.interests.select_related("workshop_project").order_by("id")


def search_projects(workshop: Workshop, words: str) -> list[WorkshopProject]:
    """Judged projects whose name, reference, provider or directorate holds every word."""
    found = workshop.projects.judged()
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(reference__icontains=word)
            | Q(provider__icontains=word)
            | Q(directorate__icontains=word)
        )
    return list(found.order_by("rank")[:FOUND_AT_MOST]) if words.split() else []


def search_values(workshop: Workshop, kind: str, words: str) -> list[str]:
    """Providers or directorates whose name holds every word."""
    column = "provider" if kind == InterestKind.PROVIDER else "directorate"
    wanted = words.casefold().split()
    if not wanted:
        return []
    values = distinct_values(workshop, column)
    return [value for value in values if all(word in value.casefold() for word in wanted)]
