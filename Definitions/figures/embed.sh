#!/bin/sh
# Writes the definitions of this folder into the program, so that it needs no files. Run after every change here; a test
# fails while the two differ.
set -eu
cd "$(dirname "$0")"
out=../../Sources/AmparoOversight/Definitions/ShippedDefinitions.swift
{
    echo '// swift-format-ignore-file'
    echo '// Written by Definitions/figures/embed.sh from the files beside it. Change those, not this.'
    echo
    echo '/// The definitions and grids shipped with the program, as JSON texts by file name.'
    echo 'enum ShippedDefinitions {'
    echo '    static let texts: [(file: String, text: String)] = ['
    for file in *.json grids/*.json; do
        printf '        ("%s", #"""\n' "$file"
        cat "$file"
        printf '"""#),\n'
    done
    echo '    ]'
    echo '}'
} >"$out"

# Figures about the house itself stand apart: they are counted from entries of governance and receipts, not from children.
own=../../Sources/AmparoGate/Ourselves/OwnDefinitions.swift
{
    echo '// swift-format-ignore-file'
    echo '// Written by Definitions/figures/embed.sh from the files of ourselves/. Change those, not this.'
    echo
    echo '/// The definitions of figures about the house itself, as JSON texts in the order of their ids.'
    echo 'enum OwnDefinitions {'
    echo '    static let texts: [String] = ['
    for file in ourselves/*.json; do
        printf '        #"""\n'
        cat "$file"
        printf '"""#,\n'
    done
    echo '    ]'
    echo '}'
} >"$own"
