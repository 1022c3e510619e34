"""Plans of engagement, their versions and rounds, and kits."""

import django.db.models.deletion
import folkmoot.site.ordered_json
import folkmoot.site.renditions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('engagement', '0002_immutable'),
        ('initiatives', '0005_no_records_to_companies'),
        ('people', '0003_data_stewards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', folkmoot.site.ordered_json.OrderedJSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='engagement_plan', to='initiatives.initiative')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('method', models.CharField(choices=[('survey', 'Survey'), ('panel', 'Panel wave'), ('jury', 'Citizens’ jury'), ('dialogue', 'Distributed dialogue'), ('focus_group', 'Focus group'), ('interview', 'Interview'), ('conversation', 'Open conversation')], max_length=20)),
                ('question', folkmoot.site.renditions.RenditionsField(default=dict)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('pounds', models.PositiveIntegerField()),
                ('hours', models.PositiveIntegerField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='planning.plan')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='RoundDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('goes_on', models.BooleanField()),
                ('learnt', folkmoot.site.renditions.RenditionsField(default=dict)),
                ('changes', folkmoot.site.renditions.RenditionsField(default=dict)),
                ('findings', models.JSONField(blank=True, default=list)),
                ('office', models.CharField(max_length=120)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='planning.round')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='RoundEngagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('engagement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='planned_in', to='engagement.engagement')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked', to='planning.round')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CheckAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_key', models.CharField(choices=[('formative', 'Were people asked before it was decided?'), ('reasons', 'Could people read the reasons before they answered?'), ('time', 'Did people have enough time?'), ('considered', 'Was what people said considered with care?')], max_length=20)),
                ('words', folkmoot.site.renditions.RenditionsField(default=dict)),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_answers', to='engagement.engagement')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('check_key__in', ['formative', 'reasons', 'time', 'considered'])), name='gunning_check_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Kit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('offered', 'Offered to others'), ('received', 'Brought here')], max_length=10)),
                ('title', models.CharField(max_length=1000)),
                ('hash', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('came_from', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kits', to='people.organisation')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'way', 'hash'), name='kit_is_there_once'), models.CheckConstraint(condition=models.Q(('way__in', ['offered', 'received'])), name='kit_way_is_known')],
            },
        ),
        migrations.CreateModel(
            name='LevelReached',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('inform', 'Told'), ('consult', 'Asked'), ('involve', 'Working on it with us'), ('collaborate', 'Deciding with us'), ('empower', 'Deciding')], max_length=20)),
                ('words', folkmoot.site.renditions.RenditionsField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reached', to='planning.plan')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['inform', 'consult', 'involve', 'collaborate', 'empower'])), name='level_reached_is_known')],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('answers', folkmoot.site.ordered_json.OrderedJSONField()),
                ('hash', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='planning.plan')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='engagement_plan_version_is_new'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='engagement_plan_versions_count_from_one')],
            },
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='round_number_is_new'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='rounds_count_from_one'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['survey', 'panel', 'jury', 'dialogue', 'focus_group', 'interview', 'conversation'])), name='round_method_is_known'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='round_ends_after_it_starts', violation_error_message='It cannot end before it starts. Choose a later last day.'),
        ),
    ]
