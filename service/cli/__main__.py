"""python -m service.cli: the same as the command vinhdanh."""

from service.cli import main

raise SystemExit(main())
