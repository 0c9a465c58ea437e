"""A nation: simulate, take everything in, count; at several sizes, so that cost per child can be compared."""

import json
import os
import shutil

from . import feeds, machine, process, program, table

FIGURE_RUNS = 3
# The size that the bounds are about.
NATION = 450_000
# A step like the others, but not one of those that the bound on time is about.
WORKLIST = "worklist brought up to date"
SIMULATION = "agreements of 2018 simulated"


def measure(options, build, amparo, work):
    """One table for each size, smallest first, and one that compares them."""
    sizes = [int(size) for size in options.nation_sizes.split(",") if size]
    sizes = sorted({size for size in sizes if size < options.children} | {options.children})
    machine.need(work, options.children * 56_000 + 10**9, f"nation of {options.children:,} children")
    start_up = amparo.start_up()
    has_worklist = amparo.has("worklist")
    if not has_worklist:
        machine.skip("the worklist: this build has no `amparo worklist`")
    numbers = {size: [] for size in sizes}
    for repetition in range(options.runs):
        for size in sizes:
            machine.progress(f"nation of {size:,}: repetition {repetition + 1} of {options.runs}")
            numbers[size].append(one_nation(size, options, amparo, work, has_worklist))
    for size in sizes:
        yield section_of(size, numbers[size], start_up)
    yield comparison(sizes, numbers, start_up)


def one_nation(size, options, amparo, work, has_worklist):
    """One whole run: the steps in order with what they used, the figures, the worklist, the disk."""
    folder = os.path.join(work, "nation")
    taken = {"steps": [], "figures": {}, "worklist": [], "agency": []}
    try:
        with program.Store(amparo, "nation-store") as store:
            outcome = amparo.simulate(folder, size, options.adults_per_child)
            taken["steps"].append(("simulate", outcome, None))
            as_of = program.releases(folder)[-1][1]
            for name, feed, path in feeds.steps(folder):
                outcome, report = store.ingest(feed, path)
                taken["steps"].append((f"ingest {name}", outcome, report))
            outcome, answer = store.figures(as_of)
            taken["steps"].append(("figures", outcome, None))
            last = answer["logSize"]
            taken["entries"] = last
            for place, seq in (("now", None), ("at 3/4 of the log", last * 3 // 4), ("at 1/2 of the log", last // 2),
                               ("at 1/4 of the log", last // 4)):
                runs = [store.figures(as_of, seq)[0] for _ in range(FIGURE_RUNS)]
                taken["figures"][place] = runs
            if has_worklist:
                # The first page brings the worklist up to date with the journal.
                outcome = store.command("worklist", "--as-of", as_of)
                taken["steps"].append((WORKLIST, outcome, None))
                for _ in range(FIGURE_RUNS):
                    taken["worklist"].append(store.command("worklist", "--as-of", as_of, "--json"))
                    taken["agency"].append(
                        store.command("worklist", "--as-of", as_of, "--agency", "dhs.ice.opla", "--json"))
            inspector = store.inspector()
            outcome = store.command("agreement", "simulate", "--regime", "2018", "--as-of", as_of, *inspector)
            taken["steps"].append((SIMULATION, outcome, None))
            taken["disk"] = process.folder_size(folder) + store.size()
            taken["store"] = store.size()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return taken


def total(run, without=()):
    """Seconds of simulating, taking everything in and counting once."""
    return sum(outcome.seconds for name, outcome, _ in run["steps"] if name not in (*without, WORKLIST, SIMULATION))


def middle(outcomes):
    return sorted(outcomes, key=lambda outcome: outcome.seconds)[len(outcomes) // 2]


def section_of(size, runs, start_up):
    """The table of one size. The bounds are those of the whole nation; a smaller one keeps them without merit."""

    def wanted(word, bound):
        return (word, bound) if size >= NATION else None

    section = table.Section(f"nation-{size}", f"A nation of {size:,} children, two court releases")
    for index, (name, _, report) in enumerate(runs[0]["steps"]):
        outcomes = [run["steps"][index][1] for run in runs]
        section.add(name, "s", [outcome.seconds for outcome in outcomes],
                    wanted("at most", 30) if name == SIMULATION else None)
        section.add("peak memory", "MiB", [outcome.peak / 2**20 for outcome in outcomes], wanted("at most", 2048))
        if report:
            section.add("rows read per second", "rows/s",
                        [program.rows_of(run["steps"][index][2])[0] / run["steps"][index][1].seconds for run in runs])
    section.add("all of it", "min", [total(run) / 60 for run in runs], wanted("at most", 15))
    section.add("entries in the log", "", [run["entries"] for run in runs])
    section.add("disk, feeds and store", "GB", [run["disk"] / 1e9 for run in runs], wanted("at most", 25))
    section.add("disk, store alone", "GB", [run["store"] / 1e9 for run in runs])
    for place in runs[0]["figures"]:
        section.add(f"figures {place}", "s", [middle(run["figures"][place]).seconds for run in runs],
                    wanted("at most", 2))
        section.add("processor time", "s", [middle(run["figures"][place]).processor for run in runs], digits=2)
    section.add("peak memory of figures", "MiB",
                [max(outcome.peak for outcomes in run["figures"].values() for outcome in outcomes) / 2**20
                 for run in runs])
    section.add("bytes written per entry", "", [written(run) for run in runs])
    section.add("a page of the worklist, start of the program taken off", "ms", pages_of(runs, start_up),
                wanted("at most", 50))
    section.add("a page of one agency's, the same", "ms", pages_of(runs, start_up, "agency"), wanted("at most", 20))
    pages = [middle(run["worklist"]) for run in runs if run["worklist"]]
    if pages:
        section.note(f"The worklist's page holds {len(json.loads(pages[0].output)['items'])} items; the program's "
                     f"start, {start_up * 1000:.0f} ms, is taken off.")
    return section


def written(run):
    """Bytes that taking the feeds wrote for each entry, log and database both."""
    taken = [(outcome, report) for _, outcome, report in run["steps"] if report]
    return sum(outcome.written for outcome, _ in taken) / max(1, sum(report["entriesAppended"] for _, report in taken))


def pages_of(runs, start_up, of="worklist"):
    """Milliseconds of a page of the worklist without the program's start, for each run."""
    pages = [middle(run[of]) for run in runs if run[of]]
    return [max(0, outcome.seconds - start_up) * 1000 for outcome in pages]


def comparison(sizes, numbers, start_up):
    """Cost per child at each size, and each compared with the smallest; what must not grow with the size."""
    section = table.Section("nation-cost", "Cost per child, by size")
    for what, without in (("everything", ()), ("without the simulation", ("simulate",))):
        cost = {size: [total(run, without) * 1000 / size for run in numbers[size]] for size in sizes}
        for size in sizes:
            section.add(f"{what}, {size:,} children", "ms per child", cost[size], digits=3)
        for size in sizes[1:]:
            section.add_ratio(f"{what}: {size:,} to {sizes[0]:,} children", cost[size], cost[sizes[0]],
                              ("at most", 1.2) if size >= NATION else None)
    for size in sizes:
        section.add(f"processor time of figures, {size:,} children", "ms per 1,000 children",
                    [middle(run["figures"]["now"]).processor * 1e6 / size for run in numbers[size]])
    for size in sizes:
        section.add(f"bytes written per entry, {size:,} children", "", [written(run) for run in numbers[size]])
    for size in sizes:
        section.add(f"a page of the worklist, {size:,} children", "ms", pages_of(numbers[size], start_up))
    return section
