import schools.vault.fields
from django.db import migrations


class Migration(migrations.Migration):
    """What the rows of the files are now: `cases.0011` seals them, once each has its case."""

    dependencies = [
        ("schools", "0006_vault"),
        ("cases", "0011_sealed_columns"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="storedfile",
                    name="content",
                    field=schools.vault.fields.SealedBytesField(verbose_name="contenido"),
                ),
                migrations.AlterField(
                    model_name="storedfile",
                    name="original_name",
                    field=schools.vault.fields.SealedTextField(
                        max_length=255, verbose_name="nombre original"
                    ),
                ),
            ],
        ),
    ]
