from django.core.management.base import BaseCommand

from editorial.groups import PERMISSIONS, sync_groups


class Command(BaseCommand):
    help = "Makes the groups of editors and gives each exactly its permissions. Can be run any number of times."

    def handle(self, **options):
        sync_groups()
        self.stdout.write("Groups: " + ", ".join(PERMISSIONS))
