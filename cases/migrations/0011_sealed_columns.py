"""Seal what a case tells: every free text and every file that is stored already."""

import schools.vault.fields
from django.db import migrations, models

from schools.vault.migrating import BYTES, JSON, Column, Table, open_tables, seal_tables

OF_NOTICE = "(SELECT n.case_id FROM cases_notificacion n WHERE n.id = t.notificacion_id)"
OF_DOCUMENT = "(SELECT d.case_id FROM cases_document d WHERE d.id = t.document_id)"
TABLES = (
    Table(
        "cases_actuacion",
        (
            Column("actor_name", "varchar(160)"),
            Column("text"),
            Column("data", JSON, "{}"),
        ),
    ),
    Table(
        "cases_antecedente",
        (
            Column("delivered_by", "varchar(160)"),
            Column("description", "varchar(300)"),
        ),
    ),
    Table("cases_citacion", (Column("outcome_note", "varchar(300)"),)),
    Table(
        "cases_denuncia",
        (
            Column("relato"),
            Column("interpretation"),
            Column("place", "varchar(200)"),
            Column("occurred_text", "varchar(200)"),
            Column("router", JSON, "{}"),
            Column("choice_reason", "varchar(300)"),
            Column("no_report_reason", "varchar(500)"),
        ),
    ),
    Table("cases_document", (Column("snapshot", JSON, "null"),)),
    Table(
        "cases_entrevista",
        (
            Column("present", JSON, "[]"),
            Column("student_words"),
            Column("apoderado_words"),
            Column("agreements", JSON, "[]"),
        ),
    ),
    Table(
        "cases_faltaimputada",
        (
            Column("grounds"),
            Column("reclassified_reason"),
            Column("withdrawn_reason", "varchar(300)"),
        ),
    ),
    Table(
        "cases_informe",
        (
            Column("proceedings"),
            Column("findings"),
            Column("recommendations"),
        ),
    ),
    Table(
        "cases_intakedraft",
        (Column("data", JSON, "{}"),),
        owner="",
        compartment="borrador",
        subject="t.id",
    ),
    Table(
        "cases_medida",
        (
            Column("description", "varchar(300)"),
            Column("grounds", "varchar(500)"),
            Column("implemented_note", "varchar(300)"),
        ),
    ),
    Table(
        "cases_notificacionevento",
        (
            Column("detail", "varchar(300)"),
            Column("witness", "varchar(160)"),
        ),
        owner="notificacion_id",
        subject=OF_NOTICE,
    ),
    Table("cases_participant", (Column("notes", "varchar(300)"),)),
    Table(
        "cases_reconsideracion",
        (
            Column("requested_by", "varchar(160)"),
            Column("text"),
            Column("consultation"),
            Column("grounds"),
            Column("abstained", "varchar(200)"),
        ),
    ),
    Table(
        "cases_resolucion",
        (
            Column("vistos"),
            Column("considerando"),
            Column("resuelvo"),
            Column("support"),
            Column("comments"),
            Column("override_reason"),
        ),
    ),
    Table(
        "cases_signature",
        (
            Column("signer_name", "varchar(160)"),
            Column("signer_run", "varchar(12)"),
            Column("statement", "varchar(300)"),
            Column("witness", "varchar(160)"),
        ),
        owner="document_id",
        subject=OF_DOCUMENT,
    ),
    Table(
        "cases_tramite",
        (
            Column("reason", "varchar(300)"),
            Column("close_reason", "varchar(300)"),
        ),
    ),
    Table("cases_workdraft", (Column("data", JSON, "{}"),)),
    Table(
        "schools_storedfile", (Column("content", BYTES), Column("original_name", "varchar(255)"))
    ),
)

# Each file that a case names becomes that case's. What is named from a JSON is looked up there.
SQL_OWNERS = """
    SELECT file_id, case_id FROM cases_document
    UNION SELECT s.image_id, d.case_id FROM cases_signature s JOIN cases_document d ON d.id = s.document_id
    UNION SELECT file_id, case_id FROM cases_antecedente
    UNION SELECT file_id, case_id FROM cases_reconsideracion
    UNION SELECT e.evidence_id, n.case_id FROM cases_notificacionevento e
        JOIN cases_notificacion n ON n.id = e.notificacion_id
    UNION SELECT (data->>'file')::bigint, case_id FROM cases_actuacion
    UNION SELECT (data->>'proof')::bigint, case_id FROM cases_actuacion
    UNION SELECT f.value::bigint, a.case_id FROM cases_actuacion a,
        jsonb_array_elements_text(CASE WHEN jsonb_typeof(a.data->'files') = 'array'
            THEN a.data->'files' ELSE '[]' END) f
"""


def own_files(_apps, editor):
    """Say of which case each file is, while the history can still be read."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM schools_school ORDER BY id")
        for (school_id,) in cursor.fetchall():
            cursor.execute("SELECT set_config('app.school_id', %s, true)", [str(school_id)])
            cursor.execute(
                f"UPDATE schools_storedfile f SET case_id = o.case_id FROM ({SQL_OWNERS}) "  # noqa: S608
                "AS o (file_id, case_id) WHERE f.id = o.file_id AND f.school_id = %s",
                [school_id],
            )
        cursor.execute("SELECT set_config('app.school_id', '', true)")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_reserved_compartments"),
        ("schools", "0006_vault"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_refusal_has_witness",
        ),
        migrations.RunPython(own_files, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(seal_tables(*TABLES), open_tables(*TABLES)),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="actuacion",
                    name="actor_name",
                    field=schools.vault.fields.SealedTextField(
                        max_length=160, verbose_name="quién"
                    ),
                ),
                migrations.AlterField(
                    model_name="actuacion",
                    name="data",
                    field=schools.vault.fields.SealedJSONField(default=dict, verbose_name="datos"),
                ),
                migrations.AlterField(
                    model_name="actuacion",
                    name="text",
                    field=schools.vault.fields.SealedTextField(blank=True, verbose_name="detalle"),
                ),
                migrations.AlterField(
                    model_name="antecedente",
                    name="delivered_by",
                    field=schools.vault.fields.SealedTextField(
                        max_length=160, verbose_name="entrega"
                    ),
                ),
                migrations.AlterField(
                    model_name="antecedente",
                    name="description",
                    field=schools.vault.fields.SealedTextField(
                        max_length=300, verbose_name="descripción"
                    ),
                ),
                migrations.AlterField(
                    model_name="citacion",
                    name="outcome_note",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="intentos y horas"
                    ),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="choice_reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="por qué se eligió otro"
                    ),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="interpretation",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="apreciación de quien registra"
                    ),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="no_report_reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=500, verbose_name="por qué no se denunció"
                    ),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="occurred_text",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=200, verbose_name="cuándo ocurrió, en palabras"
                    ),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="place",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=200, verbose_name="lugar de los hechos"
                    ),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="relato",
                    field=schools.vault.fields.SealedTextField(verbose_name="relato textual"),
                ),
                migrations.AlterField(
                    model_name="denuncia",
                    name="router",
                    field=schools.vault.fields.SealedJSONField(
                        default=dict, verbose_name="respuestas de orientación"
                    ),
                ),
                migrations.AlterField(
                    model_name="document",
                    name="snapshot",
                    field=schools.vault.fields.SealedJSONField(
                        verbose_name="datos con que se emitió"
                    ),
                ),
                migrations.AlterField(
                    model_name="entrevista",
                    name="agreements",
                    field=schools.vault.fields.SealedJSONField(
                        default=list, verbose_name="acuerdos"
                    ),
                ),
                migrations.AlterField(
                    model_name="entrevista",
                    name="apoderado_words",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="versión del apoderado"
                    ),
                ),
                migrations.AlterField(
                    model_name="entrevista",
                    name="present",
                    field=schools.vault.fields.SealedJSONField(
                        default=list, verbose_name="asistentes"
                    ),
                ),
                migrations.AlterField(
                    model_name="entrevista",
                    name="student_words",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="versión del estudiante, textual"
                    ),
                ),
                migrations.AlterField(
                    model_name="faltaimputada",
                    name="grounds",
                    field=schools.vault.fields.SealedTextField(verbose_name="fundamento"),
                ),
                migrations.AlterField(
                    model_name="faltaimputada",
                    name="reclassified_reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="por qué se recalificó"
                    ),
                ),
                migrations.AlterField(
                    model_name="faltaimputada",
                    name="withdrawn_reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="por qué quedó sin efecto"
                    ),
                ),
                migrations.AlterField(
                    model_name="informe",
                    name="findings",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="hechos acreditados"
                    ),
                ),
                migrations.AlterField(
                    model_name="informe",
                    name="proceedings",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="diligencias realizadas"
                    ),
                ),
                migrations.AlterField(
                    model_name="informe",
                    name="recommendations",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="medidas recomendadas"
                    ),
                ),
                migrations.AlterField(
                    model_name="intakedraft",
                    name="data",
                    field=schools.vault.fields.SealedJSONField(
                        default=dict, verbose_name="respuestas"
                    ),
                ),
                migrations.AlterField(
                    model_name="medida",
                    name="description",
                    field=schools.vault.fields.SealedTextField(
                        max_length=300, verbose_name="medida"
                    ),
                ),
                migrations.AlterField(
                    model_name="medida",
                    name="grounds",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=500, verbose_name="fundamento"
                    ),
                ),
                migrations.AlterField(
                    model_name="medida",
                    name="implemented_note",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="cómo se aplicó"
                    ),
                ),
                migrations.AlterField(
                    model_name="notificacionevento",
                    name="detail",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="detalle"
                    ),
                ),
                migrations.AlterField(
                    model_name="notificacionevento",
                    name="witness",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=160, verbose_name="testigo"
                    ),
                ),
                migrations.AlterField(
                    model_name="participant",
                    name="notes",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="observaciones"
                    ),
                ),
                migrations.AlterField(
                    model_name="reconsideracion",
                    name="abstained",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=200, verbose_name="se abstuvieron"
                    ),
                ),
                migrations.AlterField(
                    model_name="reconsideracion",
                    name="consultation",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="respuesta del sostenedor"
                    ),
                ),
                migrations.AlterField(
                    model_name="reconsideracion",
                    name="grounds",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="fundamento"
                    ),
                ),
                migrations.AlterField(
                    model_name="reconsideracion",
                    name="requested_by",
                    field=schools.vault.fields.SealedTextField(
                        max_length=160, verbose_name="solicita"
                    ),
                ),
                migrations.AlterField(
                    model_name="reconsideracion",
                    name="text",
                    field=schools.vault.fields.SealedTextField(verbose_name="lo que pide"),
                ),
                migrations.AlterField(
                    model_name="resolucion",
                    name="comments",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="observaciones de la directora"
                    ),
                ),
                migrations.AlterField(
                    model_name="resolucion",
                    name="considerando",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="considerando"
                    ),
                ),
                migrations.AlterField(
                    model_name="resolucion",
                    name="override_reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="fundamento para resolver igual"
                    ),
                ),
                migrations.AlterField(
                    model_name="resolucion",
                    name="resuelvo",
                    field=schools.vault.fields.SealedTextField(blank=True, verbose_name="resuelvo"),
                ),
                migrations.AlterField(
                    model_name="resolucion",
                    name="support",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, verbose_name="apoyo y reparación a la víctima"
                    ),
                ),
                migrations.AlterField(
                    model_name="resolucion",
                    name="vistos",
                    field=schools.vault.fields.SealedTextField(blank=True, verbose_name="vistos"),
                ),
                migrations.AlterField(
                    model_name="signature",
                    name="signer_name",
                    field=schools.vault.fields.SealedTextField(
                        max_length=160, verbose_name="quién"
                    ),
                ),
                migrations.AlterField(
                    model_name="signature",
                    name="signer_run",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=12, verbose_name="RUN"
                    ),
                ),
                migrations.AlterField(
                    model_name="signature",
                    name="statement",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="motivo o declaración"
                    ),
                ),
                migrations.AlterField(
                    model_name="signature",
                    name="witness",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=160, verbose_name="testigo"
                    ),
                ),
                migrations.AlterField(
                    model_name="tramite",
                    name="close_reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="motivo del término"
                    ),
                ),
                migrations.AlterField(
                    model_name="tramite",
                    name="reason",
                    field=schools.vault.fields.SealedTextField(
                        blank=True, max_length=300, verbose_name="motivo"
                    ),
                ),
                migrations.AlterField(
                    model_name="workdraft",
                    name="data",
                    field=schools.vault.fields.SealedJSONField(
                        default=dict, verbose_name="respuestas"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method__in", ["se_nego", "no_puede"]), _negated=True),
                    ("witness__isnull", False),
                    _connector="OR",
                ),
                name="signature_refusal_has_witness",
            ),
        ),
    ]
