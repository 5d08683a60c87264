import ArgumentParser
import Foundation
import Reports

extension Tickmark {
  struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make keys that sign evidence packages.", subcommands: [New.self])
  }
}

extension Tickmark.Key {
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a private key, and the public one that others check with.",
      discussion: """
        Ed25519, as PEM files that OpenSSL reads, too. Keep the private one to yourself, and \
        give the public one to whoever receives your packages, another way than the packages.

          tickmark key new --out key.pem
        """)

    @Option(
      help: ArgumentHelp(
        "The private key's file.", discussion: "The public one gets '.pub' behind it.",
        valueName: "file"))
    var out: String

    func run() throws {
      let key = SigningKey()
      try write(key.pem, to: out, mode: 0o600)
      do {
        try write(key.verifyingKey.pem, to: out + ".pub", mode: 0o644)
      } catch {
        unlink(out)
        throw error
      }
      Terminal.note("\(out): the private key")
      Terminal.note("\(out).pub: the public key, fingerprint \(key.verifyingKey.fingerprint)")
    }

    /// Makes a file, and never writes over one: a lost key cannot be made again.
    private func write(_ text: String, to path: String, mode: mode_t) throws {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
      guard descriptor >= 0 else {
        throw ValidationError("Cannot make '\(path)': \(String(cString: strerror(errno))).")
      }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    }
  }
}
