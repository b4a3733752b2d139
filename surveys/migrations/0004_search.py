from django.core.validators import MaxLengthValidator
from django.db import migrations, models

from doors.search import Index


class Migration(migrations.Migration):
    """Make what people wrote in surveys searchable; on Postgres the index is a column that is called words itself."""

    dependencies = [("surveys", "0003_links")]

    operations = [
        migrations.AlterField(
            "surveyresponse",
            "words",
            models.TextField(blank=True, max_length=5000, validators=[MaxLengthValidator(5000)], db_column="said"),
        ),
        Index("surveys_surveyresponse", ("said",)),
    ]
