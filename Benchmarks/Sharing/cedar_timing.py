#!/usr/bin/env python3
"""Times Cedar (cedarpy) on the rule sets of sharing-benchmark, as context for its numbers.

    sharing-benchmark --export DIR && python3 cedar_timing.py DIR

Cedar decides one field at a time and keeps no index, so one request of 40 fields is 40 authorizations. Fields of one class and
holder are asked once, as the engine does. Conditions and dates are in the context of the request. cedarpy parses its
policies on every call: a batch of one request and a batch of many tell parsing and evaluation apart.
"""
import json
import statistics
import sys
import time

import cedarpy


def condition(text):
    name, _, value = text.partition(" ")
    if name == "hearingWithinDays":
        return f"context.hearing >= 0 && context.hearing <= {value}"
    if name == "ageUnder":
        return f"context.age < {value}"
    if name == "stage":
        return f'context.stage == "{value}"'
    return f"context.{name}"


def policy(clause):
    conditions = [f"context.at >= {clause['from']}", f"context.at < {clause['until']}"]
    conditions.append(f'resource.holder == "{clause["holder"]}"')
    conditions.append(" || ".join(f'resource.kind == "{name}"' for name in clause["classes"]).join("()"))
    conditions.append(" || ".join(f'principal.role == "{name}"' for name in clause["roles"]).join("()"))
    conditions += [condition(text) for text in clause["when"]]
    actions = ", ".join(f'Action::"{name}"' for name in clause["purposes"])
    return (
        f'permit(principal in Party::"{clause["agency"]}", action in [{actions}], resource)\n'
        f'when {{ {" && ".join(conditions)} }};'
    )


def entities(request):
    found, code = [], request["agency"]
    parts = code.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        parents = [{"type": "Party", "id": ".".join(parts[: length - 1])}] if length > 1 else []
        found.append({"uid": {"type": "Party", "id": name}, "attrs": {"role": request["role"]}, "parents": parents})
    for field in groups(request):
        name = field["class"] + "@" + field["holder"]
        attrs = {"kind": field["class"], "holder": field["holder"]}
        found.append({"uid": {"type": "Field", "id": name}, "attrs": attrs, "parents": []})
    return found


def groups(request):
    return list({(f["class"], f["holder"]): f for f in request["fields"]}.values())


def cedar(request):
    good = request["favourable"]
    context = {
        "at": request["at"], "hearing": 30 if good else -1, "age": 15, "stage": "released",
        "ownDocket": good,
    }
    return [
        {
            "principal": f'Party::"{request["agency"]}"', "action": f'Action::"{request["purpose"]}"',
            "resource": f'Field::"{field["class"]}@{field["holder"]}"', "context": context,
        }
        for field in groups(request)
    ]


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(folder):
    for count in (10, 100, 1000):
        with open(f"{folder}/sharing-{count}.json", encoding="utf-8") as file:
            data = json.load(file)
        policies = "\n".join(policy(clause) for clause in data["clauses"])
        whole, parsing = [], []
        for request in data["requests"]:
            known, asked = entities(request), cedar(request)
            runs = 3 if count == 1000 else 10
            one = statistics.median(seconds(lambda: cedarpy.is_authorized_batch(asked[:1], policies, known)) for _ in range(runs))
            many = statistics.median(seconds(lambda: cedarpy.is_authorized_batch(asked, policies, known)) for _ in range(runs))
            each = (many - one) / max(1, len(asked) - 1)
            whole.append(each * len(asked))
            parsing.append(max(0.0, one - each))
        print(
            f"cedarpy, {count} agreements, {len(data['clauses'])} policies: parsing {statistics.median(parsing) * 1e3:.2f} ms, "
            f"evaluation of one 40-field request {statistics.median(whole) * 1e6:.0f} µs "
            f"({statistics.median(len(groups(r)) for r in data['requests']):.0f} authorizations)"
        )


if __name__ == "__main__":
    main(sys.argv[1])
