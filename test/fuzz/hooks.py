"""What schemathesis does not know of itself: who calls, and what no answer may hold. Loaded by `schemathesis.ts`."""

import atexit
import itertools
import json
import os
import random
import threading
from urllib.parse import unquote

import requests
import schemathesis

world = json.loads(os.environ["GENNAKER_FUZZ_WORLD"])
chance = random.Random(world["seed"])
first, *others = world["callers"]
identity = {name for caller in world["callers"] for name in caller["headers"]}
counted = itertools.count()
local = threading.local()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Asked by the first caller, of an id that exists most of the time: made-up ones only lead to a 404."""
    case.headers = as_caller(first, case.headers or {})
    if "id" in (case.path_parameters or {}) and chance.random() < 0.7:
        case.path_parameters["id"] = chance.choice(world["ids"])


@schemathesis.check
def tells_nobody_more_than_he_may_know(context, response, case):
    """The same request is sent again by everybody else: to make one up costs ten times as much as to send it."""
    judge(first, response.request, response.status_code, response.content)
    for caller in others:
        request = response.request.copy()
        request.headers = requests.structures.CaseInsensitiveDict(as_caller(caller, request.headers))
        answer = session().send(request, timeout=30, allow_redirects=False)
        case.operation.validate_response(answer)
        judge(caller, request, answer.status_code, answer.content)


def judge(caller, request, status, content):
    next(counted)
    told = content.decode("utf-8")
    said = f"{unquote(request.url)} {text_of(request.body)}"
    for word in caller["hidden"]:
        assert word not in told or word in said, f"{caller['name']} was told {word!r}"
    assert status < 500, f"{caller['name']} was answered {status}: {told}"
    if status >= 400:
        body = json.loads(told)
        assert set(body) == {"error", "message"} and " was refused: " in body["message"], f"not in four parts: {told}"
        assert "${" not in body["message"], f"an expression that Orca would evaluate: {told}"


def as_caller(caller, headers):
    return {**{name: value for name, value in headers.items() if name not in identity}, **caller["headers"]}


def text_of(body):
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")


def session():
    """A connection of each thread's own."""
    if not hasattr(local, "session"):
        local.session = requests.Session()
    return local.session


@atexit.register
def tell_how_many():
    with open(world["countFile"], "w", encoding="utf-8") as file:
        file.write(str(next(counted)))
