"""Sources that are listened to; a conversation belongs to a programme, with any number of its themes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def give_programmes(apps, schema_editor):
    """Every conversation belongs to its theme's programme; an address that stood at two themes stays at the first."""
    Conversation = apps.get_model("themes", "Conversation")
    seen = set()
    for conversation in Conversation.objects.select_related("theme").order_by("pk"):
        conversation.programme_id = conversation.theme.programme_id
        if (conversation.programme_id, conversation.url) in seen:
            conversation.url = ""
        seen.add((conversation.programme_id, conversation.url))
        conversation.save(update_fields=["programme", "url"])


class Migration(migrations.Migration):

    dependencies = [
        ('themes', '0003_merged_into'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConversationMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None, verbose_name='words')),
                ('score', models.FloatField(default=0, verbose_name='score')),
            ],
            options={
                'verbose_name': 'match',
                'verbose_name_plural': 'matches',
                'ordering': ['-score', 'theme__name'],
            },
        ),
        migrations.CreateModel(
            name='ListeningSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('kind', models.CharField(choices=[('feed', 'RSS or Atom feed'), ('mastodon_tag', 'Mastodon: a hashtag'), ('mastodon_public', "Mastodon: a server's public timeline"), ('bluesky', 'Bluesky: a search')], max_length=20, verbose_name='kind')),
                ('address', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('query', models.CharField(blank=True, max_length=120, verbose_name='hashtag or words')),
                ('every_minutes', models.PositiveSmallIntegerField(choices=[(15, 'every quarter of an hour'), (60, 'every hour'), (360, 'every six hours'), (1440, 'once a day')], default=60, verbose_name='how often')),
                ('offers_questions', models.BooleanField(default=True, help_text='What asks something about a theme goes to the ambassador who fits best and has time.', verbose_name='offer questions to a colleague')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='paused at')),
                ('etag', models.CharField(blank=True, editable=False, max_length=300)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('since_id', models.CharField(blank=True, editable=False, max_length=100)),
                ('tried_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='asked at')),
                ('heard_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered at')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='next turn')),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('problem', models.CharField(blank=True, choices=[('refused', 'This is not a public web address, so it is never opened.'), ('unreachable', 'The other side could not be reached.'), ('slow', 'The other side did not answer in time.'), ('too_large', 'The answer is larger than we read.'), ('round', 'The address keeps sending on to another one.'), ('gone', 'There is nothing at this address (any more).'), ('closed', 'The server answers only people who are logged in.'), ('busy', 'The server asks us to come back later.'), ('broken', 'The server has a problem of its own.'), ('odd', 'The server answered with an error.'), ('not_a_feed', 'This is not an RSS or Atom feed.'), ('web_page', 'This is a web page, not a feed. Look for a link to RSS or Atom on it.'), ('unreadable', 'The answer could not be read.')], editable=False, max_length=20, verbose_name='what went wrong')),
                ('problem_detail', models.CharField(blank=True, editable=False, max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'listening source',
                'verbose_name_plural': 'listening sources',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='conversation',
            options={'ordering': ['-said_at', '-pk'], 'verbose_name': 'conversation', 'verbose_name_plural': 'conversations'},
        ),
        migrations.RemoveConstraint(
            model_name='conversation',
            name='a conversation occurs once per theme',
        ),
        migrations.AddField(
            model_name='conversation',
            name='author_handle',
            field=models.CharField(blank=True, max_length=200, verbose_name='handle or address'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='guid',
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='conversation',
            name='heard_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='heard at'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='is_question',
            field=models.BooleanField(default=False, verbose_name='asks something'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='programme',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='themes.programme'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='sentiment',
            field=models.FloatField(blank=True, null=True, verbose_name='sentiment'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='title',
            field=models.CharField(blank=True, max_length=240, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='words',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='author',
            field=models.CharField(blank=True, max_length=120, verbose_name='who'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='language',
            field=models.CharField(blank=True, max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='state',
            field=models.CharField(choices=[('heard', 'heard'), ('waiting', 'waiting'), ('taken', 'taken'), ('answered', 'answered'), ('dismissed', 'dismissed')], default='waiting', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='themes.theme', verbose_name='theme'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='url',
            field=models.URLField(blank=True, max_length=500, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='conversationmatch',
            name='conversation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='themes.conversation'),
        ),
        migrations.AddField(
            model_name='conversationmatch',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversation_matches', to='themes.theme'),
        ),
        migrations.AddField(
            model_name='listeningsource',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listening_sources', to='themes.programme'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='themes.listeningsource', verbose_name='source'),
        ),
        migrations.RunPython(give_programmes, migrations.RunPython.noop),
        # The rows just written still wait for their foreign keys to be checked; a table cannot be altered meanwhile.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='conversation',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='themes.programme'),
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
            model_name='conversationmatch',
            constraint=models.UniqueConstraint(fields=('conversation', 'theme'), name='a conversation matches a theme once'),
        ),
        migrations.AddConstraint(
            model_name='listeningsource',
            constraint=models.UniqueConstraint(fields=('programme', 'kind', 'address', 'query'), name='a programme listens once to a source'),
        ),
    ]
