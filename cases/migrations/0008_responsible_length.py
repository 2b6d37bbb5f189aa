"""Room for the responsables of every protocol of the catalogue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_calendar_change")]

    operations = [
        migrations.AlterField(
            model_name="vencimiento",
            name="responsible",
            field=models.CharField("responsable", max_length=240),
        ),
    ]
