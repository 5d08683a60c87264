import CLibXML2
import EvidenceModel

/// Reads the elements with some names from an XML file of any size, in the order of the file.
///
/// libxml2 is fed the file in pieces. Elements that are asked for whole are handed on with all that
/// they contain, others as their tags, and the rest is passed over: memory is that of the largest
/// element that is asked for.
///
/// A scan needs no document type, and declares no entities: a file with a DOCTYPE is refused, so that
/// neither entities that grow when they are expanded nor those of other files are ever looked at.
///
/// ```swift
/// let reader = try XMLReader(file: file, whole: ["rule-result"], tags: ["TestResult"])
/// while let event = try reader.next() {
///   if case .element(let result) = event { use(result["result"]?.text) }
/// }
/// ```
final class XMLReader {
  /// What ``next()`` found.
  enum Event {
    /// An element with its content. Elements inside it are not handed on again.
    case element(XMLElement)
    /// A start tag.
    case start(XMLElement)
    /// The end of an element whose start tag was handed on.
    case end(name: String)
  }

  private typealias Parser = UnsafeMutablePointer<xmlParserCtxt>
  private typealias Name = UnsafePointer<xmlChar>

  private struct Failure {
    var code: ImportError.Code
    var offset: Int
    var reason: String
    var hint: String?
  }

  private let file: ScanFile
  private let whole: Set<String>
  private let tags: Set<String>
  private var parser: Parser?
  /// The part of the file that libxml2 was given last.
  private let piece = UnsafeMutableRawBufferPointer.allocate(
    byteCount: pieceSize, alignment: 16)
  private var pieceCount = 0
  /// Bytes of the file that libxml2 was given.
  private var readCount = 0
  private var isAtEnd = false
  private var failure: Failure?
  /// How many elements are open.
  private var depth = 0
  private var root: XMLElement?
  private var names: [Name: String] = [:]
  private var events: [Event] = []
  private var nextEvent = 0
  /// The element that is handed on whole, and those open inside it.
  private var open: [XMLElement] = []
  private var openBytes = 0

  private static let pieceSize = 1 << 16
  /// Where the text is in another encoding than UTF-8, libxml2 encodes all that it has not yet looked
  /// at of a piece to tell where it stands.
  private static let encodedPieceSize = 1 << 10
  /// Elements deeper than this are no report, but an attack.
  private static let mostDepth = 200
  private static let isInitialized: Void = xmlInitParser()

  /// What libxml2 reports where bytes are no characters of the encoding.
  private static let encodingErrors = [
    XML_ERR_INVALID_CHAR, XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING,
    XML_ERR_UNSUPPORTED_ENCODING,
  ].map { Int32($0.rawValue) }

  /// A reader of the elements with these names, whatever their namespace.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - whole: Names of elements to hand on with their content.
  ///   - tags: Names of elements of which the start and the end are handed on.
  /// - Throws: ``EvidenceModel/ImportError`` where there is not enough memory.
  init(file: ScanFile, whole: Set<String>, tags: Set<String> = []) throws {
    self.file = file
    self.whole = whole
    self.tags = tags
    Self.isInitialized
    var handler = Self.handler()
    let context = Unmanaged.passUnretained(self).toOpaque()
    guard let parser = xmlCreatePushParserCtxt(&handler, context, nil, 0, nil) else {
      throw ImportError(code: .unreadableFile, file: file.path, reason: "not enough memory")
    }
    let options = file.isDecoded ? [XML_PARSE_NONET, XML_PARSE_IGNORE_ENC] : [XML_PARSE_NONET]
    _ = xmlCtxtUseOptions(parser, options.reduce(0) { $0 | Int32($1.rawValue) })
    self.parser = parser
  }

  deinit {
    xmlFreeParserCtxt(parser)
    piece.deallocate()
  }

  /// The start tag of the root element of a file.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` where the file's beginning is damaged.
  static func root(of file: ScanFile) throws -> XMLElement {
    let reader = try XMLReader(file: file, whole: [])
    while true {
      if let root = reader.root { return root }
      try reader.throwFailure()
      try reader.feed()
    }
  }

  /// The next element that was asked for, or `nil` at the end of the file.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` with the place where the file is damaged.
  func next() throws -> Event? {
    while nextEvent == events.count {
      events.removeAll(keepingCapacity: true)
      nextEvent = 0
      try throwFailure()
      guard !isAtEnd else { return nil }
      try feed()
    }
    nextEvent += 1
    return events[nextEvent - 1]
  }

  /// Calls the function with the beginning of an element as it stands in the file.
  func withText<Result>(
    of element: XMLElement, _ body: (TextSlice) throws -> Result
  ) throws -> Result {
    let length = min(element.bytes.count, 1024)
    return try withUnsafeTemporaryAllocation(byteCount: max(length, 1), alignment: 1) { buffer in
      let count = try file.read(
        at: element.bytes.offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
      return try buffer.withMemoryRebound(to: UInt8.self) { bytes in
        guard let start = bytes.baseAddress else { return try body(.empty) }
        return try body(TextSlice(start: start, count: count))
      }
    }
  }

  // MARK: Feeding the parser

  private func feed() throws {
    guard readCount < file.byteCount else {
      isAtEnd = true
      _ = xmlParseChunk(parser, nil, 0, 1)
      if failure == nil, root == nil || depth > 0 { fail(truncated()) }
      return
    }
    // What the encoding is, the first piece tells.
    let isUTF8 = readCount > 0 && parser?.pointee.input?.pointee.buf?.pointee.encoder == nil
    let size = isUTF8 ? Self.pieceSize : Self.encodedPieceSize
    pieceCount = try file.read(
      at: readCount, into: UnsafeMutableRawBufferPointer(rebasing: piece[..<size]))
    readCount += pieceCount
    piece.withMemoryRebound(to: CChar.self) { bytes in
      _ = xmlParseChunk(parser, bytes.baseAddress, Int32(pieceCount), 0)
    }
  }

  private func throwFailure() throws {
    guard let failure else { return }
    throw try file.error(
      failure.code, at: failure.offset, reason: failure.reason, hint: failure.hint)
  }

  /// Keeps the first thing that is wrong, and has libxml2 stop.
  private func fail(_ failure: Failure) {
    guard self.failure == nil else { return }
    self.failure = failure
    xmlStopParser(parser)
  }

  private func truncated() -> Failure {
    Failure(
      code: .truncatedFile, offset: file.byteCount,
      reason: "the file ends before its elements are closed",
      hint: "run the scan again, or copy the file again")
  }

  /// Bytes of the file before the place where libxml2 is.
  private var offset: Int { min(max(Int(xmlByteConsumed(parser)), 0), file.byteCount) }

  /// Where the tag begins that ends at the place where libxml2 is: no tag has a `<` but its first.
  private func startOfTag() throws -> Int {
    var end = offset
    let pieceStart = readCount - pieceCount
    if end > pieceStart,
      let place = piece[..<(end - pieceStart)].lastIndex(of: UInt8(ascii: "<"))
    {
      return pieceStart + place
    }
    // It began in the piece before.
    return try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { buffer in
      while end > 0 {
        let start = max(0, end - buffer.count)
        let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(end - start)])
        _ = try file.read(at: start, into: piece)
        if let place = piece.lastIndex(of: UInt8(ascii: "<")) { return start + place }
        end = start
      }
      return 0
    }
  }

  // MARK: What the parser found

  private func start(
    _ name: Name, namespace: Name?, attributes: UnsafeMutablePointer<Name?>?, count: Int
  ) {
    depth += 1
    guard depth <= Self.mostDepth else {
      fail(
        Failure(
          code: .malformedFile, offset: offset,
          reason: "elements are nested more than \(Self.mostDepth) levels deep",
          hint: "no scanner writes this; find out who wrote the file"))
      return
    }
    let name = string(name)
    let isWhole = open.isEmpty && whole.contains(name)
    let isTag = open.isEmpty && !isWhole && tags.contains(name)
    guard !open.isEmpty || isWhole || isTag || root == nil else { return }
    var element = XMLElement(
      name: name, namespace: namespace.map(string) ?? "",
      attributes: self.attributes(attributes, count: count))
    if root == nil { root = element }
    if isWhole || isTag {
      do {
        element.bytes.offset = try startOfTag()
      } catch {
        fail(Failure(code: .unreadableFile, offset: offset, reason: "cannot be read again"))
        return
      }
      element.bytes.count = offset + 1 - element.bytes.offset
    }
    if isTag {
      events.append(.start(element))
    } else if isWhole || !open.isEmpty {
      open.append(element)
      add(bytes: element.attributes.reduce(64) { $0 + $1.key.utf8.count + $1.value.utf8.count })
    }
  }

  private func end(_ name: Name) {
    depth -= 1
    guard var element = open.popLast() else {
      let name = string(name)
      if tags.contains(name) { events.append(.end(name: name)) }
      return
    }
    if open.isEmpty {
      element.bytes.count = offset - element.bytes.offset
      openBytes = 0
      events.append(.element(element))
    } else {
      open[open.count - 1].content.append(.element(element))
    }
  }

  private func text(_ bytes: Name, count: Int) {
    guard !open.isEmpty else { return }
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    open[open.count - 1].append(text)
    add(bytes: count)
  }

  private func add(bytes count: Int) {
    openBytes += count
    guard openBytes > FileWindow.recordLimit else { return }
    fail(
      Failure(
        code: .oversizedRecord, offset: open[0].bytes.offset,
        reason: "the element that begins here is longer than \(FileWindow.recordLimit >> 20) MiB"))
  }

  private func documentType() {
    fail(
      Failure(
        code: .malformedFile, offset: offset,
        reason:
          "a document type (DOCTYPE) is declared, which can make a few bytes grow without end",
        hint: "no scan needs one; find out who wrote the file, and remove the declaration"))
  }

  private func damage(_ message: String, code: Int32) {
    // Given the end of the file, libxml2 can only complain of what is missing.
    let isTruncated = isAtEnd && (root == nil || depth > 0)
    fail(
      isTruncated
        ? truncated()
        : Failure(
          code: .malformedFile, offset: offset, reason: "the XML is damaged here: " + message,
          hint: Self.encodingErrors.contains(code)
            ? "name the file's encoding in its first line, or convert the file to UTF-8"
            : "run the scan again, or copy the file again"))
  }

  /// libxml2 gives an attribute as five pointers: name, prefix, namespace, and the value's two ends.
  private func attributes(
    _ pointers: UnsafeMutablePointer<Name?>?, count: Int
  ) -> [String: String] {
    guard let pointers, count > 0 else { return [:] }
    var attributes: [String: String] = [:]
    for index in 0..<count {
      let parts = pointers + index * 5
      guard let name = parts[0], let start = parts[3], let end = parts[4] else { continue }
      let value = UnsafeBufferPointer(start: start, count: end - start)
      let key = string(name)
      // An attribute of another namespace, such as xlink:href, gives way to the element's own.
      guard parts[1] == nil || attributes[key] == nil else { continue }
      let text = String(decoding: value, as: UTF8.self)
      // libxml2, which is not told to expand entities, leaves this one of `&amp;`.
      attributes[key] =
        text.utf8.contains(UInt8(ascii: "&")) ? text.replacing("&#38;", with: "&") : text
    }
    return attributes
  }

  /// A name as a string. libxml2 keeps one copy of each name, as long as its parser lives.
  private func string(_ name: Name) -> String {
    if let string = names[name] { return string }
    let string = String(cString: name)
    names[name] = string
    return string
  }

  private static func reader(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
    context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The functions that libxml2 calls.
  private static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.internalSubset = { context, _, _, _ in XMLReader.reader(context)?.documentType() }
    handler.startElementNs = { context, name, _, namespace, _, _, count, _, attributes in
      guard let name else { return }
      XMLReader.reader(context)?.start(
        name, namespace: namespace, attributes: attributes, count: Int(count))
    }
    handler.endElementNs = { context, name, _, _ in
      guard let name else { return }
      XMLReader.reader(context)?.end(name)
    }
    handler.characters = { context, bytes, count in
      guard let bytes else { return }
      XMLReader.reader(context)?.text(bytes, count: Int(count))
    }
    handler.cdataBlock = handler.characters
    handler.serror = { context, error in
      guard let error = error?.pointee, error.level == XML_ERR_FATAL else { return }
      let message = error.message.map { String(cString: $0) } ?? "it is not well-formed"
      XMLReader.reader(context)?.damage(
        message.split(whereSeparator: \.isNewline).joined(separator: " "), code: error.code)
    }
    return handler
  }
}
