from django.apps import AppConfig


class AssessorsConfig(AppConfig):
    name = "assessors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assessors import signals

        signals.connect()
