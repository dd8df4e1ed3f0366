"""Commands: read, call one function, print."""


def main() -> None:
    """Placeholder until the commands land."""
