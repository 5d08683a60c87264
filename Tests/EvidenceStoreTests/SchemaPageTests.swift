import Foundation
import GRDB
import Testing

@testable import EvidenceStore

/// The documentation's page about the schema, held against a fresh database.
///
/// The page's form is fixed: below a table's or view's name stand a sentence and a list of its
/// columns, and each `erDiagram` line is one foreign key, labelled with its column.
@Suite struct SchemaPageTests {
  private let test: TestStore
  private let page: SchemaPage

  init() throws {
    test = try TestStore()
    page = try SchemaPage()
  }

  @Test func `lists every table`() throws {
    let tables = try test.rows(
      """
      SELECT name
      FROM sqlite_schema
      WHERE type = 'table'
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY name
      """)
    #expect(page.tables.map(\.name).sorted() == tables)
  }

  @Test func `lists every public view`() throws {
    let views = try test.rows(
      """
      SELECT name
      FROM sqlite_schema
      WHERE type = 'view'
        AND name NOT LIKE '\\_%' ESCAPE '\\'
      ORDER BY name
      """)
    #expect(page.views.map(\.name).sorted() == views)
  }

  @Test func `lists the columns of every table in order, with their types`() throws {
    for table in page.tables {
      let columns = try test.rows(
        """
        SELECT name, type || iif("notnull" OR pk, '', ' or NULL')
        FROM pragma_table_info(?)
        ORDER BY cid
        """, [table.name])
      #expect(table.columns.map { "\($0[0])|\($0[1])" } == columns, "table \(table.name)")
    }
  }

  @Test func `lists the columns of every view in order`() throws {
    for view in page.views {
      let columns = try test.rows(
        "SELECT name FROM pragma_table_info(?) ORDER BY cid", [view.name])
      #expect(view.columns.map(\.[0]) == columns, "view \(view.name)")
    }
  }

  @Test func `says what every table, view and column means`() {
    for entry in page.tables + page.views {
      #expect(entry.sentence.hasSuffix("."), "\(entry.name)")
      for column in entry.columns {
        #expect(column.last?.hasSuffix(".") == true, "\(entry.name).\(column[0])")
      }
    }
    for view in page.views {
      #expect(view.sentence.hasPrefix("One row per "), "\(view.name)")
    }
  }

  /// A line's left end says whether the column may be null, its right end whether it is unique.
  @Test func `draws every foreign key once`() throws {
    let keys = try test.rows(
      """
      SELECT
        "key"."table" || iif("column"."notnull" OR "column".pk, ' ||--', ' |o--')
          || iif(
            EXISTS (
              SELECT 1
              FROM pragma_index_list(child.name) AS list
              WHERE list."unique"
                AND NOT list.partial
                AND "key"."from" = (
                  SELECT group_concat(member.name) FROM pragma_index_info(list.name) AS member
                )
            )
              OR "key"."from" = (
                SELECT group_concat(info.name) FROM pragma_table_info(child.name) AS info
                WHERE info.pk
              ),
            'o| ', 'o{ ')
          || child.name || ' : ' || "key"."from"
      FROM sqlite_schema AS child
      JOIN pragma_foreign_key_list(child.name) AS "key"
      JOIN pragma_table_info(child.name) AS "column" ON "column".name = "key"."from"
      WHERE child.type = 'table'
      """)
    let drawn = Set(page.relationships)
    #expect(Set(keys).subtracting(drawn) == [])
    #expect(drawn.subtracting(keys) == [])
    #expect(page.relationships.count == drawn.count)
  }

  @Test func `draws each table's foreign keys where the table is described`() {
    for diagram in page.diagrams {
      let described = page.tables.filter { $0.section == diagram.section }.map(\.name)
      for line in diagram.lines {
        let child = line.split(separator: " ").dropFirst(2).first.map(String.init) ?? ""
        #expect(described.contains(child), "\(line)")
      }
    }
  }

  @Test func `has examples that run`() throws {
    #expect(page.examples.count == 5)
    for example in page.examples {
      #expect(throws: Never.self, "\(example)") { try test.rows(example) }
    }
  }
}

/// What the tests read of the page.
private struct SchemaPage {
  /// A table or a view.
  struct Entry {
    var section: String
    var name: String
    var sentence = ""
    /// The cells of each row of its list, without the marks of code.
    var columns: [[String]] = []
  }

  /// A block of code.
  struct Block {
    var section: String
    var language: String
    var lines: [String] = []
  }

  private static let tableSections = ["Words", "Policy", "Rules", "Scans", "Findings"]

  private var entries: [Entry] = []
  private var blocks: [Block] = []

  var tables: [Entry] { entries.filter { Self.tableSections.contains($0.section) } }
  var views: [Entry] { entries.filter { $0.section == "Views" } }

  /// The lines of each diagram.
  var diagrams: [Block] {
    blocks.filter { $0.language == "mermaid" }.map { block in
      var diagram = block
      diagram.lines = block.lines.dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
      return diagram
    }
  }

  var relationships: [String] { diagrams.flatMap(\.lines) }

  var examples: [String] {
    blocks.filter { $0.section == "Writing SQL" && $0.language == "sql" }
      .map { $0.lines.joined(separator: "\n") }
  }

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "Sources/EvidenceStore/EvidenceStore.docc/Schema.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    var section = ""
    var openBlock: Block?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if var block = openBlock {
        if line == "```" {
          blocks.append(block)
          openBlock = nil
        } else {
          block.lines.append(line)
          openBlock = block
        }
      } else if line.hasPrefix("```") {
        openBlock = Block(section: section, language: String(line.dropFirst(3)))
      } else if line.hasPrefix("## ") {
        section = String(line.dropFirst(3))
      } else if line.hasPrefix("### ") {
        entries.append(Entry(section: section, name: String(line.dropFirst(4))))
      } else if !entries.isEmpty, entries[entries.count - 1].section == section {
        entries[entries.count - 1].read(line)
      }
    }
  }
}

extension SchemaPage.Entry {
  fileprivate mutating func read(_ line: String) {
    guard line.hasPrefix("|") else {
      if columns.isEmpty, !line.isEmpty { sentence += (sentence.isEmpty ? "" : " ") + line }
      return
    }
    let cells = line.split(separator: "|").map { cell in
      cell.trimmingCharacters(in: .whitespaces)
    }
    // The list's head and the rule below it name no column.
    guard let name = cells.first, name.hasPrefix("`"), name.hasSuffix("`") else { return }
    columns.append([String(name.dropFirst().dropLast())] + cells.dropFirst())
  }
}
