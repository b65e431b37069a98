"""What the trail says of sign-ins, tokens, people, organizations and posts (art. 5, 42)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("organizations.sign_in", _("{actor} signed in."))
register("organizations.sign_out", _("{actor} signed out."))
register("organizations.fail_sign_in", _("A sign-in with the user name {subject} failed."))
register("organizations.change_password", _("{actor} changed their password."))
register(
    "organizations.issue_token", _("{actor} issued the access token “{name}” to {for}, until {expires}.")
)
register("organizations.revoke_token", _("{actor} revoked the access token “{name}” of {for}."))
register("organizations.add", _("{actor} entered “{name}”."))
register("organizations.change", _("{actor} changed “{name}”."))
register("organizations.appoint", _("{actor} made {subject} administrator of this kind: {administrator}."))
register(
    "organizations.load", _("{actor} entered {organizations} organizations and {people} people as supplied.")
)
register(
    "organizations.give_post",
    _("{actor} gave {person_given} a post at {house}: {post_given}, from {starts} to {ends}."),
)
register(
    "organizations.name_stand_in",
    _("{actor} named {person_given} as stand-in for {holder_name} at {house}, from {starts} to {ends}."),
)
register(
    "organizations.end_stand_in",
    _("{actor} ended the stand-in of {person_given} for {holder_name} at {house}."),
)
register(
    "organizations.enter_change",
    _("{actor} entered a change of “{name}” from {on} on ({document}): {new_name}{successor_name}."),
)
register("organizations.take_back_change", _("{actor} took back the change of “{name}” ({document})."))
register("organizations.rename", _("From {on} on, “{name}” is called “{new_name}” ({document})."))
register(
    "organizations.merge",
    _("From {on} on, “{name}” is part of “{successor_name}”, which takes over all it held ({document})."),
)
