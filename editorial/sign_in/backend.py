from django.contrib.auth.backends import ModelBackend


class EditorBackend(ModelBackend):
    """Passwords of active staff. Anybody else gets the answer, and costs the work, of a wrong password."""

    def user_can_authenticate(self, user):
        return user.is_staff and super().user_can_authenticate(user)

    def get_user_permissions(self, user_obj, obj=None):
        """None: what a person may do comes from the groups alone, so it is read once."""
        return set()
