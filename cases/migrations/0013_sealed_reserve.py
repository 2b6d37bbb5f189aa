"""Seal who asked to remain unknown, with a key apart, and the reserved notes."""

import schools.vault.fields
from django.db import migrations

from schools.vault.migrating import Column, Table, open_tables, seal_tables

OF_PERSON = "(SELECT p.case_id FROM cases_participant p WHERE p.id = t.participant_id)"
OF_REQUEST = """(SELECT p.case_id FROM cases_reservedidentity i
    JOIN cases_participant p ON p.id = i.participant_id WHERE i.id = t.identity_id)"""
TABLES = (
    Table(
        "cases_reservedidentity",
        (Column("name"), Column("detail")),
        owner="participant_id",
        compartment="identidad",
        subject=OF_PERSON,
    ),
    Table(
        "cases_identityrequest",
        (Column("reason", "varchar(500)"), Column("answer", "varchar(500)")),
        owner="identity_id",
        subject=OF_REQUEST,
    ),
    Table("cases_reservednote", (Column("text"),)),
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_urgent_access"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(seal_tables(*TABLES), open_tables(*TABLES)),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="identityrequest",
                    name="answer",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=500, verbose_name="respuesta"
                    ),
                ),
                migrations.AlterField(
                    model_name="identityrequest",
                    name="reason",
                    field=schools.vault.fields.SealedTextField(
                        max_length=500, verbose_name="para qué"
                    ),
                ),
                migrations.AlterField(
                    model_name="reservedidentity",
                    name="detail",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="cómo ubicarla"
                    ),
                ),
                migrations.AlterField(
                    model_name="reservedidentity",
                    name="name",
                    field=schools.vault.fields.SealedTextField(verbose_name="nombre"),
                ),
                migrations.AlterField(
                    model_name="reservednote",
                    name="text",
                    field=schools.vault.fields.SealedTextField(verbose_name="nota"),
                ),
            ],
        ),
    ]
