"""Pages, pictures, and the plan of what goes out."""

import ambassadors.models.coaching
import cms.models.feeds
import cms.models.planning
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import taggit.managers
import themes.choice_array
import themes.networks
import wagtail.contrib.routable_page.models
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

from themes.schema import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ambassadors', '0002_directory'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('themes', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [CreateTogether([
        migrations.CreateModel(
            name='Shareable',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], default='nl', max_length=10, verbose_name='language')),
                ('audience_places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='only for who works here')),
                ('audience_followers', models.BooleanField(default=False, verbose_name='only for who follows a theme of it')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('networks', themes.choice_array.ChoiceArrayField(base_field=models.CharField(choices=themes.networks.choices, max_length=20), blank=True, default=list, help_text='Where it may be shared; none chosen means everywhere.', size=None, verbose_name='networks')),
                ('share_from', models.DateTimeField(blank=True, null=True, verbose_name='not to be shared before')),
                ('share_until', models.DateTimeField(blank=True, null=True, verbose_name='not to be shared after')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'high'), (2, 'normal'), (3, 'low')], default=2, verbose_name='priority')),
                ('disclosure_required', models.BooleanField(default=True, help_text='The text must say that the ambassador works here.', verbose_name='say where you work')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='tell people at once when it is published')),
                ('urgent_reason', models.CharField(blank=True, help_text='People read it above the piece, in the mail and in the app.', max_length=200, verbose_name='why now')),
                ('audience_roles', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='ambassadors.role', verbose_name='only for these roles')),
                ('audience_teams', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='ambassadors.team', verbose_name='only for these teams')),
                ('themes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='pieces', to='themes.theme', verbose_name='themes')),
                ('translation_of', models.ForeignKey(blank=True, help_text='The same piece in the language it began in. Everybody finds one of them, in their own language.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='cms.shareable', verbose_name='translation of')),
            ],
            options={
                'verbose_name': 'shareable content',
                'verbose_name_plural': 'shareable content',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='BlogIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'blog',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='HandbookPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'handbook',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('source_url', models.URLField(blank=True, max_length=1000, verbose_name='found at')),
                ('credit', models.CharField(blank=True, max_length=200, verbose_name='credit')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('picture', 1), ('quote', 4), ('awaited_picture', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'blockquote', 'code'], 'label': 'paragraph', 'template': 'cms/blocks/paragraph.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'picture', 'template': 'cms/blocks/picture.html'}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'quote'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'who', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('quote', 2), ('who', 3)]], {'label': 'quote'}), 5: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('url', 5), ('alt', 6)]], {'label': 'picture to be fetched'})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='VacancyIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'vacancies',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='AdvicePreferences',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('off', themes.choice_array.ChoiceArrayField(base_field=models.CharField(choices=[('policy', 'words that the policy stops'), ('disclosure', 'saying where you work'), ('opening', 'the first line'), ('visible', 'what shows before “more”'), ('length', 'length and headings'), ('question', 'a question at the end'), ('hashtags', 'hashtags'), ('mentions', 'names of people'), ('emoji', 'emoji'), ('link', 'links in the text'), ('reading', 'how easily it reads'), ('theme', 'the words and tone of the theme'), ('alt', 'descriptions of pictures'), ('own_words', 'your own words'), ('colleagues', "likeness to colleagues' posts")], max_length=20), blank=True, default=list, size=None, verbose_name='switched off')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='advice_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'advice preferences',
                'verbose_name_plural': 'advice preferences',
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('shareable_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.shareable')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('picture', 1), ('quote', 4), ('awaited_picture', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'blockquote', 'code'], 'label': 'paragraph', 'template': 'cms/blocks/paragraph.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'picture', 'template': 'cms/blocks/picture.html'}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'quote'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'who', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('quote', 2), ('who', 3)]], {'label': 'quote'}), 5: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('url', 5), ('alt', 6)]], {'label': 'picture to be fetched'})}, verbose_name='text')),
                ('byline', models.CharField(blank=True, max_length=160, verbose_name='by')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='date of the story')),
                ('canonical_url', models.URLField(blank=True, max_length=500, verbose_name='first published at')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
            },
            bases=('cms.shareable',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('shareable_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.shareable')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online_url', models.URLField(blank=True, max_length=500, verbose_name='or online at')),
                ('sign_up_url', models.URLField(blank=True, max_length=500, verbose_name='where one signs up')),
                ('description', wagtail.fields.RichTextField(blank=True, verbose_name='what happens')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('cms.shareable',),
        ),
        migrations.CreateModel(
            name='ExternalLink',
            fields=[
                ('shareable_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.shareable')),
                ('url_elsewhere', models.URLField(max_length=500, verbose_name='address')),
                ('source_name', models.CharField(blank=True, max_length=120, verbose_name='published by')),
            ],
            options={
                'verbose_name': 'external link',
                'verbose_name_plural': 'external links',
            },
            bases=('cms.shareable',),
        ),
        migrations.CreateModel(
            name='Vacancy',
            fields=[
                ('shareable_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.shareable')),
                ('identifier', models.CharField(blank=True, db_index=True, max_length=200, verbose_name='reference')),
                ('description', wagtail.fields.RichTextField(verbose_name='description')),
                ('employment_type', models.CharField(choices=[('FULL_TIME', 'full-time'), ('PART_TIME', 'part-time'), ('CONTRACTOR', 'contractor'), ('TEMPORARY', 'temporary'), ('INTERN', 'internship'), ('OTHER', 'other')], default='FULL_TIME', max_length=20, verbose_name='kind of employment')),
                ('date_posted', models.DateField(default=django.utils.timezone.localdate, verbose_name='posted on')),
                ('valid_through', models.DateField(blank=True, null=True, verbose_name='apply until')),
                ('street_address', models.CharField(blank=True, max_length=200, verbose_name='street and number')),
                ('postal_code', models.CharField(blank=True, max_length=20, verbose_name='postal code')),
                ('locality', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('region', models.CharField(blank=True, max_length=100, verbose_name='province or region')),
                ('country', models.CharField(blank=True, default='NL', help_text='Two letters, such as NL.', max_length=2, verbose_name='country')),
                ('is_remote', models.BooleanField(default=False, verbose_name='can be done from anywhere')),
                ('hours', models.CharField(blank=True, max_length=40, verbose_name='hours a week')),
                ('salary_minimum', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='salary from')),
                ('salary_maximum', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='salary to')),
                ('salary_currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                ('salary_unit', models.CharField(choices=[('HOUR', 'hour'), ('MONTH', 'month'), ('YEAR', 'year')], default='MONTH', max_length=5, verbose_name='per')),
                ('education', models.CharField(blank=True, choices=[('high school', 'secondary school'), ('professional certificate', 'vocational education'), ('associate degree', 'associate degree'), ('bachelor degree', "bachelor's degree"), ('postgraduate degree', "master's degree or higher")], max_length=30, verbose_name='education asked')),
                ('experience_months', models.PositiveSmallIntegerField(blank=True, help_text='Empty: nothing is asked; 0: none is needed.', null=True, verbose_name='months of experience asked')),
                ('hiring_organisation', models.CharField(blank=True, max_length=160, verbose_name='hiring organisation')),
                ('hiring_manager_email', models.EmailField(blank=True, db_default='', default='', help_text='Not shown on the site. Who decides gets no referral bonus for this vacancy.', max_length=254, verbose_name='e-mail address of who decides')),
                ('apply_url', models.URLField(blank=True, help_text='Empty: people apply on this site.', max_length=500, verbose_name='apply elsewhere')),
            ],
            options={
                'verbose_name': 'vacancy',
                'verbose_name_plural': 'vacancies',
            },
            bases=('cms.shareable',),
        ),
        migrations.CreateModel(
            name='VideoPage',
            fields=[
                ('shareable_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.shareable')),
                ('video_url', models.URLField(max_length=500, verbose_name='address of the video')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                ('transcript', wagtail.fields.RichTextField(blank=True, verbose_name='what is said and shown')),
            ],
            options={
                'verbose_name': 'video',
                'verbose_name_plural': 'videos',
            },
            bases=('cms.shareable',),
        ),
        migrations.CreateModel(
            name='FeedSource',
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
                ('location', models.CharField(max_length=500, unique=True, verbose_name='address or file')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], default='en', max_length=10, verbose_name='language')),
                ('comes_in_as', models.CharField(blank=True, choices=[('proposal', 'proposals: an editor takes or leaves each'), ('draft', 'drafts'), ('live', 'live articles')], default='', help_text='Empty: only when somebody imports it.', max_length=10, verbose_name='bring new items in as')),
                ('last_run_at', models.DateTimeField(blank=True, null=True, verbose_name='last imported at')),
                ('last_report', models.JSONField(blank=True, default=dict, verbose_name='what happened')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feed_sources', to='themes.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'feed',
                'verbose_name_plural': 'feeds',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='FeedImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location', models.CharField(max_length=500, verbose_name='address or file')),
                ('file', models.FileField(blank=True, storage=cms.models.feeds.private_storage, upload_to='feeds/')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], default='en', max_length=10, verbose_name='language')),
                ('publish', models.BooleanField(default=False)),
                ('total', models.PositiveIntegerField(blank=True, null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('report', models.JSONField(blank=True, default=dict)),
                ('problem', models.CharField(blank=True, max_length=240, verbose_name='what went wrong')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='themes.theme', verbose_name='theme')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='cms.feedsource')),
            ],
            options={
                'verbose_name': 'feed import',
                'verbose_name_plural': 'feed imports',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(max_length=160, verbose_name='what one can do afterwards')),
                ('minutes', models.PositiveSmallIntegerField(default=3, verbose_name='minutes')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], default='nl', max_length=10, verbose_name='language')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('picture', 1), ('question', 8)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'blockquote', 'code'], 'label': 'text', 'template': 'cms/blocks/paragraph.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'picture', 'template': 'cms/blocks/picture.html'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 240}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'answer', 'max_length': 160}), 4: ('wagtail.blocks.BooleanBlock', (), {'label': 'a good answer', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'why, or why not', 'max_length': 300}), 6: ('wagtail.blocks.StructBlock', [[('text', 3), ('is_right', 4), ('why', 5)]], {}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'answers', 'max_num': 5, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('question', 2), ('choices', 7)]], {'label': 'question'})}, verbose_name='lesson')),
                ('tip', models.CharField(blank=True, help_text='Shown where it helps, with a link to the lesson.', max_length=160, verbose_name='tip in one sentence')),
                ('place', models.CharField(blank=True, choices=[('home', 'Home'), ('share', 'Sharing'), ('write', 'Writing'), ('reach', 'My reach')], max_length=10, verbose_name='where the tip is shown')),
                ('roles', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='ambassadors.role', verbose_name='only for these roles')),
                ('themes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='themes.theme', verbose_name='only for these themes')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='shareable',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='picture'),
        ),
        migrations.CreateModel(
            name='ImportedPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=1000, verbose_name='address')),
                ('alt', models.CharField(blank=True, max_length=500, verbose_name='description')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=240, verbose_name='what went wrong')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imported_pictures', to='cms.shareable')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture')),
            ],
            options={
                'verbose_name': 'imported picture',
                'verbose_name_plural': 'imported pictures',
            },
        ),
        migrations.CreateModel(
            name='HandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('photo', 'photo'), ('link', 'link'), ('question', 'question'), ('note', 'note')], max_length=10, verbose_name='kind')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='what you saw or heard')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('may_be_named', models.BooleanField(default=True, verbose_name='my name may stand with it')),
                ('state', models.CharField(choices=[('begun', 'not handed in yet'), ('waiting', 'waits for an editor'), ('used', 'became a piece'), ('aside', 'put aside'), ('withdrawn', 'taken back')], default='waiting', max_length=10, verbose_name='state')),
                ('handed_in_at', models.DateTimeField(auto_now_add=True, verbose_name='handed in at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='a word to the scout')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_ins', to='ambassadors.ambassador', verbose_name='scout')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hand_ins', to='cms.shareable', verbose_name='piece')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='themes.theme', verbose_name='theme')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='photo')),
            ],
            options={
                'verbose_name': 'hand-in',
                'verbose_name_plural': 'hand-ins',
                'ordering': ['-handed_in_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PictureRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.picture')),
            ],
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='PlanCalendarLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=ambassadors.models.coaching.new_key, editable=False, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made at')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='last read at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan_calendar_link', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar link of the plan',
                'verbose_name_plural': 'calendar links of the plan',
            },
        ),
        migrations.CreateModel(
            name='PlannedPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch')], default='nl', max_length=10, verbose_name='language')),
                ('audience_places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='only for who works here')),
                ('audience_followers', models.BooleanField(default=False, verbose_name='only for who follows a theme of it')),
                ('title', models.CharField(max_length=160, verbose_name='piece')),
                ('kind', models.CharField(choices=[('article', 'article'), ('link', 'external link'), ('video', 'video'), ('event', 'event'), ('vacancy', 'vacancy'), ('blog', 'blog post')], default='article', max_length=10, verbose_name='kind')),
                ('importance', models.PositiveSmallIntegerField(choices=[(1, 'high'), (2, 'normal'), (3, 'low')], default=2, verbose_name='importance')),
                ('goes_out_on', models.DateField(blank=True, help_text='Empty: in reserve, for a day that needs something.', null=True, verbose_name='goes out on')),
                ('trigger', models.CharField(blank=True, help_text='For a piece that stays true: “first frost”.', max_length=120, verbose_name='or when this happens')),
                ('buffer_days', models.PositiveSmallIntegerField(default=2, help_text='Between the last thing to be made and the day it goes out.', verbose_name='days to spare')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('audience_roles', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='ambassadors.role', verbose_name='only for these roles')),
                ('audience_teams', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='ambassadors.team', verbose_name='only for these teams')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='planned', to='cms.shareable', verbose_name='page')),
                ('waits_for', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='followed_by', to='cms.plannedpiece', verbose_name='comes after these pieces')),
            ],
            options={
                'verbose_name': 'planned piece',
                'verbose_name_plural': 'planned pieces',
                'ordering': ['importance', 'goes_out_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MakingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(max_length=120, verbose_name='what')),
                ('helper', models.CharField(blank=True, max_length=120, verbose_name='together with')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='done at')),
                ('maker', models.ForeignKey(blank=True, limit_choices_to=cms.models.planning._makers, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='making_steps', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('piece', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cms.plannedpiece')),
            ],
            options={
                'verbose_name': 'step of making',
                'verbose_name_plural': 'steps of making',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('taken_at', models.DateTimeField(verbose_name='taken at')),
                ('piece', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_text', to='cms.shareable')),
            ],
            options={
                'verbose_name': 'search text',
                'verbose_name_plural': 'search texts',
            },
        ),
        migrations.CreateModel(
            name='Spreading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('day', models.DateField(verbose_name='day')),
                ('networks', themes.choice_array.ChoiceArrayField(base_field=models.CharField(choices=themes.networks.choices, max_length=20), blank=True, default=list, size=None, verbose_name='networks')),
                ('piece', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='spreadings', to='cms.plannedpiece')),
                ('role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ambassadors.role', verbose_name='by which role')),
            ],
            options={
                'verbose_name': 'moment of spreading',
                'verbose_name_plural': 'moments of spreading',
                'ordering': ['day', 'sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='story')),
                ('point', models.TextField(blank=True, help_text='One or two sentences; every piece says this in its own way.', verbose_name='what people should remember')),
                ('measure', models.CharField(choices=[('shares', 'how often colleagues share it'), ('visitors', 'how many people come to read it')], default='visitors', max_length=10, verbose_name='what we will measure')),
                ('expected', models.PositiveIntegerField(blank=True, help_text='A number, so that you can compare afterwards.', null=True, verbose_name='what we hope for')),
                ('learned', models.TextField(blank=True, help_text='Afterwards: do it again, or differently?', verbose_name='what we learned')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stories', to='themes.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='plannedpiece',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='cms.story', verbose_name='story'),
        ),
        migrations.CreateModel(
            name='TextVariant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('network', models.CharField(blank=True, choices=themes.networks.choices, help_text='Empty: any.', max_length=20, verbose_name='network')),
                ('text', models.TextField(max_length=3000, verbose_name='text')),
                ('piece', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='cms.shareable')),
            ],
            options={
                'verbose_name': 'suggested text',
                'verbose_name_plural': 'suggested texts',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BlogPost',
            fields=[
                ('shareable_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.shareable')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
                ('discarded_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='thrown away at')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blog_posts', to='ambassadors.ambassador', verbose_name='author')),
            ],
            options={
                'verbose_name': 'blog post',
                'verbose_name_plural': 'blog posts',
            },
            bases=('cms.shareable',),
        ),
        migrations.CreateModel(
            name='FeedProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.CharField(max_length=500, verbose_name='GUID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('author', models.CharField(blank=True, max_length=160, verbose_name='by')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('html', models.TextField(blank=True, verbose_name='text')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published there at')),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='offered at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='cms.feedsource')),
            ],
            options={
                'verbose_name': 'proposal of a feed',
                'verbose_name_plural': 'proposals of feeds',
                'constraints': [models.UniqueConstraint(fields=('source', 'guid'), name='an item is proposed once per feed')],
            },
        ),
        migrations.CreateModel(
            name='ImportedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.CharField(max_length=500, verbose_name='GUID')),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('imported_at', models.DateTimeField(auto_now_add=True)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imported_from', to='cms.shareable')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cms.feedsource')),
            ],
            options={
                'verbose_name': 'imported item',
                'verbose_name_plural': 'imported items',
                'constraints': [models.UniqueConstraint(fields=('source', 'guid'), name='an item is imported once per feed')],
            },
        ),
        migrations.CreateModel(
            name='LessonProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lesson_progress', to='ambassadors.ambassador')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='cms.lessonpage')),
            ],
            options={
                'verbose_name': 'progress of a lesson',
                'verbose_name_plural': 'progress of lessons',
                'ordering': ['-started_at'],
                'constraints': [models.UniqueConstraint(fields=('lesson', 'ambassador'), name='a lesson is followed once a person')],
            },
        ),
        migrations.AddConstraint(
            model_name='shareable',
            constraint=models.UniqueConstraint(fields=('translation_of', 'language'), name='a piece has one translation per language'),
        ),
        migrations.AddConstraint(
            model_name='importedpicture',
            constraint=models.UniqueConstraint(fields=('page', 'url'), name='a picture is awaited once per page'),
        ),
        migrations.AddIndex(
            model_name='handin',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['handed_in_at'], name='hand_ins_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='picturerendition',
            constraint=models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='a rendition occurs once'),
        ),
        migrations.AddIndex(
            model_name='searchtext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='pieces_by_their_words'),
        ),
        migrations.AddIndex(
            model_name='plannedpiece',
            index=models.Index(fields=['goes_out_on'], name='planned_piece_by_day'),
        ),
    ])]
