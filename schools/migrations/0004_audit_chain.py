import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import schools.tenancy.models
from django.db import migrations, models

# The text that is hashed is written again, field by field, by `schools.audit.chain.text_of`.
# The school is set because row-level security binds the owner of the tables too, and a page of a
# family has closed its school when it commits.
LINK = """
CREATE FUNCTION public.schools_audit_link(the_entry bigint, the_school bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found public.schools_auditentry;
    head_seq bigint;
    head_hash text;
    outer_school text := coalesce(current_setting('app.school_id', true), '');
BEGIN
    PERFORM set_config('app.school_id', the_school::text, true);
    PERFORM pg_advisory_xact_lock(hashtextextended('schools_auditlink', the_school));
    IF NOT EXISTS (SELECT FROM public.schools_auditlink WHERE entry_id = the_entry) THEN
        SELECT * INTO STRICT found FROM public.schools_auditentry
            WHERE id = the_entry AND school_id = the_school;
        SELECT seq, hash INTO head_seq, head_hash FROM public.schools_auditlink
            WHERE school_id = the_school ORDER BY seq DESC LIMIT 1;
        head_seq := coalesce(head_seq, 0) + 1;
        head_hash := coalesce(head_hash, repeat('0', 64));
        INSERT INTO public.schools_auditlink (entry_id, school_id, seq, previous, hash) VALUES (
            the_entry, the_school, head_seq, head_hash,
            encode(sha256(convert_to(json_build_array(
                head_hash, the_school, head_seq, found.id,
                to_char(found.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                found.user_id, found.who, found.act, found.object_type, found.object_id,
                found.case_id, found.detail
            )::text, 'UTF8')), 'hex')
        );
    END IF;
    PERFORM set_config('app.school_id', outer_school, true);
END $$;
"""
UNLINK = "DROP FUNCTION public.schools_audit_link(bigint, bigint)"
# What was written before there was a chain enters it in the order in which it was written.
EARLIER = """
DO $$
DECLARE one bigint;
BEGIN
    FOR one IN SELECT id FROM public.schools_school ORDER BY id LOOP
        PERFORM set_config('app.school_id', one::text, true);
        PERFORM public.schools_audit_link(e.id, one)
            FROM (SELECT id FROM public.schools_auditentry WHERE school_id = one ORDER BY id) e;
    END LOOP;
    PERFORM set_config('app.school_id', '', true);
END $$;
"""
PROTECT = "RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;"


def append_only(table: str, hash: str, pgid: str) -> pgtrigger.migrations.AddTrigger:
    return pgtrigger.migrations.AddTrigger(
        model_name=table,
        trigger=pgtrigger.compiler.Trigger(
            name=f"{table}_append_only",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func=PROTECT,
                hash=hash,
                operation="UPDATE OR DELETE",
                pgid=pgid,
                table=f"schools_{table}",
                when="BEFORE",
            ),
        ),
    )


def own_school() -> schools.tenancy.models.OwnSchoolField:
    return schools.tenancy.models.OwnSchoolField(
        blank=True,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="schools.school",
        verbose_name="establecimiento",
    )


class Migration(migrations.Migration):
    dependencies = [("schools", "0003_school_calendar")]

    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(verbose_name="número")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("school", own_school()),
            ],
            options={"verbose_name": "eslabón del registro de acceso"},
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="día")),
                ("at", models.DateTimeField(verbose_name="cuándo")),
                ("seq", models.BigIntegerField(verbose_name="número")),
                ("hash", models.CharField(max_length=64, verbose_name="huella")),
                ("school", own_school()),
            ],
            options={"verbose_name": "sello del registro de acceso"},
        ),
        migrations.AddConstraint(
            model_name="auditlink",
            constraint=models.UniqueConstraint(fields=("school", "seq"), name="audit_link_seq"),
        ),
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=models.UniqueConstraint(fields=("school", "day"), name="audit_seal_daily"),
        ),
        append_only(
            "auditlink",
            "283d2446c00ce8218fd014c5d042034243bbade8",
            "pgtrigger_auditlink_append_only_3733d",
        ),
        append_only(
            "auditseal",
            "305accbfdd697caf5722977e5ca73293726dadf8",
            "pgtrigger_auditseal_append_only_09f5a",
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("ver", "Vio"),
                    ("descargar", "Descargó"),
                    ("imprimir", "Imprimió"),
                    ("exportar", "Exportó"),
                    ("buscar", "Buscó personas"),
                    ("cambiar", "Cambió"),
                    ("otorgar", "Dio acceso"),
                    ("denegado", "Acceso denegado"),
                    ("fallido", "No se mostró por un error"),
                ],
                max_length=12,
                verbose_name="acto",
            ),
        ),
        migrations.RunSQL(LINK, UNLINK),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="auditentry_chain",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="PERFORM public.schools_audit_link(NEW.id, NEW.school_id); RETURN NULL;",
                    hash="bdf899d46a001ed1fe2c727078eaff972c6aff81",
                    operation="INSERT",
                    pgid="pgtrigger_auditentry_chain_36f3d",
                    table="schools_auditentry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
    ]
