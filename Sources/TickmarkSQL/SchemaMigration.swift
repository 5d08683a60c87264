/// A step of the database's schema: one file of `Schema/`, which never changes once released.
package struct SchemaMigration: Sendable {
  /// The file's name without its ending, such as `0001_initial`.
  package let name: String
  /// The statements of the step.
  package let sql: String

  /// All steps, oldest first. A database's `user_version` counts those that it has been through.
  package static let all: [SchemaMigration] = EmbeddedFiles.all
    .filter { $0.path.hasPrefix("Schema/") }
    .map { file in
      SchemaMigration(
        name: String(file.path.dropFirst("Schema/".count).dropLast(".sql".count)), sql: file.text)
    }

  /// What `application_id` of a tickmark database holds: `tick` in ASCII.
  package static let applicationID: Int32 = 0x7469_636b
}
