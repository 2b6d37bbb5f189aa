import django.db.models.deletion
import schools.tenancy.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0005_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="case_id",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="caso"),
        ),
        migrations.CreateModel(
            name="SchoolKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="versión")),
                ("wrapped", models.BinaryField(null=True, verbose_name="llave cerrada")),
                ("master", models.CharField(max_length=60, verbose_name="llave maestra")),
                ("created_at", models.DateTimeField(verbose_name="creada el")),
                (
                    "school",
                    schools.tenancy.models.OwnSchoolField(
                        blank=True,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                        verbose_name="establecimiento",
                    ),
                ),
            ],
            options={
                "verbose_name": "llave del establecimiento",
            },
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("compartment", models.CharField(max_length=20, verbose_name="compartimento")),
                ("subject", models.BigIntegerField(default=0, verbose_name="de qué")),
                ("wrapped", models.BinaryField(null=True, verbose_name="llave cerrada")),
                ("created_at", models.DateTimeField(verbose_name="creada el")),
                (
                    "destroyed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="destruida el"),
                ),
                (
                    "school",
                    schools.tenancy.models.OwnSchoolField(
                        blank=True,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                        verbose_name="establecimiento",
                    ),
                ),
                (
                    "school_key",
                    schools.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_keys",
                        to="schools.schoolkey",
                    ),
                ),
            ],
            options={
                "verbose_name": "llave de datos",
            },
        ),
        migrations.AddConstraint(
            model_name="schoolkey",
            constraint=models.UniqueConstraint(
                fields=("school", "version"), name="school_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="datakey",
            constraint=models.UniqueConstraint(
                fields=("school", "compartment", "subject"), name="data_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="datakey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("destroyed_at", None), ("wrapped__isnull", False)),
                    models.Q(("destroyed_at__isnull", False), ("wrapped__isnull", True)),
                    _connector="OR",
                ),
                name="data_key_lives_or_was_destroyed",
            ),
        ),
    ]
