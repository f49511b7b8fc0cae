
from django.db import migrations, models


HERE = """
CREATE OR REPLACE FUNCTION ambassadors_keep_directory() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person record;
BEGIN
    SELECT first_name, last_name, email, is_active INTO person FROM ambassadors_user WHERE id = NEW.user_id;
    NEW.directory_name := ambassadors_plain(
        coalesce(nullif(trim(person.first_name || ' ' || person.last_name), ''), person.email, ''));
    NEW.directory_text := ambassadors_plain(concat_ws(
        ' ', person.first_name, person.last_name, person.email, NEW.job_title, NEW.location, NEW.expertise,
        NEW.interests));
    NEW.is_here := NEW.left_at IS NULL AND coalesce(person.is_active, false);
    RETURN NEW;
END $$;
DROP TRIGGER follow_account ON ambassadors_user;
CREATE TRIGGER follow_account AFTER UPDATE OF first_name, last_name, email, is_active ON ambassadors_user
    FOR EACH ROW WHEN ((OLD.first_name, OLD.last_name, OLD.email, OLD.is_active) IS DISTINCT FROM
                       (NEW.first_name, NEW.last_name, NEW.email, NEW.is_active))
    EXECUTE FUNCTION ambassadors_follow_account();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ambassadors', '0009_support'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='ambassador',
            name='people_by_name',
        ),
        migrations.AddField(
            model_name='ambassador',
            name='is_here',
            field=models.BooleanField(db_default=True, editable=False),
        ),
        migrations.RunSQL(HERE, migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE ambassadors_ambassador SET directory_name = ''", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='ambassador',
            index=models.Index(condition=models.Q(('is_here', True)), fields=['directory_name', 'id'], name='people_by_name'),
        ),
    ]
