"""The button by which an administrator helps a person who has lost the telephone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from editorial.admin.buttons import ButtonsAdmin
from editorial.sign_in import second_factor


class SecondFactorButton(ButtonsAdmin):
    change_form_template = "admin/editor_change_form.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        editor = self.get_object(request, object_id)
        has_factor = editor is not None and second_factor.is_set_up(editor)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "has_second_factor": has_factor})

    def press(self, request, editor, verb):
        if verb != "remove-factor":
            raise Http404
        if not self.has_change_permission(request, editor):
            raise PermissionDenied
        if second_factor.remove(editor, by=request.user):
            messages.success(request, _("The second factor was removed. At the next sign-in this person sets up a new one."))
