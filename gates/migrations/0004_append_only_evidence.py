"""Projections, entered values and customers' answers are only ever added: the database says so."""

from django.db import migrations

from history.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("gates", "0003_evidence")]

    operations = [
        AppendOnly("gates_projection"),
        AppendOnly("gates_projectionactual"),
        AppendOnly("gates_outcomevalue"),
        AppendOnly("gates_confirmation", erasable="name"),
    ]
