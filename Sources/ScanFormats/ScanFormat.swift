/// A kind of file that a scanner writes, and how to read it.
///
/// A new format is one type in one file, and one line in ``ScanFormats/all``.
public protocol ScanFormat: Sendable {
  /// The format's name in reports, such as `prowler-ocsf`.
  var key: String { get }

  /// What it is, and what its files can tell.
  var traits: FormatTraits { get }

  /// True where the sample is of this format. Files are known by their content, never by their name.
  func recognises(_ sample: FileSample) -> Bool

  /// Reads a file from its first byte to its last, and hands on what it finds.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - context: What the file does not say.
  ///   - emit: Takes the items, in the order of the file; what it throws ends the reading.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read whole. Items that were
  ///   handed on before are then worth nothing.
  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void) throws
}
