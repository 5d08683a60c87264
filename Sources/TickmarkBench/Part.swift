import ArgumentParser

/// What can be measured.
enum Part: String, CaseIterable, ExpressibleByArgument {
  /// The ingest of tickmark itself.
  case ingest
  /// What the peers do with the same files.
  case peers
}
