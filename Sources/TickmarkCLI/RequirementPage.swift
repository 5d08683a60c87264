import Reports

/// All that there is to tell of one requirement at a moment: how it stands, where it belongs, what is
/// evidence for it and why, and what was found.
struct RequirementPage: Encodable {
  /// The requirement's row of `requirement_status`; `nil` where no document or scan lists it.
  let status: NamedRow?
  /// The edition's key.
  let edition: String
  /// What the requirement is called in it.
  let requirement: String
  /// Its title; `nil` where no document gives one.
  let title: String?
  /// How it is written elsewhere.
  let written: [String]
  /// The requirements that it is part of, the outermost first: `requirement` and `title`.
  let partOf: [NamedRow]
  /// The rules that are evidence for it.
  let rules: [RequirementRule]
  /// Rows of `requirement_relations`.
  let relations: [NamedRow]
  /// Rows of `requirement_evidence` that tell of a finding, worst first.
  let findings: [NamedRow]
  /// How many more of these there are.
  let findingsLeftOut: Int

  /// Asks for all of it.
  ///
  /// - Parameters:
  ///   - name: The requirement.
  ///   - moment: When, and by what was known.
  ///   - limit: How many findings at most.
  ///   - reader: The database.
  /// - Throws: `QueryError` where the moment is none, or a report fails.
  init(
    of name: NamedRequirement, at moment: MomentOptions, limit: Int,
    from reader: ReadOnlyConnection
  ) throws {
    func rows(_ query: String, of requirement: String? = name.key) throws -> [NamedRow] {
      var parameters = ["edition": name.edition]
      parameters["requirement"] = requirement
      return try NamedRow.all(
        CannedQuery.named(query).rows(
          from: reader, parameters: parameters, asOf: moment.asOf, knownAt: moment.knownAt))
    }
    edition = name.edition
    requirement = name.key
    status = try rows("requirement_status", of: nil).first { $0.text("requirement") == name.key }
    title = try name.title(in: reader)
    written = try name.spellings(in: reader)
    partOf = try name.parents(in: reader)
    relations = try rows("requirement_relations")
    let evidence = try rows("requirement_evidence")
    let found = evidence.filter { $0["finding_id"] != nil }
    findings = Array(found.prefix(limit))
    findingsLeftOut = found.count - findings.count
    rules = RequirementRule.rules(try rows("requirement_rules"), findings: found)
  }

  private enum CodingKeys: CodingKey {
    case status, edition, requirement, title, written, partOf, rules, relations, findings
    case findingsLeftOut
  }

  /// Writes every key, with null where there is no value.
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(
      status?.without(["framework", "edition", "requirement", "title"]), forKey: .status)
    try keys.encode(edition, forKey: .edition)
    try keys.encode(requirement, forKey: .requirement)
    try keys.encode(title, forKey: .title)
    try keys.encode(written, forKey: .written)
    try keys.encode(partOf, forKey: .partOf)
    try keys.encode(rules, forKey: .rules)
    try keys.encode(
      relations.map { $0.without(["framework", "edition", "requirement"]) }, forKey: .relations)
    try keys.encode(
      findings.map { $0.without(["framework", "edition", "requirement"]) }, forKey: .findings)
    try keys.encode(findingsLeftOut, forKey: .findingsLeftOut)
  }
}
