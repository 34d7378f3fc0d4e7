"""What an effect of a content file is checked against."""


class AnyLibrary:
    """A library in which everything is known."""

    def knows(self, kind, slug):
        return True

    def source_problems(self, key, sources):
        return ()
