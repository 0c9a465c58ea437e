"""The measurements of docs/benchmarks.md. Python 3.9 or newer, nothing but its standard library."""
