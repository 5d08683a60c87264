import EvidenceModel
import GRDB

/// What an ingest knows of one tool whose findings are in the file: its rules, its findings, and what
/// its scans covered.
final class ToolLedger {
  let key: String
  let toolID: Int64
  let catalogID: Int64
  let known: KnownFindings
  let coverageTable: CoverageTable
  /// The version that records are of from here on.
  var version: String?

  private let names: NameTable
  private var ruleIDs: [ExactText: Int64] = [:]

  init(_ db: Database, tool: String, names: NameTable) throws {
    key = tool
    self.names = names
    toolID = try names.tool(tool)
    catalogID = try names.catalog(ofTool: toolID, key: tool)
    known = try KnownFindings(db, catalogID: catalogID)
    coverageTable = try CoverageTable(db, toolID: toolID)
  }

  /// The number of one of the tool's rules.
  func ruleID(_ key: String) throws -> Int64 {
    if let known = ruleIDs[ExactText(key)] { return known }
    let id = try names.rule(key, catalogID: catalogID)
    ruleIDs[ExactText(key)] = id
    return id
  }
}
