"""Every command and its arguments."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from service.cli import check, database, demo, people, serve, tokens, worker

_SETTINGS = "Settings are VINHDANH_* environment variables; README.md lists them."


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command asked for, with its function as `run`; a wrong call is explained and ends with exit code 2."""
    parser = argparse.ArgumentParser(prog="vinhdanh", description="Carries award dossiers.", epilog=_SETTINGS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _serve(commands.add_parser("serve", help="serve the web pages"))
    demo_parser = commands.add_parser("demo", help="load the demo province into a demo installation")
    demo_parser.set_defaults(run=demo.run)
    _database(commands.add_parser("db", help="the database").add_subparsers(required=True, metavar="ACTION"))
    _person(commands.add_parser("person", help="people and roles").add_subparsers(required=True, metavar="ACTION"))
    _token(commands.add_parser("token", help="tokens for the API").add_subparsers(required=True, metavar="ACTION"))
    _check(commands.add_parser("check", help="check diagrams, forms and scenarios"))
    _worker(
        commands.add_parser("worker", help="do what happens without anybody acting: timers, reminders, notices, jobs")
    )
    return parser.parse_args(arguments)


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (VINHDANH_HOST, 127.0.0.1)")
    parser.add_argument("--port", type=_port, help="port to listen on (VINHDANH_PORT, 8000)")
    parser.add_argument("--demo", action="store_true", help="as VINHDANH_DEMO=1: the demo province, in ./var")
    parser.set_defaults(run=serve.run)


def _database(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = actions.add_parser(
        "upgrade", help="bring the tables up to date, load the catalogue, publish new processes"
    )
    parser.add_argument("--province", type=Path, metavar="FILE", help="enter the province of a new installation (YAML)")
    parser.set_defaults(run=database.upgrade)


def _person(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    adding = actions.add_parser("add", help="enter a person")
    adding.add_argument("username")
    adding.add_argument("name")
    adding.add_argument("--unit", metavar="CODE", help="the unit the person belongs to")
    adding.add_argument("--position", default="")
    adding.add_argument("--admin", action="store_true", help="a system administrator; asks for a password")
    adding.set_defaults(run=people.add)
    granting = actions.add_parser("grant", help="let a person act in a role")
    _role(granting)
    granting.add_argument("--basis", default="", help="the document that says so")
    granting.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="the last day")
    granting.add_argument("--knowingly", action="store_true", help="even if it bars the person from open ballots")
    granting.set_defaults(run=people.grant)
    revoking = actions.add_parser("revoke", help="take a role from a person")
    _role(revoking)
    revoking.add_argument("--reason", default="")
    revoking.set_defaults(run=people.revoke)
    password = actions.add_parser(
        "password", help="set a person's password, read from the terminal or the first line of stdin"
    )
    password.add_argument("username")
    password.set_defaults(run=people.password)


def _role(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("role")
    parser.add_argument("--of", metavar="CODE", help="the unit or cluster, for roles that hold in one")


def _token(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    creating = actions.add_parser("create", help="make a token in a person's name and print it, this once")
    creating.add_argument("username")
    creating.add_argument("--name", default="command line", help="what it is for")
    creating.add_argument("--days", type=int, default=90, help="how long it is valid (90)")
    creating.set_defaults(run=tokens.create)
    listing = actions.add_parser("list", help="list a person's tokens; none is ever shown again")
    listing.add_argument("username")
    listing.set_defaults(run=tokens.show)
    revoking = actions.add_parser("revoke", help="end a token now")
    revoking.add_argument("token", type=_id, metavar="ID")
    revoking.set_defaults(run=tokens.revoke)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a .bpmn diagram, a .json form or a .scenarios.yaml")
    parser.set_defaults(run=check.run)


def _worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due and stop")
    parser.set_defaults(run=worker.run)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("must be a number from 1 to 65535")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day as 2026-12-31") from None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be an id as vinhdanh token list shows it") from None
