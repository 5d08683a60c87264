import Reports

/// A requirement by what its publication calls it, found by that or by how a scanner writes it.
struct NamedRequirement {
  /// The edition's key.
  let edition: String
  /// What the requirement is called in it.
  let key: String

  /// Looks for a requirement. Where a name is both what one requirement is called and how another
  /// one is written, it means the first.
  ///
  /// - Throws: `QueryError` where there is none.
  init(edition: String, requirement: String, in reader: ReadOnlyConnection) throws {
    let found = try reader.query(
      """
      SELECT edition.key, requirement.key
      FROM edition
      JOIN requirement ON requirement.edition_id = edition.edition_id
      WHERE lower(edition.key) = lower(:edition)
        AND requirement.key = :requirement
      UNION ALL
      SELECT edition.key, requirement.key
      FROM requirement_reference AS reference
      JOIN requirement ON requirement.requirement_id = reference.requirement_id
      JOIN edition ON edition.edition_id = requirement.edition_id
      WHERE lower(:edition) IN (lower(edition.key), lower(reference.edition))
        AND reference.key = :requirement
      LIMIT 1
      """, values: ["edition": .text(edition), "requirement": .text(requirement)])
    guard let row = try found.next(), case .text(let edition) = row[0], case .text(let key) = row[1]
    else {
      throw QueryError(
        .badParameter, "no requirement of '\(edition)' is called or written '\(requirement)'",
        hint: "tickmark sql \"SELECT edition, requirement FROM requirement_status\" lists them")
    }
    self.edition = edition
    self.key = key
  }

  /// How the requirement is written elsewhere, with the rule by which that was read.
  func spellings(in reader: ReadOnlyConnection) throws -> [String] {
    let rows = try reader.query(
      """
      SELECT
        reference.edition || ' ' || group_concat(reference.key, ', ')
          || ' (' || reference.naming_rule || ')'
      FROM (
        SELECT reference.edition, reference.key, reference.naming_rule
        FROM edition
        JOIN requirement ON requirement.edition_id = edition.edition_id
        JOIN requirement_reference AS reference
          ON reference.requirement_id = requirement.requirement_id
        WHERE edition.key = :edition
          AND requirement.key = :requirement
          AND reference.naming_rule IS NOT NULL
        ORDER BY length(reference.key), reference.key
      ) AS reference
      GROUP BY reference.edition, reference.naming_rule
      """, values: ["edition": .text(edition), "requirement": .text(key)])
    var spellings: [String] = []
    while let row = try rows.next() {
      if case .text(let text) = row[0] { spellings.append(text) }
    }
    return spellings
  }

  /// The requirement's title; `nil` where no document gives one.
  func title(in reader: ReadOnlyConnection) throws -> String? {
    let rows = try reader.query(
      """
      SELECT requirement.title
      FROM edition
      JOIN requirement ON requirement.edition_id = edition.edition_id
      WHERE edition.key = :edition
        AND requirement.key = :requirement
      """, values: ["edition": .text(edition), "requirement": .text(key)])
    guard let row = try rows.next(), case .text(let title) = row[0] else { return nil }
    return title
  }

  /// The requirements that it is part of, the outermost first.
  func parents(in reader: ReadOnlyConnection) throws -> [NamedRow] {
    try NamedRow.all(
      reader.query(
        """
        WITH RECURSIVE ancestor (requirement_id, distance) AS (
          SELECT requirement.parent_requirement_id, 1
          FROM edition
          JOIN requirement ON requirement.edition_id = edition.edition_id
          WHERE edition.key = :edition
            AND requirement.key = :requirement
          UNION ALL
          SELECT requirement.parent_requirement_id, ancestor.distance + 1
          FROM ancestor
          JOIN requirement ON requirement.requirement_id = ancestor.requirement_id
          -- Two documents may make a circle of what each says rightly.
          WHERE ancestor.distance < 20
        )
        SELECT requirement.key AS requirement, requirement.title
        FROM ancestor
        JOIN requirement ON requirement.requirement_id = ancestor.requirement_id
        ORDER BY ancestor.distance DESC
        """, values: ["edition": .text(edition), "requirement": .text(key)]))
  }
}
