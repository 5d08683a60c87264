"""Keeps observations in DuckDB, as somebody would who has no use for indexes or settings.

  version
  create DATABASE FRAMEWORKS REQUIREMENTS   makes a database with two tables of mappings
  load DATABASE FILE                        adds the observations of a scan
  finish DATABASE PARQUET COPY              writes the rest to the file, a Parquet file and a copy
  ask DATABASE PARQUET SQL PARAMETERS RUNS  asks the table, or the Parquet file where it is named

Files that are read are CSV without a header. What is done is printed as a JSON object; seconds do
not include the start of the interpreter.
"""

import json
import sys
import time

import duckdb


def connect(database, read_only=False):
    connection = duckdb.connect(database, read_only=read_only)
    # It would be printed among the results.
    connection.execute("SET enable_progress_bar = false")
    return connection


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def version():
    return {"version": duckdb.__version__}


def create(database, frameworks, requirements):
    with connect(database) as connection:
        connection.execute("""
            CREATE TYPE status AS ENUM ('fail', 'error', 'manual', 'unknown', 'pass');
            CREATE TYPE severity AS ENUM ('critical', 'high', 'medium', 'low', 'informational');
            CREATE TABLE observation (
                scanned_at TIMESTAMP, account VARCHAR, region VARCHAR, rule VARCHAR,
                resource VARCHAR, status status, severity severity, detail VARCHAR);
            CREATE TABLE rule_framework (rule VARCHAR, framework VARCHAR);
            CREATE TABLE rule_requirement (rule VARCHAR, edition VARCHAR, requirement VARCHAR);
            """)
        for table, file in [("rule_framework", frameworks), ("rule_requirement", requirements)]:
            connection.execute(
                f"INSERT INTO {table} FROM read_csv($file, header = false, all_varchar = true)",
                {"file": file})
    return {}


def load(database, file):
    start = time.perf_counter()
    # To close the database writes what is in its log to the file.
    with connect(database) as connection:
        connection.execute(
            """
            INSERT INTO observation
            SELECT make_timestamp(scanned_at * 1000000), * EXCLUDE scanned_at
            FROM read_csv($file, header = false, quote = '"', escape = '"', columns = {
                scanned_at: 'BIGINT', account: 'VARCHAR', region: 'VARCHAR', rule: 'VARCHAR',
                resource: 'VARCHAR', status: 'VARCHAR', severity: 'VARCHAR', detail: 'VARCHAR'})
            """,
            {"file": file})
    return {"seconds": [time.perf_counter() - start]}


def finish(database, parquet, copy):
    with connect(database) as connection:
        connection.execute("CHECKPOINT")
        start = time.perf_counter()
        connection.table("observation").write_parquet(parquet, compression="zstd")
        seconds = time.perf_counter() - start
        connection.execute(f"ATTACH {literal(copy)} AS copy")
        connection.execute("COPY FROM DATABASE year TO copy")
    return {"seconds": [seconds]}


def ask(database, parquet, sql, parameters, runs):
    with connect(database, read_only=True) as connection:
        if parquet:
            # A temporary view comes before the table of the same name.
            connection.execute(
                f"CREATE TEMP VIEW observation AS FROM read_parquet({literal(parquet)})")
        seconds = []
        # The first run also reads from the disk.
        for _ in range(int(runs) + 1):
            start = time.perf_counter()
            result = connection.execute(sql, json.loads(parameters))
            columns = [column[0] for column in result.description]
            rows = result.fetchall()
            seconds.append(time.perf_counter() - start)
    return {"seconds": seconds[1:], "columns": columns, "rows": rows}


actions = {"version": version, "create": create, "load": load, "finish": finish, "ask": ask}
print(json.dumps(actions[sys.argv[1]](*sys.argv[2:]), default=str))
