"""The groups that people belong to and their permissions, declared here and applied by `manage.py sync_groups`."""

from django.contrib.auth.models import Group, Permission

AUTHOR = "Author"
REVIEWER = "Clinical reviewer"
ADMINISTRATOR = "Administrator"
SAFETY = "Safety corrections"  # on top of the reviewer's group

PAGES = [
    f"{app}.{verb}_{model}"
    for app, models in {
        "editorial": ["page", "version", "section", "citation", "source", "tag", "taggedversion"],
        "articles": [
            "condition",
            "conditionversion",
            "association",
            "cause",
            "causeversion",
            "symptom",
            "symptomversion",
            "article",
            "articleversion",
            "glossaryterm",
            "glossarytermversion",
            "carecard",
            "carecardversion",
        ],
        "treatments": ["treatment", "treatmentversion", "effect"],
    }.items()
    for model in models
    for verb in ("view", "add", "change")
]
TRIALS = ["trials.view_trial", "trials.change_trial"]
PARTS = ["editorial.delete_section", "editorial.delete_citation", "articles.delete_association", "treatments.delete_effect"]
LEXICON = [f"articles.{verb}_{model}" for model in ("symptomconcept", "symptomname", "conditionname", "code") for verb in ("view", "add", "change")]

PERMISSIONS = {
    AUTHOR: [*PAGES, *PARTS, *LEXICON, *TRIALS, "editorial.write_draft"],
    REVIEWER: [*PAGES, *PARTS, *LEXICON, *TRIALS, "editorial.write_draft", "editorial.review_version", "editorial.view_event"],
    ADMINISTRATOR: [
        *PAGES,
        *PARTS,
        *LEXICON,
        *TRIALS,
        "articles.delete_symptomname",
        "articles.delete_conditionname",
        "articles.delete_code",
        "editorial.write_draft",
        "editorial.withdraw_page",
        "editorial.view_event",
        "editorial.view_editor",
        "editorial.add_editor",
        "editorial.change_editor",
    ],
    SAFETY: ["editorial.correct_safety"],
}


def sync_groups():
    """Makes each group and gives it exactly its permissions. Can be run any number of times."""
    for name, labels in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([_permission(label) for label in labels])


def _permission(label):
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
