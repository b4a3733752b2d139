import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import history.clock
from history.triggers import AppendOnly


def carry_on(apps, schema_editor):
    """What was to be made anew each week still is: the last projection of an idea and a feature said so."""
    Projection, Renewal = apps.get_model("gates", "Projection"), apps.get_model("gates", "Renewal")
    wished = {}
    for idea, feature, is_on in Projection.objects.order_by("pk").values_list("idea", "feature", "is_renewed"):
        wished[idea, feature] = is_on
    Renewal.objects.bulk_create(
        [Renewal(idea_id=idea, feature_id=feature, is_on=True) for (idea, feature), is_on in wished.items() if is_on]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0008_renewed_projections"),
        ("roadmap", "0001_initial"),
        ("usage", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly("gates_projection", is_again=True),
        AppendOnly("gates_projectionactual", is_again=True),
        migrations.AddField(
            model_name="projection",
            name="demand",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="projection",
            name="segments",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="projectionactual",
            name="segments",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name="projection",
            name="is_renewed",
            field=models.BooleanField(default=False, help_text="Whether it was asked to be made anew each week."),
        ),
        AppendOnly("gates_projection", is_again=True),
        AppendOnly("gates_projectionactual", is_again=True),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(default=history.clock.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "feature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projection_renewals", to="usage.feature"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projection_renewals", to="roadmap.idea"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "feature"), name="renewal_once")],
            },
        ),
        migrations.RunPython(carry_on, migrations.RunPython.noop),
    ]
