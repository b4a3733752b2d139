"""Followers of feedback become followers like those of every other record."""

from django.db import migrations
from django.db.models import F

KIND = "feedback.feedback"


def move(apps, schema_editor):
    """Copy each, with the day on which the feedback came in; who brought it in follows for that reason."""
    old, new = apps.get_model("feedback", "Follow"), apps.get_model("conversation", "Follow")
    rows = old.objects.annotate(by=F("feedback__submitted_by"), since=F("feedback__created_at")).order_by("id")
    batch = []
    for row in rows.iterator(chunk_size=2000):
        why = "made" if row.by == row.person_id else "chose"
        batch.append(new(subject_type=KIND, subject_id=row.feedback_id, person_id=row.person_id, why=why, since=row.since))
        if len(batch) == 2000:
            new.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    new.objects.bulk_create(batch, ignore_conflicts=True)


def move_back(apps, schema_editor):
    """The other way round."""
    old, new = apps.get_model("feedback", "Follow"), apps.get_model("conversation", "Follow")
    rows = new.objects.filter(subject_type=KIND, stopped_at=None)
    for row in rows.iterator(chunk_size=2000):
        old.objects.get_or_create(feedback_id=row.subject_id, person_id=row.person_id)


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0010_interviews"),
        ("conversation", "0001_comments_and_follows"),
    ]

    operations = [migrations.RunPython(move, move_back)]
