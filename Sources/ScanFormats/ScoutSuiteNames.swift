import EvidenceModel

/// What ScoutSuite's results call the resources that its rules flag.
struct ScoutSuiteNames {
  /// What an item of a rule is about.
  struct Resource {
    /// The ARN, the id, the name or the path.
    var uid: String
    var name: String?
    /// The service and the kind of resource, such as `s3.buckets`.
    var type: String
    var region: String?
    /// The part of the resource that was flagged; empty where it is the resource itself.
    var part: String
  }

  private struct Place: Hashable {
    var pattern: String
    var ids: [String]
  }

  private var arns: [Place: String] = [:]
  private var names: [Place: String] = [:]

  /// How many patterns one reading of the file looks up, each at two paths.
  private static let batchSize = 32

  /// Looks up the resources at some patterns, such as `s3.buckets.id`, where each `id` stands for any.
  init(_ file: ScanFile, startingAt start: Int, patterns: Set<String>) throws {
    let patterns = patterns.filter { $0.hasSuffix(".id") }.sorted()
    for first in stride(from: 0, to: patterns.count, by: Self.batchSize) {
      let batch = Array(patterns[first..<min(first + Self.batchSize, patterns.count)])
      let paths = batch.flatMap { pattern in
        let steps = pattern.split(separator: ".").map { $0 == "id" ? "*" : String($0) }
        let path = "services." + steps.joined(separator: ".")
        return [JSONPath(stringLiteral: path + ".arn"), JSONPath(stringLiteral: path + ".name")]
      }
      let reader = try JSONPathReader(file: file, paths: paths, startingAt: start)
      while let match = try reader.next() {
        guard let text = match.record.value.string, !text.isEmpty else { continue }
        let place = Place(pattern: batch[match.path / 2], ids: match.names)
        if match.path % 2 == 0 { arns[place] = text } else { names[place] = text }
      }
    }
  }

  /// The resource that an item's path leads to.
  ///
  /// - Parameters:
  ///   - path: The path of the item.
  ///   - pattern: The path of the rule's resources.
  ///   - suffix: The attribute that the rule appends to each path.
  /// - Returns: The resource; where nothing is known of it, by its path.
  func resource(at path: String, pattern: String, suffix: String?) -> Resource {
    var path = path
    if let suffix, path.hasSuffix("." + suffix) { path.removeLast(suffix.count + 1) }
    let steps = pattern.split(separator: ".").map(String.init)
    let parts = path.split(separator: ".").map(String.init)
    let kinds = steps.filter { $0 != "id" }
    let type = [kinds.first, kinds.count > 1 ? kinds.last : nil].compactMap { $0 }
      .joined(separator: ".")
    guard parts.count >= steps.count, !steps.isEmpty,
      zip(steps, parts).allSatisfy({ $0 == "id" || $0 == $1 })
    else { return Resource(uid: path, type: type, part: "") }
    var ids: [String] = []
    var region: String?
    for (index, step) in steps.enumerated() where step == "id" {
      ids.append(parts[index])
      if index > 0, steps[index - 1] == "regions" || steps[index - 1] == "zones" {
        region = parts[index]
      }
    }
    let place = Place(pattern: pattern, ids: ids)
    let id = steps.last == "id" ? ids.last.flatMap { Self.isHash($0) ? nil : $0 } : nil
    let own = parts[..<steps.count].joined(separator: ".")
    return Resource(
      uid: arns[place] ?? id ?? names[place] ?? own, name: names[place], type: type,
      region: region, part: parts[steps.count...].joined(separator: "."))
  }

  /// ScoutSuite puts SHA-1 in the place of names that could break its paths.
  private static func isHash(_ id: String) -> Bool {
    id.utf8.count == 40 && id.allSatisfy(\.isHexDigit)
  }
}
