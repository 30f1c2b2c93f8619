"""Triggers for two rules that no constraint of one table can state.

An answer is given by an assessor's seat, and what was answered or settled is never rewritten.
"""

from django.db import migrations

APPEND_ONLY = ("bucketing_allocation", "bucketing_reconciliation")

SQLITE = [
    """
    CREATE TRIGGER allocation_is_by_an_assessor BEFORE INSERT ON bucketing_allocation
    WHEN (SELECT role FROM bucketing_seat WHERE id = NEW.seat_id) IS NOT 'assessor'
    BEGIN SELECT RAISE(ABORT, 'allocation_is_by_an_assessor'); END
    """,
    *(
        f"""
        CREATE TRIGGER {table}_is_only_added BEFORE UPDATE ON {table}
        WHEN {{changed}}
        BEGIN SELECT RAISE(ABORT, '{table}_is_only_added'); END
        """
        for table in APPEND_ONLY
    ),
]

POSTGRESQL = [
    """
    CREATE FUNCTION allocation_is_by_an_assessor() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM bucketing_seat WHERE id = NEW.seat_id AND role = 'assessor') THEN
            RAISE EXCEPTION 'allocation_is_by_an_assessor' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER allocation_is_by_an_assessor BEFORE INSERT ON bucketing_allocation
    FOR EACH ROW EXECUTE FUNCTION allocation_is_by_an_assessor()
    """,
    """
    CREATE FUNCTION bucketing_rows_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '%_is_only_added', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_is_only_added BEFORE UPDATE ON {table} FOR EACH ROW
        WHEN ({{changed}}) EXECUTE FUNCTION bucketing_rows_are_only_added()
        """
        for table in APPEND_ONLY
    ),
]

# Notes and reasons may be blanked when a person is erased; the split and its origin never change.
FIXED_COLUMNS = ("workshop_project_id", "upstream", "midstream", "downstream", "acute")
DROP_SQLITE = [
    "DROP TRIGGER allocation_is_by_an_assessor",
    *(f"DROP TRIGGER {table}_is_only_added" for table in APPEND_ONLY),
]
DROP_POSTGRESQL = [
    "DROP TRIGGER allocation_is_by_an_assessor ON bucketing_allocation",
    *(f"DROP TRIGGER {table}_is_only_added ON {table}" for table in APPEND_ONLY),
    "DROP FUNCTION allocation_is_by_an_assessor",
    "DROP FUNCTION bucketing_rows_are_only_added",
]


def add_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in FIXED_COLUMNS)
    for statement in POSTGRESQL if postgresql else SQLITE:
        schema_editor.execute(statement.replace("{changed}", changed), params=None)


def drop_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in DROP_POSTGRESQL if postgresql else DROP_SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("bucketing", "0001_workshops")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
