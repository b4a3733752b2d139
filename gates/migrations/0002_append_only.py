"""What was said, measured, decided and sealed at a gate is added to, never edited: the database says so."""

from django.db import migrations

from history.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("gates", "0001_initial"), ("history", "0002_append_only")]

    operations = [
        AppendOnly("gates_gatepolicy"),
        AppendOnly("gates_scorecard", erasable="comment"),
        AppendOnly("gates_score"),
        AppendOnly("gates_statement", erasable="words"),
        AppendOnly("gates_ballot", erasable="words"),
        AppendOnly("gates_decision"),
        AppendOnly("gates_packet"),
        AppendOnly("gates_packetwords", erasable="body"),
        AppendOnly("gates_projection"),
        AppendOnly("gates_projectionactual"),
        AppendOnly("gates_outcomevalue"),
        AppendOnly("gates_confirmation", erasable="name"),
    ]
