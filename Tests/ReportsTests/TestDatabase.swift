import EvidenceModel
import Foundation
import GRDBSQLite
import Reports
import TickmarkSQL

/// A tickmark database in a temporary folder, which goes with the value.
///
/// It has one Prowler rule, mapped to PCI requirement 3.5.1, and one finding on one bucket: failing
/// at scan 1 on 1 June 2026, passing at scan 2 on 1 July.
final class TestDatabase {
  let folder: String
  let path: String

  init(journalMode: String = "DELETE") throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "tickmark-\(UUID().uuidString)").path(percentEncoded: false)
    path = folder + "/evidence.db"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    try execute(
      "PRAGMA synchronous = OFF; PRAGMA journal_mode = \(journalMode);"
        + SchemaMigration.all.map(\.sql).joined() + """
          PRAGMA application_id = \(SchemaMigration.applicationID);
          PRAGMA user_version = \(SchemaMigration.all.count);
          """)
    try execute(Self.content)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      print("cannot remove \(folder): \(error)")
    }
  }

  func connection(_ limits: StatementLimits = .adHoc) throws -> ReadOnlyConnection {
    try ReadOnlyConnection(path: path, limits: limits)
  }

  /// Runs statements on a connection that may write.
  func execute(_ sql: String) throws {
    var database: OpaquePointer?
    defer { sqlite3_close_v2(database) }
    guard sqlite3_open(path, &database) == SQLITE_OK,
      sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK
    else { throw Failure(text: String(cString: sqlite3_errmsg(database))) }
  }

  /// The names of the files in the folder.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

  struct Failure: Error {
    let text: String
  }

  static let june = microseconds("2026-06-01T02:00:00Z")
  static let july = microseconds("2026-07-01T02:00:00Z")

  static func microseconds(_ text: String) -> Int64 {
    TimestampText(text)?.timestamp.microseconds ?? 0
  }

  private static let content = """
    INSERT INTO ingest VALUES (1, \(june + 1), '1.0'), (2, \(july + 1), '1.0');
    INSERT INTO artifact VALUES
      (1, 1, x'\(String(repeating: "01", count: 32))', 'june.json', 'prowler-ocsf', 100),
      (2, 2, x'\(String(repeating: "02", count: 32))', 'july.json', 'prowler-ocsf', 100);
    INSERT INTO tool VALUES (1, 'prowler');
    INSERT INTO framework VALUES (1, 'PCI', 'PCI DSS'), (2, 'HIPAA', NULL);
    INSERT INTO framework_alias VALUES ('hippa', 2), ('pci-dss', 1);
    INSERT INTO edition VALUES (1, 1, 'PCI-4.0', '4.0', NULL);
    INSERT INTO requirement VALUES (1, 1, NULL, '3.5.1', 'Stored account data');
    INSERT INTO catalog VALUES (1, 'prowler', NULL, 1);
    INSERT INTO rule VALUES (1, 1, 's3_bucket_public');
    INSERT INTO mapping_set VALUES (1);
    INSERT INTO mapping_set_member VALUES (1, 1);
    INSERT INTO rule_revision VALUES
      (1, 1, \(june), 1, NULL, 1, 1, '=cmd|calc', 's3', 2, 7.5, NULL, 'd', 'r', 'r', NULL, 1, NULL);
    INSERT INTO account VALUES (1, 'aws', '123456789012');
    INSERT INTO region VALUES (1, 'eu-west-1');
    INSERT INTO resource VALUES (1, 1, 1, 'arn:aws:s3:::b');
    INSERT INTO resource_label VALUES (1, 'b', 'AwsS3Bucket', NULL);
    INSERT INTO detail VALUES (1, 'Bucket ~ is public.', '~'), (2, 'Bucket ~ is private.', '~');
    INSERT INTO scan VALUES
      (1, 1, 1, 1, '5.0', \(june), 1, 1, 1, 0, 0, zeroblob(32)),
      (2, 2, 2, 1, '5.0', \(july), 2, 1, 1, 0, 0, zeroblob(32));
    INSERT INTO cell VALUES (1, 1, 1, 1, \(july), 2);
    INSERT INTO finding VALUES (1, 1, 1, '');
    INSERT INTO event VALUES
      (1, 1, \(june), \(july), 1, 1, NULL, 1, 2, 0, 1, 1, 0, 10),
      (2, 1, \(july), 9223372036854775807, 2, 2, NULL, 5, 2, 0, 2, 1, 0, 10);
    """
}
