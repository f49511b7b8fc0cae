"""People, their teams and roles, and what supports them; found by part of a word, and no team is part of itself."""

import ambassadors.models.coaching
import ambassadors.models.imports
import ambassadors.models.links
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import themes.choice_array
import themes.networks
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

from themes.schema import CreateTogether

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
    SELECT first_name, last_name, email, is_active INTO person FROM ambassadors_user WHERE id = NEW.user_id;
    NEW.directory_name := ambassadors_plain(
        coalesce(nullif(trim(person.first_name || ' ' || person.last_name), ''), person.email, ''));
    NEW.directory_text := ambassadors_plain(concat_ws(
        ' ', person.first_name, person.last_name, person.email, NEW.job_title, NEW.location, NEW.expertise,
        NEW.interests));
    NEW.is_here := NEW.left_at IS NULL AND coalesce(person.is_active, false);
    RETURN NEW;
END $$;
CREATE TRIGGER keep_directory BEFORE INSERT OR UPDATE ON ambassadors_ambassador
    FOR EACH ROW EXECUTE FUNCTION ambassadors_keep_directory();

CREATE FUNCTION ambassadors_follow_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ambassadors_ambassador SET directory_name = '' WHERE user_id = NEW.id;  -- the trigger above does the rest
    RETURN NULL;
END $$;
CREATE TRIGGER follow_account AFTER UPDATE OF first_name, last_name, email, is_active ON ambassadors_user
    FOR EACH ROW WHEN ((OLD.first_name, OLD.last_name, OLD.email, OLD.is_active) IS DISTINCT FROM
                       (NEW.first_name, NEW.last_name, NEW.email, NEW.is_active))
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
        ('themes', '0001_initial'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        CreateTogether([
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('description', models.CharField(max_length=240, verbose_name='what someone in this role does')),
                ('expectation', models.CharField(blank=True, help_text='For example: two shares a month.', max_length=160, verbose_name='light expectation')),
                ('expected_number', models.PositiveSmallIntegerField(blank=True, help_text='As a number, so that you see who carries too much.', null=True, verbose_name='how often')),
                ('expected_per', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('year', 'year')], default='month', max_length=10, verbose_name='in a')),
                ('guidance', models.TextField(blank=True, verbose_name='guidance')),
                ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=30), blank=True, default=list, size=None, verbose_name='rights in the app')),
                ('helpdesk', models.CharField(blank=True, choices=[('', 'none'), ('first', 'those on the theme of the role'), ('next', 'those that nobody answered in time, and those without a theme')], default='', help_text='From the help desk, to who has the fewest waiting.', max_length=10, verbose_name='questions of colleagues that come to this role')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired at')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ['sort_order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Ambassador',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('location', models.CharField(blank=True, max_length=80, verbose_name='location')),
                ('languages', themes.choice_array.ChoiceArrayField(base_field=models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], max_length=10), blank=True, default=list, size=None, verbose_name='languages')),
                ('expertise', models.TextField(blank=True, verbose_name='what I know about')),
                ('interests', models.TextField(blank=True, verbose_name='what interests me')),
                ('bio', models.TextField(blank=True, max_length=600, verbose_name='about me')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='public address')),
                ('portrait', models.ImageField(blank=True, upload_to='portraits/', verbose_name='portrait')),
                ('invited_at', models.DateTimeField(blank=True, null=True, verbose_name='invited at')),
                ('joined_at', models.DateTimeField(blank=True, null=True, verbose_name='joined at')),
                ('welcome_step', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='paused until')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left at')),
                ('is_on_board', models.BooleanField(default=False, verbose_name='show me on the boards')),
                ('is_on_wall', models.BooleanField(default=False, verbose_name='show me on the wall display')),
                ('has_public_page', models.BooleanField(default=False, verbose_name='show my author page to the world')),
                ('shares_own_figures', models.BooleanField(default=False, verbose_name='managers may see my own figures')),
                ('pseudonym', models.CharField(blank=True, max_length=40, verbose_name='pseudonym')),
                ('inactive_at', models.DateTimeField(blank=True, null=True, verbose_name='no longer in the directory since')),
                ('directory_name', models.TextField(db_default='', editable=False)),
                ('directory_text', models.TextField(db_default='', editable=False)),
                ('is_here', models.BooleanField(db_default=True, editable=False)),
                ('fit_words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('expertise', config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector('job_title', config='simple', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector('interests', config='simple', weight='C'), django.contrib.postgres.search.SearchConfig('simple')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ambassador', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ambassador',
                'verbose_name_plural': 'ambassadors',
                'ordering': ['user__first_name', 'user__last_name'],
            },
        ),
        migrations.CreateModel(
            name='AmbassadorNetwork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=themes.networks.choices, max_length=20, verbose_name='network')),
                ('handle', models.CharField(blank=True, max_length=200, verbose_name='handle or address')),
                ('server', models.CharField(blank=True, help_text='For Mastodon, such as mastodon.nl.', max_length=120, verbose_name='server')),
                ('followers', models.PositiveIntegerField(blank=True, help_text='As you see it there.', null=True, verbose_name='followers')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='networks', to='ambassadors.ambassador')),
            ],
            options={
                'verbose_name': 'network',
                'verbose_name_plural': 'networks',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AnswerRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('offered', 'waits for you'), ('taken', 'you took it'), ('answered', 'you answered'), ('passed', 'you passed it on'), ('declined', 'not for you'), ('lapsed', 'went to someone else')], default='offered', max_length=10, verbose_name='state')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=240), default=list, size=None, verbose_name='why')),
                ('score', models.SmallIntegerField(default=0, editable=False)),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='taken at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_requests', to='ambassadors.ambassador')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_requests', to='themes.conversation')),
            ],
            options={
                'verbose_name': 'answer request',
                'verbose_name_plural': 'answer requests',
                'ordering': ['-offered_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CalendarLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=ambassadors.models.coaching.new_key, editable=False, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made at')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='last read at')),
                ('ambassador', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_link', to='ambassadors.ambassador')),
            ],
            options={
                'verbose_name': 'calendar link',
                'verbose_name_plural': 'calendar links',
            },
        ),
        migrations.CreateModel(
            name='CoachPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paired_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('meets_at', models.DateTimeField(blank=True, null=True, verbose_name='next appointment')),
                ('meets_where', models.CharField(blank=True, max_length=120, verbose_name='where')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='ambassadors.ambassador', verbose_name='colleague')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coached_pairs', to='ambassadors.ambassador', verbose_name='coach')),
            ],
            options={
                'verbose_name': 'pair',
                'verbose_name_plural': 'pairs',
                'ordering': ['-paired_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='ambassadors.ambassador')),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='themes.stakeholder')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['stakeholder__name'],
            },
        ),
        migrations.CreateModel(
            name='ContactMoment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='when')),
                ('way', models.CharField(choices=[('meeting', 'met'), ('call', 'called'), ('mail', 'mailed'), ('online', 'wrote online')], default='meeting', max_length=10, verbose_name='how')),
                ('note', models.TextField(max_length=1000, verbose_name='what it was about')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contact_moments', to=settings.AUTH_USER_MODEL)),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_moments', to='themes.stakeholder')),
            ],
            options={
                'verbose_name': 'contact moment',
                'verbose_name_plural': 'contact moments',
                'ordering': ['-happened_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HelpdeskTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expected_hours', models.PositiveSmallIntegerField(default=24, verbose_name='hours within which an answer is expected')),
                ('escalation_hours', models.PositiveSmallIntegerField(default=48, verbose_name='hours after which it goes to a coach or to you')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='helpdesk_terms', to='themes.programme')),
            ],
            options={
                'verbose_name': 'terms of the help desk',
                'verbose_name_plural': 'terms of the help desk',
            },
        ),
        migrations.CreateModel(
            name='MailPreferences',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekly_digest', models.BooleanField(default=True, verbose_name='my week by mail')),
                ('newsletter', models.BooleanField(default=True, verbose_name='the newsletter')),
                ('conversations', models.BooleanField(default=True, verbose_name='questions from outside that come to me')),
                ('urgent', models.BooleanField(default=True, verbose_name='what is urgent, at most once a day')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday')], default=1, verbose_name='day of my week by mail')),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='no mails after')),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0), verbose_name='and not before')),
                ('ambassador', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_preferences', to='ambassadors.ambassador')),
            ],
            options={
                'verbose_name': 'mail preferences',
                'verbose_name_plural': 'mail preferences',
            },
        ),
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='sent on')),
                ('planned_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='newsletters', to='themes.programme')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'newsletter',
                'verbose_name_plural': 'newsletters',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NewsletterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], max_length=10, verbose_name='language')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('body', models.TextField(max_length=6000, verbose_name='text')),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='ambassadors.newsletter')),
            ],
            options={
                'verbose_name': 'text of a newsletter',
                'verbose_name_plural': 'texts of newsletters',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('key', models.CharField(editable=False, max_length=80, unique=True)),
                ('subject_id', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='dropped at')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['due_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PairNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pair_notes', to='ambassadors.ambassador')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='ambassadors.coachpair')),
            ],
            options={
                'verbose_name': 'note of a pair',
                'verbose_name_plural': 'notes of pairs',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PassedOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_over', to='ambassadors.ambassador')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_over', to='themes.theme')),
            ],
            options={
                'verbose_name': 'suggestion put aside',
                'verbose_name_plural': 'suggestions put aside',
            },
        ),
        migrations.CreateModel(
            name='PeopleImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('file', models.FileField(blank=True, storage=ambassadors.models.imports.private, upload_to='imports/')),
                ('makes_teams', models.BooleanField(default=True, verbose_name='make teams that do not exist yet')),
                ('deactivates', models.BooleanField(default=False, verbose_name='people who are not in it become inactive')),
                ('state', models.CharField(choices=[('reading', 'being read'), ('ready', 'waits for your yes'), ('applying', 'being carried out'), ('done', 'carried out'), ('failed', 'could not be read'), ('cancelled', 'thrown away'), ('undone', 'undone')], default='reading', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=240, verbose_name='what went wrong')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('claimed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='carried out at')),
                ('counts', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('preview', models.JSONField(default=list)),
                ('before', models.JSONField(default=dict)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people_imports', to='themes.programme')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people_imports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import of people',
                'verbose_name_plural': 'imports of people',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('body', models.TextField(help_text='HTML of `rich_text`, or plain text.', verbose_name='text')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('nl', 'Dutch')], max_length=10, verbose_name='language')),
                ('translations', models.JSONField(blank=True, default=dict)),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policies', to='themes.programme')),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='PolicyAcknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acknowledged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='acknowledged at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='ambassadors.ambassador')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='ambassadors.policy')),
            ],
            options={
                'verbose_name': 'acknowledgement',
                'verbose_name_plural': 'acknowledgements',
            },
        ),
        migrations.CreateModel(
            name='ProgrammeManager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managers', to='themes.programme')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managed_programmes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'programme manager',
                'verbose_name_plural': 'programme managers',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='your question')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], max_length=10, verbose_name='language')),
                ('may_be_archived', models.BooleanField(default=False, verbose_name='colleagues may find it')),
                ('shows_name', models.BooleanField(default=False, verbose_name='with my name')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('answered', 'answered')], default='open', max_length=10, verbose_name='state')),
                ('why_expert', models.CharField(blank=True, max_length=240, verbose_name='why this expert')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('due_at', models.DateTimeField(verbose_name='answer expected by')),
                ('escalates_at', models.DateTimeField(verbose_name='goes on at')),
                ('escalated_at', models.DateTimeField(blank=True, null=True, verbose_name='went on at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='first answered at')),
                ('answered_in_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='hours on weekdays to the first answer')),
                ('was_on_time', models.BooleanField(blank=True, null=True, verbose_name='first answer on time')),
                ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='asked again at')),
                ('thanked_at', models.DateTimeField(blank=True, null=True, verbose_name='thanked at')),
                ('words', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='ambassadors.ambassador')),
                ('expert', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions_to_answer', to='ambassadors.ambassador', verbose_name='expert')),
                ('passed_by', models.ManyToManyField(blank=True, related_name='+', to='ambassadors.ambassador')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='themes.programme')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='themes.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_answer', models.BooleanField(verbose_name='answer')),
                ('text', models.TextField(max_length=3000, verbose_name='text')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='ambassadors.question')),
            ],
            options={
                'verbose_name': 'reply',
                'verbose_name_plural': 'replies',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('accepted_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True, verbose_name='accepted at')),
                ('declined_at', models.DateTimeField(blank=True, null=True, verbose_name='declined at')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to='ambassadors.ambassador')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='ambassadors.role', verbose_name='role')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to='themes.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'role assignment',
                'verbose_name_plural': 'role assignments',
                'ordering': ['theme__name', 'role__sort_order'],
            },
        ),
        migrations.CreateModel(
            name='RoleOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=240, verbose_name='why')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('is_accepted', models.BooleanField(default=False, verbose_name='accepted')),
                ('answer', models.CharField(blank=True, max_length=240, verbose_name='answer')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_offers', to='ambassadors.ambassador')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='ambassadors.role', verbose_name='role')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_offers', to='themes.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'offer to take a role',
                'verbose_name_plural': 'offers to take a role',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='led_teams', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='ambassadors.team', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], default='nl', max_length=10, verbose_name='language')),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='your own words')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('send_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='mail leaves on')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='reminders sent')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                ('decline_reason', models.CharField(blank=True, choices=[('time', 'no time for it now'), ('networks', 'I would rather not be on social media for work'), ('privacy', 'I worry about my privacy'), ('themes', 'the themes are not mine'), ('other', 'something else')], max_length=10, verbose_name='why not')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refused by the mail server at')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('declined_at', models.DateTimeField(blank=True, null=True, verbose_name='declined at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations_made', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='themes.programme')),
                ('themes', models.ManyToManyField(blank=True, related_name='invitations', to='themes.theme', verbose_name='themes')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to='ambassadors.team')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('eligible', models.PositiveIntegerField(verbose_name='eligible')),
                ('joined', models.PositiveIntegerField(verbose_name='joined')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='headcounts', to='ambassadors.team')),
            ],
            options={
                'verbose_name': 'headcount',
                'verbose_name_plural': 'headcounts',
                'ordering': ['day', 'team'],
            },
        ),
        migrations.AddField(
            model_name='ambassador',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='ambassadors.team'),
        ),
        migrations.CreateModel(
            name='ThemeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'invited'), ('proposed', 'proposed by the person'), ('accepted', 'accepted'), ('declined', 'declined'), ('not_now', 'not now')], default='invited', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=240, verbose_name='why')),
                ('answer', models.CharField(blank=True, max_length=240, verbose_name='answer to the proposal')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='theme_links', to='ambassadors.ambassador')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='theme_links', to='themes.theme')),
            ],
            options={
                'verbose_name': 'theme link',
                'verbose_name_plural': 'theme links',
                'ordering': ['theme__name'],
            },
        ),
        migrations.AddConstraint(
            model_name='ambassadornetwork',
            constraint=models.UniqueConstraint(fields=('ambassador', 'network'), name='a network occurs once a person'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.UniqueConstraint(fields=('conversation', 'ambassador'), name='a person is asked once for an answer'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['offered', 'taken'])), fields=('conversation',), name='one person at a time is asked for an answer'),
        ),
        migrations.AddConstraint(
            model_name='coachpair',
            constraint=models.CheckConstraint(condition=models.Q(('coach', models.F('ambassador')), _negated=True), name='nobody coaches themself'),
        ),
        migrations.AddConstraint(
            model_name='coachpair',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('ambassador',), name='a person has one coach at a time'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('stakeholder', 'ambassador'), name='a contact is kept once by a person'),
        ),
        migrations.AddConstraint(
            model_name='helpdeskterms',
            constraint=models.CheckConstraint(condition=models.Q(('escalation_hours__gte', models.F('expected_hours'))), name='a question goes on after it was expected'),
        ),
        migrations.AddConstraint(
            model_name='newslettertext',
            constraint=models.UniqueConstraint(fields=('newsletter', 'language'), name='a newsletter says it once'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['due_at'], name='notices_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='passedover',
            constraint=models.UniqueConstraint(fields=('ambassador', 'theme'), name='a suggestion is put aside once'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.UniqueConstraint(fields=('programme', 'version'), name='a policy version occurs once'),
        ),
        migrations.AddConstraint(
            model_name='policyacknowledgement',
            constraint=models.UniqueConstraint(fields=('policy', 'ambassador'), name='a version is acknowledged once a person'),
        ),
        migrations.AddConstraint(
            model_name='programmemanager',
            constraint=models.UniqueConstraint(fields=('programme', 'user'), name='a manager has one place in a team'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='questions_by_words'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['escalates_at'], name='questions_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('declined_at', None)), expressions=[('ambassador', '='), ('role', '='), ('theme', '='), (ambassadors.models.links._Days('starts_on', 'ends_on'), '&&')], name='a role on a theme is held once at a time'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a role does not end before it begins'),
        ),
        migrations.AddConstraint(
            model_name='roleoffer',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('ambassador', 'role', 'theme'), name='a role on a theme is offered once at a time'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('programme'), name='a person is invited once to a programme'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.UniqueConstraint(fields=('day', 'team'), name='a team is counted once a day', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='ambassador',
            index=models.Index(condition=models.Q(('is_here', True)), fields=['directory_name', 'id'], name='people_by_name'),
        ),
        migrations.AddIndex(
            model_name='ambassador',
            index=django.contrib.postgres.indexes.GinIndex(fields=['directory_text'], name='people_by_part_of_a_word', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='ambassador',
            index=models.Index(condition=models.Q(('shares_own_figures', True)), fields=['id'], name='people_who_show_their_figures'),
        ),
        migrations.AddIndex(
            model_name='ambassador',
            index=django.contrib.postgres.indexes.GinIndex(fields=['fit_words'], name='people_by_what_they_know'),
        ),
        migrations.AddConstraint(
            model_name='themelink',
            constraint=models.UniqueConstraint(fields=('ambassador', 'theme'), name='a person is linked once to a theme'),
        ),
        ]),
        migrations.RunSQL(PLAIN, "DROP FUNCTION ambassadors_plain(text)"),
        migrations.RunSQL(TREE, NO_TREE),
        migrations.RunSQL(DIRECTORY, NO_DIRECTORY),
    ]
