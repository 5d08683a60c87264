"""Keeps observations in a plain SQLite table, with the indexes that its users would make.

  version
  create DATABASE FRAMEWORKS REQUIREMENTS   makes a database with two tables of mappings
  load DATABASE FILE                        adds the observations of a scan
  ask DATABASE SQL PARAMETERS RUNS          asks a question

Files that are read are CSV without a header. What is done is printed as a JSON object; seconds do
not include the start of the interpreter.
"""

import csv
import json
import sqlite3
import sys
import time


def version():
    return {"version": sqlite3.sqlite_version}


def create(database, frameworks, requirements):
    connection = sqlite3.connect(database)
    connection.executescript("""
        CREATE TABLE observation (
            scanned_at INTEGER, account TEXT, region TEXT, rule TEXT, resource TEXT, status TEXT,
            severity TEXT, detail TEXT);
        CREATE INDEX observation_by_finding
            ON observation (rule, account, region, resource, scanned_at);
        CREATE INDEX observation_by_scan ON observation (scanned_at);
        CREATE TABLE rule_framework (
            rule TEXT, framework TEXT, PRIMARY KEY (rule, framework)) WITHOUT ROWID;
        CREATE TABLE rule_requirement (
            rule TEXT, edition TEXT, requirement TEXT,
            PRIMARY KEY (rule, edition, requirement)) WITHOUT ROWID;
        """)
    with connection:
        for statement, file in [
            ("INSERT INTO rule_framework VALUES (?, ?)", frameworks),
            ("INSERT INTO rule_requirement VALUES (?, ?, ?)", requirements),
        ]:
            with open(file, newline="") as lines:
                connection.executemany(statement, csv.reader(lines))
    connection.close()
    return {}


def load(database, file):
    start = time.perf_counter()
    connection = sqlite3.connect(database)
    with open(file, newline="") as lines, connection:
        connection.executemany(
            "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", csv.reader(lines))
    connection.close()
    return {"seconds": [time.perf_counter() - start]}


def ask(database, sql, parameters, runs):
    connection = sqlite3.connect(database)
    seconds = []
    # The first run also reads from the disk.
    for _ in range(int(runs) + 1):
        start = time.perf_counter()
        result = connection.execute(sql, json.loads(parameters))
        columns = [column[0] for column in result.description]
        rows = result.fetchall()
        seconds.append(time.perf_counter() - start)
    connection.close()
    return {"seconds": seconds[1:], "columns": columns, "rows": rows}


actions = {"version": version, "create": create, "load": load, "ask": ask}
print(json.dumps(actions[sys.argv[1]](*sys.argv[2:])))
