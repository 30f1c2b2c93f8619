"""Keep two indexes of leases: they are few, and come and go with every answer.

Only the indexes go: an ordinary change of a foreign key makes the table anew on SQLite.
"""

import django.db.models.deletion
from django.db import migrations, models

OF_ONE_COLUMN = {
    "bucketing_lease_seat_id_fdd7a518": "seat_id",
    "bucketing_lease_workshop_project_id_6786320a": "workshop_project_id",
}
FIELDS = {"seat": "bucketing.seat", "workshop_project": "bucketing.workshopproject"}


class Migration(migrations.Migration):
    dependencies = [("bucketing", "0008_drop_indexes_said_twice")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {index}",
                    f"CREATE INDEX {index} ON bucketing_lease ({column})",
                )
                for index, column in OF_ONE_COLUMN.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="lease",
                    name=name,
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leases",
                        to=to,
                    ),
                )
                for name, to in FIELDS.items()
            ],
        ),
        migrations.RemoveIndex(model_name="lease", name="lease_by_project"),
        migrations.AddIndex(
            model_name="lease",
            index=models.Index(fields=["round", "workshop_project"], name="lease_by_project"),
        ),
    ]
