"""Each kind of mistake in a content folder: the file, the line, what to do, and a database as it was."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests.editorial.small_library import EFFECT

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CONDITION, TREATMENT, ARTICLE = "conditions/neuropathy.md", "treatments/tens.md", "articles/walking.md"
SYMPTOM, CARD, CAUSE = "symptoms/numbness.md", "care-cards/fast-change.md", "causes/diabetes.md"


def replaced(name, old, new):
    return lambda library: library.replace(name, old, new)


def added(name, line):
    return lambda library: library.add_line(name, line)


def written(name, text):
    return lambda library: library.write(name, text)


def row(name, /, **values):
    return lambda library: library.rows(name, lambda rows: rows[0].update(values))


def appended(name, /, **values):
    return lambda library: library.rows(name, lambda rows: rows.append(values))


def effect(old, new):
    assert old in EFFECT
    return replaced(TREATMENT, old, new)


def unproven_and_linked(library):
    library.replace(TREATMENT, "\nstage: used in some situations", "\nstage: experimental")
    library.replace(CAUSE, "## treatments\n\nSome words", "## treatments\n\nTry [this](/treatments/tens/)")


UNKNOWN_SOURCE = "is unknown or may not be shown. Correct the key, or choose another source."

# what is wrong: how the library is broken, where it is said, what is said
MISTAKES = {
    # --- sources and links
    "unknown source": (replaced(CAUSE, "[@a-source]", "[@nobody]"), f"{CAUSE}:6", f"[@nobody] {UNKNOWN_SOURCE}"),
    "unprintable source": (replaced(CAUSE, "[@a-source]", "[@a-source; @doubted]"), f"{CAUSE}:6", f"[@doubted] {UNKNOWN_SOURCE}"),
    "unknown source of a cause": (replaced(CONDITION, "sources: [a-source]", "sources: [nobody]"), f"{CONDITION}:8", f"“nobody” {UNKNOWN_SOURCE}"),
    "unprintable source of an effect": (effect("[a-source]", "[doubted]"), f"{TREATMENT}:7", f"“doubted” {UNKNOWN_SOURCE}"),
    "no source of an effect": (effect("[a-source]", "[]"), f"{TREATMENT}:7", "Name at least one source."),
    "unknown source of a citation": (replaced(CONDITION, "  a-source: {claim", "  nobody: {claim"), f"{CONDITION}:13", "nobody is unknown or may not be shown"),
    "dead link": (replaced(ARTICLE, "/symptoms/numbness/", "/symptoms/nothing/"), f"{ARTICLE}:15", "/symptoms/nothing/ leads nowhere"),
    "link without a final slash": (replaced(ARTICLE, "/symptoms/numbness/", "/symptoms/numbness"), f"{ARTICLE}:15", "leads nowhere"),
    "link to another site": (replaced(ARTICLE, "/symptoms/numbness/", "https://example.org/"), f"{ARTICLE}:15", "leads nowhere"),
    "link to a term as a page": (replaced(ARTICLE, "/glossary/#axon", "/glossary/axon/"), f"{ARTICLE}:15", "leads nowhere"),
    # --- parts
    "missing part": (replaced(SYMPTOM, "## causes", "## self-care"), f"{SYMPTOM}:3", "The part “Causes” is missing. Add it."),
    "no word on getting help": (replaced(CONDITION, "care_cards: [fast-change]\n", ""), f"{CONDITION}:3", "The part “When to get help” is missing."),
    "part of another kind": (replaced(SYMPTOM, "## causes", "## effectiveness"), f"{SYMPTOM}:15", "“effectiveness” is not a part of this kind of page. Use one of: key-points"),
    "empty part": (replaced(SYMPTOM, "Some words about it. [@a-source]", ""), f"{SYMPTOM}:7", "The part “Key points” is empty."),
    "long heading": (replaced(SYMPTOM, "What numbness is", "w" * 121), f"{SYMPTOM}:11", "more than 120 characters"),
    "words before the first part": (replaced(CAUSE, "\n## key", "\nHello.\n\n## key"), f"{CAUSE}:5", "Text stands before the first heading."),
    "HTML": (replaced(CAUSE, "Some words", "Some <b>words</b>"), f"{CAUSE}:6", "There is HTML in this part. Write it in Markdown"),
    "a script": (replaced(CAUSE, "Some words", "<script>alert(1)</script>"), f"{CAUSE}:6", "There is HTML in this part."),
    "a picture": (replaced(CAUSE, "Some words", "![A foot](/foot.png) Some words"), f"{CAUSE}:6", "There is a picture in this part. Pictures are not supported"),
    "a picture as HTML": (replaced(CAUSE, "Some words", "<IMG src=x> Some words"), f"{CAUSE}:6", "There is a picture in this part."),
    "a claim in a heading": (replaced(SYMPTOM, "What numbness is", "A miracle"), f"{SYMPTOM}:11", "“miracle” is a claim to avoid."),
    "a claim in another name": (replaced(CONDITION, "[nerve damage,", "[miracle,"), f"{CONDITION}:4", "“miracle” is a claim to avoid."),
    "an urgent symptom without its card": (replaced(CARD, "[tingling]", "[numbness]"), f"{SYMPTOM}:19", "This symptom always calls for the care card “Fast change”."),
    "an unproven treatment without a warning": (replaced(TREATMENT, "stage: used in some situations\nstatus: Used by some", "stage: experimental\nstatus: Tested in some"), f"{TREATMENT}:46", "Warn of those who sell this unproven treatment"),
    "an unproven treatment among the usual ones": (unproven_and_linked, f"{CAUSE}:18", "“tens” stands among the treatments, but it is experimental"),
    "a claim to avoid": (replaced(CAUSE, "Some words", "A breakthrough"), f"{CAUSE}:6", "“breakthrough” is a claim to avoid."),
    # --- slugs
    "unknown cause": (replaced(CONDITION, "cause: alcohol", "cause: nothing"), f"{CONDITION}:8", "The cause “nothing” is unknown. Correct the slug."),
    "unknown symptom": (replaced(CONDITION, "symptom: numbness", "symptom: nothing"), f"{CONDITION}:11", "The symptom “nothing” is unknown. Correct the slug."),
    "duplicate association": (replaced(CONDITION, "cause: alcohol", "cause: diabetes"), f"{CONDITION}:8", "“diabetes” stands there twice. Remove one."),
    "unknown target of an effect": (effect("symptom: numbness", "condition: nothing"), f"{TREATMENT}:7", "the condition “nothing” is unknown. Correct the slug."),
    "two targets of an effect": (effect("symptom: numbness", "symptom: numbness\n    condition: neuropathy"), f"{TREATMENT}:7", "name a condition or a symptom, one of the two"),
    "unknown related page": (replaced(ARTICLE, "treatments/tens", "treatments/nothing"), f"{ARTICLE}:4", "“treatments/nothing” is not a page of this library"),
    "unknown tag": (replaced(SYMPTOM, "[feet, hands]", "[feet, toes]"), f"{SYMPTOM}:4", "The tag “toes” is unknown."),
    "unknown care card": (replaced(CONDITION, "[fast-change]", "[slow-change]"), f"{CONDITION}:6", "The care card “slow-change” is unknown or not published."),
    "unknown symptom of a card": (replaced(CARD, "[tingling]", "[nothing]"), f"{CARD}:6", "The symptom “nothing” is unknown."),
    "bad file name": (written("glossary/Big Axon.md", "---\ntitle: Axon\nsummary: Long.\n---\n"), "glossary/Big Axon.md:1", "not a good slug"),
    # --- front matter
    "unknown name": (added(CAUSE, "colour: red"), f"{CAUSE}:3", "“colour” is not a name that this kind of page has."),
    "unknown name with rows": (added(CAUSE, "effects: [{sources: 5}]"), f"{CAUSE}:3", "“effects” is not a name that this kind of page has."),
    "unknown name in an effect": (effect("outcome:", "colour: red\n    outcome:"), f"{TREATMENT}:7", "the name “colour” is unknown"),
    "long title": (replaced(CAUSE, "title: Diabetes", f"title: {'x' * 201}"), f"{CAUSE}:2", "The title has more than 200 characters. Shorten it."),
    "long summary": (replaced(CAUSE, "Too much", f"{'x' * 601}"), f"{CAUSE}:3", "The summary has more than 600 characters. Shorten it."),
    "no title": (replaced(CAUSE, "title: Diabetes\n", ""), f"{CAUSE}:1", "The title is missing."),
    "empty summary": (replaced(CAUSE, "Too much sugar in the blood.", "' '"), f"{CAUSE}:3", "The summary is missing."),
    "wrong pattern": (replaced(CONDITION, "widespread", "striped"), f"{CONDITION}:7", "The pattern must be one of: widespread, focal, injury."),
    "wrong strength": (replaced(CONDITION, "contributes", "maybe"), f"{CONDITION}:8", "The strength must be one of"),
    "wrong stage": (replaced(TREATMENT, "stage: used", "stage: sometimes used"), f"{TREATMENT}:5", "The stage must be one of"),
    "a stage better than every effect": (replaced(TREATMENT, "\nstage: used in some situations", "\nstage: standard care"), f"{TREATMENT}:5", "better than that of every effect"),
    "a claim in an effect": (effect("It may help a little.", "A miracle."), f"{TREATMENT}:7", "“miracle” is a claim to avoid."),
    "a claim in the status": (replaced(TREATMENT, "Used by some", "A breakthrough for"), f"{TREATMENT}:6", "“breakthrough” is a claim to avoid."),
    "wrong approach": (replaced(TREATMENT, "electrical-stimulation", "magic"), f"{TREATMENT}:4", "The approach must be one of"),
    "wrong level": (replaced(CARD, "level: now", "level: never"), f"{CARD}:4", "The level must be one of: now, today, soon."),
    "no effects": (replaced(TREATMENT, f"effects:\n{EFFECT}", "effects: []\n"), f"{TREATMENT}:7", "at least one effect"),
    "wrong certainty": (effect("certainty: low", "certainty: sure"), f"{TREATMENT}:7", "certainty: "),
    "a number is missing": (effect("    without_treatment: 40\n", ""), f"{TREATMENT}:7", "Give all three numbers, out of 100 or 1,000, or none."),
    "check after the next": (effect("recheck_on: 2027", "recheck_on: 2025"), f"{TREATMENT}:7", "The next check comes after the last one."),
    "no front matter": (written(CAUSE, "# Diabetes\n"), f"{CAUSE}:1", "must begin with front matter between two lines of ---"),
    "bad YAML": (replaced(CAUSE, "title: Diabetes", "title: 'Diabetes"), f"{CAUSE}:", "The front matter is not valid YAML"),
    "a day that does not exist": (effect("checked_on: 2026-01-02", "checked_on: 2026-02-30"), f"{TREATMENT}:1", "The front matter is not valid YAML: day is out of range"),
    "a list as front matter": (written(CAUSE, "---\n- one\n- two\n---\n"), f"{CAUSE}:2", "must be a list of names and values"),
    # --- wrong types
    "title is a number": (replaced(CAUSE, "title: Diabetes", "title: 2026"), f"{CAUSE}:2", "The title is missing."),
    "tags are a word": (replaced(SYMPTOM, "[feet, hands]", "feet"), f"{SYMPTOM}:4", "“tags” must be a list of words"),
    "a tag is a number": (replaced(SYMPTOM, "[feet, hands]", "[feet, 5]"), f"{SYMPTOM}:4", "“tags” must be a list of words"),
    "other names are rows": (replaced(CONDITION, "[nerve damage, neuritis]", "[{a: b}]"), f"{CONDITION}:4", "“also_called” must be a list of words"),
    "causes are a number": (replaced(CONDITION, "symptoms:\n  - {symptom: numbness, strength: established, sources: [a-source]}", "symptoms: 5"), f"{CONDITION}:11", "Give a list of rows, each with: symptom"),
    "a cause is a word": (replaced(CONDITION, "{cause: alcohol, strength: contributes, sources: [a-source]}", "alcohol"), f"{CONDITION}:8", "Each row has exactly: cause"),
    "a cause is a list": (replaced(CONDITION, "cause: alcohol", "cause: [alcohol]"), f"{CONDITION}:8", "is unknown. Correct the slug."),
    "a strength is a list": (replaced(CONDITION, "strength: contributes", "strength: [probable]"), f"{CONDITION}:8", "The strength must be one of"),
    "sources are rows": (replaced(CONDITION, "sources: [a-source]", "sources: [{a: b}]"), f"{CONDITION}:8", "Name at least one source."),
    "citations are words": (replaced(CONDITION, "{claim: Nerves, locator: Table 2}", "Table 2"), f"{CONDITION}:13", "“citations” must be a list of keys"),
    "a locator is a number": (replaced(CONDITION, "locator: Table 2", "locator: 2"), f"{CONDITION}:13", "“citations” must be a list of keys"),
    "a claim is too long": (replaced(CONDITION, "claim: Nerves", f"claim: {'x' * 501}"), f"{CONDITION}:13", "at most 500 characters"),
    "status is a number": (replaced(TREATMENT, "status: Used by some people.", "status: 5"), f"{TREATMENT}:6", "Say the status in one line"),
    "effects are words": (replaced(TREATMENT, f"effects:\n{EFFECT}", "effects: [good]\n"), f"{TREATMENT}:7", "Each effect is a list of names and values."),
    "an outcome is a number": (effect("outcome: Feeling", "outcome: 5"), f"{TREATMENT}:7", "outcome has quotes that it must not have, or lacks them"),
    "a date is a text": (effect("checked_on: 2026-01-02", "checked_on: '2026-01-02'"), f"{TREATMENT}:7", "checked_on has quotes that it must not have"),
    "a number is a text": (effect("out_of: 100", "out_of: many"), f"{TREATMENT}:7", "out_of: "),
    "a target is a list": (effect("symptom: numbness", "symptom: [numbness]"), f"{TREATMENT}:7", "is unknown. Correct the slug."),
    "related is a number": (replaced(ARTICLE, "related: [treatments/tens, symptoms/numbness]", "related: 5"), f"{ARTICLE}:4", "Give a list of pages"),
    "a related page is a list": (replaced(ARTICLE, "[treatments/tens,", "[[treatments/tens],"), f"{ARTICLE}:4", "is not a page of this library"),
    "symptoms of a card are a number": (replaced(CARD, "[tingling]", "5"), f"{CARD}:6", "Give a list of slugs"),
    "phrases are a word": (replaced(CARD, "[worse by the hour]", "worse"), f"{CARD}:5", "Give a list of phrases"),
    # --- bytes
    "not UTF-8": (written(CAUSE, "---\ntitle: Diabète\n---\n".encode("latin-1")), f"{CAUSE}:1", "The file is not UTF-8 text. Save it as UTF-8."),
    "NUL": (replaced(CAUSE, "Some words", "Some\x00words"), f"{CAUSE}:8", "There is a NUL character. Remove it."),
    "NUL in YAML": (replaced(CAUSE, "title: Diabetes", 'title: "Dia\\0betes"'), f"{CAUSE}:2", "a character that cannot be stored. Remove it."),
    "NUL in JSON": (row("tags.json", name="Fe\x00et"), "tags.json:1", "a character that cannot be stored. Remove it."),
    "half a character in JSON": (row("sources.json", title="\ud800"), "sources.json:1", "a character that cannot be stored. Remove it."),
    "a folder in the place of a file": (lambda library: library.path("causes/more.md").mkdir(), "causes/more.md:1", "The file cannot be read"),
    # --- the lists
    "bad JSON": (written("tags.json", '[\n{"slug": "feet",}\n]'), "tags.json:2", "This is not valid JSON"),
    "sources are no list": (written("sources.json", "{}"), "sources.json:1", "The file must hold a list."),
    "symptoms are no list": (written("symptoms.json", '{"meta": {}}'), "symptoms.json:1", "The file must hold a list."),
    "a source without a title": (row("sources.json", title=""), "sources.json:1", "Entry 1 lacks title."),
    "an entry is a word": (written("names.json", '["cause"]'), "names.json:1", "Entry 1 lacks kind, slug, name."),
    "unknown name of a source": (row("sources.json", colour="red"), "sources.json:1", "Source a-source: the name “colour” is unknown."),
    "a year of three digits": (row("sources.json", year=202), "sources.json:1", "Give the year with four digits"),
    "a year in words": (row("sources.json", year="last"), "sources.json:1", "Source a-source: year"),
    "no date": (row("sources.json", seen="yesterday"), "sources.json:1", "Source a-source: seen"),
    "unknown kind of source": (row("sources.json", kind="rumour"), "sources.json:1", "Source a-source: kind"),
    "a source twice": (appended("sources.json", key="a-source", title="B", publisher="C", kind="trial", seen="2026-01-02"), "sources.json:1", "“a-source” stands there twice. Remove one."),
    "a tag twice": (appended("tags.json", slug="feet", name="Toes"), "tags.json:1", "“feet” stands there twice. Remove one."),
    "two tags of one name": (appended("tags.json", slug="toes", name="Feet"), "tags.json:1", "Two tags have the name “feet”. Change one."),
    "a long tag": (row("tags.json", name="x" * 101), "tags.json:1", "feet: name"),
    "a description that is a list": (row("tags.json", description="x" * 201), "tags.json:1", "feet: description"),
    "unknown kind of name": (row("names.json", kind="poem"), "names.json:1", "The kind “poem” is unknown."),
    "bad slug of a name": (row("names.json", slug="Alcohol!"), "names.json:1", "Alcohol!: slug"),
    "long name": (row("names.json", name="x" * 201), "names.json:1", "alcohol: name"),
    "a symptom twice": (appended("symptoms.json", slug="numbness", name="Numb", group="sensory"), "symptoms.json:1", "“numbness” stands there twice."),
    "unknown group": (row("symptoms.json", group="musical"), "symptoms.json:1", "numbness: group"),
    "bad slug of a symptom": (appended("symptoms.json", slug="Big Toe", name="Toe", group="motor"), "symptoms.json:1", "Big Toe: slug"),
    "synonyms are words": (row("symptoms.json", synonyms=["numb"]), "symptoms.json:1", "“synonyms” must be a list, each with a text and a source"),
    "a synonym without words": (row("symptoms.json", synonyms=[{"source": "editorial"}]), "symptoms.json:1", "numbness: text"),
    "a long synonym": (row("symptoms.json", synonyms=[{"source": "editorial", "text": "x" * 201}]), "symptoms.json:1", "numbness: text"),
    "a synonym that is a number": (row("symptoms.json", synonyms=[{"source": "editorial", "text": 5}]), "symptoms.json:1", "“synonyms” must be a list, each with a text"),
    "a synonym that is a list": (row("conditions.json", synonyms=[{"source": "editorial", "text": ["zona"]}]), "conditions.json:1", "“synonyms” must be a list, each with a text"),
    "a switch in words": (row("conditions.json", synonyms=[{"source": "editorial", "text": "zona", "used_in_search": "maybe"}]), "conditions.json:1", "neuropathy: used_in_search"),
    "a switch that is empty": (row("symptoms.json", synonyms=[{"source": "editorial", "text": "numb", "used_in_search": None}]), "symptoms.json:1", "numbness: used_in_search"),
    "conditions are no list": (written("conditions.json", '{"meta": {}}'), "conditions.json:1", "The file must hold a list."),
    "a condition without a name": (appended("conditions.json", slug="zona"), "conditions.json:1", "Entry 3 lacks name."),
    "a condition twice": (appended("conditions.json", slug="shingles", name="Zona"), "conditions.json:1", "“shingles” stands there twice."),
    "bad slug of a condition": (appended("conditions.json", slug="Zona!", name="Zona"), "conditions.json:1", "Zona!: slug"),
    "long name of a condition": (row("conditions.json", name="x" * 201), "conditions.json:1", "neuropathy: name"),
    "synonyms of a condition are words": (row("conditions.json", synonyms=["zona"]), "conditions.json:1", "“synonyms” must be a list, each with a text"),
    "a synonym of a condition without a source": (row("conditions.json", synonyms=[{"text": "zona"}]), "conditions.json:1", "neuropathy: source"),
    "half a character in a synonym": (row("conditions.json", synonyms=[{"source": "editorial", "text": "\ud800"}]), "conditions.json:1", "a character that cannot be stored."),
}  # fmt: skip


def everything():
    """How many rows each table holds."""
    return {model.__name__: model._base_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_file_and_line_and_nothing_is_written(library, capsys, mistake):
    break_it, where, words = MISTAKES[mistake]
    break_it(library)
    before = everything()

    with pytest.raises(CommandError, match=r"\d+ problems\. Nothing was written\."):
        call_command("import_content", str(library.folder))

    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith(f"library/{where}")]
    assert any(words in line for line in said), said
    assert everything() == before


def test_the_library_of_these_tests_is_valid_when_nobody_breaks_it(library):
    call_command("import_content", str(library.folder), dry_run=True)


def test_all_problems_are_listed_at_once(library, capsys):
    for mistake in ("unknown tag", "dead link", "wrong level"):
        MISTAKES[mistake][0](library)

    with pytest.raises(CommandError, match="3 problems"):
        call_command("import_content", str(library.folder))

    assert len([line for line in capsys.readouterr().err.splitlines() if line.startswith("library/")]) == 3


@pytest.mark.parametrize(("make", "words"), [(True, "There is no content file in this folder"), (False, "This folder does not exist")])
def test_an_empty_or_missing_folder_is_refused(tmp_path, capsys, make, words):
    folder = tmp_path / "elsewhere"
    if make:
        folder.mkdir()

    with pytest.raises(CommandError, match="1 problems"):
        call_command("import_content", str(folder))

    assert f"elsewhere:1: {words}" in capsys.readouterr().err
