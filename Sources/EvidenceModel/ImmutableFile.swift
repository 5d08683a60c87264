/// A database file of which somebody promises that nobody changes it.
///
/// A write-ahead log needs a shared-memory file, which nobody can make in a folder that is
/// read-only. Where there is no log, there is nothing that it would have to say.
package struct ImmutableFile {
  /// The file.
  package let path: String

  /// A promise about the file at a path.
  package init(path: String) {
    self.path = path
  }

  /// The promise as SQLite reads it.
  package var uri: String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~".utf8)
    let path = path.utf8.map { byte in
      if plain.contains(byte) { return String(UnicodeScalar(byte)) }
      return (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
    }
    return "file:" + path.joined() + "?immutable=1"
  }
}
