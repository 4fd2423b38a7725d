from datetime import UTC, datetime
from html import escape

import pytest

from sound_bundle import FACTS, ROLES, bundle
from workflows import definition, engine
from workflows.check import check_bundle
from workflows.errors import DiagramError

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
WORLD = {"award": {"threshold": 0.5, "days": 3, "ready": True}, "council": {"members": ["an", "ba"]}}

COMMANDS = [
    'open("CANARY", "w")',
    'open("CANARY", "w").write("x")',
    '__import__("os").system("touch CANARY")',
    '__import__("pathlib").Path("CANARY").touch()',
    '__import__("subprocess").run(["touch", "CANARY"])',
    'exec("open(\\"CANARY\\", \\"w\\")")',
    'eval("open(\\"CANARY\\", \\"w\\")")',
    'compile("1", "x", "exec")',
    'getattr(__builtins__, "open")("CANARY", "w")',
    '__builtins__["open"]("CANARY", "w")',
    'globals()["__builtins__"]["open"]("CANARY", "w")',
    'locals()',
    'vars()',
    'breakpoint()',
    'input()',
    'help()',
    'print("CANARY")',
    'exit()',
    'import os',
    'import os; os.system("touch CANARY")',
    'from os import system; system("touch CANARY")',
    'os.system("touch CANARY")',
    'random._os.system("touch CANARY")',
    'datetime.sys.modules["os"].system("touch CANARY")',
    '().__class__.__bases__[0].__subclasses__()',
    '"".__class__.__mro__[1].__subclasses__()',
    '[].__class__.__base__.__subclasses__()[0]',
    '{}.__class__',
    '(1).__class__',
    'null.__class__',
    'cluster_review.__class__',
    'cluster_review.__init__.__globals__',
    'council.members.append("x")',
    'council.members.__class__.__subclasses__()',
    'now.__class__.__init__.__globals__',
    'calendar.__class__.load("x")',
    'calendar.holidays.__class__',
    'award.__dict__',
    '"{0.__class__}".format(award)',
    '"%s" % award',
    'f"{open(1)}"',
    'lambda: 0',
    '(lambda: open("CANARY", "w"))()',
    '[x for x in ().__class__.__base__.__subclasses__()]',
    '[open("CANARY", "w") for _ in [1]]',
    '{open("CANARY", "w"): 1}',
    'x := open("CANARY", "w")',
    'while True: pass',
    'for i in range(9): open("CANARY", "w")',
    'def f(): open("CANARY", "w")',
    'class A: pass',
    'raise SystemExit',
    'try: 1/0\nexcept: open("CANARY", "w")',
    'with open("CANARY", "w") as f: pass',
    'assert open("CANARY", "w")',
    'del award',
    'award["threshold"]',
    'award = 1',
    '9**9**9',
    '"x" * 10000000000',
    '1 if open("CANARY", "w") else 2',
    'not open("CANARY", "w")',
    '@open("CANARY", "w")',
    '`touch CANARY`',
    '$(touch CANARY)',
    'T(java.lang.Runtime).getRuntime().exec("touch CANARY")',
    'new java.io.File("CANARY").createNewFile()',
    'function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}',
    '{{ cycler.__init__.__globals__.os.popen("touch CANARY") }}',
    '{% import os %}',
]  # fmt: skip

HARMLESS = {
    "null.__class__",
    "(1).__class__",
    "{}.__class__",
    '"".__class__.__mro__[1].__subclasses__()',
    "[].__class__.__base__.__subclasses__()[0]",
    "now.__class__.__init__.__globals__",
    "calendar.holidays.__class__",
    '"{0.__class__}".format(award)',
    'award["threshold"]',
    "award = 1",
    "9**9**9",
    '"x" * 10000000000',
}
"""What is FEEL too, where it means null, a comparison or a number out of range."""

PLACES = {
    "condition": 'cluster_review.outcome = "recommend"',
    "script": "{total: cluster_review.members * 2}",
    "a value of a script": "cluster_review.members * 2",
    "duration": "P30D",
    "date": "add_working_days(today(), award.days)",
    "cycle": "R3/PT24H",
    "interval of a cycle": "PT24H",
    "conditional event": "<bpmn:condition>award.ready",
    "roster": "council.members",
    "due": 'vd:due="award.days',
    "reminder": 'vd:remind="1',
    "acceptance": 'vd:acceptedWhen="cluster_review.sure',
    "rule of a panel": 'vd:rule="all',
}


def test_the_corpus_is_large_enough():
    assert len(set(COMMANDS)) >= 60
    assert len(PLACES) >= 11


@pytest.mark.parametrize("place", PLACES)
def test_python_in_a_diagram_is_refused_or_does_nothing(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    for command in COMMANDS:
        files = put(place, command.replace("CANARY", str(tmp_path / "canary")))
        assert check_bundle(files, FACTS, ROLES) or command in HARMLESS
        play(files)

    assert list(tmp_path.iterdir()) == []


def put(place, command):
    """The sound bundle with a command in place of an expression, whatever stands around it in the attribute."""
    around, quote, _ = (
        PLACES[place].rpartition('="') if '="' in PLACES[place] else PLACES[place].rpartition("condition>")
    )
    return bundle((PLACES[place], around + quote + escape(command)))


def play(files):
    """Walk through whatever compiles, as an engine would that trusted the file."""
    try:
        process = definition.compile_bundle(files)
    except DiagramError:
        return
    outcome = engine.start(process, WORLD, now=NOON)
    for answers in ({"outcome": "recommend", "members": 1}, {"yes": 2, "no": 0, "blank": 0, "cast": 2, "members": 2}):
        for task in outcome.opened:
            outcome = engine.complete(process, outcome.state, task.id, answers, WORLD, now=NOON)
    if outcome.state and not outcome.problems:
        engine.wake(process, outcome.state, WORLD, now=datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize("word", ["preScript", "postScript", "serviceTaskOperator", "messagePayload"])
def test_the_words_with_which_the_library_runs_python_are_refused(word):
    space = "http://spiffworkflow.org/bpmn/schema/1.0/core"
    hidden = f'<bpmn:extensionElements><s:{word} xmlns:s="{space}">open("canary")</s:{word}></bpmn:extensionElements>'
    start = '<bpmn:scriptTask id="sums">'

    problems = check_bundle(bundle((start, start + hidden)), FACTS, ROLES)

    assert [(problem.rule, problem.element) for problem in problems] == [("foreign-word", "sums")]
