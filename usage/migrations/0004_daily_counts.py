"""Daily counts beside the raw events, from which every page reads; the days of events that are there already are counted next."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models


def mark_what_is_there(apps, schema_editor):
    """Every day between a product's first and last event is to be counted."""
    organisation = apps.get_model("people", "Organisation").objects.first()
    here = ZoneInfo(organisation.time_zone if organisation else "UTC")
    uncounted = apps.get_model("usage", "Uncounted")
    rows = apps.get_model("usage", "UsageEvent").objects.order_by()
    for product, first, last in rows.values_list("product").annotate(models.Min("at"), models.Max("at")):
        begins: datetime = first.astimezone(here)
        days = (last.astimezone(here).date() - begins.date()).days + 1
        uncounted.objects.bulk_create(
            uncounted(product_id=product, day=begins.date() + timedelta(days=number)) for number in range(days)
        )


def to(model, related_name="+", **options):
    """A foreign key of the tables below."""
    options = {"on_delete": django.db.models.deletion.PROTECT, "db_index": False} | options
    return models.ForeignKey(related_name=related_name, to=model, **options)


KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("usage", "0003_identity_and_arrivals"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyActivity",
            fields=[
                KEY,
                ("day", models.DateField()),
                ("events", models.PositiveIntegerField()),
                ("product", to("people.product")),
                ("user", to("usage.productuser", "activity")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "day"), name="daily_activity_once")],
                "indexes": [models.Index(fields=["product", "day", "user"], name="daily_activity_day")],
            },
        ),
        migrations.CreateModel(
            name="DailyEvent",
            fields=[
                KEY,
                ("name", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("events", models.PositiveIntegerField()),
                ("product", to("people.product")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("product", "day", "name"), name="daily_event_once")],
            },
        ),
        migrations.CreateModel(
            name="DailyUse",
            fields=[
                KEY,
                ("day", models.DateField()),
                ("uses", models.PositiveIntegerField()),
                ("feature", to("usage.feature", "daily_uses", on_delete=CASCADE)),
                ("user", to("usage.productuser", "daily_uses")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("feature", "user", "day"), name="daily_use_once")],
                "indexes": [
                    models.Index(fields=["feature", "day", "user"], name="daily_use_day"),
                    models.Index(fields=["user", "day"], name="daily_use_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeatureCount",
            fields=[
                KEY,
                ("facts", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField(default=0)),
                ("is_stale", models.BooleanField(default=False)),
                ("knows_past", models.BooleanField(default=True)),
                ("feature", models.OneToOneField(on_delete=CASCADE, related_name="count", to="usage.feature")),
            ],
        ),
        migrations.CreateModel(
            name="KeptSince",
            fields=[
                KEY,
                ("day", models.DateField()),
                ("product", models.OneToOneField(on_delete=CASCADE, related_name="+", to="people.product")),
            ],
        ),
        migrations.CreateModel(
            name="Uncounted",
            fields=[KEY, ("day", models.DateField()), ("product", to("people.product", on_delete=CASCADE, db_index=True))],
        ),
        migrations.RemoveIndex(model_name="usageevent", name="usage_event_company"),
        migrations.RemoveField(model_name="usageevent", name="company"),
        migrations.AlterField(model_name="usageevent", name="product", field=to("people.product")),
        migrations.AlterField(model_name="usageevent", name="source", field=to("usage.source", null=True)),
        migrations.AddIndex(
            model_name="usageevent",
            index=models.Index(fields=["product", "at", "name", "user"], name="usage_event_day"),
        ),
        migrations.AddIndex(model_name="usageevent", index=models.Index(fields=["source", "id"], name="usage_event_source")),
        migrations.AddField(
            model_name="source",
            name="heard_at",
            field=models.DateTimeField(blank=True, editable=False, help_text="When it last sent something.", null=True),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop, elidable=True),
    ]
