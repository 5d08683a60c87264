import EvidenceModel

/// How to get each figure of the page again.
struct SourceSection {
  let answers: ReportAnswers

  var section: ReportSection {
    ReportSection(
      id: "sources", title: "Where each figure comes from",
      content: [
        .paragraph([
          "Every figure is out of one of these reports, all read at one moment of the database. ",
          "Type the command, with ", .code("--db"), " and the name of your database.",
        ]),
        knowledge,
        .element("dl", class: "sources", answers.all.flatMap(Self.source)),
      ])
  }

  private static func source(_ answer: ReportAnswer) -> [HTMLNode] {
    [
      .element(
        "dt",
        [
          .code(answer.name),
          .text(" \(answer.summary) \(ReportWords.counted(answer.count, "row"))."),
        ]),
      .element("dd", [.code(answer.command.description)]),
    ]
  }

  /// What later ingests would change.
  private var knowledge: HTMLNode {
    guard answers.scope.knownAt == nil, let recordedAt = answers.scope.ingest.recordedAt else {
      return .paragraph("The commands are for what was known then, and give the same later.")
    }
    return .paragraph([
      "To leave out what is recorded after this page, add ",
      .code("--known-at \(recordedAt.description)"), ".",
    ])
  }
}
