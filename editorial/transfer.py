"""Content libraries into the database and out of it."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from editorial import actions
from editorial.checked_text import link_target
from editorial.content_folder import LibraryProblems, sorted_rows
from editorial.exceptions import Refused
from editorial.lexicons import LEXICONS
from editorial.library import SOURCE_KEYS, Library, source_from
from editorial.markdown import to_markdown
from editorial.markup import relinked
from editorial.models import Citation, Page, PageAddress, PageKind, Section, Source, Tag, TaggedVersion, Version
from editorial.models.version import Aspect
from editorial.where_used import relations_to_pages


@dataclass
class Report:
    """What an import did or would do: lists of "folder/slug", and the number of changed rows that are not pages."""

    published: list = field(default_factory=list)
    drafted: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    other_rows: int = 0

    @property
    def changed_nothing(self):
        return not (self.published or self.drafted or self.other_rows)


class _DryRun(Exception):
    pass


def import_library(folder, *, overwrite_by=None, dry_run=False, progress=iter):
    """Imports a content folder in one transaction and returns a `Report`.

    Everything is checked before anything is written; raises `LibraryProblems`. A page that an editor has touched is left alone,
    unless `overwrite_by` names the editor for whom a new draft is then made. `progress` wraps the iteration over the pages.
    """
    library = Library(folder).read()
    if not library.problems:
        library.check()
        for lexicon in LEXICONS.values():
            lexicon.check(library.rows_of(lexicon), library)
    if library.problems:
        raise LibraryProblems(library.problems)
    report = Report()
    try:
        with transaction.atomic():
            _write(library, report, overwrite_by, progress)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _write(library, report, overwrite_by, progress):
    report.other_rows += _write_sources(library, overwrite=overwrite_by is not None)
    report.other_rows += _write_tags(library)
    pages = _write_pages(library, report)
    library.remember(pages, {source.key: source for source in Source.objects.all()})
    for lexicon in LEXICONS.values():
        report.other_rows += lexicon.read(library.rows_of(lexicon), library)
    # Care cards first: other pages show them.
    for file in progress(sorted(library.pages, key=lambda file: file.model.kind_of_page != PageKind.CARE_CARD)):
        _write_text(library, file, pages[file.model.kind_of_page.value, file.slug], report, overwrite_by)


def _write_sources(library, *, overwrite):
    changed = 0
    stored = {source.key: source for source in Source.objects.all()}
    for key, row in library.sources.items():
        new, old = source_from(row), stored.get(key)
        if isinstance(new.seen, str):
            new.seen = date.fromisoformat(new.seen)
        if old is None:
            new.save()
            changed += 1
        elif any(getattr(old, name) != getattr(new, name) for name in SOURCE_KEYS) and (overwrite or not old.changed_here):
            new.pk = old.pk
            new.save()
            changed += 1
    return changed


def _write_tags(library):
    changed = 0
    for row in library.tags.values():
        _tag, created = Tag.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"], "description": row.get("description", "")})
        changed += created
    return changed


def _write_pages(library, report):
    """Makes the page rows that the library needs; returns all pages by (kind, slug)."""
    pages = {(page.kind, page.slug): page for page in Page.objects.all()}
    wanted = {(kind, slug): name for (kind, slug), name in library.names.items()}
    wanted |= {(file.model.kind_of_page.value, file.slug): file.front["title"] for file in library.pages}
    for (kind, slug), name in wanted.items():
        if (kind, slug) not in pages:
            pages[kind, slug] = actions.add_page(Page.model_for(kind), slug=slug, name=name)
            report.other_rows += 1
    return pages


def _write_text(library, file, page, report, overwrite_by):
    name = f"{file.model.folder}/{file.slug}"
    if page.live and _says_the_same(page.live.own(), file):
        report.unchanged.append(name)
        return

    def write(version):
        fill(version, file, library)

    touched = page.versions.touched_by_editors().exists() or page.is_withdrawn
    front = file.front
    if not touched:
        actions.import_starter(page, write, title=front["title"], summary=front["summary"])
        report.published.append(name)
    elif overwrite_by is not None:
        try:
            actions.import_draft(page, write, title=front["title"], summary=front["summary"], by=overwrite_by)
        except Refused as refusal:
            report.kept.append(f"{name} ({refusal})")
        else:
            report.drafted.append(name)
    else:
        report.kept.append(name)


def _says_the_same(version, file):
    stored, given = document(version), file.document()
    # An export of this very site is no change, though its links were mended.
    return given == stored or given == mended(stored, public_addresses())


def fill(version, file, library):
    """Writes what a checked content file says into a new, empty version."""
    front = file.front
    version.also_called = front.get("also_called") or []
    version.read_front_matter(front, library)
    version.save()
    for slug in front.get("tags") or []:
        TaggedVersion.objects.create(content_object=version, tag=Tag.objects.get(slug=slug))
    sections = [Section(aspect=aspect, heading=heading, body=html) for aspect, heading, html in file.ordered_sections()]
    cards = [Section(aspect=Aspect.WHEN_TO_GET_HELP, card=library.stored_page(PageKind.CARE_CARD, slug)) for slug in front.get("care_cards") or []]
    place = file.place_of_cards()
    for position, section in enumerate([*sections[:place], *cards, *sections[place:]]):
        section.version = version
        section.position = position
        section.save()
    for key, notes in (front.get("citations") or {}).items():
        Citation.objects.create(
            version=version, source=library.stored_sources([key])[0], claim=notes.get("claim") or "", locator=notes.get("locator") or ""
        )


def document(version):
    """All that a stored version says, as plain values: {"front": …, "sections": [(aspect, heading, html), …]}."""
    sections = list(version.sections.select_related("card"))
    front = {
        "title": version.title,
        "summary": version.summary,
        "also_called": version.also_called,
        "tags": sorted(version.tags.slugs()),
        "care_cards": [section.card.slug for section in sections if section.card],
        **version.write_front_matter(),
        "citations": {
            citation.source.key: {name: value for name in ("claim", "locator") if (value := getattr(citation, name))}
            for citation in version.citations.select_related("source")
            if citation.claim or citation.locator
        },
    }
    return {
        "front": sorted_rows(front),
        "sections": [(section.aspect, section.heading, section.body) for section in sections if not section.card],
    }


def export_library(folder, *, progress=iter):
    """Writes all live pages, and the sources, tags and lexicons that they need, into an empty folder. Returns the number of pages."""
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(_("%(folder)s is not an empty folder. Name a new or empty one: nothing is overwritten.") % {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "sources.json", [_source_row(source) for source in Source.objects.order_by("key")])
    _write_json(folder / "tags.json", list(Tag.objects.order_by("slug").values("slug", "name", "description")))
    lexicons = {lexicon: lexicon.write() for lexicon in LEXICONS.values()}
    for lexicon, rows in lexicons.items():
        _write_json(folder / lexicon.file, {lexicon.inside: rows})
    named = {(lexicon.kind.value, row["slug"]) for lexicon, rows in lexicons.items() for row in rows}
    unwritten = Q(withdrawn_at__isnull=True, versions__isnull=True) | Q(pk__in=_named_by_live_texts())
    names = Page.objects.filter(unwritten, live__isnull=True).order_by("kind", "slug").distinct().values("kind", "slug", "name")
    _write_json(folder / "names.json", [row for row in names if (row["kind"], row["slug"]) not in named])
    pages = Page.objects.published().order_by("kind", "slug")
    addresses = public_addresses()
    count = 0
    for page in progress(list(pages)):
        path = folder / Page.model_for(page.kind).folder / f"{page.slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(as_file(mended(document(page.live.own()), addresses)), encoding="utf-8")
        count += 1
    return count


def _named_by_live_texts():
    """Primary keys of the pages that rows of live texts lead to, public or not."""
    found = set()
    for model, relation in relations_to_pages():
        live = "live_on__isnull" if issubclass(model, Version) else "version__live_on__isnull"
        found.update(model.objects.filter(**{live: False}).values_list(relation.name, flat=True))
    return found - {None}


def public_addresses():
    """{(folder, slug): present address} of every slug that a public page has or had. One query."""
    rows = PageAddress.objects.filter(page__live__isnull=False).values_list("kind", "slug", "page__slug")
    models = {model.kind_of_page.value: model for model in Page.__subclasses__()}
    return {(models[kind].folder, slug): models[kind](kind=kind, slug=present).get_absolute_url() for kind, slug, present in rows}


def mended(written, addresses):
    """What `document` returns, with links that lead somewhere on any site that has its pages.

    A link to an old address becomes one to the present address. One to a page that is not public goes, its words stay: it would keep the
    whole library from being imported. `addresses` as `public_addresses` gives them.
    """

    def new_href(href):
        target = link_target(href)
        return addresses.get(target) if target else href

    return {**written, "sections": [(aspect, heading, relinked(html, new_href)) for aspect, heading, html in written["sections"]]}


def as_file(written):
    """The text of a content file for what `document` returns."""
    front = yaml.safe_dump(written["front"], allow_unicode=True, sort_keys=False, width=120)
    parts = [f"---\n{front}---\n"]
    for aspect, heading, html in written["sections"]:
        title = f"{aspect} | {heading}" if heading else aspect
        parts.append(f"\n## {title}\n\n{to_markdown(html)}\n")
    return "".join(parts)


def _source_row(source):
    row = {key: getattr(source, key) for key in SOURCE_KEYS}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items() if value not in ("", None)}


def _write_json(path, rows):
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
