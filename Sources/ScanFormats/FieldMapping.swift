import EvidenceModel
import Foundation
import Yams

/// How the fields of somebody's own file are to be read: written by a user in YAML for
/// `tickmark ingest --map`.
///
/// ```yaml
/// tickmark-mapping: 1
/// tool: access-review
/// records: results.items[]
/// fields:
///   rule: check
///   resource: user.arn
///   status: outcome
/// values:
///   status: {ok: pass, broken: fail}
/// constants:
///   provider: aws
/// ```
public struct FieldMapping: Sendable {
  /// What a finding can say.
  public enum Field: String, CaseIterable, Sendable {
    /// The key of the rule, its title and what to do about it.
    case rule, title, description, recommendation, url
    /// The verdict, how much it matters, whether it is suppressed, and what was found.
    case status, severity, muted, detail
    /// Where it is.
    case provider, account, region
    /// What was checked.
    case resource, resourceName = "resource-name", resourceType = "resource-type"
    /// What tells several results of one rule and resource apart, and the scanner's own id.
    case discriminator, id
    /// When the scan ran, and the tool's version.
    case time, version
    /// What the rule is evidence for, as EDITION:KEY; several are separated by commas.
    case requirements
  }

  let tool: String
  /// Where the records stand in JSON; whole documents where it is `nil`.
  let records: JSONPath?
  let fields: [Field: String]
  /// What a field's values mean, in lower case.
  let values: [Field: [String: String]]
  let constants: [Field: String]

  /// The version of this form of mapping.
  private static let version = 1

  /// Reads a mapping.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - path: The file's name, for errors.
  /// - Throws: ``EvidenceModel/ImportError`` where it is no mapping, or names a field or value that
  ///   there is not.
  public init(yaml text: String, path: String) throws {
    func bad(_ reason: String, hint: String? = nil) -> ImportError {
      ImportError(code: .malformedFile, file: path, reason: reason, hint: hint)
    }
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw bad("is not YAML: \(error)")
    }
    guard let mapping = node?.mapping else {
      throw bad("is no mapping", hint: "begin it with 'tickmark-mapping: 1'")
    }
    guard mapping["tickmark-mapping"]?.int == Self.version else {
      throw bad(
        "has no 'tickmark-mapping: \(Self.version)'", hint: "that is the version that is read here")
    }
    let known = ["tickmark-mapping", "tool", "records", "fields", "values", "constants"]
    for key in mapping.keys.compactMap(\.string) where !known.contains(key) {
      throw bad("has a part '\(key)'", hint: NearNames(of: key, among: known).question)
    }
    func fields(_ part: String) throws -> [(Field, Node)] {
      guard let node = mapping[part] else { return [] }
      guard let members = node.mapping else { throw bad("its '\(part)' is no mapping") }
      return try members.map { key, value in
        let name = key.string ?? ""
        guard let field = Field(rawValue: name) else {
          let names = Field.allCases.map(\.rawValue)
          throw bad(
            "there is no field '\(name)' in '\(part)'",
            hint: NearNames(of: name, among: names).question
              ?? "there are " + names.joined(separator: ", "))
        }
        return (field, value)
      }
    }
    func texts(_ part: String) throws -> [Field: String] {
      var texts: [Field: String] = [:]
      for (field, node) in try fields(part) {
        guard let text = node.scalar?.string else {
          throw bad("'\(part).\(field.rawValue)' is no text")
        }
        texts[field] = text
      }
      return texts
    }
    guard let tool = mapping["tool"]?.scalar?.string, !tool.isEmpty else {
      throw bad("names no 'tool'", hint: "findings are kept under the name of what found them")
    }
    self.tool = tool
    records = mapping["records"]?.scalar.map { JSONPath(stringLiteral: $0.string) }
    self.fields = try texts("fields")
    constants = try texts("constants")
    var values: [Field: [String: String]] = [:]
    for (field, node) in try fields("values") {
      guard let table = node.mapping else { throw bad("'values.\(field.rawValue)' is no table") }
      for (key, value) in table {
        guard let word = key.scalar?.string, let meaning = value.scalar?.string else {
          throw bad("'values.\(field.rawValue)' has something that is no text")
        }
        values[field, default: [:]][word.lowercased()] = meaning
      }
    }
    self.values = values
    for field in [Field.rule, .status]
    where self.fields[field] == nil && constants[field] == nil {
      throw bad("says nowhere what the '\(field.rawValue)' is")
    }
    for meaning in (values[.status] ?? [:]).values where Status.reported[meaning] == nil {
      throw bad(
        "'\(meaning)' is no status",
        hint: "there are " + Status.reported.keys.sorted().joined(separator: ", "))
    }
    for meaning in (values[.severity] ?? [:]).values where Severity(word: meaning) == nil {
      throw bad("'\(meaning)' is no severity")
    }
  }
}

extension Status {
  /// What a scan can say, by the words of views and reports.
  static let reported = Dictionary(
    uniqueKeysWithValues: Status.allCases.filter { $0 != .gone }.map { ($0.key, $0) })
}
