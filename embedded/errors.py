"""What the launcher cannot do, told in a sentence that says what to do about it."""


class CannotStart(Exception):
    """Ends the launcher; its text is shown without a traceback."""


class Interrupted(Exception):
    """Somebody asked the launcher to stop while it was still starting."""
