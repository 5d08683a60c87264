import EvidenceModel
import Reports

/// A row that the model expects, by the names of its columns.
typealias ModelRow = [String: SQLValue]

/// What a column can show.
protocol ColumnValue {
  var sqlValue: SQLValue { get }
}

extension String: ColumnValue {
  var sqlValue: SQLValue { .text(self) }
}

extension Int: ColumnValue {
  var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: ColumnValue {
  var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: ColumnValue {
  var sqlValue: SQLValue { .real(self) }
}

extension Timestamp: ColumnValue {
  var sqlValue: SQLValue { .text(description) }
}

extension Status: ColumnValue {
  var sqlValue: SQLValue { .text(key) }
}

extension Severity: ColumnValue {
  var sqlValue: SQLValue { .text(key) }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// A row from the values of its columns.
func row(_ columns: KeyValuePairs<String, any ColumnValue>) -> ModelRow {
  Dictionary(uniqueKeysWithValues: columns.map { ($0, $1.sqlValue) })
}

extension ModelRow {
  /// The row with the columns of another one.
  func with(_ other: ModelRow) -> ModelRow {
    merging(other) { _, new in new }
  }
}
