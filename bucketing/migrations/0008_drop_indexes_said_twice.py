"""Drop indexes of one column that is also the first of a wider index.

Each answer kept them up to date for nothing, and PostgreSQL chose them on tables it had no figures of
yet. Only the index goes: on SQLite an ordinary change of the field would make the table anew and lose
the triggers that keep answers as they were given.
"""

import django.db.models.deletion
from django.db import migrations, models

SAID_TWICE = {
    "bucketing_allocation_round_id_82bbcf04": ("bucketing_allocation", "round_id"),
    "bucketing_allocation_seat_id_87e581e0": ("bucketing_allocation", "seat_id"),
    "bucketing_allocation_workshop_project_id_e3b42e76": (
        "bucketing_allocation",
        "workshop_project_id",
    ),
    "bucketing_lease_round_id_98737bae": ("bucketing_lease", "round_id"),
    "bucketing_pass_round_id_7c08d7a3": ("bucketing_pass", "round_id"),
    "bucketing_queueentry_round_id_1343569f": ("bucketing_queueentry", "round_id"),
}
FIELDS = (
    ("allocation", "round", "bucketing.round", "allocations", "PROTECT"),
    ("allocation", "seat", "bucketing.seat", "allocations", "PROTECT"),
    ("allocation", "workshop_project", "bucketing.workshopproject", "allocations", "PROTECT"),
    ("lease", "round", "bucketing.round", "leases", "CASCADE"),
    ("pass", "round", "bucketing.round", "passes", "PROTECT"),
    ("queueentry", "round", "bucketing.round", "queue", "CASCADE"),
)


class Migration(migrations.Migration):
    dependencies = [("bucketing", "0007_what_the_room_expects")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} ({column})"
                )
                for index, (table, column) in SAID_TWICE.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name=model,
                    name=name,
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=getattr(django.db.models.deletion, on_delete),
                        related_name=related_name,
                        to=to,
                    ),
                )
                for model, name, to, related_name, on_delete in FIELDS
            ],
        )
    ]
