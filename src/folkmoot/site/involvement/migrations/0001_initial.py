"""What part citizens have at each stage."""

import django.db.models.deletion
import folkmoot.site.renditions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('engagement', '0002_immutable'),
        ('initiatives', '0004_the_record'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CitizensPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('choose', 'Choosing the project'), ('question', 'Working out the questions'), ('decide', 'Deciding whether it goes ahead'), ('commission', 'Commissioning services'), ('watch', 'Watching over it while it runs'), ('check', 'Checking what was found'), ('evaluate', 'Evaluating what it did')], max_length=20)),
                ('level', models.CharField(choices=[('none', 'No part'), ('inform', 'Told'), ('consult', 'Asked'), ('involve', 'Working on it with us'), ('collaborate', 'Deciding with us'), ('empower', 'Deciding')], max_length=20)),
                ('words', folkmoot.site.renditions.RenditionsField(default=dict)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citizens_parts', to=settings.AUTH_USER_MODEL)),
                ('engagement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citizens_parts', to='engagement.engagement')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citizens_parts', to='initiatives.initiative')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['choose', 'question', 'decide', 'commission', 'watch', 'check', 'evaluate'])), name='citizens_part_stage_is_known'), models.CheckConstraint(condition=models.Q(('level__in', ['none', 'inform', 'consult', 'involve', 'collaborate', 'empower'])), name='citizens_part_level_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'none'), _negated=True), ('engagement__isnull', True), _connector='OR'), name='citizens_without_a_part_are_not_asked')],
            },
        ),
    ]
