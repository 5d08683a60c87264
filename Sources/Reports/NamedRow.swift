/// A row whose values are asked for by the names of their columns.
package struct NamedRow {
  /// The columns and their values, in order.
  package let members: [(name: String, value: SQLValue)]

  /// A row of these members.
  package init(_ members: [(name: String, value: SQLValue)]) { self.members = members }

  /// All rows of a source.
  ///
  /// - Throws: What the source throws.
  package static func all(_ rows: some RowSource) throws -> [NamedRow] {
    let names = rows.columns.map(\.name)
    var all: [NamedRow] = []
    while let row = try rows.next() { all.append(NamedRow(Array(zip(names, row)))) }
    return all
  }

  /// A value; `nil` where there is no such column, or it is NULL.
  package subscript(name: String) -> SQLValue? {
    members.first { $0.name == name }.flatMap { $0.value == .null ? nil : $0.value }
  }

  /// A value as one reads it; `nil` where there is none.
  package func text(_ name: String) -> String? { self[name]?.plainText }

  /// The row without some of its columns.
  package func without(_ names: Set<String>) -> NamedRow {
    NamedRow(members.filter { !names.contains($0.name) })
  }
}

extension NamedRow: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes an object with a member for each column, null where there is no value.
  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    for (name, value) in members {
      let key = Key(stringValue: name)
      switch value {
      case .null: try object.encodeNil(forKey: key)
      case .integer(let number): try object.encode(number, forKey: key)
      case .real(let number): try object.encode(number, forKey: key)
      case .text(let text): try object.encode(text, forKey: key)
      case .blob(let bytes): try object.encode(hexText(bytes), forKey: key)
      }
    }
  }
}
