"""Programmes: what they want, about which themes, and who is outside."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import themes.choice_array
import themes.networks
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("ambassadors", "0001_initial"),
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
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, default='', max_length=120, verbose_name='name')),
                ('logo', models.ImageField(blank=True, upload_to='organisation/', verbose_name='logo')),
                ('accent_hue', models.PositiveSmallIntegerField(choices=[(0, '0°'), (15, '15°'), (30, '30°'), (45, '45°'), (60, '60°'), (75, '75°'), (90, '90°'), (105, '105°'), (120, '120°'), (135, '135°'), (150, '150°'), (165, '165°'), (180, '180°'), (195, '195°'), (210, '210°'), (225, '225°'), (240, '240°'), (255, '255°'), (270, '270°'), (285, '285°'), (300, '300°'), (315, '315°'), (330, '330°'), (345, '345°')], default=30, verbose_name='accent colour')),
                ('employer_disclosure', models.JSONField(blank=True, default=dict, help_text='The words put in front of a share, by language: {"en": "I work at …", "nl": "Ik werk bij …"}.', verbose_name='disclosure of employment')),
                ('stop_words', models.TextField(blank=True, help_text="One on each line; behind a colon why, such as “takeover: ask the board's office first”.", verbose_name='words that stop a post')),
                ('minimum_group_size', models.PositiveSmallIntegerField(default=5, help_text='Managers see figures about groups of at least this many people.', validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(100)], verbose_name='smallest group that is shown')),
                ('baseline_cost_per_hire', models.DecimalField(blank=True, decimal_places=2, help_text='Your own figure, in euros; savings are counted against it.', max_digits=10, null=True, verbose_name='cost per hire before the programme')),
                ('candidate_retention_days', models.PositiveSmallIntegerField(default=28, help_text='After the procedure ends; a year where the candidate agreed to it.', verbose_name='days that candidates are kept')),
            ],
            options={
                'verbose_name': 'organisation',
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('purpose', models.TextField(blank=True, verbose_name='why we do this')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('launched_at', models.DateTimeField(blank=True, null=True, verbose_name='launched at')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ['-starts_on', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='a programme ends after it starts')],
            },
        ),
        migrations.CreateModel(
            name='ListeningSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every_minutes', models.PositiveSmallIntegerField(choices=[(15, 'every quarter of an hour'), (60, 'every hour'), (360, 'every six hours'), (1440, 'once a day')], default=60, verbose_name='how often')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='paused at')),
                ('etag', models.CharField(blank=True, editable=False, max_length=300)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('tried_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='asked at')),
                ('heard_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered at')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='next turn')),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('problem', models.CharField(blank=True, choices=[('refused', 'This is not a public web address, so it is never opened.'), ('unreachable', 'The other side could not be reached.'), ('slow', 'The other side did not answer in time.'), ('too_large', 'The answer is larger than we read.'), ('round', 'The address keeps sending on to another one.'), ('gone', 'There is nothing at this address (any more).'), ('closed', 'The server answers only people who are logged in.'), ('busy', 'The server asks us to come back later.'), ('broken', 'The server has a problem of its own.'), ('odd', 'The server answered with an error.'), ('not_a_feed', 'This is not an RSS or Atom feed.'), ('web_page', 'This is a web page, not a feed. Look for a link to RSS or Atom on it.'), ('unreadable', 'The answer could not be read.')], editable=False, max_length=20, verbose_name='what went wrong')),
                ('problem_detail', models.CharField(blank=True, editable=False, max_length=120)),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('kind', models.CharField(choices=[('feed', 'RSS or Atom feed'), ('mastodon_tag', 'Mastodon: a hashtag'), ('mastodon_public', "Mastodon: a server's public timeline"), ('bluesky', 'Bluesky: a search')], max_length=20, verbose_name='kind')),
                ('address', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('query', models.CharField(blank=True, max_length=120, verbose_name='hashtag or words')),
                ('offers_questions', models.BooleanField(default=True, help_text='What asks something about a theme goes to the ambassador who fits best and has time.', verbose_name='offer questions to a colleague')),
                ('since_id', models.CharField(blank=True, editable=False, max_length=100)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listening_sources', to='themes.programme')),
            ],
            options={
                'verbose_name': 'listening source',
                'verbose_name_plural': 'listening sources',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='goal')),
                ('kind', models.CharField(choices=[('awareness', 'Brand awareness'), ('trust', 'Trust and reputation'), ('recruitment', 'Recruitment and employer brand'), ('sales', 'Leads and sales'), ('service', 'Customer service'), ('leadership', 'Thought leadership'), ('pride', 'Retention and pride')], max_length=20, verbose_name='kind')),
                ('beneficiary', models.CharField(choices=[('organisation', 'the organisation'), ('employees', 'the employees')], default='organisation', max_length=20, verbose_name='whose goal')),
                ('description', models.TextField(blank=True, verbose_name='what changes when we reach it')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('copied_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='themes.goal')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='themes.programme')),
            ],
            options={
                'verbose_name': 'goal',
                'verbose_name_plural': 'goals',
                'ordering': ['sort_order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadinessItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('management', 'Management takes part and says so'), ('values', 'We know what we stand for'), ('voluntary', 'Taking part is voluntary'), ('policy', 'There is a policy that people understand'), ('content', 'There is something worth sharing'), ('baseline', 'We measured where we stand')], max_length=20, verbose_name='condition')),
                ('evidence', models.TextField(blank=True, verbose_name='evidence')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='met on')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readiness_items', to='themes.programme')),
            ],
            options={
                'verbose_name': 'readiness item',
                'verbose_name_plural': 'readiness items',
                'ordering': ['programme', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('influencer', 'Influencer'), ('customer', 'Customer'), ('partner', 'Partner'), ('media', 'Media'), ('community', 'Community'), ('event', 'Event'), ('competitor', 'Competitor')], max_length=20, verbose_name='kind')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('influence', models.PositiveSmallIntegerField(default=3, help_text='1: few listen, 5: many do.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='influence')),
                ('relation', models.PositiveSmallIntegerField(default=1, help_text='1: none yet, 5: close.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='relation with us')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stakeholders', to='themes.programme')),
            ],
            options={
                'verbose_name': 'stakeholder',
                'verbose_name_plural': 'outside world',
                'ordering': ['-influence', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.CharField(blank=True, editable=False, max_length=500)),
                ('network', models.CharField(blank=True, choices=themes.networks.choices, max_length=20, verbose_name='network')),
                ('is_by_hand', models.BooleanField(default=False, editable=False, verbose_name='written down by a colleague')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='where')),
                ('author', models.CharField(blank=True, max_length=120, verbose_name='who')),
                ('author_handle', models.CharField(blank=True, max_length=200, verbose_name='handle or address')),
                ('title', models.CharField(blank=True, max_length=240, verbose_name='title')),
                ('text', models.TextField(verbose_name='what they said')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('sentiment', models.FloatField(blank=True, null=True, verbose_name='sentiment')),
                ('is_question', models.BooleanField(default=False, verbose_name='asks something')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, editable=False, size=None)),
                ('said_at', models.DateTimeField(verbose_name='said at')),
                ('heard_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='heard at')),
                ('state', models.CharField(choices=[('heard', 'heard'), ('waiting', 'waiting'), ('taken', 'taken'), ('answered', 'answered'), ('dismissed', 'dismissed')], default='waiting', max_length=10, verbose_name='state')),
                ('state_since', models.DateTimeField(blank=True, default=django.utils.timezone.now, editable=False, null=True, verbose_name='since')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='themes.listeningsource', verbose_name='source')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='themes.programme')),
                ('stakeholder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='themes.stakeholder')),
            ],
            options={
                'verbose_name': 'conversation',
                'verbose_name_plural': 'conversations',
                'ordering': ['-said_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StakeholderHandle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=themes.networks.choices, max_length=20, verbose_name='network')),
                ('handle', models.CharField(max_length=200, verbose_name='handle or address')),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handles', to='themes.stakeholder')),
            ],
            options={
                'verbose_name': 'handle',
                'verbose_name_plural': 'handles',
                'ordering': ['network'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('summary', models.CharField(blank=True, max_length=240, verbose_name='in one sentence')),
                ('audience', models.TextField(blank=True, help_text='Whom you want to be recognised by, as you would describe them to a colleague.', verbose_name='who they are')),
                ('audience_networks', themes.choice_array.ChoiceArrayField(base_field=models.CharField(choices=themes.networks.choices, max_length=20), blank=True, default=list, size=None, verbose_name='where they are online')),
                ('audience_hours', models.CharField(blank=True, max_length=160, verbose_name='when they are active')),
                ('audience_concerns', models.TextField(blank=True, help_text='One on each line.', verbose_name='what occupies them')),
                ('key_messages', models.TextField(blank=True, help_text='One on each line.', verbose_name='key messages')),
                ('tone', models.TextField(blank=True, verbose_name='tone of voice')),
                ('dos', models.TextField(blank=True, help_text='One on each line.', verbose_name='do')),
                ('donts', models.TextField(blank=True, help_text='One on each line.', verbose_name="don't")),
                ('owner', models.CharField(blank=True, max_length=120, verbose_name='owner')),
                ('hue', models.PositiveSmallIntegerField(choices=[(0, '0°'), (15, '15°'), (30, '30°'), (45, '45°'), (60, '60°'), (75, '75°'), (90, '90°'), (105, '105°'), (120, '120°'), (135, '135°'), (150, '150°'), (165, '165°'), (180, '180°'), (195, '195°'), (210, '210°'), (225, '225°'), (240, '240°'), (255, '255°'), (270, '270°'), (285, '285°'), (300, '300°'), (315, '315°'), (330, '330°'), (345, '345°')], default=210, verbose_name='colour')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired at')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='themes.theme')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='themes.programme')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='stakeholder',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='stakeholders', to='themes.theme', verbose_name='themes'),
        ),
        migrations.CreateModel(
            name='KPI',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='what we measure, in your words')),
                ('metric_key', models.CharField(max_length=60, verbose_name='metric')),
                ('network', models.CharField(blank=True, choices=themes.networks.choices, max_length=20, verbose_name='network')),
                ('team_id', models.BigIntegerField(blank=True, null=True, verbose_name='team')),
                ('baseline_value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='baseline')),
                ('baseline_on', models.DateField(verbose_name='baseline measured on')),
                ('target_value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='target')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('owner', models.CharField(help_text='The person or function that answers for it.', max_length=120, verbose_name='owner')),
                ('relevance', models.CharField(max_length=300, verbose_name='why this tells us something about the goal')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kpis', to='themes.goal', verbose_name='goal')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kpis', to='themes.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'KPI',
                'verbose_name_plural': 'KPIs',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ConversationMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None, verbose_name='words')),
                ('score', models.FloatField(default=0, verbose_name='score')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='themes.conversation')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversation_matches', to='themes.theme')),
            ],
            options={
                'verbose_name': 'match',
                'verbose_name_plural': 'matches',
                'ordering': ['-score', 'theme__name'],
            },
        ),
        migrations.AddField(
            model_name='conversation',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='themes.theme', verbose_name='theme'),
        ),
        migrations.CreateModel(
            name='ThemeTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('keyword', 'keyword'), ('hashtag', 'hashtag')], max_length=10, verbose_name='kind')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], max_length=10, verbose_name='language')),
                ('text', models.CharField(max_length=80, verbose_name='word')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='themes.theme')),
            ],
            options={
                'verbose_name': 'theme term',
                'verbose_name_plural': 'theme terms',
                'ordering': ['language', 'kind', 'text'],
            },
        ),
        migrations.CreateModel(
            name='KPIReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='themes.kpi')),
            ],
            options={
                'verbose_name': 'KPI reading',
                'verbose_name_plural': 'KPI readings',
                'ordering': ['kpi', 'day'],
                'constraints': [models.UniqueConstraint(fields=('kpi', 'day'), name='a KPI is read once a day')],
            },
        ),
        migrations.AddConstraint(
            model_name='listeningsource',
            constraint=models.UniqueConstraint(fields=('programme', 'kind', 'address', 'query'), name='a programme listens once to a source'),
        ),
        migrations.AddConstraint(
            model_name='readinessitem',
            constraint=models.UniqueConstraint(fields=('programme', 'key'), name='a readiness item occurs once per programme'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('programme', 'name'), name="a theme's name occurs once"),
        ),
        migrations.AddConstraint(
            model_name='stakeholder',
            constraint=models.UniqueConstraint(fields=('programme', 'name', 'kind'), name='a stakeholder occurs once on the map'),
        ),
        migrations.AddConstraint(
            model_name='conversationmatch',
            constraint=models.UniqueConstraint(fields=('conversation', 'theme'), name='a conversation matches a theme once'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['programme', '-said_at'], name='conversation_by_time'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['programme', 'state'], name='conversation_by_state'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('programme', 'url'), name='a conversation occurs once per programme'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(condition=models.Q(('guid', ''), _negated=True), fields=('source', 'guid'), name="a source's item is heard once"),
        ),
        migrations.AddConstraint(
            model_name='themeterm',
            constraint=models.UniqueConstraint(fields=('theme', 'kind', 'language', 'text'), name='a term occurs once per theme, kind and language'),
        ),
    ]
