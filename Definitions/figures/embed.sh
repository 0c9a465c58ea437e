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
