import EvidenceModel
import Foundation

/// What a Trivy report says around its findings.
struct TrivyOutline {
  /// Where results stand in a document.
  struct Layout {
    /// The path of a result; empty where the document is one.
    let prefix: String
    /// Arrays on the way to a result.
    let arrays: Int

    /// The path of a member of a result.
    func path(_ member: String) -> JSONPath {
      JSONPath(stringLiteral: prefix.isEmpty ? member : prefix + "." + member)
    }
  }

  /// What a document says of itself.
  struct Document {
    /// The cluster's name.
    var cluster: String?
    /// The image, folder or repository.
    var artifact: String?
    /// When the report was made.
    var createdAt: Timestamp?
  }

  /// What was scanned: a file or package list in an artifact, or a resource of a cluster.
  struct Target {
    /// True for a resource of a cluster.
    var isInCluster = false
    /// The resource; `nil` where the report names none.
    var resource: String?
    /// What Trivy shows for it.
    var name: String?
    /// The kind of resource.
    var type = ""
    /// In a cluster: the image or file.
    var part = ""
  }

  /// The version of Trivy, which late versions tell.
  private(set) var version: String?
  /// Where results stand.
  let layout: [Layout]
  private var documents: [Int: Document] = [:]
  private var texts: [Place: String] = [:]

  private struct Place: Hashable {
    var layout: Int
    var indexes: [Int]
    var member: String
  }

  private static let results = [
    Layout(prefix: "Results[]", arrays: 1), Layout(prefix: "", arrays: 0),
  ]
  private static let cluster = [
    "Resources[]", "Findings[]", "Vulnerabilities[]", "Misconfigurations[]",
  ]
  .map { Layout(prefix: $0 + ".Results[]", arrays: 2) }

  /// Goes through a file once.
  init(of file: ScanFile, clock: inout RecordClock) throws {
    let reader = try JSONPathReader(
      file: file, paths: ["ClusterName", "ArtifactName", "CreatedAt", "Trivy.Version"])
    var isOfCluster = false
    while let match = try reader.next() {
      let number = match.indexes[0]
      let text = match.record.value.string.flatMap { $0.isEmpty ? nil : $0 }
      switch match.path {
      case 0:
        isOfCluster = true
        documents[number, default: Document()].cluster = text
      case 1: documents[number, default: Document()].artifact = text
      case 2:
        documents[number, default: Document()].createdAt = clock.time(match.record.value)
      default: version = text
      }
    }
    layout = isOfCluster ? Self.cluster : Self.results
    try readTargets(of: file)
  }

  /// The document with this number.
  func document(_ number: Int) -> Document { documents[number] ?? Document() }

  /// The target of the result that a finding is in.
  func target(layout number: Int, indexes: [Int]) -> Target {
    let layout = layout[number]
    let place = Array(indexes.prefix(1 + layout.arrays))
    func text(_ member: String, _ indexes: [Int]) -> String? {
      texts[Place(layout: number, indexes: indexes, member: member)]
    }
    let path = text("Target", place).map(Self.withoutSystem)
    let kind = text("Class", place)
    var target = Target()
    if layout.arrays == 2 {
      let owner = Array(place.prefix(2))
      let names = ["Namespace", "Kind", "Name"].compactMap { text($0, owner) }
      target.isInCluster = true
      target.resource = names.isEmpty ? path : names.joined(separator: "/")
      target.name = text("Name", owner)
      target.type = text("Kind", owner) ?? ""
      target.part = kind == "config" ? "" : Self.withoutTag(path ?? "")
    } else {
      let artifact = document(indexes[0]).artifact
      target.type = text("Type", place) ?? ""
      target.name = path
      let isWhole = kind == "os-pkgs" || artifact == path
      target.resource =
        isWhole ? artifact ?? path : [artifact, path].compactMap(\.self).joined(separator: ":")
      if target.resource?.isEmpty == true { target.resource = nil }
    }
    return target
  }

  private mutating func readTargets(of file: ScanFile) throws {
    let members = ["Target", "Class", "Type"]
    let owners = ["Namespace", "Kind", "Name"]
    var paths: [(path: JSONPath, layout: Int, member: String)] = []
    for (number, layout) in layout.enumerated() {
      paths += members.map { (layout.path($0), number, $0) }
      guard layout.arrays == 2, let owner = layout.prefix.split(separator: ".").first else {
        continue
      }
      paths += owners.map { (JSONPath(stringLiteral: owner + "." + $0), number, $0) }
    }
    let reader = try JSONPathReader(file: file, paths: paths.map(\.path))
    while let match = try reader.next() {
      guard let text = match.record.value.string, !text.isEmpty else { continue }
      let (_, layout, member) = paths[match.path]
      texts[Place(layout: layout, indexes: match.indexes, member: member)] = text
    }
  }

  /// A target without the operating system in brackets after it.
  private static func withoutSystem(_ target: String) -> String {
    guard target.hasSuffix(")"), let start = target.range(of: " (")?.lowerBound else {
      return target
    }
    return String(target[..<start])
  }

  /// An image without its tag and digest.
  private static func withoutTag(_ image: String) -> String {
    let name = image.prefix { $0 != "@" }
    guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else {
      return String(name)
    }
    return String(name[..<colon])
  }
}
