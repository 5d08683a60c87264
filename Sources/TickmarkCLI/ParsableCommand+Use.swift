import ArgumentParser
import EvidenceModel

extension ParsableCommand {
  /// Checks what was written, whatever the database says; what is wrong about it is wrong use.
  func checkUse(_ check: () throws(PolicyError) -> Void) throws {
    do {
      try check()
    } catch {
      throw ValidationError("\(error)")
    }
  }
}
