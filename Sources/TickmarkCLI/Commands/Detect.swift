import ArgumentParser
import EvidenceIngest
import EvidenceModel
import Reports
import ScanFormats

extension Tickmark {
  struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what files are, and what would be missing to ingest them.",
      discussion: """
        Nothing is stored. Files are known by their content. What a file lacks is told with the \
        option that is named.

          tickmark detect results.sarif output/
        """)

    @OptionGroup var output: FormatOptions

    @Argument(help: "Files, or folders of them.", completion: .file())
    var paths: [String]

    func run() throws {
      var rows: [[SQLValue]] = []
      var hasFailed = false
      for path in paths {
        guard ScanFolder.exists(at: path) else {
          do {
            rows.append(try Self.row(ScanSurvey(path: path)))
          } catch let error as ImportError {
            Terminal.fail(error)
            hasFailed = true
          }
          continue
        }
        let folder = try ScanFolder(path: path)
        rows += folder.scans.map(Self.row)
        rows += folder.others.map { [.text($0.file), .null, .null, .null, .text($0.reason)] }
      }
      if !rows.isEmpty {
        try output.print(
          MemoryRows(columns: ["path", "format", "tool", "scanned_at", "lacks"], rows: rows))
      }
      if hasFailed { throw ExitCode.failure }
    }

    private static func row(_ survey: ScanSurvey) -> [SQLValue] {
      let lacks = survey.lacks.map(\.option).joined(separator: ", ")
      return [
        .text(survey.path), survey.format.map { .text($0.key) } ?? .text("empty"),
        survey.tool.map(SQLValue.text) ?? .null,
        survey.scannedAt.map { .text($0.description) } ?? .null,
        lacks.isEmpty ? .null : .text(lacks),
      ]
    }
  }
}
