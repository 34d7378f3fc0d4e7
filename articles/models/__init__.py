"""What the reader learns about the disorder."""

from articles.models.article import Article, ArticleVersion
from articles.models.care_card import CareCard, CareCardVersion
from articles.models.cause import Cause, CauseVersion
from articles.models.code import Code
from articles.models.condition import Association, Condition, ConditionName, ConditionVersion
from articles.models.glossary import GlossaryTerm, GlossaryTermVersion
from articles.models.symptom import Symptom, SymptomConcept, SymptomName, SymptomVersion

__all__ = [
    "Article",
    "ArticleVersion",
    "Association",
    "CareCard",
    "CareCardVersion",
    "Cause",
    "CauseVersion",
    "Code",
    "Condition",
    "ConditionName",
    "ConditionVersion",
    "GlossaryTerm",
    "GlossaryTermVersion",
    "Symptom",
    "SymptomConcept",
    "SymptomName",
    "SymptomVersion",
]
