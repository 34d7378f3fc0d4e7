from django.contrib import admin, messages
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import code_table
from articles.code_admin import CodeInline
from articles.models import (
    Article,
    ArticleVersion,
    Association,
    CareCard,
    CareCardVersion,
    Cause,
    CauseVersion,
    Condition,
    ConditionName,
    ConditionVersion,
    GlossaryTerm,
    GlossaryTermVersion,
    Symptom,
    SymptomConcept,
    SymptomName,
    SymptomVersion,
)
from articles.models.search_name import SearchName
from articles.name_warnings import warnings_about
from editorial.admin import ChoosingMixin, NamedFieldsFormSet, PageAdmin, VersionAdmin
from editorial.forms import LinesField


class AssociationInline(ChoosingMixin, admin.TabularInline):
    model = Association
    formset = NamedFieldsFormSet
    extra = 0
    autocomplete_fields = ["cause", "symptom", "sources"]
    verbose_name_plural = _("Causes and symptoms: each with its sources")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("cause", "symptom").prefetch_related("sources")


class SymptomConceptInline(admin.StackedInline):
    model = SymptomConcept
    extra = 0
    can_delete = False
    formfield_overrides = {models.JSONField: {"form_class": LinesField, "required": False}}


class NameInline(admin.TabularInline):
    formset = NamedFieldsFormSet
    extra = 1
    fields = ["text", "source", "source_code", "scope", "used_in_search"]
    ordering = ["pk"]


class SymptomNameInline(NameInline):
    model = SymptomName


class ConditionNameInline(NameInline):
    model = ConditionName
    fields = [*NameInline.fields, "names_it"]


class NamedPageAdmin(PageAdmin):
    """A kind of page that has names by which the search finds it."""

    own_rows = True

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if issubclass(formset.model, SearchName):
            request.saved_names = [*formset.new_objects, *(name for name, _fields in formset.changed_objects)]

    def changeform_view(self, request, *args, **kwargs):
        response = super().changeform_view(request, *args, **kwargs)
        # Only now is the transaction over: what a check reads and remembers is true.
        for sentence in warnings_about(getattr(request, "saved_names", [])):
            messages.warning(request, sentence)
        return response


@admin.register(Condition)
class ConditionAdmin(NamedPageAdmin):
    inlines = [ConditionNameInline, CodeInline]

    def save_related(self, request, form, formsets, change):
        before = code_table.stored(form.instance)
        super().save_related(request, form, formsets, change)
        code_table.record_changes(form.instance, before, by=request.user)


@admin.register(Symptom)
class SymptomAdmin(NamedPageAdmin):
    inlines = [SymptomConceptInline, SymptomNameInline]


admin.site.register([Cause, Article, GlossaryTerm, CareCard], PageAdmin)


@admin.register(ConditionVersion)
class ConditionVersionAdmin(VersionAdmin):
    own_fieldsets = [(_("Which nerves"), {"fields": ["pattern"], "description": _("Cut nerves and widespread damage are always kept apart.")})]
    inlines = [*VersionAdmin.inlines, AssociationInline]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(VersionAdmin):
    own_fieldsets = [(_("Read on"), {"fields": ["related"], "description": _("Pages that the reader of this article may want next.")})]
    autocomplete_fields = ["related"]


@admin.register(CareCardVersion)
class CareCardVersionAdmin(VersionAdmin):
    own_fieldsets = [
        (
            _("When it is shown"),
            {
                "fields": ["level", "phrases", "symptoms"],
                "description": _(
                    "A search that says all that a phrase asks for, or names one of the symptoms, shows this card first. In a phrase, (arm / leg) asks"
                    " for one of these, “every hour” for these very words, + joins what may stand apart, and unless names words that keep the card away:"
                    " sudden (weak / numb) (arm / leg) unless gym / sport."
                ),
            },
        )
    ]
    autocomplete_fields = ["symptoms"]


@admin.register(GlossaryTermVersion)
class GlossaryTermVersionAdmin(VersionAdmin):
    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "summary":
            kwargs["help_text"] = _(
                "The first sentence is shown where the word stands in a text, so it must say alone what the word means. Cite with [@key]."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


admin.site.register([CauseVersion, SymptomVersion], VersionAdmin)
