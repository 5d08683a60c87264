import ArgumentParser
import Foundation
import Reports

/// How an evidence package is written.
struct PackageWritingOptions: ParsableArguments {
  @Flag(help: "Write cells as they are, for programs.")
  var raw = false

  @Flag(help: "Make one ZIP archive in place of a folder.")
  var zip = false

  @Option(
    help: ArgumentHelp(
      "Sign the manifest with this private key.", discussion: "'tickmark key new' makes one.",
      valueName: "file"))
  var sign: String?

  /// Writes a package with these options, while a bar shows how far it is.
  func writing(_ write: (PackageOptions) throws -> PackageManifest) throws -> PackageManifest {
    let key = try sign.map { try SigningKey(pem: KeyFile($0).text) }
    let bar = ProgressBar("")
    defer { bar.finish() }
    return try write(
      PackageOptions(isArchive: zip, guardsFormulas: !raw, signingKey: key) { bar.show($0) })
  }

  /// Tells which files were written.
  func show(_ manifest: PackageManifest, at path: String) {
    let rows = manifest.files.reduce(0) { $0 + ($1.answer?.rows ?? 0) }
    for file in manifest.files {
      guard let answer = file.answer else { continue }
      Terminal.note("\(path)/\(file.name): \(counted(answer.rows, "row"))")
    }
    Terminal.note(
      "\(path): \(manifest.files.count) files, \(counted(rows, "row")), state \(manifest.state.sha256.prefix(16))"
    )
    Terminal.note("check it with: tickmark verify \(path)")
  }
}

/// A file with a key.
struct KeyFile {
  let text: String

  init(_ path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("The key file '\(path)' cannot be read.")
    }
    text = String(decoding: data, as: UTF8.self)
  }
}
