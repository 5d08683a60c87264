import EvidenceModel
import Foundation
import FoundationXML

@testable import Reports

/// A workbook as another program reads it.
final class WrittenWorkbook {
  /// The parts of the file, by their names.
  private(set) var parts: [String: Data] = [:]
  /// The names of the sheets, in order.
  private(set) var sheetNames: [String] = []

  /// Reads the workbook at a path.
  init(path: String) throws {
    try PackageReader(path: path).forEachFile { name, piece in
      var data = Data()
      while let bytes = try piece() { data += bytes }
      parts[name] = data
    }
    sheetNames = try XMLPart(part("xl/workbook.xml")).elements.filter { $0.name == "sheet" }
      .compactMap { $0.attributes["name"] }
  }

  /// Writes a workbook and reads it.
  convenience init(_ body: (Workbook) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "tickmark-\(UUID().uuidString).xlsx").path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try WholeFile.make(at: path, replacing: Workbook.mark.text, at: Workbook.mark.offset) { file in
      let workbook = try Workbook(file, title: "Test", createdAt: Timestamp(microseconds: 0))
      try body(workbook)
      try workbook.close()
    }
    try self.init(path: path)
  }

  /// A part of the file as text.
  func text(_ name: String) throws -> String { String(decoding: try part(name), as: UTF8.self) }

  /// A sheet by its name.
  func sheet(_ name: String) throws -> WrittenSheet {
    guard let index = sheetNames.firstIndex(of: name) else { throw Missing(name: name) }
    return try WrittenSheet(
      XMLPart(part("xl/worksheets/sheet\(index + 1).xml")), formats: try numberFormats())
  }

  /// The code of each cell format.
  private func numberFormats() throws -> [String] {
    let styles = try XMLPart(part("xl/styles.xml")).elements
    var codes: [String: String] = ["0": "General", "49": "@"]
    for format in styles where format.name == "numFmt" {
      codes[format.attributes["numFmtId"] ?? ""] = format.attributes["formatCode"]
    }
    return styles.filter { $0.path.hasSuffix("cellXfs/xf") }
      .map { codes[$0.attributes["numFmtId"] ?? ""] ?? "?" }
  }

  private func part(_ name: String) throws -> Data {
    guard let part = parts[name] else { throw Missing(name: name) }
    return part
  }

  struct Missing: Error {
    let name: String
  }
}

/// A sheet of a workbook.
struct WrittenSheet {
  struct Cell: Equatable {
    /// What XML calls its type; `nil` for a number.
    var type: String?
    /// What is in it, with escaped characters put back.
    var text: String
    /// The code of its number format.
    var format: String
  }

  struct Row {
    /// The cells by their columns, from 0.
    var cells: [Int: Cell] = [:]
    /// The texts and numbers, with an empty text where there is no cell.
    var texts: [String] {
      (0..<((cells.keys.max() ?? -1) + 1)).map { cells[$0]?.text ?? "" }
    }
  }

  /// The rows, from the first.
  private(set) var rows: [Row] = []
  /// The elements that there are.
  let elements: Set<String>
  /// The widths of the columns, in characters.
  let columnWidths: [Double]
  private let attributes: [String: [String: String]]

  init(_ part: XMLPart, formats: [String]) throws {
    elements = Set(part.elements.map(\.name))
    columnWidths = part.elements.filter { $0.name == "col" }
      .compactMap { Double($0.attributes["width"] ?? "") }
    attributes = Dictionary(part.elements.map { ($0.name, $0.attributes) }) { first, _ in first }
    var cell: (row: Int, column: Int, cell: Cell)?
    func keep() {
      guard let cell else { return }
      while rows.count < cell.row { rows.append(Row()) }
      rows[cell.row - 1].cells[cell.column] = cell.cell
    }
    for element in part.elements {
      switch element.name {
      case "c":
        keep()
        let name = element.attributes["r"] ?? ""
        let letters = name.prefix { $0.isLetter }
        let column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
        cell = (
          Int(name.dropFirst(letters.count)) ?? 0, column,
          Cell(
            type: element.attributes["t"], text: "",
            format: formats[Int(element.attributes["s"] ?? "0") ?? 0])
        )
      case "v": cell?.cell.text = element.text
      case "t": cell?.cell.text = Self.unescaped(element.text)
      default: break
      }
    }
    keep()
  }

  /// An attribute of the first element of a name.
  func attribute(_ name: String, of element: String) -> String? { attributes[element]?[name] }

  /// Characters that XML has no place for, as the format's standard writes them.
  private static func unescaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if scalars[index] == "_", index + 6 < scalars.count, scalars[index + 1] == "x",
        scalars[index + 6] == "_",
        let code = UInt32(
          String(String.UnicodeScalarView(scalars[(index + 2)..<(index + 6)])), radix: 16),
        let scalar = Unicode.Scalar(code)
      {
        result.append(scalar)
        index += 7
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }
}

/// The elements of an XML file, in the order of their beginnings.
final class XMLPart: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    /// The names of the elements that it is in, and its own.
    let path: String
    let attributes: [String: String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  init(_ data: Data) throws {
    super.init()
    let parser = XMLParser(data: data)
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? WrittenWorkbook.Missing(name: "XML") }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let path = (open.last.map { elements[$0].path } ?? "") + "/" + name
    open.append(elements.count)
    elements.append(Element(name: name, path: path, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard let last = open.last else { return }
    elements[last].text += text
  }
}
