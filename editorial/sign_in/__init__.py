"""How editors sign in: a password and a second factor, with a lock on guessing. Built on django-allauth and django-axes."""
