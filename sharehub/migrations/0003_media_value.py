"""Media value: off until somebody sets a price and switches it on."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import themes.networks
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharehub', '0002_edge'),
        ('themes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MediaValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('is_on', models.BooleanField(default=False, verbose_name='shown')),
                ('holds_from', models.DateTimeField(default=django.utils.timezone.now, verbose_name='holds from')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='media_values', to='themes.programme')),
            ],
            options={
                'verbose_name': 'media value',
                'verbose_name_plural': 'media values',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='a number is one version of the media value')],
            },
        ),
        migrations.CreateModel(
            name='MediaPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=themes.networks.choices, max_length=20, verbose_name='network')),
                ('euros', models.DecimalField(decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(1000)], verbose_name='price per visitor, in euros')),
                ('source', models.CharField(help_text='For instance what you paid for a click in your own campaign, so that everybody can follow it.', max_length=240, verbose_name='where this price comes from')),
                ('dated_on', models.DateField(verbose_name='of which day it is')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='sharehub.mediavalue')),
            ],
            options={
                'verbose_name': 'price per visitor',
                'verbose_name_plural': 'prices per visitor',
                'ordering': ['network'],
                'constraints': [models.UniqueConstraint(fields=('version', 'network'), name='a network has one price in a version'), models.CheckConstraint(condition=models.Q(('euros__gt', 0)), name='a price per visitor is above nothing')],
            },
        ),
    ]
