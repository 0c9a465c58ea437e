"""Run by the peers' own Python: links two invented feeds, or the FEBRL sets, with Splink on DuckDB, two threads.

    linkage_peer.py feeds DIR         left.csv, right.csv, truth.csv of `linkage-benchmark generate`
    linkage_peer.py febrl4 DIR        dataset4a.csv, dataset4b.csv, without soc_sec_id
    linkage_peer.py febrl3 DIR        dataset3.csv, likewise

The settings are the best found for Splink 5 on such feeds: names split and without accents, term frequencies, training
on a capped number of pairs (`max_pairs`; without a cap a million rows do not finish), wide blocking. The clock starts
after the imports and covers reading, training, prediction and the choice of the best pair for each row. Prints JSON.
"""

import json
import logging
import os
import re
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.CRITICAL)
MOST_PAIRS = 2e6

CLEAN = """
    SELECT row AS unique_id, nullif(given, '') AS given, nullif(surnames, '') AS surnames,
        split_part(given, ' ', 1) AS given_1, nullif(split_part(given, ' ', 2), '') AS given_2,
        split_part(surnames, ' ', 1) AS surname_1, nullif(split_part(surnames, ' ', 2), '') AS surname_2,
        nullif(birth, '') AS birth, left(birth, 4) AS birth_year, right(birth, 5) AS birth_day,
        nullif(sex, '') AS sex, nullif(country, '') AS country, nullif(language, '') AS language,
        nullif(origin, '') AS origin, nullif(entered, '') AS entered, left(entered, 7) AS entered_month
    FROM (SELECT row, upper(strip_accents(replace(given, '-', ' '))) AS given,
            upper(strip_accents(replace(surnames, '-', ' '))) AS surnames, birth, sex, country, language,
            upper(strip_accents(origin)) AS origin, entered
          FROM read_csv('{path}', header = true, all_varchar = true))
"""


def feeds(connection, folder):
    api = DuckDBAPI(connection=connection)
    tables = []
    for side in ("left", "right"):
        connection.execute(f"CREATE TABLE {side}_feed AS {CLEAN.format(path=os.path.join(folder, side + '.csv'))}")
        tables.append(api.register(f"{side}_feed", dataset_display_name=side))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ForenameSurnameComparison("surname_1", "surname_2"),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("country").configure(term_frequency_adjustments=True),
            cl.ExactMatch("language"),
            cl.LevenshteinAtThresholds("origin", [2]).configure(term_frequency_adjustments=True),
            cl.AbsoluteDateDifferenceAtThresholds(
                "entered", input_is_string=True, metrics=["day", "day"], thresholds=[3, 31]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_1", "surname_1", "birth_year"), block_on("birth", "given_1"), block_on("birth", "surname_1"),
            block_on("origin", "entered_month", "given_1"),
            # The wider ones: slower, and the recall they bring is worth it.
            block_on("birth", "sex", "country"), block_on("surname_1", "surname_2", "given_1"),
            block_on("entered", "surname_1"), block_on("entered", "given_1"),
            block_on("birth_day", "surname_1", "given_1"),
        ],
        retain_matching_columns=False)
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("birth", "given", "surnames")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("birth", "sex"), max_pairs=MOST_PAIRS)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("given_1", "surname_1"), max_pairs=MOST_PAIRS)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("entered", "country"), max_pairs=MOST_PAIRS)
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    pairs = connection.execute(f"""
        SELECT CASE WHEN source_dataset_l = 'left' THEN unique_id_l ELSE unique_id_r END,
            CASE WHEN source_dataset_l = 'left' THEN unique_id_r ELSE unique_id_l END, match_probability
        FROM {predictions.physical_name} ORDER BY match_weight DESC""").fetchall()
    with open(os.path.join(folder, "truth.csv"), encoding="ascii") as file:
        truth = {tuple(line.strip().split(",")) for line in list(file)[1:]}
    return one_to_one(pairs), truth


def one_to_one(pairs):
    """The most probable pair of each row, greedily; the threshold that gives the best F1 is chosen afterwards."""
    lefts, rights, kept = set(), set(), []
    for left, right, probability in pairs:
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            kept.append((left, right, probability))
    return kept


def febrl(connection, folder, names, link_type):
    api = DuckDBAPI(connection=connection)
    tables = []
    for name in names:
        path = os.path.join(folder, name)
        connection.execute(f"""
            CREATE TABLE {name[:-4]} AS SELECT trim(columns(*)) FROM read_csv('{path}', header = true, all_varchar = true)""")
        old = [row[0] for row in connection.execute(f"DESCRIBE {name[:-4]}").fetchall()]
        for column in old:
            if column != column.strip():
                connection.execute(f'ALTER TABLE {name[:-4]} RENAME "{column}" TO {column.strip()}')
        columns = [column.strip() for column in old if column.strip() not in ("rec_id", "soc_sec_id")]
        connection.execute(f"CREATE TABLE {name[:-4]}_c AS SELECT rec_id AS unique_id, "
                           + ", ".join(f"nullif({column}, '') AS {column}" for column in columns)
                           + f" FROM {name[:-4]}")
        tables.append(api.register(f"{name[:-4]}_c", dataset_display_name=name[:-4]))
    settings = SettingsCreator(
        link_type=link_type,
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address_2", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("street_number", [1]), cl.ExactMatch("state"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), block_on("date_of_birth"), block_on("postcode", "given_name"),
            block_on("postcode", "surname"), block_on("suburb", "given_name"), block_on("suburb", "surname"),
            block_on("address_1"), block_on("substr(surname, 1, 3)", "substr(given_name, 1, 3)"),
            block_on("postcode", "street_number"), block_on("address_2", "state"),
        ],
        retain_matching_columns=False)
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=1)
    for rule in (block_on("date_of_birth"), block_on("postcode", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=MOST_PAIRS)
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    pairs = connection.execute(f"""SELECT unique_id_l, unique_id_r, match_probability FROM {predictions.physical_name}
        ORDER BY match_weight DESC""").fetchall()
    people = {}
    for name in names:
        for (row,) in connection.execute(f"SELECT unique_id FROM {name[:-4]}_c").fetchall():
            people.setdefault(re.match(r"rec-\d+", row).group(), []).append(row)
    truth = {frozenset((a, b)) for rows in people.values() for a in rows for b in rows if a < b}
    if link_type == "link_only":
        pairs = one_to_one(pairs)
    return [(*pair[:2], pair[2]) for pair in pairs], truth


def best(pairs, truth):
    """The threshold with the best F1, in Splink's favour."""
    kind = frozenset if truth and isinstance(next(iter(truth)), frozenset) else tuple
    right, top = 0, {"f1": 0.0}
    for count, (left, other, probability) in enumerate(pairs, 1):
        right += kind((left, other)) in truth
        precision, recall = right / count, right / len(truth)
        if right and 2 * precision * recall / (precision + recall) > top["f1"]:
            top = {"f1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall,
                   "threshold": probability}
    return top


def main():
    what, folder = sys.argv[1:3]
    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET memory_limit = '10GB'")
    started = time.monotonic()
    if what == "feeds":
        pairs, truth = feeds(connection, folder)
    elif what == "febrl4":
        pairs, truth = febrl(connection, folder, ["dataset4a.csv", "dataset4b.csv"], "link_only")
    else:
        pairs, truth = febrl(connection, folder, ["dataset3.csv"], "dedupe_only")
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"what": what, "seconds": seconds, "peakMiB": peak, **best(pairs, truth)}))


main()
