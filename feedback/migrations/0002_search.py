"""Make feedback searchable."""

from django.db import migrations

from doors.search import Index


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [Index("feedback_feedback", ("title", "text"))]
