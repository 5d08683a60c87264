import Foundation
import FoundationXML
import Testing

/// `tickmark report`, run as its user runs it, and its page read by a parser.
@Suite struct ReportCommandTests {
  private static let hostile = "<script>alert('1')</script>\"&]]>\u{202e}\u{7}"
  private let program: Program

  /// A finding that was mended, two that fail, one of them accepted, and names that try something.
  init() throws {
    program = try Program()
    let names = ["r1", "r2", "r3", Self.hostile]
    for day in 1...2 {
      let records = names.map { name in
        ScanText.Record(
          check: "a", resource: name, status: name == "r1" && day == 2 ? "PASS" : "FAIL",
          name: name)
      }
      try program.write(
        "\(day).csv",
        ScanText.csv(
          day: day, records + [ScanText.Record(check: "b", resource: "r1", status: "PASS")]
        ).utf8)
      try run("ingest", "\(day).csv")
    }
    try run(
      "waive", "--rule", "a", "--resource", "r2", "--reason", Self.hostile, "--owner", "Jo",
      "--approver", "Mo", "--start", "2026-01-01", "--expires", "2099-01-01", "--allow-long")
    try program.write("minutes.txt", "met".utf8)
    try run(
      "attest", "PCI-4.0", "6.3.3", "--by", Self.hostile, "--until", "2099-01-01", "--from",
      "2026-01-01", "--evidence", "minutes.txt")
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> Program.Result {
    let result = try program.run(arguments: arguments)
    #expect(result.status == 0, "\(arguments): \(result.errors)")
    return result
  }

  private func source(_ arguments: String...) throws -> String {
    let result = try program.run(arguments: ["report"] + arguments + ["--html", "page.html"])
    #expect(result.status == 0, "\(result.errors)")
    return try String(contentsOf: program.folder.appending(path: "page.html"), encoding: .utf8)
  }

  /// The page's elements. Void elements apart, what the program writes is XML as well.
  private func page(_ arguments: String...) throws -> XMLDocument {
    let result = try program.run(arguments: ["report"] + arguments + ["--html", "page.html"])
    #expect(result.status == 0, "\(result.errors)")
    let text = try String(
      contentsOf: program.folder.appending(path: "page.html"), encoding: .utf8)
    return try XMLDocument(
      xmlString: text.replacing("<!DOCTYPE html>", with: "").replacing(#/<(meta[^>]*)>/#) {
        "<\($0.1)/>"
      })
  }

  private func elements(_ path: String, in page: XMLNode) throws -> [XMLElement] {
    try page.nodes(forXPath: path).compactMap { $0 as? XMLElement }
  }

  /// The rows of a report, by its columns.
  private func rows(_ arguments: String...) throws -> [[String: Any]] {
    let result = try program.run(arguments: ["query"] + arguments + ["-f", "ndjson"])
    #expect(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }

  /// The cells of a table, by its caption.
  private func cells(_ caption: String, in page: XMLNode) throws -> [[String]] {
    let table = try #require(
      try elements("//table[caption='\(caption)']", in: page).first, "\(caption)")
    return try elements("tbody/tr", in: table).map { row in
      try elements("th|td", in: row).map { $0.stringValue ?? "" }
    }
  }

  @Test func `its figures are those of the reports`() throws {
    let page = try page("PCI")
    let requirements = try rows("requirement_status", "-p", "framework=PCI", "--as-of", "2")
    for (state, label) in [("fail", "fail"), ("not_evaluated", "not evaluated")] {
      let expected = requirements.filter { $0["status"] as? String == state }
      guard !expected.isEmpty else { continue }
      let shown = try cells("PCI: \(label)", in: page)
      #expect(shown.map(\.first) == expected.map { $0["requirement"] as? String })
    }
    let failing = try #require(requirements.first { $0["requirement"] as? String == "3.5.1" })
    let row = try #require(try cells("PCI: fail", in: page).first { $0[0] == "3.5.1" })
    #expect(row.contains("\(failing["failing"] ?? "")"))
    #expect(row.contains("\(failing["rules_evaluated"] ?? "") of \(failing["rules_mapped"] ?? "")"))
    let rules = try rows("top_failing_rules", "-p", "framework=PCI", "--as-of", "2")
    let shown = try cells("Checks with the most failing findings", in: page)
    #expect(shown.map(\.first) == rules.map { $0["rule"] as? String })
    let tiles = try elements("//dl[contains(@class,'tiles')]/div", in: page).map {
      $0.stringValue ?? ""
    }
    let status = try #require(
      try rows("framework_status", "-p", "framework=PCI", "--as-of", "2").first)
    #expect(tiles.contains { $0.contains("\(status["requirements_failing"] ?? "?")") }, "\(tiles)")
    #expect(try cells("Waivers: in force", in: page).count == 1)
    #expect(try cells("Attestations in force", in: page).count == 1)
  }

  @Test func `names each report that it asks, and the command gives the same figures`() throws {
    let page = try page("PCI", "--as-of", "2026-01-02")
    let commands = try elements("//dl[@class='sources']//code", in: page).compactMap(\.stringValue)
      .filter { $0.hasPrefix("tickmark query ") }
    #expect(commands.count > 10)
    for command in commands where !command.contains("'") {
      let words = command.split(separator: " ").dropFirst().map(String.init)
      #expect(try program.run(arguments: words).status == 0, "\(command)")
    }
  }

  @Test func `what data says is text`() throws {
    let source = try source("PCI")
    #expect(!source.contains("<script"))
    #expect(!source.contains("alert('1')</"))
    let page = try page("PCI")
    let names = try cells("Resources with the most failing findings", in: page).compactMap(\.first)
    #expect(names.contains { $0.contains("<script>alert('1')</script>") }, "\(names)")
    #expect(
      try elements("//meta[@http-equiv='Content-Security-Policy']", in: page).first?
        .attribute(forName: "content")?.stringValue?.hasPrefix("default-src 'none'") == true)
    for address in try page.nodes(forXPath: "//@href|//@src") {
      #expect(address.stringValue?.hasPrefix("#") == true, "\(address)")
    }
  }

  @Test func `the same question gives the same bytes`() throws {
    #expect(try source("PCI") == source("PCI"))
    #expect(try source() == source())
    let before = try source("PCI", "--as-of", "1", "--known-at", "1")
    try program.write(
      "3.csv",
      ScanText.csv(
        day: 3,
        [.init(check: "a", resource: "r9"), .init(check: "a", resource: "r1", status: "PASS")]
      ).utf8)
    try run("ingest", "3.csv")
    #expect(try source("PCI", "--as-of", "1", "--known-at", "1") == before)
  }

  @Test(arguments: [["PCI"], []])
  func `everybody can find their way in it`(arguments: [String]) throws {
    let result = try program.run(arguments: ["report"] + arguments + ["--html", "page.html"])
    #expect(result.status == 0)
    let page = try page(arguments.first ?? "PCI")
    #expect(try elements("/html[@lang='en']", in: page).count == 1)
    #expect(try elements("/html/head/title", in: page).count == 1)
    for landmark in ["header", "nav", "main", "footer"] {
      #expect(try elements("//\(landmark)", in: page).count == 1, "\(landmark)")
    }
    // Headings go down one level at a time.
    var level = 0
    for heading in try elements("//h1|//h2|//h3|//h4|//h5", in: page) {
      let next = heading.name?.last?.wholeNumberValue ?? 0
      #expect(next <= level + 1, "\(heading)")
      level = next
    }
    #expect(try elements("//h1", in: page).count == 1)
    let ids = try page.nodes(forXPath: "//@id").compactMap(\.stringValue)
    #expect(ids.count == Set(ids).count)
    for link in try page.nodes(forXPath: "//a/@href").compactMap(\.stringValue) {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
    #expect(
      try elements("//body/*[1][@class='skip']|//body/a[@class='skip']", in: page).count >= 1)
    let tables = try elements("//table", in: page)
    #expect(tables.count > 5)
    for table in tables {
      #expect(try elements("caption", in: table).count == 1)
      #expect(try elements("thead//th[not(@scope)]", in: table).isEmpty)
      #expect(try elements("tbody/tr[not(th[@scope='row'])]", in: table).isEmpty)
    }
    for drawing in try elements("//svg", in: page) {
      let isHidden = drawing.attribute(forName: "aria-hidden")?.stringValue == "true"
      #expect(
        try isHidden
          || (!elements("*[local-name()='title']", in: drawing).isEmpty
            && drawing.attribute(forName: "role")?.stringValue == "img")
      )
    }
  }

  @Test func `replaces a report and nothing else`() throws {
    try run("report", "PCI", "--html", "page.html")
    try run("report", "HIPAA", "--html", "page.html")
    for name in ["tickmark.db", "1.csv", "."] {
      let result = try program.run("report", "PCI", "--html", name)
      #expect(result.status == 1)
      #expect(result.errors.contains("'\(name)' is"), "\(result.errors)")
    }
    let result = try program.run("report", "PCI", "--html", "no/page.html")
    #expect(result.errors.contains("make the folder that it is to be in first"))
    #expect(try program.files == ["1.csv", "2.csv", "minutes.txt", "page.html", "tickmark.db"])
  }

  @Test func `a page without evidence is not made`() throws {
    let result = try program.run("report", "PCI", "--as-of", "2020-01-01", "--html", "page.html")
    #expect(result.status == 1)
    #expect(result.errors.contains("nothing to report"))
    let unknown = try program.run("report", "FedRAMP", "--html", "page.html")
    #expect(unknown.errors.contains("there is no framework 'FedRAMP'"))
    #expect(try !program.files.contains("page.html"))
  }
}
