"""The page on which an editor changes what readers and colleagues see of them."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import actions
from editorial.models import Editor
from editorial.permissions import may_review

# Readers see these on the pages that a person reviewed.
PUBLIC = ["first_name", "last_name", "professional_role", "registration", "orcid", "interests"]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Editor
        fields = [*PUBLIC, "email"]
        widgets = {"interests": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"email": _("Readers never see it. What waits for you is sent here.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        needed = ["first_name", "last_name"]
        if may_review(self.instance):
            # An approval by somebody without them is refused.
            needed += ["professional_role", "interests"]
        for name in needed:
            self.fields[name].required = True
        for name, purpose in {"first_name": "given-name", "last_name": "family-name", "email": "email"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose


def show(request):
    """Shows the profile of whoever is signed in, and saves it."""
    # Apart from `request.user`, which the head of the page shows: a mistake in the form must not change it.
    editor = Editor.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=editor)
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, _("Your profile was saved."))
        return HttpResponseRedirect(reverse("admin:profile"))
    return render(request, "admin/profile.html", {**admin.site.each_context(request), "title": _("Your profile"), "form": form})


@transaction.atomic
def _save(form):
    # Only what the form shows: an administrator may be changing the rights of the same person.
    form.instance.save(update_fields=form._meta.fields)
    if not set(PUBLIC).isdisjoint(form.changed_data):
        actions.profile_changed(form.instance, by=form.instance)
