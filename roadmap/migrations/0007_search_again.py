from django.db import migrations

from doors.search import Index

COLUMNS = ("title", "problem", "target_outcomes", "actual_outcomes")


class Migration(migrations.Migration):
    """Index initiatives anew: where a table is written again to change a column, as on SQLite, its triggers are lost."""

    dependencies = [("roadmap", "0006_endings")]

    operations = [Index("roadmap_initiative", COLUMNS, is_again=True)]
