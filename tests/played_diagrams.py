"""The diagrams of random play: forks and joins in loops, sub-processes, calls, timers, signals, errors."""

from drawing import (
    after,
    boundary,
    call,
    catch,
    diagram,
    element,
    every,
    message,
    named,
    nodes,
    process,
    signal,
    subprocess,
    ways,
)

WITHDRAW = named("signal", "withdrawal", "withdraw")
REPLY = named("message", "answer", "reply")

_ADVICE = process(
    "advice",
    {
        **nodes(start="asked", user="draft check reminded", xor="again good", end="reminder_over advised"),
        "hourly": boundary("check", every("R3/PT1H"), interrupts=False),
    },
    ways(
        "asked again, again draft, draft check, hourly reminded, reminded reminder_over, check good, "
        'good again if draft.outcome = "again", good advised else'
    ),
)

REWORK = diagram(
    process(
        "rework",
        {
            **nodes(start="s", user="write law money budget decide", xor="enter law_ok way", both="fork join", end="e"),
        },
        ways(
            "s enter, enter write, write fork, fork law, fork money, law law_ok, "
            'law_ok law if law.outcome = "again", law_ok join else, money budget, budget join, join decide, '
            'decide way, way enter if decide.outcome = "redo", way e else'
        ),
    )
)

WITHDRAWABLE = diagram(
    process(
        "withdrawable",
        {
            **nodes(start="s", user="sign", xor="enter signed", end="gone e"),
            "handling": subprocess(
                "handling",
                {
                    **nodes(
                        start="hs",
                        user="propose consult remind inspect",
                        xor="round way",
                        both="fork join",
                        end="reminded he",
                    ),
                    "late": boundary("consult", after("PT10H"), interrupts=False),
                },
                ways(
                    "hs round, round propose, propose fork, fork consult, fork inspect, late remind, remind reminded, "
                    'consult join, inspect join, join way, way round if inspect.outcome = "redo", way he else'
                ),
            ),
            "withdrawn": boundary("handling", signal("withdrawal")),
        },
        ways(
            "s enter, enter handling, handling sign, withdrawn gone, sign signed, "
            'signed enter if sign.outcome = "redo", signed e else'
        ),
    ),
    extra=WITHDRAW,
)

CHOICES = diagram(
    process(
        "choices",
        {
            **nodes(
                start="s",
                user="sort unit cluster nobody ask chase read close",
                xor="enter meet way",
                some="some gather",
                end="e",
            ),
            "wait": "eventBasedGateway",
            "too_late": catch(after("PT2H")),
            "replied": catch(message("answer")),
            "opinion": call("advice"),
        },
        ways(
            "s enter, enter sort, sort some, some unit if sort.x = 1, some cluster if sort.y = 1, "
            "some nobody else, unit gather, cluster gather, nobody gather, gather ask, ask wait, wait too_late, "
            "wait replied, too_late chase, replied read, chase meet, read meet, meet opinion, opinion close, "
            'close way, way enter if opinion.draft.outcome = "redo", way e else'
        ),
    ),
    _ADVICE,
    extra=REPLY,
)

NESTED = diagram(
    process(
        "nested",
        {
            **nodes(
                start="s",
                user="explain register decide",
                xor="enter after_work registered register_again way",
                both="fork join",
                end="e",
            ),
            "work": subprocess(
                "work",
                {
                    **nodes(start="ws", user="collect rush", xor="more enough either", both="split both", end="we"),
                    "opinion": call("advice"),
                    "overdue": boundary("collect", after("PT7H")),
                },
                ways(
                    "ws split, split opinion, split more, more collect, collect enough, overdue rush, rush either, "
                    'enough more if collect.outcome = "again", enough either else, either both, opinion both, both we'
                ),
            ),
            "withdrawn": boundary("work", signal("withdrawal")),
        },
        ways(
            "s enter, enter fork, fork work, fork register_again, register_again register, register registered, "
            'registered register_again if register.outcome = "again", registered join else, withdrawn explain, '
            "explain after_work, work after_work, after_work join, join decide, decide way, "
            'way enter if decide.outcome = "redo", way e else'
        ),
    ),
    _ADVICE,
    extra=WITHDRAW,
)

OPTIONS = diagram(
    process(
        "options",
        {
            **nodes(
                start="s",
                user="sort first second third legal finance rest decide",
                xor="enter first_again first_ok way",
                some="some inner inner_join join",
                end="e",
            ),
        },
        ways(
            "s enter, enter sort, sort some, some first_again if sort.x = 1, some third if sort.y = 1, "
            "some rest else, first_again first, first second, second first_ok, "
            'first_ok first_again if second.outcome = "again", first_ok join else, third inner, '
            "inner legal if third.x = 1, inner finance else, legal inner_join, finance inner_join, "
            'inner_join join, rest join, join decide, decide way, way enter if decide.outcome = "redo", '
            "way e else"
        ),
    )
)

DEADLINES = diagram(
    process(
        "deadlines",
        {
            **nodes(
                start="s",
                user="answer_it call_up escalate nudge read",
                xor="enter meet either way",
                end="called_up nudged e",
            ),
            "deadline": boundary("answer_it", after("PT6H")),
            "reminder": boundary("answer_it", every("R3/PT2H"), interrupts=False),
            "pause": catch(after("PT1H")),
            "visit": subprocess(
                "visit",
                nodes(start="vs", user="travel report", end="ve"),
                ["vs travel", "travel report", "report ve"],
            ),
            "slow": boundary("visit", every("R/PT4H"), interrupts=False),
            "opinion": call("advice"),
            "replied": boundary("opinion", message("answer")),
        },
        ways(
            "s enter, enter answer_it, deadline escalate, reminder pause, pause call_up, call_up called_up, "
            "answer_it meet, escalate meet, meet visit, slow nudge, nudge nudged, visit opinion, replied read, "
            'read either, opinion either, either way, way enter if opinion.draft.outcome = "redo", way e else'
        ),
    ),
    _ADVICE,
    extra=REPLY,
)

RETURNS = diagram(
    process(
        "returns",
        {
            **nodes(start="s", user="supplement note count", xor="enter way", both="fork join", end="noted e"),
            "left": subprocess(
                "left",
                {
                    **nodes(start="ls", user="look", xor="fine", end="le"),
                    "bad": element("endEvent", "", '<errorEventDefinition errorRef="missing"/>'),
                },
                ["ls look", "look fine", 'fine bad if look.outcome = "again"', "fine le else"],
            ),
            "incomplete": boundary("left", '<errorEventDefinition errorRef="missing"/>'),
            "right": subprocess(
                "right",
                {
                    **nodes(start="rs", user="one two", both="pair", end="two_over"),
                    "stop": element("endEvent", "", "<terminateEventDefinition/>"),
                },
                ["rs pair", "pair one", "pair two", "one stop", "two two_over"],
            ),
            "told": boundary("right", signal("withdrawal"), interrupts=False),
        },
        ways(
            "s enter, enter left, incomplete supplement, supplement enter, left fork, fork right, fork count, "
            'told note, note noted, right join, count join, join way, way enter if count.outcome = "redo", '
            "way e else"
        ),
    ),
    extra=WITHDRAW + named("error", "missing", "MISSING"),
)

PLAYED = {
    "rework": REWORK,
    "withdrawable": WITHDRAWABLE,
    "choices": CHOICES,
    "nested": NESTED,
    "options": OPTIONS,
    "deadlines": DEADLINES,
    "returns": RETURNS,
}

HEARD = {
    "withdrawable": "withdraw",
    "nested": "withdraw",
    "returns": "withdraw",
    "choices": "reply",
    "deadlines": "reply",
}

PLACES = {
    "rework": [("law",), ("budget",)],
    "withdrawable": [("handling", "consult"), ("handling", "inspect")],
    "choices": [("opinion", "check")],
    "nested": [("work", "collect"), ("work", "opinion", "check"), ("register",)],
    "options": [("second",), ("finance",)],
    "deadlines": [("visit", "report")],
    "returns": [("right", "one"), ("right", "two"), ("count",)],
}
