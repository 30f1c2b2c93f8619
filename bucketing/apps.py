from django.apps import AppConfig


class BucketingConfig(AppConfig):
    name = "bucketing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bucketing import signals

        signals.connect()
