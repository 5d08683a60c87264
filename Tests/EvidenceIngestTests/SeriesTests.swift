import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports
import ScanFormats
import Testing

/// Six real scans of an environment that changes, with the truth about them.
@Suite(.enabled(if: Series.isThere, "the scan series is not beside the package: skipped"))
struct SeriesTests {
  @Test(arguments: ["ocsf.json", ".csv"])
  func `each scan changes what it changed`(ending: String) throws {
    let database = try ScratchDatabase()
    let expected = try #require(
      try Series.object("EXPECTED_CHANGES.json")["scans"] as? [String: [String: Int]])
    for scan in 1...6 {
      let report = try database.ingest(Series.file(scan, ending))
      let truth = try #require(expected["\(scan)"])
      let changes = report.changes
      #expect(report.records == truth["findings"])
      #expect(report.records == report.accepted)
      #expect(changes.opened == truth["opened"], "scan \(scan)")
      #expect(changes.resolved == truth["resolved"], "scan \(scan)")
      #expect(changes.reopened == truth["reopened"], "scan \(scan)")
      #expect(changes.gone == truth["gone"], "scan \(scan)")
      #expect(changes.unconfirmed == truth["unconfirmed"], "scan \(scan)")
      #expect(changes.firstSeen == truth["first_seen"], "scan \(scan)")
      let failing = try database.rows(
        "SELECT count(*) FROM current_finding WHERE status = 'fail'")
      #expect(failing == ["\(truth["failing_after"] ?? -1)"], "scan \(scan)")
    }
  }

  @Test func `the views give the counts of the truth`() throws {
    let database = try ScratchDatabase()
    for scan in 1...6 { _ = try database.ingest(Series.file(scan, "ocsf.json")) }
    let scans = try #require(try Series.object("TRUTH.json")["scans"] as? [String: [String: Any]])
    for scan in 1...6 {
      let truth = try #require(scans["\(scan)"])
      func expect(_ key: String, _ expression: String, where condition: String = "1") throws {
        let rows = try database.rows(
          """
          SELECT \(expression), count(*) FROM observation
          WHERE scan_id = \(scan) AND \(condition) GROUP BY 1 ORDER BY 1
          """)
        let counts = try #require(truth[key] as? [String: Int])
        #expect(rows == counts.sorted { $0.key < $1.key }.map { "\($0.key)|\($0.value)" }, "\(key)")
      }
      try expect("by_status", "upper(status)")
      try expect("by_status_unmuted", "upper(status)", where: "is_muted = 0")
      try expect("muted", "upper(status)", where: "is_muted = 1")
      try expect("by_severity", "severity")
      try expect("fail_by_severity", "severity", where: "status = 'fail'")
      try expect(
        "fail_unmuted_by_severity", "severity", where: "status = 'fail' AND is_muted = 0")
      try expect("by_region", "region")
      let services = try database.rows(
        """
        SELECT rule_overview.service, count(*)
        FROM observation
        JOIN rule_overview ON rule_overview.rule = observation.rule
        WHERE scan_id = \(scan) AND rule_overview.catalog = 'prowler'
        GROUP BY 1 ORDER BY 1
        """)
      let counts = try #require(truth["by_service"] as? [String: Int])
      #expect(services == counts.sorted { $0.key < $1.key }.map { "\($0.key)|\($0.value)" })
      let distinct = try database.rows(
        """
        SELECT count(*), count(DISTINCT rule), count(DISTINCT resource),
          count(DISTINCT resource || ' ' || region)
        FROM observation WHERE scan_id = \(scan)
        """)
      let figures = [
        "findings", "distinct_checks", "distinct_resource_uids", "distinct_resource_uid_region",
      ].map { "\(truth[$0] as? Int ?? -1)" }
      #expect(distinct == [figures.joined(separator: "|")])
    }
  }

  @Test func `observation gives back every scan, field by field`() throws {
    let database = try ScratchDatabase()
    for scan in [3, 6, 1, 5, 2, 4] { _ = try database.ingest(Series.file(scan, "ocsf.json")) }
    for scan in 1...6 {
      let path = try Series.file(scan, "ocsf.json")
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let records = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
      let expected = records.map { record -> String in
        func text(_ path: String..., from start: Any? = nil) -> String {
          var value: Any? = start ?? record
          for key in path { value = (value as? [String: Any])?[key] }
          return value as? String ?? "?"
        }
        let resource = (record["resources"] as? [Any])?.first
        return [
          text("cloud", "provider"), text("cloud", "account", "uid"), text("cloud", "region"),
          text("metadata", "event_code"), text("uid", from: resource),
          text("name", from: resource), text("type", from: resource),
          text("status_code").lowercased(), text("severity").lowercased(),
          text("status") == "Suppressed" ? "1" : "0", text("status_detail"),
        ].joined(separator: "|")
      }
      let rows = try database.rows(
        """
        SELECT provider, account, region, rule, resource, resource_name, resource_type, status,
          severity, is_muted, detail
        FROM observation
        JOIN scan_summary USING (scan_id)
        WHERE scan_summary.path = '\(path)'
        """)
      #expect(rows.sorted() == expected.sorted(), "scan \(scan)")
    }
  }

  @Test func `CSV and OCSF of one scan give the same findings`() throws {
    let sql = """
      SELECT provider, account, region, rule, title, resource, resource_name, resource_type,
        status, severity, is_muted, since, last_confirmed_at, detail
      FROM current_finding ORDER BY 1, 2, 3, 4, 6
      """
    let fromCSV = try ScratchDatabase()
    let fromOCSF = try ScratchDatabase()
    for scan in 1...6 {
      _ = try fromCSV.ingest(Series.file(scan, ".csv"))
      _ = try fromOCSF.ingest(Series.file(scan, "ocsf.json"))
    }
    #expect(try fromCSV.rows(sql) == fromOCSF.rows(sql))
    let rules = "SELECT * FROM rule_overview WHERE catalog = 'prowler' ORDER BY rule"
    #expect(try fromCSV.rows(rules) == fromOCSF.rows(rules))
  }

  @Test(arguments: [[6, 5, 4, 3, 2, 1], [4, 1, 6, 2, 5, 3], [2, 3, 4, 5, 6, 1]])
  func `any order of ingest gives the same reports`(order: [Int]) throws {
    let inOrder = try ScratchDatabase()
    let shuffled = try ScratchDatabase()
    for scan in 1...6 { _ = try inOrder.ingest(Series.file(scan, "ocsf.json")) }
    for scan in order { _ = try shuffled.ingest(Series.file(scan, "ocsf.json")) }
    let required = ["framework": "PCI", "edition": "PCI-4.0", "requirement": "1.2.5"]
    for query in CannedQuery.all {
      let names = query.parameters.map(\.name)
      guard names.contains("as_of") else { continue }
      for moment in ["2026-03-01", "2026-03-03", "2026-03-05", "2026-03-06T02:00:00Z", nil] {
        func rows(_ database: ScratchDatabase) throws -> [String] {
          let connection = try ReadOnlyConnection(path: database.path)
          let parameters = required.filter { names.contains($0.key) }
          let result = try query.rows(from: connection, parameters: parameters, asOf: moment)
          // Numbers that name scans and findings follow the order of ingest, and nothing else does.
          let kept = result.columns.indices.filter { index in
            !["scan_id", "finding_id", "ingest_id", "opened_in", "closed_in", "recorded_in"]
              .contains(result.columns[index].name)
          }
          var lines: [String] = []
          while let row = try result.next() {
            lines.append(kept.map { "\(row[$0])" }.joined(separator: "|"))
          }
          return lines
        }
        if query.parameters.contains(where: { $0.isRequired && required[$0.name] == nil }) {
          continue
        }
        let (expected, found) = (try rows(inOrder), try rows(shuffled))
        #expect(expected == found, "\(query.name) as of \(moment ?? "now")")
      }
    }
  }

  @Test func `the backlog of every framework adds up`() throws {
    let database = try ScratchDatabase()
    for scan in 1...6 { _ = try database.ingest(Series.file(scan, "ocsf.json")) }
    let connection = try ReadOnlyConnection(path: database.path)
    for (start, end) in [
      (nil, "2026-03-07"), ("2026-03-04", "2026-03-05"), ("2026-03-06", "2026-03-31"),
    ] {
      var parameters = ["as_of": end]
      parameters["from_at"] = start
      let rows = try CannedQuery.named("period_summary")
        .rows(from: connection, parameters: parameters)
      var frameworks: Set<String> = []
      while let row = try rows.next() {
        let counts = row.dropFirst(2).map { value -> Int64 in
          if case .integer(let count) = value { count } else { -1 }
        }
        #expect(counts[0] + counts[1] + counts[2] - counts[3] - counts[4] == counts[5], "\(row)")
        if case .text(let framework) = row[0] { frameworks.insert(framework) }
      }
      #expect(frameworks.count > 25)
    }
  }

  @Test func `a partial scan resolves nothing outside what it covered`() throws {
    let database = try ScratchDatabase()
    for scan in 1...4 { _ = try database.ingest(Series.file(scan, "ocsf.json")) }
    let outside = try database.rows(
      """
      SELECT count(*) FROM finding_history
      WHERE scan_id = 4 AND (region <> 'us-east-1' OR status = 'gone' AND resource LIKE '%lambda%')
      """)
    #expect(outside == ["0"])
    let unconfirmed = try database.rows(
      """
      SELECT count(*), sum(status = 'fail') FROM current_finding
      WHERE last_confirmed_at < '2026-03-05'
      """)
    #expect(unconfirmed == ["317|175"])
  }

  @Test func `times without a zone are read in the zone that is given`() throws {
    let folder = Series.folder.appending(path: "variants/tz-new-york")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .first { $0.hasSuffix(".csv") })
    let file = folder.appending(path: name).path
    let database = try ScratchDatabase()
    let plain = try database.ingest(file)
    #expect(plain.warnings.contains { $0.contains("zone") })
    var options = ScanImporter.Options()
    options.context.timeZone = TimeZone(identifier: "America/New_York")
    let zoned = try ScratchDatabase().ingest(file, options: options)
    #expect(zoned.warnings.isEmpty)
    let difference =
      (zoned.scans[0].scannedAt.microseconds - plain.scans[0].scannedAt.microseconds)
      / 3_600_000_000
    #expect((4...5).contains(difference))
    let ocsf = file.replacing(".csv", with: ".ocsf.json")
    let exact = try ScratchDatabase().ingest(ocsf)
    #expect(exact.scans[0].scannedAt.description == zoned.scans[0].scannedAt.description)
  }

  @Test func `the failing requirements are those of the scanner's own files`() throws {
    // The bundled rules are evidence for more requirements than the scanner says of its checks.
    let database = try ScratchDatabase(loadsBundled: false)
    for scan in 1...6 {
      for file in try Series.outputs(scan) { _ = try database.ingest(file) }
    }
    let connection = try ReadOnlyConnection(path: database.path)
    for scan in 1...6 {
      for edition in ["PCI-4.0", "NIST-800-53-Revision-5", "GDPR", "HIPAA"] {
        let stated = try database.rows(
          """
          SELECT DISTINCT requirement FROM scanner_requirement
          WHERE scan_id = \(scan) AND edition = '\(edition)' AND status = 'fail'
          """)
        // Not every scan was told to write every framework's file.
        guard !stated.isEmpty else { continue }
        let rows = try CannedQuery.named("requirement_status")
          .rows(from: connection, parameters: ["edition": edition], asOf: "\(scan)")
        var failing: Set<String> = []
        while let row = try rows.next() {
          if case .text(let key) = row[2], row[4] == .text("fail") { failing.insert(key) }
        }
        // The fourth scan is of one region: what failed elsewhere still does.
        if scan == 4 {
          #expect(failing.isSuperset(of: stated), "\(edition) at scan \(scan)")
        } else {
          #expect(failing == Set(stated), "\(edition) at scan \(scan)")
        }
      }
    }
    #expect(try database.rows("SELECT count(*) FROM scan_summary") == ["6"])
    #expect(try database.rows("SELECT count(*) FROM ingest_loss") == ["0"])
    let raw = """
      SELECT count(DISTINCT written) FILTER (WHERE status = 'fail'), count(DISTINCT requirement)
      FROM scanner_requirement WHERE scan_id = 1 AND edition = 'PCI-4.0'
      """
    #expect(try database.rows(raw) == ["398|101"])
  }
}
