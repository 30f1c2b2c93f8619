#!/usr/bin/env python3
"""Everything a person does with this project, in one command; needs only Python itself.

python3 dev.py demo            set everything up and serve it on this machine
python3 dev.py test            run every test on SQLite and on PostgreSQL
python3 dev.py check           run the linters, type checks and contracts
python3 dev.py manage …        run a Django command on the demo's data
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("This needs Python 3.11 or newer; you have " + sys.version.split()[0] + ".")

import argparse

from devtools import checks, demo, locks, suite
from devtools.environment import SetupError, python_with, run


def main() -> int:
    arguments, rest = parser().parse_known_args()
    if rest and not arguments.takes_more:
        parser().error(f"unknown: {' '.join(rest)}")
    arguments.rest = rest
    try:
        return int(arguments.command(arguments))
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    everything = argparse.ArgumentParser(
        prog="dev.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = everything.add_subparsers(required=True, metavar="command")
    add_demo(commands)
    add_test(commands)
    add_check(commands)
    add_passing(commands, "manage", run_manage, "run a Django command on the demo's data")
    add_passing(commands, "lock", run_lock, "write requirements/*.txt anew (wants uv)")
    add_passing(commands, "bench", run_bench, "run the measurements in benchmarks/")
    add_pictures(commands)
    return everything


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_demo(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("demo", help="serve the product with made-up data")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--database-url", help="postgresql://… or sqlite:///file")
    command.set_defaults(takes_more=False, command=run_demo)


def add_test(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("test", help="run every test on both databases")
    command.add_argument("--only", choices=suite.DATABASES, help="one database")
    command.set_defaults(takes_more=True, command=run_test)


def add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("check", help="run linters, types, contracts")
    command.add_argument("--only", choices=checks.NAMES, help="one of them")
    command.set_defaults(takes_more=False, command=run_check)


def add_pictures(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("pictures", help="photograph the product for docs/pictures/")
    command.set_defaults(takes_more=False, command=run_pictures)


def add_passing(
    commands: "Commands[argparse.ArgumentParser]", name: str, function: object, about: str
) -> None:
    """A command that hands on whatever follows its name."""
    command = commands.add_parser(name, help=about, add_help=False)
    command.set_defaults(takes_more=True, command=function)


def run_demo(arguments: argparse.Namespace) -> int:
    return demo.serve(port=arguments.port, database_url=arguments.database_url)


def run_test(arguments: argparse.Namespace) -> int:
    return suite.run_all(only=arguments.only, pytest_arguments=arguments.rest)


def run_check(arguments: argparse.Namespace) -> int:
    return checks.run_all(only=arguments.only)


def run_manage(arguments: argparse.Namespace) -> int:
    return run(python_with("base"), "manage.py", *arguments.rest, env=demo.demo_environment())


def run_lock(arguments: argparse.Namespace) -> int:
    return locks.compile_all(uv_arguments=arguments.rest)


def run_bench(arguments: argparse.Namespace) -> int:
    return suite.run_benchmarks(names=arguments.rest)


def run_pictures(_arguments: argparse.Namespace) -> int:
    return run(python_with("test"), "-m", "devtools.pictures")


if __name__ == "__main__":
    sys.exit(main())
