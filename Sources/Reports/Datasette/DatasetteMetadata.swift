import TickmarkSQL

/// What Datasette has to know to show a tickmark database: every canned report as a form, and what
/// each view is. Its `metadata.json`.
///
/// ```swift
/// let metadata = DatasetteMetadata(database: "tickmark")
/// print(metadata.json)
/// ```
///
/// Source: Datasette 0.65, docs.datasette.io, Metadata and Canned queries.
public struct DatasetteMetadata {
  private let database: String
  private let queries: [CannedQuery]

  /// The metadata of a database, whose name for Datasette is its file's without the ending.
  public init(database: String) {
    self.database = database
    queries = CannedQuery.all
  }

  /// The file's text.
  public var json: String {
    JSONValue.object([
      ("title", .text("tickmark")),
      (
        "description",
        .text("Compliance evidence. Moments are dates, times of UTC, or numbers of scans.")
      ),
      (
        "databases",
        .object([
          (
            database,
            .object([
              ("queries", .object(queries.map { ($0.name, query($0)) })),
              ("tables", .object(tables)),
            ])
          )
        ])
      ),
    ]).text + "\n"
  }

  private func query(_ query: CannedQuery) -> JSONValue {
    let lines =
      [query.discussion]
      + query.parameters.map { "\($0.name): \($0.text)" }
    return .object([
      ("title", .text(query.summary)),
      ("description", .text(lines.filter { !$0.isEmpty }.joined(separator: "\n"))),
      ("sql", .text(FormQuery(query).sql)),
      ("params", .array(query.parameters.map { .text($0.name) })),
    ])
  }

  /// The views with their comments; tables, and views for other views, are not for people.
  private var tables: [(name: String, value: JSONValue)] {
    let views = SchemaMigration.all.flatMap { SchemaView.views(in: $0.sql) }
    return views.map { view in
      view.isPublic
        ? (view.name, .object([("description", .text(view.comment))]))
        : (view.name, .object([("hidden", .text("1"))]))
    }
  }
}

/// A view of the schema.
struct SchemaView {
  var name: String
  /// What the schema says of it.
  var comment: String

  /// Those of which the name begins with an underscore are for the other views and the reports.
  var isPublic: Bool { !name.hasPrefix("_") }

  /// The views that a step of the schema makes.
  static func views(in sql: String) -> [SchemaView] {
    var views: [SchemaView] = []
    var comment: [Substring] = []
    for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("-- ") {
        comment.append(line.dropFirst(3))
      } else if line.hasPrefix("CREATE VIEW ") {
        let name = line.dropFirst("CREATE VIEW ".count).prefix { $0 != " " }
        views.append(
          SchemaView(name: String(name), comment: comment.joined(separator: " ")))
        comment = []
      } else {
        comment = []
      }
    }
    return views
  }
}
