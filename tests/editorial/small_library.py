"""A content folder with one page of each kind, small enough to read, for tests that break it in one place."""

import json
from pathlib import Path

SOURCES = [
    {"key": "a-source", "title": "A study", "publisher": "Journal of Nerves", "year": 2024, "kind": "trial", "seen": "2026-01-02"},
    {"key": "doubted", "title": "A page", "publisher": "Somebody", "kind": "news", "seen": "2026-01-02", "printable": False},
]
TAGS = [{"slug": "feet", "name": "Feet", "description": "About feet."}, {"slug": "hands", "name": "Hands", "description": ""}]
SYMPTOMS = [
    {"slug": "numbness", "name": "Numbness", "group": "sensory", "synonyms": [{"text": "numb feet", "source": "editorial", "scope": "exact"}]},
    {"slug": "tingling", "name": "Tingling", "group": "sensory", "clinical_name": "Paraesthesia", "body_areas": ["feet"], "hpo_id": "HP:0003401"},
]
CONDITIONS = [
    {"slug": "neuropathy", "name": "Neuropathy", "synonyms": [{"text": "bad nerves", "source": "editorial", "scope": "editorial"}]},
    {
        "slug": "shingles",
        "name": "Shingles",
        "synonyms": [
            {"text": "zoster", "source": "ICD-10-CM", "source_id": "B02"},
            {"text": "a rash", "source": "editorial", "used_in_search": False},
        ],
    },
]
NAMES = [{"kind": "cause", "slug": "alcohol", "name": "Alcohol"}]

EFFECT = """\
  - symptom: numbness
    outcome: Feeling
    finding: unclear
    certainty: low
    stage: used in some situations
    statement: It may help a little.
    sources: [a-source]
    checked_on: 2026-01-02
    recheck_on: 2027-01-02
    out_of: 100
    with_treatment: 30
    without_treatment: 40
"""


def parts(*aspects):
    return "".join(f"\n## {aspect}\n\nSome words about it. [@a-source]\n" for aspect in aspects)


FILES = {
    "conditions/neuropathy.md": """\
---
title: Neuropathy
summary: Nerves that do not work well.
also_called: [nerve damage, neuritis]
tags: [feet]
care_cards: [fast-change]
pattern: widespread
causes:
  - {cause: diabetes, strength: established, sources: [a-source]}
  - {cause: alcohol, strength: contributes, sources: [a-source]}
symptoms:
  - {symptom: numbness, strength: established, sources: [a-source]}
citations:
  a-source: {claim: Nerves, locator: Table 2}
---
"""
    + parts("key-points", "overview", "symptoms", "causes", "diagnosis", "treatments", "what-is-not-known", "questions-to-ask"),
    "causes/diabetes.md": "---\ntitle: Diabetes\nsummary: Too much sugar in the blood.\n---\n"
    + parts("key-points", "overview", "when-to-get-help", "treatments", "questions-to-ask"),
    "symptoms/numbness.md": "---\ntitle: Numbness\nsummary: Less feeling.\ntags: [feet, hands]\n---\n"
    + parts("key-points", "overview | What numbness is", "causes", "when-to-get-help", "questions-to-ask"),
    "treatments/tens.md": """\
---
title: TENS
summary: A small current through the skin.
approach: electrical-stimulation
stage: used in some situations
status: Used by some people.
effects:
"""
    + EFFECT
    + "---\n"
    + parts(
        "key-points",
        "overview",
        "suitability",
        "how-it-works",
        "effectiveness",
        "risks",
        "cautions",
        "other-choices",
        "what-is-not-known",
        "questions-to-ask",
    ),
    "articles/walking.md": "---\ntitle: Walking\nsummary: How to walk.\nrelated: [treatments/tens, symptoms/numbness]\n---\n"
    + parts("key-points", "overview")
    + "\n## self-care\n\nSee [numbness](/symptoms/numbness/) and [axon](/glossary/#axon).\n",
    "glossary/axon.md": "---\ntitle: Axon\nsummary: The long part of a nerve cell.\n---\n",
    "care-cards/fast-change.md": "---\ntitle: Fast change\nsummary: Call now.\nlevel: now\nphrases: [worse by the hour]\nsymptoms: [tingling]\n---\n"
    + parts("when-to-get-help"),
}


class SmallLibrary:
    """The folder on disk. `replace` and the others change one file and return the library."""

    def __init__(self, folder):
        self.folder = folder / "library"
        self.folder.mkdir()
        lexicons = {"symptoms": {"symptoms": SYMPTOMS}, "conditions": {"conditions": CONDITIONS}}
        for name, rows in {"sources": SOURCES, "tags": TAGS, "names": NAMES, **lexicons}.items():
            self.write(f"{name}.json", json.dumps(rows, indent=1))
        for name, text in FILES.items():
            self.write(name, text)

    def path(self, name):
        return self.folder / name

    def write(self, name, text):
        path = self.path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name, old, new):
        """Puts `new` in the place of the first `old` of a file."""
        text = self.path(name).read_text()
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def add_line(self, name, line):
        """Adds a line to the front matter of a file, after the title."""
        text = self.path(name).read_text()
        start = text.index("summary:")
        self.write(name, text[:start] + line + "\n" + text[start:])

    def rows(self, name, change):
        """Changes the rows of a JSON file by a function of them."""
        held = json.loads(self.path(name).read_text())
        change(held[Path(name).stem] if isinstance(held, dict) else held)
        self.write(name, json.dumps(held))
