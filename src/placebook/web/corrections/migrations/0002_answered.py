"""The day on which a report was answered."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more; reports that were answered before it have no day."""

    dependencies: ClassVar = [("corrections", "0001_reports")]
    operations: ClassVar = [
        migrations.AddField(model_name="report", name="answered", field=models.DateField(null=True)),
    ]
