import django.db.models.deletion
from django.db import migrations, models


def keep_closed_doors_closed(apps, schema_editor):
    apps.get_model("bucketing", "Workshop").objects.filter(is_door_open=False).update(door="closed")


def shut_doors_that_are_not_open(apps, schema_editor):
    """Going back, a door at which one knocks becomes a closed one: nobody comes in unasked."""
    apps.get_model("bucketing", "Workshop").objects.exclude(door="open").update(is_door_open=False)


class Migration(migrations.Migration):

    dependencies = [
        ('bucketing', '0005_second_looks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('knocked_at', models.DateTimeField()),
                ('turned_away_at', models.DateTimeField(blank=True, null=True)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='knocks', to='bucketing.workshop')),
            ],
            options={
                'ordering': ['knocked_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='workshop',
            name='door',
            field=models.CharField(choices=[('open', 'Open'), ('knock', 'Knock'), ('closed', 'Closed')], default='open', max_length=10),
        ),
        migrations.RunPython(keep_closed_doors_closed, shut_doors_that_are_not_open),
        migrations.RemoveField(
            model_name='workshop',
            name='is_door_open',
        ),
        migrations.AddConstraint(
            model_name='workshop',
            constraint=models.CheckConstraint(condition=models.Q(('door__in', ['open', 'knock', 'closed'])), name='workshop_door_is_known'),
        ),
    ]
