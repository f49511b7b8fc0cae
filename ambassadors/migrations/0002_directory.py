"""The directory: found by part of a word, sorted by an index; teams that never stand in a circle."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

# unaccent() is only STABLE, because its dictionary could be changed; ours is not, and an index needs IMMUTABLE.
PLAIN = """
CREATE FUNCTION ambassadors_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent', words)) $$;
"""
DIRECTORY = """
CREATE FUNCTION ambassadors_keep_directory() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person record;
BEGIN
    SELECT first_name, last_name, email INTO person FROM ambassadors_user WHERE id = NEW.user_id;
    NEW.directory_name := ambassadors_plain(
        coalesce(nullif(trim(person.first_name || ' ' || person.last_name), ''), person.email, ''));
    NEW.directory_text := ambassadors_plain(concat_ws(
        ' ', person.first_name, person.last_name, person.email, NEW.job_title, NEW.location, NEW.expertise,
        NEW.interests));
    RETURN NEW;
END $$;
CREATE TRIGGER keep_directory BEFORE INSERT OR UPDATE ON ambassadors_ambassador
    FOR EACH ROW EXECUTE FUNCTION ambassadors_keep_directory();

CREATE FUNCTION ambassadors_follow_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ambassadors_ambassador SET directory_name = '' WHERE user_id = NEW.id;  -- the trigger above does the rest
    RETURN NULL;
END $$;
CREATE TRIGGER follow_account AFTER UPDATE OF first_name, last_name, email ON ambassadors_user
    FOR EACH ROW WHEN ((OLD.first_name, OLD.last_name, OLD.email) IS DISTINCT FROM
                       (NEW.first_name, NEW.last_name, NEW.email))
    EXECUTE FUNCTION ambassadors_follow_account();
"""
NO_DIRECTORY = """
DROP TRIGGER follow_account ON ambassadors_user;
DROP FUNCTION ambassadors_follow_account();
DROP TRIGGER keep_directory ON ambassadors_ambassador;
DROP FUNCTION ambassadors_keep_directory();
"""
# Changes of the tree wait for each other: two that are fine alone could make a circle together.
TREE = """
CREATE FUNCTION ambassadors_refuse_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ambassadors_team.parent_id'));
    IF EXISTS (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT team.parent_id FROM ambassadors_team team JOIN above ON team.id = above.id
            WHERE team.parent_id IS NOT NULL
        )
        SELECT FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'team % would be part of itself', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a team is never part of itself';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_circle BEFORE INSERT OR UPDATE OF parent_id ON ambassadors_team
    FOR EACH ROW EXECUTE FUNCTION ambassadors_refuse_circle();
"""
NO_TREE = "DROP TRIGGER refuse_circle ON ambassadors_team; DROP FUNCTION ambassadors_refuse_circle();"


class Migration(migrations.Migration):

    dependencies = [
        ('ambassadors', '0001_initial'),
        # Of other packages' first: each of their two hundred looks again at every model that is there already.
        ("account", "0009_emailaddress_unique_primary_email"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailembeds", "0009_embed_cache_until"),
        ("wagtailforms", "0005_alter_formsubmission_form_data"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(PLAIN, "DROP FUNCTION ambassadors_plain(text)"),
        migrations.RunSQL(TREE, NO_TREE),
        migrations.AddField(
            model_name='ambassador',
            name='directory_name',
            field=models.TextField(db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='ambassador',
            name='directory_text',
            field=models.TextField(db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='ambassador',
            name='fit_words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('expertise', config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector('job_title', config='simple', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector('interests', config='simple', weight='C'), django.contrib.postgres.search.SearchConfig('simple')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='ambassador',
            name='inactive_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='no longer in the directory since'),
        ),
        migrations.AlterField(
            model_name='team',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='ambassadors.team', verbose_name='part of'),
        ),
        migrations.RunSQL(DIRECTORY, NO_DIRECTORY),
        migrations.RunSQL("UPDATE ambassadors_ambassador SET directory_name = ''", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='ambassador',
            index=models.Index(condition=models.Q(('left_at', None)), fields=['directory_name', 'id'], name='people_by_name'),
        ),
        migrations.AddIndex(
            model_name='ambassador',
            index=django.contrib.postgres.indexes.GinIndex(fields=['directory_text'], name='people_by_part_of_a_word', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='ambassador',
            index=django.contrib.postgres.indexes.GinIndex(fields=['fit_words'], name='people_by_what_they_know'),
        ),
    ]
