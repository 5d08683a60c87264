import ArgumentParser
import Foundation
import Reports

extension Tickmark {
  struct Datasette: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write what Datasette needs to show the database.",
      discussion: """
        Every canned report becomes a form, and every view is described. Moments in forms are \
        dates, times or numbers of scans. Print it into a file, and give that to Datasette:

          tickmark datasette > metadata.json
          datasette tickmark.db -m metadata.json --setting sql_time_limit_ms 60000 \\
            --setting max_returned_rows 100000
        """)

    @OptionGroup var database: DatabaseOptions

    func run() throws {
      // What is described has to be there.
      _ = try database.openReader()
      let name = URL(filePath: database.path).deletingPathExtension().lastPathComponent
      print(DatasetteMetadata(database: name).json, terminator: "")
    }
  }
}
