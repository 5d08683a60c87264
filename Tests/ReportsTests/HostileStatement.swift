import Reports
import Testing

/// A statement that tries what `sql` must not do, and the errors that may stop it.
struct HostileStatement: CustomTestStringConvertible {
  let sql: String
  let codes: Set<QueryError.Code>

  init(_ sql: String, _ codes: QueryError.Code...) {
    self.sql = sql
    self.codes = Set(codes)
  }

  var testDescription: String { String(sql.prefix(60)) }

  static let all: [HostileStatement] = writes + settings + files + loops + bombs

  private static let writes = [
    HostileStatement("INSERT INTO tool VALUES (9, 'x')", .notAllowed),
    HostileStatement("INSERT INTO tool SELECT 9, 'x' RETURNING *", .notAllowed),
    HostileStatement("REPLACE INTO setting VALUES ('freshness_days', '9999')", .notAllowed),
    HostileStatement("UPDATE event SET superseded_in = 1", .notAllowed),
    HostileStatement("DELETE FROM event", .notAllowed),
    HostileStatement("WITH x AS (SELECT 1) DELETE FROM scan", .notAllowed),
    HostileStatement("EXPLAIN DELETE FROM event", .notAllowed),
    HostileStatement("CREATE TABLE x (y)", .notAllowed),
    HostileStatement("CREATE TEMP TABLE x AS SELECT 1", .notAllowed),
    HostileStatement("CREATE TEMP VIEW scan AS SELECT 1", .notAllowed),
    HostileStatement("CREATE INDEX x ON event (severity_id)", .notAllowed),
    HostileStatement(
      "CREATE TEMP TRIGGER x AFTER INSERT ON event BEGIN SELECT 1; END", .notAllowed),
    HostileStatement("CREATE VIRTUAL TABLE x USING fts5(y)", .notAllowed),
    HostileStatement("DROP TABLE event", .notAllowed),
    HostileStatement("DROP TRIGGER event_is_never_deleted", .notAllowed),
    HostileStatement("ALTER TABLE event RENAME TO x", .notAllowed),
    HostileStatement("ALTER TABLE event ADD COLUMN x", .notAllowed),
    HostileStatement("UPDATE sqlite_master SET sql = ''", .notAllowed, .malformedSQL),
    HostileStatement("DELETE FROM sqlite_schema", .notAllowed, .malformedSQL),
    HostileStatement("REINDEX", .notAllowed),
    HostileStatement("ANALYZE", .notAllowed),
    HostileStatement("VACUUM", .notAllowed),
    HostileStatement("BEGIN IMMEDIATE", .notAllowed),
    HostileStatement("COMMIT", .notAllowed),
    HostileStatement("SAVEPOINT x", .notAllowed),
    HostileStatement("SELECT 1; DELETE FROM event", .notAllowed),
    HostileStatement("SELECT 1 /* ; */ ; -- x\n DROP TABLE event", .notAllowed),
  ]

  private static let settings = [
    HostileStatement("PRAGMA journal_mode = OFF", .notAllowed),
    HostileStatement("PRAGMA query_only = OFF", .notAllowed),
    HostileStatement("PRAGMA writable_schema = ON", .notAllowed),
    HostileStatement("PRAGMA trusted_schema = ON", .notAllowed),
    HostileStatement("PRAGMA user_version = 99", .notAllowed),
    HostileStatement("PRAGMA temp_store_directory = '/'", .notAllowed),
    HostileStatement("PRAGMA hard_heap_limit = 0", .notAllowed),
    HostileStatement("PRAGMA soft_heap_limit(1)", .notAllowed),
    HostileStatement("PRAGMA wal_checkpoint(TRUNCATE)", .notAllowed),
    HostileStatement("PRAGMA optimize", .notAllowed),
    HostileStatement("PRAGMA incremental_vacuum", .notAllowed),
    HostileStatement(
      "SELECT * FROM pragma_user_version(99)", .notAllowed, .failedStatement, .malformedSQL),
    HostileStatement("SELECT * FROM pragma_integrity_check", .notAllowed),
  ]

  private static let files = [
    HostileStatement("ATTACH '/etc/passwd' AS x", .notAllowed),
    HostileStatement("ATTACH ':memory:' AS x", .notAllowed),
    HostileStatement("DETACH main", .notAllowed),
    HostileStatement("VACUUM INTO 'copy.db'", .notAllowed),
    HostileStatement("SELECT readfile('/etc/passwd')", .notAllowed, .malformedSQL),
    HostileStatement("SELECT writefile('x', 'y')", .notAllowed, .malformedSQL),
    HostileStatement("SELECT edit('x')", .notAllowed, .malformedSQL),
    HostileStatement("SELECT * FROM fsdir('/')", .notAllowed, .malformedSQL),
    HostileStatement("SELECT load_extension('x')", .notAllowed),
    HostileStatement("SELECT fts3_tokenizer('simple', x'00')", .notAllowed, .malformedSQL),
    HostileStatement("SELECT * FROM dbstat", .notAllowed, .malformedSQL),
  ]

  private static let loops = [
    HostileStatement(
      "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n FROM x",
      .timeLimit),
    HostileStatement(
      "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n FROM x) SELECT count(*) FROM x",
      .timeLimit),
    HostileStatement(
      """
      WITH x(n) AS (SELECT value FROM json_each('[1,2,3,4,5,6,7,8,9,0]'))
      SELECT count(*)
      FROM x a, x b, x c, x d, x e, x f, x g, x h, x i, x j, x k, x l
      """, .timeLimit),
    HostileStatement(
      """
      WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x)
      SELECT n FROM x WHERE n < 0
      """, .timeLimit),
  ]

  private static let bombs = [
    HostileStatement("SELECT zeroblob(1000000000)", .notAllowed),
    HostileStatement("SELECT randomblob(1000000000)", .notAllowed),
    HostileStatement(
      "SELECT hex(hex(hex(printf('%.*c', 16000000, 'x'))))", .memoryLimit),
    HostileStatement(
      "SELECT replace(printf('%.*c', 30000, 'x'), 'x', printf('%.*c', 30000, 'x'))",
      .memoryLimit),
    HostileStatement(
      """
      WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x)
      SELECT group_concat(printf('%.*c', 100000, 'x')) FROM x
      """, .memoryLimit, .timeLimit),
    HostileStatement(
      """
      WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x)
      SELECT json_group_array(printf('%.*c', 100000, 'x')) FROM x
      """, .memoryLimit),
    HostileStatement(
      """
      WITH RECURSIVE x(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM x)
      SELECT max(length(t)) FROM x
      """, .memoryLimit),
    HostileStatement(
      """
      WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x)
      SELECT printf('%.*c', 100000, 'x') || n AS t FROM x ORDER BY t
      """, .memoryLimit),
    HostileStatement(
      """
      WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x)
      SELECT DISTINCT printf('%.*c', 100000, 'x') || n FROM x
      """, .memoryLimit),
    HostileStatement(
      "SELECT '\(String(repeating: "a", count: 1100))' LIKE '\(String(repeating: "%a", count: 600))'",
      .failedStatement, .malformedSQL),
    HostileStatement(
      "SELECT " + String(repeating: "(", count: 2000) + "1"
        + String(repeating: ")", count: 2000), .malformedSQL),
    HostileStatement(
      Array(repeating: "SELECT 1", count: 101).joined(separator: " UNION ALL "), .malformedSQL),
    HostileStatement("SELECT '" + String(repeating: "x", count: 1 << 20) + "'", .malformedSQL),
  ]
}
