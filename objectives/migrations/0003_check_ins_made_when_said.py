"""Check-ins from before there were corrections were written at the moment that they speak of."""

from django.db import migrations
from django.db.models import F


def made_when_said(apps, schema_editor):
    apps.get_model("objectives", "CheckIn").objects.update(made_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("objectives", "0002_levels_kinds_and_grades")]
    operations = [migrations.RunPython(made_when_said, migrations.RunPython.noop)]
