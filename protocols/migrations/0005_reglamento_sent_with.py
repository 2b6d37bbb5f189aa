"""A form about the reglamento acts once: the draft remembers the last one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protocols", "0004_reglamento_drafts")]

    operations = [
        migrations.AddField(
            model_name="reglamentoversion",
            name="sent_with",
            field=models.CharField(blank=True, max_length=40, verbose_name="último envío"),
        ),
    ]
