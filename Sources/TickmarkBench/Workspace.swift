import Foundation
import Synchronization

/// The folder in which the benchmark works, and the process that runs in it.
///
/// Neither outlives the benchmark, however it ends: ``remove()`` is for the ordinary end, and
/// ``watchSignals()`` for the others.
final class Workspace: Sendable {
  private let folder: URL
  /// The running child. Whatever makes files takes this lock, and whoever interrupts the benchmark
  /// keeps it, so that nothing is made in a folder that is being removed.
  private let child = Mutex<pid_t?>(nil)

  /// Makes a temporary folder.
  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "tickmark-bench-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// Makes an empty file.
  func makeFile(_ path: String) throws {
    try child.withLock { _ in
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw BenchError(description: "cannot make the file \(path)")
      }
    }
  }

  /// Takes a database away, with the files that SQLite and DuckDB keep beside it.
  func removeDatabase(_ path: String) throws {
    for file in Self.databaseFiles(path) where FileManager.default.fileExists(atPath: file) {
      try FileManager.default.removeItem(atPath: file)
    }
  }

  /// Puts a copy of a closed database in the place of another one.
  func copyDatabase(_ path: String, to target: String) throws {
    try removeDatabase(target)
    try child.withLock { _ in try FileManager.default.copyItem(atPath: path, toPath: target) }
  }

  /// Bytes of a database, with the files beside it.
  func databaseSize(_ path: String) throws -> Int {
    try Self.databaseFiles(path).filter(FileManager.default.fileExists(atPath:)).reduce(0) {
      $0 + (try FileManager.default.attributesOfItem(atPath: $1)[.size] as? Int ?? 0)
    }
  }

  private static func databaseFiles(_ path: String) -> [String] {
    ["", "-wal", "-shm", "-journal", ".wal"].map { path + $0 }
  }

  /// Removes the folder.
  func remove() throws { try child.withLock { _ in try removeFolder() } }

  private func removeFolder() throws {
    var failure: (any Error)?
    // A database that this process writes to may get a file while the folder is being emptied.
    for _ in 0..<10 where FileManager.default.fileExists(atPath: path("")) {
      failure = nil
      do {
        try FileManager.default.removeItem(at: folder)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Starts a child where nobody has interrupted the benchmark.
  func start(_ launch: () throws -> pid_t) rethrows -> pid_t {
    try child.withLock { child in
      let id = try launch()
      child = id
      return id
    }
  }

  /// Waits for the child, and gives its exit status and what it used.
  func wait(for id: pid_t) -> (status: Int32, usage: rusage) {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0 && errno == EINTR {}
    child.withLock { $0 = nil }
    return (status, usage)
  }

  /// Ends the child and removes the folder when the user interrupts the benchmark.
  ///
  /// - Returns: What watches the signals, for as long as it lives.
  func watchSignals() -> [any DispatchSourceSignal] {
    // To print where nobody reads any more is an error, which ends the benchmark in the ordinary way.
    signal(SIGPIPE, SIG_IGN)
    return [SIGINT, SIGTERM, SIGHUP].map { number in
      // The source gets the signal only where it does not end the process first.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { self.abandon(number) }
      source.resume()
      return source
    }
  }

  private func abandon(_ number: Int32) {
    child.withLock { child in
      if let child {
        // The child leads a group of its own, and may have children.
        kill(-child, SIGKILL)
        // It must not write into the folder any more; WNOWAIT leaves it to the waiting thread.
        var information = siginfo_t()
        while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
      }
      do {
        try removeFolder()
      } catch {
        FileHandle.standardError.write(Data("cannot remove \(folder.path()): \(error)\n".utf8))
      }
      signal(number, SIG_DFL)
      kill(getpid(), number)
      // The signal ends the process. Until then the lock is held, so that nothing else begins.
      while true { pause() }
    }
  }
}
