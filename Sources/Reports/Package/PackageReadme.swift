/// The `README.md` of a package: what its recipient has to know to read it and to check it.
struct PackageReadme {
  static let fileName = "README.md"

  private let manifest: PackageManifest
  private let contents: PackageContents
  private let isSigned: Bool

  init(of manifest: PackageManifest, contents: PackageContents, isSigned: Bool) {
    self.manifest = manifest
    self.contents = contents
    self.isSigned = isSigned
  }

  var text: String {
    let sections: [(String, String)] = [
      ("What is in it", files),
      ("What was left out", contents.omissions.map { "- \($0)\n" }.joined()),
      ("How to read it", reading),
      ("How to check it", checking),
    ]
    return "# \(escaped(contents.title))\n\n\(escaped(contents.about))\n\n" + facts
      + sections.filter { !$0.1.isEmpty }.map { "\n## \($0.0)\n\n\($0.1)" }.joined()
  }

  private var facts: String {
    let parameters = manifest.parameters
    var facts = [
      ("States as of", parameters.asOf.time ?? "no scan: there are none"),
      (
        "Period",
        "\(parameters.from.time.map { "after \($0)" } ?? "from the beginning") to "
          + (parameters.to.time ?? "the end")
      ),
      ("Known", "all that was told up to ingest \(parameters.knownAt.ingest)"),
      ("State of the database", "SHA-256 \(manifest.state.sha256)"),
      ("Made by", "tickmark \(manifest.tickmark), schema \(manifest.schema)"),
    ]
    if let account = parameters.account { facts.insert(("Account", account), at: 0) }
    return "| | |\n|---|---|\n" + facts.map { "| \($0.0) | \(escaped($0.1)) |\n" }.joined()
  }

  private var files: String {
    let rows = manifest.files.filter { !$0.name.hasPrefix("queries/") }.map { file in
      "| `\(file.name)` | \(file.answer.map { String($0.rows) } ?? "") | \(escaped(file.about)) |\n"
    }
    return "| File | Rows | What it is |\n|---|---:|---|\n" + rows.joined()
      + "\nThe folder `queries` holds the statement behind each of them, and `manifest.json` what "
      + "was bound to its parameters.\n"
  }

  private var reading: String {
    var lines = [
      "Times are UTC. An empty cell means that there is nothing to say; it is not a zero.",
      "A requirement is `fail`, `waived`, `manual`, `stale`, `pass` or `not_evaluated`: the first "
        + "that fits. What was never looked at does not pass.",
      "CSV files are UTF-8, with a comma between cells and a header.",
    ]
    if manifest.mode == .guarded {
      lines.append(
        "A cell that a spreadsheet would run as a formula has an apostrophe in front, which is "
          + "not part of the value.")
    }
    return lines.map { "- \($0)\n" }.joined()
  }

  private var checking: String {
    var text = """
      No file has changed since the package was made where this says so, without tickmark:

      ```
      sha256sum -c \(PackageManifest.digestsName)
      ```

      """
    if isSigned {
      text += """

        That list is signed, and names every other file. The key in `\(PackageManifest.signerName)` proves \
        nothing by itself: compare it with the one that the sender gave you another way.

        ```
        openssl pkeyutl -verify -pubin -inkey \(PackageManifest.signerName) -rawin \\
          -in \(PackageManifest.digestsName) -sigfile \(PackageManifest.signatureName)
        ```

        """
    }
    return text + """

      tickmark checks all of that and, beside the database, asks every question again and compares
      the bytes:

      ```
      tickmark verify PACKAGE\(isSigned ? " --key THEIR-KEY.pem" : "")
      tickmark verify PACKAGE --db tickmark.db
      ```

      """
  }

  /// Text of the database as Markdown shows it as it is.
  private func escaped(_ text: String) -> String {
    text.map { character in
      character.isNewline
        ? " " : "\\`*_[]<>|#".contains(character) ? "\\\(character)" : String(character)
    }.joined()
  }
}
