"""Which codes may lead to which page. A wrong leaflet is worse than none: what names another disease than the page's has no row.

Codes are canonical. The lists follow the rules on which the code table was first filled: a code that names the underlying disease
(everybody with HIV or thyroid trouble) is not a code of the nerve trouble that some of them have. The families of ICD-9-CM stand beside those
of ICD-10-CM from general knowledge, and so do E12, E14, G50 to G58, G62.8, G65 and G90.0: they only refuse, and no coder has checked them.
"""

import re

from django.utils.translation import gettext as _

from articles.codes import ICD9CM, ICD10CM

GENERAL_PAGE = "peripheral-neuropathy"
# The disease behind the nerve trouble, and all codes below it in ICD.
UNDERLYING = {
    "icd-10-cm": ("B20", "N18", "E03", "E53", "D51"),
    "icd-9-cm": ("042", "585", "244", "266", "281"),
    "snomed-ct": ("40930008", "190634004"),
    "mesh": ("D007037", "D014806"),
}
# Diabetes with nerve trouble has codes of its own, below these.
DIABETES = {"icd-10-cm": ("E08", "E09", "E10", "E11", "E12", "E13", "E14"), "icd-9-cm": ("249", "250")}
OF_NERVES_IN_DIABETES = {"icd-10-cm": re.compile(r"E(08|09|1[0-4])\.4"), "icd-9-cm": re.compile(r"(249|250)\.6")}
# Polyneuropathy in a disease that is coded elsewhere: nobody can tell in which.
ELSEWHERE = {"icd-10-cm": ("G63",), "icd-9-cm": ("357.4",)}
# Their children have little in common: only an overview can stand for all of them.
UNLIKE_CHILDREN = {
    "icd-10-cm": ("G50", "G51", "G54", "G55", "G56", "G57", "G58", "G60", "G61", "G61.8", "G62", "G62.8", "G65", "G90", "G90.0"),
    "icd-9-cm": ("337", "350", "351", "353", "354", "355", "356", "357", "357.8"),
}
# Categories that are about nerves only. A code below a category that is not must be four characters long at least to stand for others.
OF_NERVES = {
    "icd-10-cm": re.compile(r"G(5\d|6[0-5]|90)|S[4-9]4\b"),
    "icd-9-cm": re.compile(r"35[0-7]|337|95[3-7]"),
}


def problems_of(system, code, scope, slug):
    """A sentence for each rule that a row breaks, given the key of a system, a canonical code, "exact" or "subtree", and the slug of the page."""
    if _is_one_of(UNDERLYING, system, code):
        yield _("%(code)s names the disease behind the nerve trouble: most people who have it need another page. It can have no row.") % {
            "code": code
        }
    if _is_one_of(DIABETES, system, code) and not OF_NERVES_IN_DIABETES[system].match(code):
        yield _("%(code)s is diabetes without a word of nerves. Use the codes of diabetes with nerve trouble, such as E11.4 and E11.42.") % {
            "code": code
        }
    if _is_one_of(ELSEWHERE, system, code) and slug != GENERAL_PAGE:
        yield _("%(code)s does not say which disease: it may lead to the general page, %(page)s, only.") % {"code": code, "page": GENERAL_PAGE}
    if code in UNLIKE_CHILDREN.get(system, ()) and slug != GENERAL_PAGE:
        yield _("What stands below %(code)s differs too much: it may lead to the general page, %(page)s, only.") % {
            "code": code,
            "page": GENERAL_PAGE,
        }
    if scope == "subtree":
        yield from _problems_of_subtree(system, code)


def _problems_of_subtree(system, code):
    if system not in {ICD10CM, ICD9CM}:
        yield _("Only codes of ICD-10-CM and ICD-9-CM can stand for those below them. Choose “this code only”.")
    elif "." not in code and not OF_NERVES[system].match(code):
        yield _("%(code)s is not about nerves alone, so it cannot stand for all codes below it. Choose “this code only”.") % {"code": code}


def _is_one_of(families, system, code):
    """Whether a code is in one of these families: itself, or for ICD below it."""
    return code.startswith(families[system]) if system in {ICD10CM, ICD9CM} and system in families else code in families.get(system, ())
