import Yams

/// Reads the parts of a list of requests, and says where one is wrong.
struct RequestListReader {
  /// The file's name.
  let name: String

  func compose(_ yaml: String) throws -> Node {
    do {
      guard let node = try Yams.compose(yaml: yaml) else {
        throw QueryError(.badParameter, "\(name): there is nothing in it")
      }
      return node
    } catch let error as YamlError {
      throw QueryError(.badParameter, "\(name) is no YAML: \(error)")
    }
  }

  /// The values of a mapping that has no other keys than these.
  func mapping(of node: Node, keys: [String]) throws -> [String: Node] {
    guard let mapping = node.mapping else {
      throw error("this is no mapping of names and values", at: node)
    }
    var values: [String: Node] = [:]
    for (key, value) in mapping {
      let text = key.string ?? ""
      guard keys.contains(text) else {
        throw error("'\(text)' is not known here", at: key, hint: "known are \(keys.listed)")
      }
      values[text] = value
    }
    return values
  }

  /// A value as it is written; `nil` where there is none.
  func text(_ node: Node?) throws -> String? {
    guard let node, node.null == nil else { return nil }
    guard let scalar = node.scalar else { throw error("this is no plain value", at: node) }
    return scalar.string
  }

  func request(_ node: Node) throws -> RequestList.Request {
    let values = try mapping(
      of: node,
      keys: ["name", "question", "report", "sql", "parameters", "format", "sample", "seed"])
    guard let requestName = try text(values["name"]) else {
      throw error("the request has no name", at: node)
    }
    guard isFolderName(requestName) else {
      throw error(
        "'\(requestName)' is no name for a folder", at: values["name"],
        hint: "use letters, digits, '-', '_' and '.', at most 80 of them")
    }
    let parameters = try values["parameters"].map { node in
      guard let mapping = node.mapping else {
        throw error("the parameters are no mapping", at: node)
      }
      return try Dictionary(
        mapping.map { ($0.key.string ?? "", try text($0.value) ?? "") }
      ) { first, _ in first }
    }
    return RequestList.Request(
      name: requestName, question: try text(values["question"]) ?? "",
      answer: try answer(values, in: node), parameters: parameters ?? [:],
      format: try format(values["format"]), sample: try sample(values),
      line: node.mark?.line ?? 0)
  }

  private func answer(_ values: [String: Node], in node: Node) throws -> RequestList.Answer {
    switch (try text(values["report"]), try text(values["sql"])) {
    case (let report?, nil): return .report(report)
    case (nil, let sql?): return .sql(sql)
    default:
      throw error(
        "a request is answered by a report or by SQL", at: node,
        hint: "give it one of the two; 'tickmark queries' lists the reports")
    }
  }

  /// Tables are for terminals.
  private func format(_ node: Node?) throws -> OutputFormat {
    guard let text = try text(node) else { return .csv }
    let known = OutputFormat.allCases.filter { $0 != .table }
    guard let format = known.first(where: { $0.rawValue == text }) else {
      throw error(
        "'\(text)' is no format of a file", at: node,
        hint: "there are \(known.map(\.rawValue).listed)")
    }
    return format
  }

  private func sample(_ values: [String: Node]) throws -> PackageSample? {
    guard values["sample"] != nil || values["seed"] != nil else { return nil }
    guard let size = try text(values["sample"]).flatMap({ Int($0) }), size > 0,
      let seed = try text(values["seed"]).flatMap({ Int($0) })
    else {
      throw error(
        "a sample needs its size and a seed, both whole numbers",
        at: values["sample"] ?? values["seed"])
    }
    return PackageSample(size: size, seed: seed)
  }

  private func isFolderName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "."), text.utf8.count <= 80 else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        || "-_.".unicodeScalars.contains($0)
    } && !Self.takenNames.contains(text.lowercased())
  }

  /// What a package has at its top besides the requests' folders.
  private static let takenNames = [
    "queries", "attestations", "state.csv", PackageReadme.fileName, PackageManifest.fileName,
    PackageManifest.signatureName, PackageManifest.signerName, PackageManifest.digestsName,
  ].map { $0.lowercased() }

  func error(_ reason: String, at node: Node?, hint: String? = nil) -> QueryError {
    let place = node?.mark.map { ", line \($0.line)" } ?? ""
    return QueryError(.badParameter, "\(name)\(place): \(reason)", hint: hint)
  }
}
