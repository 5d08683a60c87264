import Foundation
import TickmarkSQL

/// Writes answers as a package that its recipient can trace back and check.
///
/// Beside the answers it holds the statements, the state of the database that was known, the files
/// that attestations rest on, a `README.md` for the recipient, `manifest.json`, which binds each
/// file to its question and its digest, `SHA256SUMS` and, where there is a key, a signature of that. It appears when it is whole.
struct EvidencePackage {
  /// The canned report whose rows name the files behind the findings.
  static let artifactReport = "custody/framework_artifacts"
  /// The canned report on attestations.
  static let attestationReport = "attestations/attestation_list"
  /// The canned report on everything that was told.
  static let stateReport = "custody/ingest_log"

  let connection: ReadOnlyConnection
  let programVersion: String
  let options: PackageOptions

  /// Writes a package. To be called within a read transaction, so that an ingest that runs beside
  /// it cannot tear its files apart.
  ///
  /// - Parameters:
  ///   - contents: What goes into it.
  ///   - scope: What it is about.
  ///   - path: The folder or the archive to make.
  /// - Returns: What `manifest.json` says.
  /// - Throws: `QueryError`; then there is nothing at the path.
  func write(
    _ contents: PackageContents, about scope: ResolvedScope, to path: String
  ) throws -> PackageManifest {
    let folder = try PackageFolder(path, as: options.isArchive ? .archive : .folder)
    do {
      let manifest = try write(contents, about: scope, into: folder)
      try folder.publish()
      return manifest
    } catch {
      folder.discard()
      throw error
    }
  }

  private func write(
    _ contents: PackageContents, about scope: ResolvedScope, into folder: PackageFolder
  ) throws -> PackageManifest {
    let questions = contents.questions + [try stateQuestion(scope)]
    var files: [PackageManifest.File] = []
    var artifacts: [PackageManifest.Artifact] = []
    var attestations: Set<Int64> = []
    for (index, question) in questions.enumerated() {
      let report = { (rows: Int) in
        options.onProgress(
          PackageProgress(
            file: question.file, rows: rows, share: Double(index) / Double(questions.count)))
      }
      report(0)
      let rows = CountedRows(
        try scope.quickest(question).rows(from: connection), onStep: report)
      switch question.report {
      case Self.artifactReport:
        let collector = ArtifactCollector(rows)
        files.append(try write(collector, of: question, into: folder))
        artifacts = collector.sortedArtifacts
      case Self.attestationReport:
        let collector = NumberCollector(rows, column: "attestation_id")
        files.append(try write(collector, of: question, into: folder))
        attestations.formUnion(collector.numbers)
      default:
        files.append(try write(rows, of: question, into: folder))
      }
      connection.releaseMemory()
    }
    files += try writeKeptFiles(of: attestations, into: folder)
    files += try writeStatements(of: questions, into: folder)
    guard let state = files.first(where: { $0.answer?.report == Self.stateReport }) else {
      preconditionFailure("a package always tells its state")
    }
    func manifest(_ files: [PackageManifest.File]) -> PackageManifest {
      PackageManifest(
        tickmark: programVersion, schema: SchemaMigration.all.last?.name ?? "",
        title: contents.title, parameters: scope.parameters,
        mode: options.guardsFormulas ? .guarded : .raw,
        state: PackageManifest.State(file: state.name, sha256: state.sha256), files: files,
        artifacts: artifacts)
    }
    let readme = PackageReadme(
      of: manifest(files), contents: contents, isSigned: options.signingKey != nil)
    files.append(
      try write(
        Array(readme.text.utf8), as: PackageReadme.fileName, about: "What each file is.",
        into: folder))
    let whole = manifest(files)
    try seal(whole, in: folder)
    return whole
  }

  private func stateQuestion(_ scope: ResolvedScope) throws -> PackageQuestion {
    let query = try CannedQuery.named(Self.stateReport)
    return PackageQuestion(
      file: "state.csv",
      about: "Everything that was told to the database, in order: its digest names the state.",
      report: Self.stateReport, sql: query.sql, values: scope.values(for: query))
  }

  private func write(
    _ rows: any RowSource, of question: PackageQuestion, into folder: PackageFolder
  ) throws -> PackageManifest.File {
    let file = try folder.makeFile(question.file)
    let written = try question.format.write(
      rows, to: file.makeSink(), options: OutputOptions(guardsFormulas: options.guardsFormulas))
    let sha256 = try file.finish()
    return PackageManifest.File(
      name: question.file, about: question.about,
      answer: PackageManifest.Answer(
        report: question.report, query: question.queryFile,
        querySHA256: HashedFile.sha256(question.sql), values: question.values,
        format: question.format, sample: question.sample, columns: rows.columns.map(\.name),
        rows: written.count), bytes: file.byteCount, sha256: sha256)
  }

  private func writeKeptFiles(
    of attestations: Set<Int64>, into folder: PackageFolder
  ) throws -> [PackageManifest.File] {
    guard !attestations.isEmpty else { return [] }
    return try KeptFile.files(of: attestations, on: connection).map { kept in
      let file = try folder.makeFile(kept.packageName)
      let sink = file.makeSink()
      try connection.forEachPiece(ofKeptFile: kept.id) { try sink.append($0) }
      try sink.flush()
      let numbers = kept.attestations.map(String.init).listed
      return PackageManifest.File(
        name: kept.packageName, about: "What attestation \(numbers) rests on: \(kept.path).",
        answer: nil, bytes: file.byteCount, sha256: try file.finish())
    }
  }

  private func writeStatements(
    of questions: [PackageQuestion], into folder: PackageFolder
  ) throws -> [PackageManifest.File] {
    var written: Set<String> = []
    return try questions.compactMap { question in
      guard written.insert(question.queryFile).inserted else { return nil }
      return try write(
        Array(question.sql.utf8), as: question.queryFile,
        about: "The statement behind \(question.file).", into: folder)
    }
  }

  private func write(
    _ bytes: [UInt8], as name: String, about: String, into folder: PackageFolder
  ) throws -> PackageManifest.File {
    let sha256 = try folder.write(bytes, as: name)
    return PackageManifest.File(
      name: name, about: about, answer: nil, bytes: bytes.count, sha256: sha256)
  }

  /// Writes what the package is checked with, the manifest last. The list of digests names the
  /// manifest and all other files, and is what is signed: who checks the signature and then the list
  /// has checked everything.
  private func seal(_ manifest: PackageManifest, in folder: PackageFolder) throws {
    let bytes = try manifest.bytes
    let digests =
      manifest.files.map { ($0.name, $0.sha256) }
      + [(PackageManifest.fileName, HashedFile.sha256(bytes))]
    let lines = digests.sorted { $0.0 < $1.0 }.map { "\($0.1)  \($0.0)\n" }
    let list = Array(lines.joined().utf8)
    try folder.write(list, as: PackageManifest.digestsName)
    if let key = options.signingKey {
      try folder.write(try key.signature(of: list), as: PackageManifest.signatureName)
      try folder.write(Array(key.verifyingKey.pem.utf8), as: PackageManifest.signerName)
    }
    try folder.write(bytes, as: PackageManifest.fileName)
  }
}

extension PackageManifest {
  /// The manifest as its file has it.
  var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
  }
}
