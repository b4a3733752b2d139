from django.db import migrations

from doors.search import Index


class Migration(migrations.Migration):
    """Make experiments searchable, what was learned before all but the title."""

    dependencies = [("experiments", "0001_initial")]

    operations = [Index("experiments_experiment", ("title", "learning", "hypothesis", "metric"))]
