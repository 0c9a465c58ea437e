#!/usr/bin/env python3
"""Writes Sources/AmparoLinkage/Address/ZIPTable+text.swift from the public facts about United States ZIP codes.

    Scripts/zip-table.py zips.json.bz2 > Sources/AmparoLinkage/Address/ZIPTable+text.swift

The input is the file `zips.json.bz2` of the package `zipcodes` (NOTICE): a list of objects of which only `zip_code`,
`state`, `city` and `acceptable_cities` are read. ZIPs no longer in use are kept: they exist. The same input always
gives the same file. The form of the text is described at `ZIPTable.text`.
"""
import bz2
import json
import sys

WIDTH = 110
HEADER = '''// Written by Scripts/zip-table.py from the package `zipcodes` 1.3.0 (see NOTICE). Do not edit: run the script again.
// swift-format-ignore-file

extension ZIPTable {
    /// The table as text: entries, each ended by `;` or a line break.
    ///
    /// `@005NY` says that the ZIPs that follow begin with 005 and lie in NY. `01HOLTSVILLE,OTHER` is the ZIP with the
    /// last two digits 01, its primary city, and the other names the Postal Service accepts for it, in capitals.
    /// `02=` is a ZIP with the names of the one before. ZIPs rise from the first to the last.
    static let text: StaticString = """
'''


def entries(zips):
    head = names_before = None
    for row in sorted(zips, key=lambda row: row["zip_code"]):
        code, state = row["zip_code"], row["state"]
        names = []
        for name in [row["city"], *row["acceptable_cities"]]:
            name = " ".join(name.upper().split())
            if not name or not name.isascii() or any(c in name for c in ';,=@"\\'):
                sys.exit(f"the city names of ZIP {code} cannot be written in this form")
            if name not in names:
                names.append(name)
        if (code[:3], state) != head:
            head = (code[:3], state)
            yield "@" + code[:3] + state
        yield code[3:] + ("=" if names == names_before else ",".join(names))
        names_before = names


def main():
    with bz2.open(sys.argv[1]) as file:
        zips = json.load(file)
    codes = {row["zip_code"] for row in zips}
    if len(codes) != len(zips) or any(len(code) != 5 or not code.isdigit() for code in codes):
        sys.exit("a ZIP stands twice, or is not five digits")
    out = [HEADER]
    line = ""
    for entry in entries(zips):
        if line and len(line) + 1 + len(entry) > WIDTH:
            out.append("        " + line + "\n")
            line = entry
        else:
            line = line + ";" + entry if line else entry
    out.append("        " + line + '\n        """\n')
    out.append(f"    static let textCount = {len(zips)}\n}}\n")
    sys.stdout.write("".join(out))


main()
