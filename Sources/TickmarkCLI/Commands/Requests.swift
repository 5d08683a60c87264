import ArgumentParser
import EvidenceIngest
import Foundation
import Reports

extension Tickmark {
  struct Requests: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Answer what an auditor asks for, a list of requests in one go.",
      subcommands: [Run.self])
  }
}

extension Tickmark.Requests {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a package with a folder for each request.",
      usage: "tickmark requests run [<options>] <list> --out <path>",
      discussion: """
        The list is YAML: a title, what all requests are about (framework, edition, requirement, \
        account, as_of, known_at, from), and the requests, each with a name, the question, a \
        report with its parameters or SQL, and a format: csv, json, ndjson or markdown. 'sample' \
        and 'seed' draw rows. The folder Examples holds a list for PCI DSS and one for SOC 2.

          tickmark requests run audit.yaml --out answers
          tickmark requests run audit.yaml --out answers.zip --zip --sign key.pem
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var package: PackageWritingOptions

    @Argument(help: "The list of requests.")
    var list: String

    @Option(help: ArgumentHelp("The folder or, with --zip, the file to make.", valueName: "path"))
    var out: String

    func run() throws {
      guard let data = FileManager.default.contents(atPath: list) else {
        throw ValidationError("The list '\(list)' cannot be read.")
      }
      let requests = try RequestList(yaml: String(decoding: data, as: UTF8.self), name: list)
      let reader = try database.openReader()
      let manifest = try package.writing { options in
        try RequestExport(connection: reader, programVersion: ProgramVersion.current)
          .write(requests, to: out, options: options)
      }
      package.show(manifest, at: out)
    }
  }
}
