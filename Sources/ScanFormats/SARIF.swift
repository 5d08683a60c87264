import EvidenceModel

/// SARIF 2.1.0, the exchange format of static analysis (OASIS, 2020), and its drafts of 2.2.
///
/// A file has runs, maybe of different tools, and a run its results and, mostly after them, the
/// rules: the file is read several times, for the rules and what they refer to, then for the results.
///
/// - Passes: only where a result has the kind `pass`, which few tools write.
/// - Coverage: declared for the rules of a run that lists rules without results and tells that each
///   invocation succeeded. Whether the tool left out results, as those below a severity or those
///   that are not new, no file tells.
/// - Account and region: never. Time: of the run's invocations, where there are any.
///
/// The rule is `ruleId`, or the id in `rule`, or the one at `ruleIndex`; of a hierarchical id such
/// as `CA1000/1`, what the run lists. The resource is the URI of a location, or its logical name,
/// and each location of a result counts; a result without one is about the account.
/// `security-severity` stands above the level, which is the result's, or the rule's, or `warning`.
///
/// Results are told apart by their `fingerprints`, their `correlationGuid`, `partialFingerprints`,
/// the first line of their snippet or their logical name, and where these are the same, by their
/// order in the file: lines move with every edit, and with them would the age of a finding begin
/// anew.
///
/// Results with the baseline state `absent` are gone; they are not reported, and a warning counts
/// them. Where every other one is `new`, the run may leave out what is not: it declares no coverage,
/// and a warning says so. A result is muted where it has suppressions, none of which is under review
/// or rejected.
///
/// A URI comes after the folders of `originalUriBaseIds` that it is relative to, but for the first
/// of them, which is a place on one machine. An invocation's overrides of rules stand above the
/// rules' own configuration. An id that a rule had before, in `deprecatedIds`, is that rule's. Parts
/// of a run in external property files are not read; a warning says that there are some.
struct SARIF: ScanFormat {
  let key = "sarif"
  let traits = FormatTraits(
    "SARIF 2.1.0", passes: .partly, coverage: .partly, account: .no, region: .no, time: .partly,
    fidelity: .reduced)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasMembers("runs", "version") || sample.hasMembers("runs", "$schema")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let runs = try Self.runs(of: file, clock: &writer.clock)
    let numbers = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($1.place, $0) })
    let reader = try JSONPathReader(file: file, paths: ["runs[].results[]"])
    var open = SARIFResults(run: SARIFRun())
    var next = 0
    /// Ends the runs before this one, and begins it.
    func begin(_ number: Int) throws {
      while next <= number {
        if next > 0 { try open.end(writer: &writer, emit: emit) }
        open = SARIFResults(run: runs[next].run)
        try writer.setTool(open.run.tool, version: open.run.version, emit: emit)
        next += 1
      }
    }
    while let match = try reader.next() {
      let place = Array(match.indexes.prefix(2))
      let reason: String?
      if let number = numbers[place] {
        try begin(number)
        reason = try open.take(match.record, writer: &writer, emit: emit)
      } else {
        reason = "is of a run that names no tool"
      }
      if let reason {
        try writer.reject(
          match.record.bytes, reason: reason, excerpt: reader.text(of: match.record), emit: emit)
      }
    }
    try begin(runs.count - 1)
    if !runs.isEmpty { try open.end(writer: &writer, emit: emit) }
  }

  private struct PlacedRun {
    /// The numbers of the document and of the run.
    var place: [Int]
    var run = SARIFRun()
  }

  /// The runs of a file without their results.
  private static func runs(of file: ScanFile, clock: inout RecordClock) throws -> [PlacedRun] {
    var runs: [PlacedRun] = []
    var numbers: [[Int]: Int] = [:]
    func number(_ indexes: [Int]) -> Int {
      let place = Array(indexes.prefix(2))
      if let number = numbers[place] { return number }
      numbers[place] = runs.count
      runs.append(PlacedRun(place: place))
      return runs.count - 1
    }
    // Rules refer to taxonomies, and artifacts to bases, which may come after them.
    let names = try JSONPathReader(
      file: file, paths: ["runs[].taxonomies[]", "runs[].originalUriBaseIds.*"])
    while let match = try names.next() {
      let run = number(match.indexes)
      if match.path == 0 {
        runs[run].run.addTaxonomy(match.record.value)
      } else {
        runs[run].run.addBase(match.names[0], match.record.value)
      }
    }
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "runs[].tool", "runs[].invocations[]", "runs[].artifacts[].location",
        "runs[].externalPropertyFileReferences",
      ])
    while let match = try reader.next() {
      let run = number(match.indexes)
      let value = match.record.value
      switch match.path {
      case 0: runs[run].run.setTool(value)
      case 1: runs[run].run.addInvocation(value, clock: &clock)
      case 2: runs[run].run.addArtifact(match.indexes.last ?? 0, location: value)
      default: runs[run].run.isSplit = true
      }
    }
    for run in runs.indices { runs[run].run.applyOverrides() }
    return runs.sorted { $0.place.lexicographicallyPrecedes($1.place) }
  }
}
