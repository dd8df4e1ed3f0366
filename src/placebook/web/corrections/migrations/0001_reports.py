"""The table of reports."""

from typing import ClassVar

from django.db import migrations, models

STATUSES = [
    ("received", "received"),
    ("looked at", "looked at"),
    ("corrected", "corrected"),
    ("not changed", "not changed"),
]


class Migration(migrations.Migration):
    """Make the table."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(blank=True, max_length=400)),
                ("what", models.TextField(max_length=2_000)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("received", models.DateField()),
                ("status", models.CharField(choices=STATUSES, default="received", max_length=20)),
                ("reply", models.TextField(blank=True, max_length=2_000)),
            ],
            options={"ordering": ["-id"]},
        )
    ]
