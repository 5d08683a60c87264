import Crypto
import Foundation

/// Checks an evidence package: its digests, its signature and, beside the database, its answers.
///
/// ```swift
/// let check = try PackageVerifier("evidence").check()
/// for item in check.items where item.fault != nil { print(item.subject, item.fault ?? "") }
/// ```
public struct PackageVerifier {
  /// More than any manifest or statement has; what is longer is only hashed.
  private static let longestKeptFile = 64 << 20

  /// Somebody else's statement must not keep the program busy for ever.
  private static let strangersLimits = StatementLimits(time: .seconds(300), memory: 512 << 20)

  private let path: String
  private let key: VerifyingKey?
  private let onProgress: (PackageProgress) -> Void

  /// A verifier of a folder or a ZIP archive.
  ///
  /// - Parameters:
  ///   - path: The package.
  ///   - key: Who must have signed it; `nil` for anybody or nobody.
  ///   - onProgress: Called as files are asked for again.
  public init(
    _ path: String, key: VerifyingKey? = nil,
    onProgress: @escaping (PackageProgress) -> Void = { _ in }
  ) {
    self.path = path
    self.key = key
    self.onProgress = onProgress
  }

  /// Checks the package.
  ///
  /// - Parameters:
  ///   - connection: The database to ask again; `nil` for the package alone.
  ///   - programVersion: The version of the program, whose canned reports the package's should be.
  /// - Returns: What was found.
  /// - Throws: `QueryError` where there is no package, or the database cannot be read.
  public func check(
    against connection: ReadOnlyConnection? = nil, programVersion: String
  ) throws -> PackageCheck {
    var check = PackageCheck()
    let contents = try readContents(&check)
    guard let bytes = contents.small[PackageManifest.fileName] else {
      throw QueryError(
        .unreadablePackage, "there is no \(PackageManifest.fileName) in '\(path)'",
        hint: "a package is what 'tickmark export' makes; without its manifest it is not whole")
    }
    checkSignature(contents, &check)
    let manifest: PackageManifest
    do {
      manifest = try JSONDecoder().decode(PackageManifest.self, from: Data(bytes))
    } catch {
      throw QueryError(
        .unreadablePackage,
        "the \(PackageManifest.fileName) of '\(path)' is no manifest: \(Self.reason(of: error))",
        hint: "ask the sender for the package again")
    }
    checkDigests(of: manifest, contents, &check)
    checkStatements(of: manifest, contents, programVersion, &check)
    if let connection {
      try connection.readTransaction {
        try checkAnswers(of: manifest, contents, connection, &check)
      }
    }
    return check
  }

  /// Where a manifest is not as one should be.
  private static func reason(of error: any Error) -> String {
    let context: DecodingError.Context
    switch error {
    case DecodingError.keyNotFound(let key, let found):
      let place = (found.codingPath + [key]).map(\.stringValue).joined(separator: ".")
      return "there is no '\(place)'"
    case DecodingError.typeMismatch(_, let found), DecodingError.valueNotFound(_, let found),
      DecodingError.dataCorrupted(let found):
      context = found
    default: return "\(error)"
    }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    return place.isEmpty ? "it is not JSON" : "'\(place)' is not what it should be"
  }

  /// What is in a package: digests of all files, and the bytes of those that are read.
  private struct Contents {
    var digests: [String: String] = [:]
    var sizes: [String: Int] = [:]
    var small: [String: [UInt8]] = [:]
  }

  private func readContents(_ check: inout PackageCheck) throws -> Contents {
    var contents = Contents()
    try PackageReader(path: path).forEachFile { name, piece in
      guard contents.digests[name] == nil else {
        check.add(name, against: "the archive", fault: "is there twice")
        return
      }
      let isKept = Self.seals.contains(name) || name.hasPrefix("queries/")
      var hash = SHA256()
      var size = 0
      var kept: [UInt8] = []
      while let bytes = try piece() {
        hash.update(data: bytes)
        size += bytes.count
        if isKept, kept.count <= Self.longestKeptFile { kept += bytes }
      }
      contents.digests[name] = hexText(hash.finalize())
      contents.sizes[name] = size
      if isKept, size <= Self.longestKeptFile { contents.small[name] = kept }
    }
    return contents
  }

  private static let seals = [
    PackageManifest.fileName, PackageManifest.signatureName, PackageManifest.signerName,
    PackageManifest.digestsName,
  ]

  private func checkSignature(_ contents: Contents, _ check: inout PackageCheck) {
    let signed = contents.small[PackageManifest.digestsName] ?? []
    let signature = contents.small[PackageManifest.signatureName]
    let enclosed = contents.small[PackageManifest.signerName]
      .flatMap { try? VerifyingKey(pem: String(decoding: $0, as: UTF8.self)) }
    guard let signature else {
      if key != nil {
        check.add(PackageManifest.digestsName, against: "the key", fault: "is not signed")
      } else if contents.digests[PackageManifest.signerName] != nil {
        check.add(PackageManifest.signatureName, against: "the package", fault: "is missing")
      } else {
        check.notes.append("the package is not signed: whoever has it can make another one")
      }
      return
    }
    guard let signer = key ?? enclosed else {
      check.add(
        PackageManifest.signerName, against: "the package",
        fault: "holds no key that the signature could be checked with")
      return
    }
    check.add(
      PackageManifest.digestsName, against: "the signature",
      fault: signer.isSignature(signature, of: signed)
        ? nil : "is not what the key \(signer.fingerprint.prefix(16)) signed")
    if key != nil, enclosed?.isSignature(signature, of: signed) != true {
      check.add(
        PackageManifest.signerName, against: "the signature", fault: "is not the key that signed")
    }
    if key == nil {
      check.notes.append(
        "signed with the key \(signer.fingerprint), which came with the package: compare it with "
          + "the sender's, or name theirs with --key")
    }
  }

  private func checkDigests(
    of manifest: PackageManifest, _ contents: Contents, _ check: inout PackageCheck
  ) {
    for file in manifest.files {
      let fault: String? =
        if let digest = contents.digests[file.name] {
          digest == file.sha256 ? nil : "is not what it was: its SHA-256 is another one"
        } else {
          "is missing"
        }
      check.add(file.name, against: "the manifest", fault: fault)
    }
    let named = Set(manifest.files.map(\.name)).union(Self.seals)
    for name in contents.digests.keys.sorted() where !named.contains(name) {
      check.add(name, against: "the manifest", fault: "is not a file of the package")
    }
    if contents.digests[manifest.state.file] != manifest.state.sha256 {
      check.add(manifest.state.file, against: "the state", fault: "is not the state that is named")
    }
    if let listed = contents.small[PackageManifest.digestsName] {
      let lines = String(decoding: listed, as: UTF8.self).split(separator: "\n")
      let unlisted = [
        PackageManifest.digestsName, PackageManifest.signatureName, PackageManifest.signerName,
      ]
      let expected = contents.digests.filter { !unlisted.contains($0.key) }
        .map { "\($0.value)  \($0.key)" }
      check.add(
        PackageManifest.digestsName, against: "the files",
        fault: Set(lines.map(String.init)) == Set(expected) ? nil : "lists other digests")
    } else {
      check.add(PackageManifest.digestsName, against: "the package", fault: "is missing")
    }
  }

  /// A statement must be the one that the manifest binds, and the program's own.
  private func checkStatements(
    of manifest: PackageManifest, _ contents: Contents, _ programVersion: String,
    _ check: inout PackageCheck
  ) {
    var others: Set<String> = []
    for file in manifest.files {
      guard let answer = file.answer else { continue }
      if contents.digests[answer.query] != answer.querySHA256 {
        check.add(
          answer.query, against: "the manifest", fault: "is not the statement behind \(file.name)")
      }
      guard let report = answer.report else { continue }
      let own = try? CannedQuery.named(report)
      if own.map({ HashedFile.sha256($0.sql) }) == answer.querySHA256 { continue }
      if manifest.tickmark == programVersion {
        check.add(
          file.name, against: "the program",
          fault: "does not come from the report \(report) of tickmark \(programVersion)")
      } else {
        others.insert(report)
      }
    }
    let own = manifest.files.filter { $0.answer != nil && $0.answer?.report == nil }.map(\.name)
    if !own.isEmpty {
      check.notes.append(
        "\(own.listed) \(own.count == 1 ? "is" : "are") no report of tickmark: read the statement "
          + "in queries, which whoever made the package wrote")
    }
    if !others.isEmpty {
      check.notes.append(
        "tickmark \(manifest.tickmark) made the package, and its reports "
          + "\(others.sorted().listed) differ from those of this version")
    }
  }

  /// What cannot be asked again is no proof: everything but what explains or was attested has to be an
  /// answer, and the state that of the report on it.
  private func checkAsked(
    _ manifest: PackageManifest, _ contents: Contents, _ check: inout PackageCheck
  ) {
    for file in manifest.files {
      if let answer = file.answer {
        guard contents.small[answer.query] == nil else { continue }
        check.add(file.name, against: "the database", fault: "names no statement to ask it")
      } else if file.name != PackageReadme.fileName, !file.name.hasPrefix("queries/"),
        !file.name.hasPrefix("attestations/")
      {
        check.add(file.name, against: "the database", fault: "is no answer that can be asked again")
      }
    }
    let state = manifest.files.first { $0.name == manifest.state.file }
    if state?.answer?.report != EvidencePackage.stateReport {
      check.add(
        manifest.state.file, against: "the state", fault: "is not what the database was told")
    }
  }

  private func checkAnswers(
    of manifest: PackageManifest, _ contents: Contents, _ connection: ReadOnlyConnection,
    _ check: inout PackageCheck
  ) throws {
    checkAsked(manifest, contents, &check)
    let answered = manifest.files.filter { $0.answer != nil }
    // Whoever made the package wrote what is not a report of ours.
    let strangers = try ReadOnlyConnection(path: connection.path, limits: Self.strangersLimits)
    let own = Set(CannedQuery.all.map { HashedFile.sha256($0.sql) })
    for (index, file) in answered.enumerated() {
      guard let answer = file.answer, let statement = contents.small[answer.query] else { continue }
      let report = { (rows: Int) in
        onProgress(
          PackageProgress(
            file: file.name, rows: rows, share: Double(index) / Double(answered.count)))
      }
      report(0)
      let question = PackageQuestion(
        file: file.name, about: file.about, report: answer.report,
        sql: String(decoding: statement, as: UTF8.self), values: answer.values,
        format: answer.format, sample: answer.sample)
      var fault: String?
      do {
        let (digest, rows) = try self.digest(
          of: question, guardsFormulas: manifest.mode == .guarded,
          own.contains(answer.querySHA256) ? connection : strangers, report)
        if digest != file.sha256 {
          fault = "the database answers otherwise: with \(rows) rows, not the file's \(answer.rows)"
          if rows == answer.rows { fault = "the database answers otherwise in one row or more" }
        }
      } catch let error as QueryError {
        fault = "the database cannot answer: \(error.reason)"
      }
      check.add(file.name, against: "the database", fault: fault)
    }
  }

  /// The SHA-256 of the bytes that a question's answer makes, and its rows.
  private func digest(
    of question: PackageQuestion, guardsFormulas: Bool, _ connection: ReadOnlyConnection,
    _ report: @escaping (Int) -> Void
  ) throws -> (digest: String, rows: Int) {
    var hash = SHA256()
    let sink = ByteSink { hash.update(data: $0) }
    let rows = CountedRows(try question.rows(from: connection), onStep: report)
    let written = try question.format.write(
      rows, to: sink, options: OutputOptions(guardsFormulas: guardsFormulas))
    try sink.flush()
    return (hexText(hash.finalize()), written.count)
  }
}
