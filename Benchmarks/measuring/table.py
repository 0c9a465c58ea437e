"""Measured numbers, their medians and the tables they are shown in."""

import json
import statistics


class Section:
    """The rows of one table. A row is what was measured, with one number for each repetition."""

    def __init__(self, name, title):
        self.name = name
        self.title = title
        self.rows = []
        self.notes = []

    def add(self, what, unit, values, target=None, digits=None):
        """Adds a row. `target` is a pair like ("at least", 300); it is shown beside the median and decides nothing."""
        values = [value for value in values if value is not None]
        if not values:
            return
        self.rows.append(
            {"what": what, "unit": unit, "values": values, "median": statistics.median(values), "target": target,
             "digits": digits})

    def add_ratio(self, what, values, others, target=None):
        """Adds the ratio of two rows, each repetition with its own, and the median of these."""
        pairs = [a / b for a, b in zip(values, others) if a is not None and b]
        self.add(what, "times", pairs, target, digits=2)

    def note(self, text):
        """A sentence under the table."""
        if text not in self.notes:
            self.notes.append(text)

    def markdown(self):
        lines = [f"### {self.title}", "", "| measured | median | lowest to highest | wanted | so |",
                 "|---|---:|---:|---:|---|"]
        for row in self.rows:
            values = row["values"]
            spread = "" if len(values) < 2 else f"{shown(min(values), row)} to {shown(max(values), row)}"
            wanted, verdict = "", ""
            if row["target"]:
                word, bound = row["target"]
                wanted = f"{word} {shown(bound, row)}"
                kept = row["median"] >= bound if word == "at least" else row["median"] <= bound
                verdict = "yes" if kept else "**no**"
            middle = f"{shown(row['median'], row)} {row['unit']}".strip()
            lines.append(f"| {row['what']} | {middle} | {spread} | {wanted} | {verdict} |")
        lines += [""] + [f"{note}\n" for note in self.notes]
        return "\n".join(lines)


def shown(value, row):
    """A number as people read it."""
    digits = row["digits"]
    if digits is None:
        digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def as_json(machine, sections):
    """Everything that was measured, as JSON."""
    return json.dumps(
        {"machine": machine,
         "sections": [{"name": s.name, "title": s.title, "rows": s.rows, "notes": s.notes} for s in sections]},
        indent=2)
