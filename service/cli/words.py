"""How the command line speaks."""

import sys


def say(text: str) -> None:
    """Tell the operator something, at once also where nobody types."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str, *, code: int = 1) -> int:
    """Tell the operator what is wrong and answer with the exit code."""
    sys.stderr.write(text + "\n")
    return code
