"""The command line of the operator."""

import sys
from collections.abc import Callable, Sequence

from service.cli.arguments import read_arguments
from service.cli.words import complain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer with its exit code: 0 done, 1 refused, 2 a setting or an argument is wrong."""
    asked = read_arguments(sys.argv[1:] if arguments is None else arguments)
    return _explained(lambda: int(asked.run(asked)))


def _explained(run: Callable[[], int]) -> int:
    """Say what an operator can mend in words; anything else is a defect and shows itself."""
    # Imported here so that --help answers at once.
    from sqlalchemy.exc import DatabaseError

    from service.errors import NotFound, ServiceError, SettingError

    try:
        return run()
    except SettingError as error:
        return complain(f"This cannot start:\n{error}", code=2)
    except NotFound:
        return complain("There is no such thing.")
    except ServiceError as error:
        return complain(str(error))
    except DatabaseError as error:
        return complain(f"The database does not answer as it should; nothing was saved.\n{error.orig}")
    except KeyboardInterrupt:
        return complain("Stopped.", code=130)
