"""A wrong leaflet is worse than none: every code of the nerves, of what damages them, and of much else leads where a reviewed table says."""

from pathlib import Path

import pytest

from articles.models import Code, Condition
from search.connect import _by_code, _rows_of, wanted_of
from search.infobutton import Criterion
from tests.connect.conftest import ICD10CM

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ROWS = [line.split() for line in (Path(__file__).parent / "pages_of_codes.txt").read_text().splitlines() if not line.startswith("#")]
EXACT = {code: pages for code, *pages in ROWS if not code.endswith("*")}
BELOW = {code.removesuffix("*"): pages for code, *pages in ROWS if code.endswith("*")}
# Of illnesses that have nothing to do with a page of ours.
UNRELATED = """
A04.72 A08.4 A09 A41.9 A49.02 A60.00 B00.9 B07.9 B18.2 B34.9 B35.1 B37.0 C18.9 C34.90 C43.9 C44.91 C50.919 C61 C64.9 C67.9 C73 C79.51 C83.30 C90.00
C91.10 D12.6 D17.9 D22.9 D25.9 D45 D50.9 D57.1 D62 D64.9 D69.6 D70.9 D72.829 E04.1 E05.90 E06.3 E16.2 E21.3 E27.40 E28.2 E55.9 E56.9 E61.1 E66.9 E72.20
E78.00 E78.2 E78.5 E83.42 E86.0 E87.1 E87.6 E88.81 F01.50 F03.90 F10.20 F11.20 F17.210 F20.9 F31.9 F32.9 F33.1 F41.1 F41.9 F43.10 F51.01 F90.9 G20 G25.0
G25.81 G30.9 G35 G40.909 G43.909 G44.209 G45.9 G47.00 G47.33 H04.123 H10.9 H25.9 H26.9 H35.30 H40.9 H52.4 H61.20 H65.90 H66.90 H90.3 H91.90 I10 I11.0 I20.9
I21.4 I25.10 I26.99 I27.20 I34.0 I35.0 I42.9 I44.7 I48.91 I49.9 I50.9 I63.9 I65.29 I69.351 I70.0 I71.4 I73.9 I80.209 I82.409 I83.90 I87.2 I95.1 J00 J02.9
J06.9 J12.82 J18.9 J20.9 J30.9 J32.9 J40 J44.1 J44.9 J45.909 J47.9 J84.10 J90 J96.01 K02.9 K21.9 K25.9 K29.70 K31.84 K35.80 K40.90 K44.9 K50.90 K51.90 K52.9
K57.30 K58.9 K59.00 K64.9 K70.30 K74.60 K76.0 K80.20 K85.90 K92.2 L02.91 L03.90 L20.9 L21.9 L30.9 L40.0 L50.9 L57.0 L60.0 L70.0 L71.9 L82.1 L89.90 L97.909
M05.9 M06.9 M10.9 M15.9 M16.9 M17.9 M19.90 M25.50 M32.9 M35.3 M47.816 M48.061 M51.26 M54.2 M54.50 M62.81 M70.60 M72.2 M75.100 M79.1 M79.7 M81.0 M86.9 N17.9
N20.0 N30.00 N39.0 N40.1 N52.9 N76.0 N80.9 N92.0 N95.1 O24.410 O80 R05 R07.9 R10.9 R11.2 R19.7 R20.0 R20.2 R26.89 R42 R50.9 R51.9 R53.83 R55 R73.03 S06.0X0A
S52.501A S72.001A S82.201A S93.401A T78.40XA Z00.00 Z12.31 Z23 Z79.4 Z79.899 Z87.891 Z94.0 Z95.1
""".split()


def every_code():
    categories = [f"G{number}" for number in range(50, 100)] + ["E08", "E09", "E10", "E11", "E12", "E13", "B20", "N18", "E03", "E53", "D51"]
    for category in categories:
        yield category
        for digit in range(10):
            yield f"{category}.{digit}"
            if category.startswith("E") or any(code.startswith(f"{category}.{digit}") for code in (*EXACT, *BELOW)):
                yield from (f"{category}.{digit}{last}" for last in range(10))
    yield from (
        "E11.311",
        "E11.3299",
        "E11.621",
        "E11.649",
        "E10.A1",
        "E11.A",
        "G56.0X",
        "G61.8",
        "G61.89",
        "G62.89",
        "G90.A",
        "G90.B",
        "G93.32",
        "N18.30",
        "N18.31",
        "B20.0",
    )
    yield from ("A30.0", "A69.20", "B02.0", "E85.4", "M54", "M54.12", "M54.2", "M54.31", "M54.41", "S44", "S44.0", "S44.90XA", "S44.91XA", "S94.90XD")
    yield from EXACT
    yield from UNRELATED


def expected(code):
    longest = max((above for above in BELOW if code.startswith(above)), key=len, default=None)
    return EXACT.get(code) or BELOW.get(longest, [])


def test_two_hundred_codes_are_unrelated():
    assert len(set(UNRELATED)) >= 200
    assert not [code for code in UNRELATED if expected(code)]


def test_each_code_leads_to_the_page_of_the_table_or_to_none(library):
    wrong = {}
    codes = list(dict.fromkeys(every_code()))
    for start in range(0, len(codes), 50):
        asked = [wanted_of(Criterion(code=code, system=ICD10CM)) for code in codes[start : start + 50]]
        rows = _rows_of(asked)
        for each in asked:
            pages = [match.page.slug for match in _by_code(each, rows, ("en",))]
            if pages != expected(each.code):
                wrong[each.code] = pages

    assert len(codes) > 1500
    assert wrong == {}


def test_the_table_names_each_active_code_and_published_pages_only(library):
    named = {page for pages in (*EXACT.values(), *BELOW.values()) for page in pages}
    active = set(Code.objects.filter(system="icd-10-cm", is_active=True).values_list("code", flat=True))

    assert named == set(Condition.objects.published().filter(slug__in=named).values_list("slug", flat=True))
    assert EXACT.keys() | BELOW.keys() <= active
    assert [code for code in sorted(active) if not expected(code)] == []
