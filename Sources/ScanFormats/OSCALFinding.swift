import EvidenceModel

/// A finding of OSCAL assessment results, whichever syntax it is written in.
struct OSCALFinding {
  /// The words for the state of a target.
  static let statuses: [String: Status] = ["satisfied": .pass, "not-satisfied": .fail]

  /// The id of the control objective or statement, such as `ac-6.1_obj`.
  var target: String
  var targetTitle: String?
  var targetDescription: String?
  /// The word for its state; `nil` where there is none.
  var state: String?
  /// The finding's own id, which each run makes anew.
  var id: String?
  var title: String?
  var description: String?
  /// Ids of the observations that it rests on.
  var observations: [String]

  /// A finding in JSON; `nil` where it names no target.
  init?(_ value: JSONValue) {
    let target = value["target"]
    guard let name = target?.string("target-id") else { return nil }
    self.target = name
    targetTitle = target?.string("title")
    targetDescription = target?.string("description")
    state = target?["status"]?["state"]?.string ?? target?["status"]?.string
    id = value.string("uuid")
    title = value.string("title")
    description = value.string("description")
    observations = value.elements("related-observations").compactMap {
      $0["observation-uuid"]?.string
    }
  }

  /// A finding in XML; `nil` where it names no target.
  init?(_ element: XMLElement) {
    let target = element["target"]
    guard let name = target?.attributes["target-id"], !name.isEmpty else { return nil }
    self.target = name
    targetTitle = target?["title"]?.presentText
    targetDescription = target?["description"]?.presentText
    let status = target?["status"]
    state = status?.attributes["state"] ?? status?.presentText
    id = element.attributes["uuid"]
    title = element["title"]?.presentText
    description = element["description"]?.presentText
    observations = element.children(named: "related-observation").compactMap {
      $0.attributes["observation-uuid"]
    }
  }
}
