#!/usr/bin/env python3
"""An outside witness of the corpus: Cedar, through cedarpy.

Reads the rules of the project (Sources/AmparoSharing/Data) and the agreements of the cases, writes them as Cedar policies,
and lets Cedar decide every case that can be said in Cedar. It shares no line of code with the project's engine.

    python3 -m venv ~/witness && ~/witness/bin/pip install cedarpy pyyaml
    ~/witness/bin/python Corpus/sharing/witness.py            # exit 1 when Cedar disagrees with a case

What Cedar is not asked:
  * a case that expects a transform, since Cedar knows yes and no only (the other fields of such a case are asked);
  * which rule decided, obligations and near misses;
  * withhold and undetermined are both Deny. An unknown fact is the text "unknown": no permit accepts it, every
    prohibition does.
What this script does in Cedar's stead: dates in Washington time become seconds, an agreement ends where its successor
begins or where it was suspended, and layers are asked one after the other (a mandate is not undone by an agreement).
"""
import datetime
import glob
import json
import os
import sys
import zoneinfo

import cedarpy
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "Sources", "AmparoSharing", "Data")
WASHINGTON = zoneinfo.ZoneInfo("America/New_York")
FACTS = ("ownDocket", "ownArea", "consent", "courtOrder", "emergency", "holdsRecord", "ofRecord")
FOREVER = 10**11


class NotTranslatable(Exception):
    pass


class Loader(yaml.SafeLoader):
    """YAML with dates left as they are written."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return yaml.load(file, Loader)


def seconds(text, end=False):
    """Seconds of an instant, or of the first (or, for an end, the last plus one) second of a day in Washington."""
    text = str(text)
    if "T" in text:
        return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())
    day = datetime.date.fromisoformat(text) + datetime.timedelta(days=1 if end else 0)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=WASHINGTON).timestamp())


def quoted(words):
    return "[" + ", ".join(json.dumps(word) for word in words) + "]"


class Vocabulary:
    """Parties, roles, purposes and classes as Cedar entities, and what a role may ask."""

    def __init__(self):
        table = read("parties.yaml")
        self.parties, self.groups, self.roles = table["parties"], table["groups"], table["roles"]
        self.purposes = {}
        for code, node in read("purposes.yaml")["purposes"].items():
            self.purposes[code] = None
            self.purposes.update({below: code for below in node.get("below", {})})

    def entities(self):
        made = [self._entity("Action", code, [("Action", above)] if above else []) for code, above in self.purposes.items()]
        for code in self.parties:
            above = code.rpartition(".")[0]
            parents = [("Party", above)] if above else []
            parents += [("Party", group) for group, node in self.groups.items() if code in node["of"]]
            made.append(self._entity("Party", code, parents))
        return made + [self._entity("Party", group, []) for group in self.groups]

    def field(self, name, holder):
        return self._entity("Field", name, [("Class", class_of(name)), ("Party", holder)])

    @staticmethod
    def _entity(kind, code, parents, attributes=None):
        return {
            "uid": {"type": kind, "id": code}, "attrs": attributes or {},
            "parents": [{"type": k, "id": c} for k, c in parents],
        }

    def account(self, requester):
        return self._entity(
            "Account", "asks", [("Party", requester["agency"])],
            {"role": requester["role"], "home": {"__entity": {"type": "Party", "id": requester["homeAgency"]}}})

    def policies(self):
        """The account layer: a role belongs to parties and holds purposes; the attestation is at most 90 days old."""
        known = [f"forbid(principal, action, resource) unless {{ {quoted(self.roles)}.contains(principal.role) }};"]
        known.append("forbid(principal, action, resource) unless { context.attested >= 0 && context.attested <= 90 };")
        # What is declared is a leaf: a branch of the tree is no purpose.
        for code in sorted({above for above in self.purposes.values() if above}):
            known.append(f"forbid(principal, action == Action::{json.dumps(code)}, resource);")
        for role, node in self.roles.items():
            where = " || ".join(f"principal in Party::{json.dumps(code)}" for code in node["of"])
            what = ", ".join(f"Action::{json.dumps(code)}" for code in node["purposes"])
            known.append(
                f"forbid(principal, action, resource) when {{ principal.role == {json.dumps(role)} }}"
                f" unless {{ ({where}) && action in [{what}] }};")
        return known


CLASSES = (
    "general identity court notice address.service address.residence contact placement sponsor.identity sponsor.contact"
    " sponsor.network household biometric check.result criminal-history clinical incident trafficking asylum protected-1367"
    " cat4-plan attorney education immigration-status safety-call family-link existence statistics").split()


def class_of(field):
    found = [code for code in CLASSES if field.startswith(code + ".")]
    if not found:
        raise NotTranslatable("unknown field " + field)
    return max(found, key=len)


def whom(to, joined=None):
    """Whom a rule speaks of. A prohibition speaks of the agency or the home agency, what lifts one must mean both."""
    if isinstance(to, str):
        to = {"agency": to}
    party = f"Party::{json.dumps(to['agency'])}"
    test = f"(principal in {party} {joined} principal.home in {party})" if joined else f"principal in {party}"
    if to.get("roles"):
        test += f" && {quoted(to['roles'])}.contains(principal.role)"
    return test


def conditions(when, strict):
    """All conditions of `when`. A permit wants a plain yes; a prohibition is content with anything but a plain no."""
    tests = []
    for name, value in (when or {}).items():
        if name in FACTS:
            tests.append(f'context.{name} != "no"' if strict else f'context.{name} == "yes"')
        elif name == "stage":
            stages = [value] if isinstance(value, str) else value
            tests.append(f"{quoted(stages + (['unknown'] if strict else []))}.contains(context.stage)")
        elif name == "hearingWithinDays":
            within = f'(context.hearing == "set" && context.hearingDays >= 0 && context.hearingDays <= {value})'
            tests.append(f'({within} || context.hearing == "unknown")' if strict else within)
        elif name == "ageUnder":
            tests.append(f"context.{'youngest' if strict else 'oldest'} < {value}")
        elif name == "ageAtLeast":
            tests.append(f"context.{'oldest' if strict else 'youngest'} >= {value}")
        elif name in ("inPopulation", "evidence", "reportOf"):
            codes = {"inPopulation": "populations", "evidence": "evidence", "reportOf": "reports"}[name]
            test = f"context.{codes}.contains({json.dumps(value)})"
            tests.append(f'({test} || context.{codes}.contains("unknown"))' if strict else test)
        else:
            raise NotTranslatable("condition " + name)
    return tests


def policy(effect, body, start, end):
    """One rule as one Cedar policy."""
    strict = effect == "forbid"
    tests = [f"context.at >= {start} && context.at < {end}", whom(body["to"], "||" if strict else None)]
    if body.get("from"):
        tests.append(f"resource in Party::{json.dumps(body['from'])}")
    if body.get("purposes"):
        tests.append("action in [" + ", ".join(f"Action::{json.dumps(p)}" for p in body["purposes"]) + "]")
    tests.append("resource in [" + ", ".join(f"Class::{json.dumps(c)}" for c in body.get("classes", [])) + "]")
    if body.get("subjects"):
        tests.append(quoted(body["subjects"]) + ".contains(context.subject)")
    if body.get("operations"):
        tests.append(quoted(body["operations"]) + ".contains(context.operation)")
    tests += conditions(body.get("when"), strict)
    text = f"{effect}(principal, action, resource) when {{ {' && '.join(tests)} }}"
    for exception in body.get("unless", []):
        parts = [whom(exception["to"], "&&")] if "to" in exception else []
        text += f" unless {{ {' && '.join(parts + conditions(exception.get('when'), False))} }}"
    return text + ";"


def timed(rule):
    return seconds(rule["from"]), seconds(rule["until"], end=True) if "until" in rule else FOREVER


def ruled(document, switched):
    """The rules of floor, orders or mandates as (effect, Cedar policy)."""
    markers = {**document.get("markers", {}), **switched}
    found = []
    for rule in document.get("rules", []):
        if "marker" in rule and markers[rule["marker"]] != "in-force":
            continue
        for word, effect in (("prohibit", "forbid"), ("permit", "permit")):
            if word in rule:
                found.append((effect, policy(effect, rule[word], *timed(rule))))
    return found


def agreed(texts, suspended, simulated):
    """The clauses of the agreements: none of an example (but in simulation), none once replaced, expired or suspended."""
    papers = [yaml.load(text, Loader) for text in texts]
    papers = [paper for paper in papers if simulated or paper.get("enactable", True)]
    ends = {}
    for paper in papers:
        if "replaces" in paper:
            ends[paper["replaces"]] = seconds(paper["effective"])
    for stop in suspended:
        for name in ([stop["agreement"]] if "clause" not in stop else [stop["agreement"] + "/" + stop["clause"]]):
            ends[name] = min(ends.get(name, FOREVER), seconds(stop["from"]))
    found = []
    for paper in papers:
        name = f"{paper['agreement']}@{paper['version']}"
        start, end = seconds(paper["effective"]), seconds(paper["expires"], end=True)
        for clause in paper["clauses"]:
            last = min(end, ends.get(name, FOREVER), ends.get(name + "/" + clause["id"], FOREVER))
            for word, effect in (("prohibit", "forbid"), ("permit", "permit")):
                if word in clause:
                    found.append((effect, policy(effect, clause[word], start, last)))
    return found


def facts(request):
    given = request["facts"]
    hearing = given.get("hearingInDays", "unknown")
    age = given.get("age", "unknown")
    asked = {name: given.get(name, "unknown") for name in FACTS}
    asked["stage"] = given.get("stage", "unknown")
    asked["hearing"] = hearing if hearing in ("unknown", "none") else "set"
    asked["hearingDays"] = hearing if isinstance(hearing, int) else 0
    asked["youngest"], asked["oldest"] = (0, 200) if age == "unknown" else age
    for codes in ("populations", "evidence", "reports"):
        known = given.get(codes, "unknown")
        asked[codes] = ["unknown"] if known == "unknown" else known
    asked["subject"], asked["operation"] = request["subject"], request["operation"]
    asked["at"] = seconds(request["at"])
    attested = request["requester"].get("attestedOn")
    today = datetime.datetime.fromtimestamp(asked["at"], WASHINGTON).date()
    asked["attested"] = (today - datetime.date.fromisoformat(attested)).days if attested else -1
    return asked


def holders():
    """Who holds each field: the first and the third column of the table in docs/fields.md."""
    with open(os.path.join(HERE, "..", "..", "docs", "fields.md"), encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) > 4 and cells[1].startswith("`"):
                yield cells[1].strip("`"), cells[3]


class Witness:
    def __init__(self):
        self.words = Vocabulary()
        self.account = self.words.policies()
        self.floor, self.mandates = read("floor.yaml"), read("mandates.yaml")
        self.holders = dict(holders())
        self.sets = {}

    def named(self, name):
        """The texts of a named set of agreements."""
        if name not in self.sets:
            places = sorted(glob.glob(os.path.join(DATA, "default-*.yaml" if name == "default" else f"regime-{name}.yaml")))
            if not places:
                raise NotTranslatable("no set of agreements called " + name)
            self.sets[name] = [open(place, encoding="utf-8").read() for place in places]
        return self.sets[name]

    def decide(self, case):
        """For each field that is not expected as a transform: whether Cedar allows it."""
        request = case["request"]
        requester = request["requester"]
        if request["purpose"] not in self.words.purposes:
            raise NotTranslatable("a purpose that is in no schema")
        if {requester["agency"], requester["homeAgency"]} - set(self.words.parties):
            raise NotTranslatable("a party that is in no schema")
        switched = case["floor"] if isinstance(case.get("floor"), dict) else {}
        floor = ruled(self.floor, switched) + ruled({"rules": case.get("orders", [])}, {})
        texts = [text for name in case.get("agreements", []) for text in self.named(name)] + case.get("agreementTexts", [])
        agreements = agreed(texts, case.get("suspended", []), case.get("simulate", False))
        closing = self.account + [text for effect, text in floor if effect == "forbid"]
        # A mandate is asked before the agreements: what they forbid does not undo it.
        first = closing + [text for _, text in ruled(self.mandates, {}) + [rule for rule in floor if rule[0] == "permit"]]
        # Without its quorum of witnesses for a day, the log lets no agreement give anything to DHS.
        department = {requester[name].split(".")[0] for name in ("agency", "homeAgency")}
        stopped = request.get("log") == "without-quorum" and "dhs" in department
        second = closing + [text for effect, text in agreements if effect == "forbid" or not stopped]
        allowed = {}
        for name, expected in case["expect"]["fields"].items():
            if expected["outcome"].startswith("transform:"):
                continue
            allowed[name] = any(self.asked(policies, request, name) for policies in (first, second))
        return allowed

    def asked(self, policies, request, name):
        if name not in self.holders:
            raise NotTranslatable("a field that is in no schema")
        entities = self.words.entities() + [
            self.words.account(request["requester"]), self.words.field(name, self.holders[name])]
        answer = cedarpy.is_authorized(
            {
                "principal": 'Account::"asks"', "action": f"Action::{json.dumps(request['purpose'])}",
                "resource": f"Field::{json.dumps(name)}", "context": facts(request),
            }, "\n".join(policies), entities)
        if answer.diagnostics.errors:
            raise RuntimeError(f"Cedar: {answer.diagnostics.errors}")
        return answer.allowed


def main():
    witness = Witness()
    cases = fields = agree = 0
    untold, disagreements = {}, []
    for place in sorted(glob.glob(os.path.join(HERE, "*.json"))):
        with open(place, encoding="utf-8") as file:
            for case in json.load(file)["cases"]:
                try:
                    allowed = witness.decide(case)
                except NotTranslatable as reason:
                    untold[str(reason)] = untold.get(str(reason), 0) + 1
                    continue
                cases += 1 if allowed else 0
                for name, answer in allowed.items():
                    fields += 1
                    if answer == (case["expect"]["fields"][name]["outcome"] == "disclose"):
                        agree += 1
                    else:
                        disagreements.append(f"{case['id']}: {name}: Cedar says {'allow' if answer else 'deny'}")
    for line in disagreements:
        print(line)
    for reason, count in sorted(untold.items()):
        print(f"not translatable: {count} ({reason})")
    print(f"translatable: {cases} cases, {fields} fields; agree: {agree}; disagree: {len(disagreements)}")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
