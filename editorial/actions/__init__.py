"""The verbs of publishing: the only writers of `Version.status` and `Page.live`.

Each is one transaction with a lock on the page's row and an `Event`. Each takes `by`, the person who acts, and raises a
`Refused` whose sentence says what to do instead.
"""

from editorial.actions.corrections import confirm_correction, publish_correction, start_correction
from editorial.actions.drafts import add_page, create_page, discard, lock_for_editing, restore, saved, start_draft, submit, sync_citations, take_over
from editorial.actions.imports import import_draft, import_starter
from editorial.actions.pages import (
    account_changed,
    assign_owner,
    cancel_withdrawal,
    codes_changed,
    move,
    names_changed,
    plan_withdrawal,
    profile_changed,
    second_factor_removed,
    source_changed,
    tag_changed,
    trial_changed,
    withdraw,
)
from editorial.actions.review import approve, check_current, comment, rate, return_to_author, share
from editorial.actions.schedule import publish_due
from editorial.actions.steps import on_publication

__all__ = [
    "account_changed",
    "add_page",
    "approve",
    "assign_owner",
    "cancel_withdrawal",
    "check_current",
    "codes_changed",
    "comment",
    "confirm_correction",
    "create_page",
    "discard",
    "import_draft",
    "import_starter",
    "lock_for_editing",
    "move",
    "names_changed",
    "on_publication",
    "plan_withdrawal",
    "profile_changed",
    "publish_correction",
    "publish_due",
    "rate",
    "restore",
    "return_to_author",
    "saved",
    "second_factor_removed",
    "share",
    "source_changed",
    "start_correction",
    "start_draft",
    "submit",
    "sync_citations",
    "tag_changed",
    "take_over",
    "trial_changed",
    "withdraw",
]
