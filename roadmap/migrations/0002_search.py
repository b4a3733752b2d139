from django.db import migrations

from doors.search import Index


class Migration(migrations.Migration):
    """Make ideas and initiatives searchable."""

    dependencies = [("roadmap", "0001_initial")]

    operations = [
        Index("roadmap_idea", ("title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes")),
        Index("roadmap_initiative", ("title", "problem", "target_outcomes", "actual_outcomes")),
    ]
