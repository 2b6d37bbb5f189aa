"""What the models do not say: how an entry enters its chain, and the table of the shared cache."""

from django.db import migrations

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
# As `createcachetable` makes it: the app's login may not create tables.
CREATE_CACHE = """
    CREATE TABLE shared_cache (
        cache_key varchar(255) NOT NULL PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]

    operations = [
        migrations.RunSQL(LINK, UNLINK),
        migrations.RunSQL(CREATE_CACHE, "DROP TABLE shared_cache"),
    ]
