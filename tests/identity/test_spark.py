"""The same comparisons and estimates run on Spark: only the names of two functions differ."""

from __future__ import annotations

import logging
import random
import shutil

import pyarrow as pa
import pytest

from kenri.identity.features import features_of
from kenri.identity.learning import settings
from kenri.identity.models import model_for
from kenri.identity.rows import plain_columns
from kenri.vocab.dates import parse_date
from kenri.vocab.names import person_name
from kenri.vocab.records import Event, EventKind, Record

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
    pytest.mark.timeout(400),
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore"),
]

FAMILIES = ["abbott", "novak", "tanaka", "moreau", "fischer", "lindqvist", "okafor", "romano"]
GIVEN = ["anna", "boris", "chidi", "delphine", "erik", "fatima", "giulia", "haruto"]


def people() -> pa.Table:
    """64 persons, each with a copy whose family name is misspelt."""
    chance = random.Random(2)
    rows = []
    for number in range(64):
        family, given = FAMILIES[number % 8], GIVEN[number // 8]
        born = f"{1850 + chance.randrange(90)}-0{chance.randrange(1, 9)}-1{chance.randrange(10)}"
        for name in (family, family[:2] + "x" + family[3:]):
            record = Record(
                source="s",
                local_id="",
                schema="person",
                names=(person_name(name, given),),
                events=(Event(EventKind.BORN, parse_date(born)),),
            )
            rows.append({"k": len(rows), **{c: getattr(features_of(record), c) for c in plain_columns()}})
    names = ("k", "schema", "script", "name", "name_sound", "alias", "alias_sound", "family", "family_sound", "given",
             "given_sound", "first", "initials", "born", "born_from", "born_to")  # fmt: skip
    text = {name: pa.int64() if name in ("k", "born_from", "born_to") else pa.string() for name in names}
    return pa.table({name: pa.array([row[name] for row in rows], text[name]) for name in names})


def scores(api: object, table: object, rename: dict[str, str]) -> dict[tuple[int, int], float]:
    from splink import Linker

    comparisons = [c for c in model_for("person").comparisons if c.name in ("family", "given", "born")]
    made = settings(comparisons, chance=0.01).create_settings_dict("duckdb")
    for comparison in made["comparisons"]:
        levels = comparison["comparison_levels"]
        comparison["comparison_levels"] = [
            level for level in levels if "bit_count" not in level["sql_condition"]
        ]
        for level in comparison["comparison_levels"]:
            level.pop("tf_adjustment_column", None)  # Splink's own adjustment asks for a plain equality
            for name, other in rename.items():
                level["sql_condition"] = level["sql_condition"].replace(name, other)
    made["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": "l.born = r.born", "sql_dialect": None}
    ]
    for rule in made["blocking_rules_to_generate_predictions"]:
        rule.pop("sql_dialect")
    linker = Linker(api.register(table), made, log_level=logging.ERROR)
    found = linker.inference.predict(warning_mode="never").as_record_list()
    return {(row["k_l"], row["k_r"]): row["match_weight"] for row in found}


def test_spark_gives_the_weights_that_duckdb_gives():
    pyspark = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    from splink.backends.duckdb import DuckDBAPI
    from splink.backends.spark import SparkAPI
    from splink.internals.spark.jar_location import similarity_jar_location

    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.jars", similarity_jar_location())
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    try:
        table = people()
        here = scores(DuckDBAPI(), table, {})
        frame = session.createDataFrame(
            table.to_pylist(),
            schema=", ".join(
                f"{field.name} {'bigint' if field.type == pa.int64() else 'string'}" for field in table.schema
            ),
        )
        there = scores(
            SparkAPI(spark_session=session, break_lineage_method="persist"),
            frame,
            {"jaro_winkler_similarity": "jaro_winkler"},
        )
        assert len(here) >= 64
        assert there.keys() == here.keys()
        assert all(there[pair] == pytest.approx(weight, abs=0.01) for pair, weight in here.items())
    finally:
        session.stop()
