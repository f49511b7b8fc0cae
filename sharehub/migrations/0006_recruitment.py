
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0005_open_networks'),
        ('sharehub', '0005_sharing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcedureStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, max_length=40, unique=True)),
                ('name', models.CharField(blank=True, help_text='Empty: the name of its kind.', max_length=60, verbose_name='name')),
                ('kind', models.CharField(choices=[('applied', 'applied'), ('interview', 'in conversation'), ('hired', 'hired'), ('rejected', 'not chosen'), ('withdrawn', 'withdrew')], max_length=10, verbose_name='what it means')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'stage',
                'verbose_name_plural': 'stages',
                'ordering': ['sort_order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RecruitmentSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution_days', models.PositiveSmallIntegerField(default=30, help_text="Between following an ambassador's link and applying.", validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days that a link counts')),
                ('credit', models.CharField(choices=[('first', 'the first link they followed'), ('last', 'the last link they followed')], default='last', max_length=5, verbose_name='which link counts')),
                ('before_starts_on', models.DateField(blank=True, null=True, verbose_name='first day of the time before')),
                ('before_ends_on', models.DateField(blank=True, null=True, verbose_name='last day of the time before')),
                ('before_applications', models.PositiveIntegerField(blank=True, null=True, verbose_name='applications in that time')),
                ('before_hires', models.PositiveIntegerField(blank=True, null=True, verbose_name='hires in that time')),
            ],
            options={
                'verbose_name': 'recruitment',
            },
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='followed at')),
                ('how', models.CharField(choices=[('reference', 'the reference in the address'), ('cookie', 'the cookie that they agreed to'), ('ats', 'the reference that the ATS passed on')], max_length=10, verbose_name='known by')),
            ],
            options={
                'verbose_name': 'followed link',
                'verbose_name_plural': 'followed links',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='channel',
            field=models.CharField(blank=True, db_default='', default='', max_length=80, verbose_name='source in the ATS'),
        ),
        migrations.AddField(
            model_name='application',
            name='external_id',
            field=models.CharField(blank=True, db_default='', default='', max_length=120, verbose_name='number in the ATS'),
        ),
        migrations.AddField(
            model_name='application',
            name='external_key',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='application',
            name='origin',
            field=models.CharField(choices=[('form', 'our own form'), ('api', 'the ATS'), ('file', 'a file from the ATS')], db_default='form', default='form', max_length=5, verbose_name='came in by'),
        ),
        migrations.CreateModel(
            name='ATSKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as the name of the system.', max_length=60, verbose_name='name')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('used_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'key of the ATS',
                'verbose_name_plural': 'keys of the ATS',
                'ordering': ['-made_at'],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='sharehub.procedurestep'),
        ),
        migrations.AddField(
            model_name='stagechange',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharehub.procedurestep'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('external_key', ''), _negated=True), fields=('external_key',), name='a number in the ATS is one application'),
        ),
        migrations.AddField(
            model_name='touch',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='sharehub.application'),
        ),
        migrations.AddField(
            model_name='touch',
            name='share',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='sharehub.share'),
        ),
        migrations.AddConstraint(
            model_name='touch',
            constraint=models.UniqueConstraint(fields=('application', 'share', 'at'), name='a link is followed once at a moment'),
        ),
    ]
