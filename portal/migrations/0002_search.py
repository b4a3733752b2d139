from django.db import migrations

from doors.search import Index


class Migration(migrations.Migration):
    """Make what is published searchable."""

    dependencies = [("portal", "0001_initial")]

    operations = [Index("portal_publication", ("title", "text"))]
