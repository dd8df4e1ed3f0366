"""The tables of documents and of changes to them."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="DocumentRow",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("names", models.JSONField(default=list)),
                ("media", models.CharField(max_length=10)),
                ("size", models.BigIntegerField()),
                ("added", models.DateField()),
                ("title", models.TextField(blank=True)),
                ("body", models.CharField(blank=True, max_length=9)),
                ("body_name", models.TextField(blank=True)),
                ("type", models.TextField(blank=True)),
                ("status", models.CharField(blank=True, max_length=10)),
                ("scope", models.TextField(blank=True)),
                ("years", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("address", models.TextField(blank=True)),
                ("date", models.TextField(blank=True)),
                ("licence", models.TextField(blank=True)),
                ("cut", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="DocumentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(db_index=True, max_length=64)),
                ("on", models.DateField()),
                ("by", models.TextField()),
                ("said", models.JSONField()),
            ],
            options={"ordering": ["id"]},
        ),
    ]
