"""History is added to, never edited: the database says so."""

from django.db import migrations

from history.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        AppendOnly("history_event"),
        AppendOnly("history_eventwords", erasable="body"),
        AppendOnly("history_seal"),
    ]
