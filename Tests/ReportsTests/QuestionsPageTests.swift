import Foundation
import Reports
import Testing

/// The page that answers auditors' questions, held to the reports that there are.
@Suite struct QuestionsPageTests {
  private static let commands: [[String]] = {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/EvidenceStore/EvidenceStore.docc/Questions.md")
    return ((try? String(contentsOf: page, encoding: .utf8)) ?? "").split(separator: "\n")
      .filter { $0.hasPrefix("tickmark ") }
      .map { $0.split(separator: " ").map(String.init) }
  }()

  @Test func `has a command for each question`() {
    #expect(Self.commands.count > 25)
  }

  @Test(arguments: commands.filter { $0[1] == "query" })
  func `names reports and parameters that there are`(command: [String]) throws {
    let query = try CannedQuery.named(command[2])
    let names = query.parameters.map(\.name)
    for (option, value) in zip(command.dropFirst(3), command.dropFirst(4)) where option == "-p" {
      #expect(names.contains(String(value.prefix { $0 != "=" })), "\(command)")
    }
    if command.contains("--as-of") { #expect(names.contains("as_of"), "\(command)") }
    if command.contains("--known-at") { #expect(names.contains("known_at"), "\(command)") }
  }
}
