import Foundation
import Testing

/// `tickmark export`, `key` and `verify`, run as their users run them.
@Suite struct PackageCommandTests {
  private let program: Program

  /// Two scans, a waiver, and an attestation with a file.
  init() throws {
    program = try Program()
    try scan(1, [.init(check: "a", resource: "r1"), .init(check: "a", resource: "=1+1")])
    try scan(
      2, [.init(check: "a", resource: "r1", status: "PASS"), .init(check: "a", resource: "=1+1")])
    try run(
      "waive", "--rule", "a", "--resource", "=1+1", "--reason", "known", "--owner", "Jo",
      "--approver", "Mo", "--expires", "2099-01-01", "--allow-long")
    // More than one piece of a file is read at a time.
    try program.write("a report.pdf", [UInt8](repeating: 37, count: 3 << 20))
    try run(
      "attest", "PCI-4.0", "3.5.1", "--evidence", "a report.pdf", "--by", "Jo", "--until",
      "2099-01-01")
  }

  private func scan(_ day: Int, _ records: [ScanText.Record]) throws {
    try program.write("\(day).csv", ScanText.csv(day: day, records).utf8)
    try run("ingest", "\(day).csv")
  }

  @discardableResult
  private func run(_ arguments: String..., expecting status: Int32 = 0) throws -> Program.Result {
    let result = try program.run(arguments: arguments)
    #expect(result.status == status, "\(arguments): \(result.errors)")
    return result
  }

  /// What is wrong with a package, a line each.
  private func faults(_ arguments: String...) throws -> [String] {
    let result = try program.run(arguments: ["verify"] + arguments + ["-f", "csv"])
    let faults = result.output.split(whereSeparator: \.isNewline).dropFirst()
      .filter { !$0.hasSuffix(",as it should be") }.map(String.init)
    #expect(result.status == (faults.isEmpty ? 0 : 2), "\(result.errors)")
    return faults
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: program.folder.appending(path: name))
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(
      atPath: program.folder.appending(path: folder).path
    ).filter { !["queries", "attestations"].contains($0) }.sorted()
  }

  private func change(_ name: String, _ body: (inout Data) -> Void) throws {
    var data = try bytes(name)
    body(&data)
    try data.write(to: program.folder.appending(path: name))
  }

  @Test func `a package is sound by itself and beside its database`() throws {
    try run("export", "PCI", "--out", "package")
    #expect(try faults("package") == [])
    #expect(try faults("package", "--db", "tickmark.db") == [])
    let kept = try #require(try files("package").first { $0.hasPrefix("attestations/") })
    #expect(kept.hasSuffix("-a_report.pdf"))
    #expect(try bytes("package/" + kept) == bytes("a report.pdf"))
  }

  @Test func `an archive holds the same and is checked as it is`() throws {
    try run("export", "PCI", "--out", "package")
    try run("export", "PCI", "--out", "package.zip", "--zip")
    try run("export", "PCI", "--out", "again.zip", "--zip")
    #expect(try bytes("package.zip") == bytes("again.zip"))
    #expect(try faults("package.zip", "--db", "tickmark.db") == [])
    // Stored or deflated, one changed byte in the middle is found.
    try change("again.zip") { $0[$0.count / 2] ^= 1 }
    let result = try program.run("verify", "again.zip")
    #expect(result.status != 0)
  }

  @Test func `what comes later changes nothing of an old moment`() throws {
    let moment = ["--from", "2026-01-01", "--as-of", "2", "--known-at", "2"]
    try run("export", "PCI", "--out", "before")
    #expect(try program.run(arguments: ["export", "PCI", "--out", "old"] + moment).status == 0)
    for day in 3...9 {
      try scan(
        day,
        (0..<day).map {
          .init(
            check: "b\($0 % 3)", resource: "r\($0)", status: $0 == 0 ? "PASS" : "FAIL",
            name: "new \(day)")
        }
          + [.init(check: "a", resource: "r1", status: day % 2 == 0 ? "PASS" : "FAIL")])
    }
    // A scan that ran before the moment is told after it.
    try scan(
      1, [.init(check: "a", resource: "r9"), .init(check: "a", resource: "r1", status: "PASS")])
    try run("waivers", "revoke", "1", "--by", "Jo", "--reason", "mended")
    try run("attestations", "revoke", "1", "--by", "Jo", "--reason", "wrong")
    try run("settings", "set", "freshness_days", "2")
    #expect(try faults("before", "--db", "tickmark.db") == [])
    #expect(try faults("old", "--db", "tickmark.db") == [])
    #expect(try program.run(arguments: ["export", "PCI", "--out", "again"] + moment).status == 0)
    #expect(try files("old") == files("again"))
    for file in try files("old") {
      #expect(try bytes("old/" + file) == bytes("again/" + file), "\(file)")
    }
  }

  @Test func `finds a changed byte in any file`() throws {
    try run("key", "new", "--out", "key.pem")
    try run("export", "PCI", "--out", "package", "--sign", "key.pem")
    #expect(try faults("package", "--key", "key.pem.pub") == [])
    let names = try files("package")
    #expect(names.count > 40)
    for name in names {
      try change("package/" + name) { $0[$0.count / 2] ^= 1 }
      let result = try program.run("verify", "package", "--key", "key.pem.pub")
      #expect(result.status != 0, "\(name)")
      try change("package/" + name) { $0[$0.count / 2] ^= 1 }
    }
    try program.write("package/more.csv", "a\r\n".utf8)
    #expect(try faults("package").contains("more.csv,the manifest,is not a file of the package"))
    try FileManager.default.removeItem(at: program.folder.appending(path: "package/more.csv"))
    try FileManager.default.removeItem(at: program.folder.appending(path: "package/findings.csv"))
    #expect(try faults("package").contains("findings.csv,the manifest,is missing"))
  }

  @Test func `knows whose package it is`() throws {
    try run("key", "new", "--out", "mine.pem")
    try run("key", "new", "--out", "theirs.pem")
    try run("export", "PCI", "--out", "signed", "--sign", "mine.pem")
    try run("export", "PCI", "--out", "unsigned")
    #expect(try faults("signed", "--key", "mine.pem.pub") == [])
    let other = try faults("signed", "--key", "theirs.pem.pub")
    #expect(other.count == 1, "\(other)")
    #expect(other[0].hasPrefix("SHA256SUMS,the signature,is not what the key"))
    #expect(
      try faults("unsigned", "--key", "mine.pem.pub") == ["SHA256SUMS,the key,is not signed"])
    let result = try run("key", "new", "--out", "mine.pem", expecting: 64)
    #expect(result.errors.contains("Cannot make 'mine.pem': File exists"))
    let permissions = try FileManager.default.attributesOfItem(
      atPath: program.folder.appending(path: "mine.pem").path)[.posixPermissions]
    #expect(permissions as? Int == 0o600)
  }

  @Test func `finds another answer and another statement`() throws {
    try run("export", "PCI", "--out", "package")
    // The same database, but for one scan more at the moment that the package is about.
    try scan(
      3, [.init(check: "a", resource: "r1"), .init(check: "b", resource: "r1", status: "PASS")])
    #expect(try faults("package", "--db", "tickmark.db") == [])
    let other = try Program()
    let records = [
      ScanText.Record(check: "a", resource: "r1"),
      ScanText.Record(check: "a", resource: "r2", status: "PASS"),
    ]
    try other.write("1.csv", ScanText.csv(day: 1, records).utf8)
    _ = try other.run("ingest", "1.csv")
    let path = other.folder.appending(path: "tickmark.db").path
    #expect(
      try faults("package", "--db", path).contains {
        $0.hasPrefix("findings.csv,the database,the database answers otherwise")
      })
    // A statement that leaves out what fails, with every digest made to fit.
    try swapStatement("package")
    #expect(
      try faults("package") == [
        "findings.csv,the program,does not come from the report findings/framework_findings of "
          + "tickmark 0.1.0"
      ])
  }

  /// Puts another statement into a package, and all that follows from it.
  private func swapStatement(_ package: String) throws {
    let query = "queries/framework_findings.sql"
    var texts: [String: String] = [:]
    for name in ["manifest.json", "SHA256SUMS"] {
      texts[name] = String(decoding: try bytes("\(package)/\(name)"), as: UTF8.self)
    }
    func sum(_ name: String) throws -> String {
      let line = texts["SHA256SUMS"]?.split(separator: "\n").first { $0.hasSuffix("  \(name)") }
      return String(try #require(line).prefix(64))
    }
    func sha256(_ name: String) throws -> String {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["sha256sum", program.folder.appending(path: "\(package)/\(name)").path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(String(decoding: data, as: UTF8.self).prefix(64))
    }
    let before = (try sum(query), try sum("manifest.json"))
    try change("\(package)/\(query)") { $0.append(contentsOf: Data("-- only what passes\n".utf8)) }
    let after = try sha256(query)
    let manifest = texts["manifest.json"]?.replacing(before.0, with: after) ?? ""
    try program.write("\(package)/manifest.json", manifest.utf8)
    let sums =
      texts["SHA256SUMS"]?.replacing(before.0, with: after)
      .replacing(before.1, with: try sha256("manifest.json")) ?? ""
    try program.write("\(package)/SHA256SUMS", sums.utf8)
  }

  @Test func `draws findings that can be drawn again`() throws {
    try run("export", "PCI", "--out", "package", "--sample", "1", "--seed", "7")
    let sample = String(decoding: try bytes("package/sample.csv"), as: UTF8.self)
    #expect(sample.split(separator: "\r\n").count == 2)
    #expect(sample.contains("population_sha256"))
    #expect(try faults("package", "--db", "tickmark.db") == [])
    let result = try run("export", "PCI", "--out", "other", "--sample", "1", expecting: 64)
    #expect(result.errors.contains("--sample and --seed go together"))
  }

  @Test func `says what it was given in place of a package`() throws {
    try program.write("notes.txt", "nothing".utf8)
    for (name, reason) in [
      ("nowhere", "there is no package at 'nowhere'"),
      ("notes.txt", "'notes.txt' is not a package that can be read"),
      (".", "there is no manifest.json in '.'"),
    ] {
      let result = try program.run("verify", name)
      #expect(result.status == 1)
      #expect(result.errors.contains(reason), "\(result.errors)")
    }
    for (text, reason) in [("[", "it is not JSON"), ("{\"files\": []}", "there is no '")] {
      try run("export", "PCI", "--out", "broken")
      try program.write("broken/manifest.json", text.utf8)
      let result = try program.run("verify", "broken")
      #expect(result.status == 1)
      #expect(
        result.errors.contains("the manifest.json of 'broken' is no manifest: \(reason)"),
        "\(result.errors)")
      try FileManager.default.removeItem(at: program.folder.appending(path: "broken"))
    }
    for arguments in [["verify", "--key", "k"], ["verify", "package", "--files"]] {
      #expect(try program.run(arguments: arguments).status == 64)
    }
    let result = try run("export", "PCI", "--out", "p", "--sign", "nokey", expecting: 64)
    #expect(result.errors.contains("The key file 'nokey' cannot be read."))
    #expect(try program.files.contains("p") == false)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `leaves nothing behind when it is stopped`(signal: Int32) throws {
    try program.write("big.csv", ScanText.large(day: 3, count: 30_000).utf8)
    try run("ingest", "big.csv")
    let before = try program.files
    for arguments in [
      ["--out", "package"], ["--out", "package.zip", "--zip"], ["--xlsx", "p.xlsx"],
    ] {
      let process = program.process(["export", "PCI"] + arguments)
      process.standardError = FileHandle.nullDevice
      try process.run()
      // The hidden folder is there as soon as something is written.
      while process.isRunning, try program.files == before { usleep(1000) }
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      let isDone = process.terminationStatus == 0
      #expect(isDone || process.terminationStatus == 128 + signal)
      #expect(try program.files.filter { $0.hasPrefix(".") } == [])
      // SQLite's own files beside the database are not the export's.
      let files = try program.files.filter { !$0.hasPrefix("tickmark.db-") }
      if !isDone { #expect(files == before) }
    }
  }
}
