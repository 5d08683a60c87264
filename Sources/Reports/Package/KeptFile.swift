/// A file that an attestation rests on, and that the database keeps.
struct KeptFile: Hashable {
  var id: Int64
  /// The numbers of the attestations.
  var attestations: [Int64]
  /// Where it was.
  var path: String
  /// Its SHA-256, in hexadecimal.
  var sha256: String

  /// Its name in a package: the beginning of its digest, and what of its own name is a name on any
  /// machine.
  var packageName: String {
    let last = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let name = last.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    return "attestations/\(sha256.prefix(12))-\(String(name.suffix(80)))"
  }

  /// The files of some attestations.
  ///
  /// - Parameters:
  ///   - attestations: Their numbers.
  ///   - connection: The database.
  /// - Returns: Each file once, in the order of its digest.
  /// - Throws: `QueryError` where the database cannot be read.
  static func files(
    of attestations: Set<Int64>, on connection: ReadOnlyConnection
  ) throws -> [KeptFile] {
    let rows = try connection.query(
      """
      SELECT file.kept_file_id, evidence.attestation_id, evidence.path,
        lower(hex(file.sha256))
      FROM attestation_evidence AS evidence
      JOIN kept_file AS file ON file.kept_file_id = evidence.kept_file_id
      ORDER BY file.sha256, evidence.attestation_id, evidence.path
      """, values: [:])
    var files: [KeptFile] = []
    while let row = try rows.next() {
      guard case .integer(let id) = row[0], case .integer(let attestation) = row[1],
        attestations.contains(attestation)
      else { continue }
      if files.last?.id == id {
        files[files.count - 1].attestations.append(attestation)
      } else {
        files.append(
          KeptFile(
            id: id, attestations: [attestation], path: row[2].plainText, sha256: row[3].plainText))
      }
    }
    return files
  }
}
