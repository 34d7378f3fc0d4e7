from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treatments", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="effect", name="absolute_numbers_are_complete"),
        migrations.AddConstraint(
            model_name="effect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_of__isnull", True), ("with_treatment__isnull", True), ("without_treatment__isnull", True)),
                    models.Q(
                        ("out_of__in", [100, 1000]),
                        ("out_of__isnull", False),
                        ("with_treatment__isnull", False),
                        ("with_treatment__lte", models.F("out_of")),
                        ("without_treatment__isnull", False),
                        ("without_treatment__lte", models.F("out_of")),
                    ),
                    _connector="OR",
                ),
                name="absolute_numbers_are_complete",
                violation_error_message="Give all three numbers, out of 100 or 1,000, or none.",
            ),
        ),
    ]
