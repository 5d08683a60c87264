import Foundation
import Testing

/// `export --xlsx` and `--sarif`, run as their users run them.
@Suite struct ExportFileCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    let records = [
      ScanText.Record(check: "a", resource: "r1"),
      .init(check: "a", resource: "=1+1", status: "PASS"),
    ]
    try program.write("1.csv", ScanText.csv(day: 1, records).utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
  }

  @Test func `makes both files, and nothing else`() throws {
    let before = try program.files
    let result = try program.run(
      "export", "PCI", "--xlsx", "pci.xlsx", "--sarif", "pci.sarif")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("pci.xlsx, Findings: 2 rows\n"))
    #expect(result.errors.contains("pci.sarif, prowler: 1 result, 1 rule\n"))
    #expect(try program.files == (before + ["pci.sarif", "pci.xlsx"]).sorted())
  }

  @Test func `what was exported is read as a scan again`() throws {
    #expect(try program.run("export", "PCI", "--sarif", "pci.sarif").status == 0)
    let result = try program.run("detect", "pci.sarif", "--format", "csv")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("sarif"))
  }

  @Test func `refuses to overwrite what is no such file`() throws {
    let before = try Data(contentsOf: program.folder.appending(path: "tickmark.db"))
    for option in ["--xlsx", "--sarif"] {
      let result = try program.run("export", "PCI", option, "tickmark.db")
      #expect(result.status == 1)
      #expect(result.errors.contains("'tickmark.db' is there already"))
    }
    #expect(try Data(contentsOf: program.folder.appending(path: "tickmark.db")) == before)
  }

  @Test func `asks for something to make`() throws {
    #expect(try program.run("export", "PCI").status == 64)
    #expect(
      try program.run("export", "PCI", "--edition", "PCI-4.0", "--xlsx", "a.xlsx").status == 64)
  }
}
