"""The code table in the admin: a list of all rows, and all of it as CSV, out and in."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import code_table
from articles.models import Code
from editorial.admin import NamedFieldsFormSet

MOST_PROBLEMS_SHOWN = 50


class CodeInline(admin.TabularInline):
    model = Code
    formset = NamedFieldsFormSet
    extra = 0
    fields = ["system", "code", "scope", "rank", "source", "checked", "is_active"]


class TableForm(forms.Form):
    table = forms.FileField(label=_("CSV file"), help_text=_("Export the table, change that file, and import it. Rows that it does not name stay."))


@admin.register(Code)
class CodeAdmin(admin.ModelAdmin):
    list_display = ["code", "system", "scope", "rank", "page", "source", "checked", "is_active"]
    list_filter = ["system", "is_active", "scope"]
    list_select_related = ["page"]
    search_fields = ["code", "page__name", "page__slug"]
    autocomplete_fields = ["page"]
    list_per_page = 30
    show_full_result_count = False
    change_list_template = "admin/code_change_list.html"

    def get_urls(self):
        return [
            path("export/", self.admin_site.admin_view(self.export), name="articles_code_export"),
            path("import/", self.admin_site.admin_view(self.import_table), name="articles_code_import"),
            *super().get_urls(),
        ]

    def export(self, request):
        """The whole table as a CSV file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="codes.csv"'}
        return StreamingHttpResponse(code_table.csv_pieces(), content_type="text/csv; charset=utf-8", headers=headers)

    def import_table(self, request):
        """Imports a CSV file, or says what is wrong in which line: then nothing was written."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form, problems = TableForm(request.POST or None, request.FILES or None), []
        if request.method == "POST" and form.is_valid():
            try:
                count = code_table.import_csv(form.cleaned_data["table"].read(code_table.LARGEST_FILE + 1), by=request.user)
            except code_table.BadTable as refusal:
                problems = refusal.problems
            else:
                sentence = ngettext("%(count)s row was added or changed.", "%(count)s rows were added or changed.", count)
                messages.success(request, sentence % {"count": count})
                return HttpResponseRedirect(reverse("admin:articles_code_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import codes"),
            "opts": self.model._meta,
            "form": form,
            "problems": problems[:MOST_PROBLEMS_SHOWN],
            "more": max(0, len(problems) - MOST_PROBLEMS_SHOWN),
            "columns": ", ".join(code_table.COLUMNS),
        }
        return render(request, "admin/import_codes.html", context, status=400 if problems else 200)

    @transaction.atomic
    def save_model(self, request, code, form, change):
        pages = {code.page, Code.objects.get(pk=code.pk).page} if change else {code.page}
        before = {page: code_table.stored(page) for page in pages}
        super().save_model(request, code, form, change)
        for page in pages:
            code_table.record_changes(page, before[page], by=request.user)

    @transaction.atomic
    def delete_model(self, request, code):
        before = code_table.stored(code.page)
        super().delete_model(request, code)
        code_table.record_changes(code.page, before, by=request.user)

    @transaction.atomic
    def delete_queryset(self, request, codes):
        before = {code.page: code_table.stored(code.page) for code in codes.select_related("page")}
        super().delete_queryset(request, codes)
        for page, rows in before.items():
            code_table.record_changes(page, rows, by=request.user)
