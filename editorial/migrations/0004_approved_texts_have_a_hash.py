from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0003_mark_what_was_not_recorded'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('approved', 'scheduled', 'correction')), _negated=True), models.Q(('content_hash', ''), _negated=True), _connector='OR'), name='what_was_approved_has_a_hash', violation_error_message='An approved text keeps the hash of what was approved.'),
        ),
    ]
