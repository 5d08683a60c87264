import CXLSXWriter
import EvidenceModel
import Foundation

/// An XLSX file that is written sheet by sheet and row by row, in memory that does not grow.
///
/// Rows wait in temporary files until the workbook is closed. Nothing that is written is a formula
/// or a link.
final class Workbook {
  /// The rows that a sheet has at most, its header counted.
  static let mostRows = Int(LXW_ROW_MAX)
  /// The name of an archive's first entry, behind 30 bytes, that tells workbooks from other archives.
  static let mark = (text: "[Content_Types].xml", offset: 30)

  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private let path: String
  private var isOpen = true
  private var formats: [SheetStyle: UnsafeMutablePointer<lxw_format>] = [:]
  private var sheets: [Sheet] = []

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - title: What its properties call it.
  ///   - createdAt: What its properties say of when it was made; a clock would make each file
  ///     another one.
  /// - Throws: `QueryError` where there is no memory.
  init(_ file: WholeFile, title: String, createdAt: Timestamp) throws {
    path = file.temporaryPath
    let workbook = file.temporaryPath.withCString { path in
      strdup(file.temporaryFolder).flatMap { folder in
        defer { free(folder) }
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: folder, use_zip64: 0)
        return workbook_new_opt(path, &options)
      }
    }
    guard let workbook else { throw Self.error(LXW_ERROR_MEMORY_MALLOC_FAILED) }
    self.workbook = workbook
    try setProperties(title: title, createdAt: createdAt)
  }

  deinit {
    if isOpen { lxw_workbook_free(workbook) }
  }

  /// Adds a sheet behind the others; its name must be one that spreadsheets take.
  func addSheet(_ name: String) throws -> Sheet {
    guard let worksheet = workbook_add_worksheet(workbook, name) else {
      throw QueryError(.unwritableOutput, "a workbook cannot have a sheet '\(name)'")
    }
    let sheet = Sheet(worksheet, of: self)
    sheets.append(sheet)
    return sheet
  }

  /// Adds a chart, which is then put on a sheet.
  func addChart(_ type: lxw_chart_type) throws -> UnsafeMutablePointer<lxw_chart> {
    guard let chart = workbook_add_chart(workbook, UInt8(type.rawValue)) else {
      throw Self.error(LXW_ERROR_MEMORY_MALLOC_FAILED)
    }
    return chart
  }

  /// Writes the file.
  func close() throws {
    for sheet in sheets { try sheet.finish() }
    // Only where it is needed: some readers do not know it.
    let needsZIP64 = sheets.contains { $0.byteCount > 0xf000_0000 }
    workbook.pointee.options.use_zip64 = needsZIP64 ? 1 : 0
    isOpen = false
    try Self.check(workbook_close(workbook))
  }

  /// The library's format for a style.
  func format(_ style: SheetStyle) -> UnsafeMutablePointer<lxw_format>? {
    if let format = formats[style] { return format }
    guard let format = workbook_add_format(workbook) else { return nil }
    switch style {
    case .text, .fact: format_set_num_format(format, "@")
    case .number: break
    case .note: format_set_italic(format)
    case .moment: format_set_num_format(format, "yyyy-mm-dd hh:mm:ss")
    case .day: format_set_num_format(format, "yyyy-mm-dd")
    case .header:
      format_set_bold(format)
      format_set_bg_color(format, 0x1f3864)
      format_set_font_color(format, 0xffffff)
    case .title:
      format_set_bold(format)
      format_set_font_size(format, 14)
    case .coloured(let colour):
      format_set_num_format(format, "@")
      format_set_bg_color(format, colour.values.background)
      format_set_font_color(format, colour.values.text)
    }
    formats[style] = format
    return format
  }

  /// Throws where the library could not do something.
  static func check(_ code: lxw_error) throws {
    guard code == LXW_NO_ERROR else { throw error(code) }
  }

  private static func error(_ code: lxw_error) -> QueryError {
    let message = lxw_strerror(code).map { String(cString: $0) } ?? "unknown error"
    return QueryError(.unwritableOutput, "cannot write the workbook: \(message)")
  }

  private func setProperties(title: String, createdAt: Timestamp) throws {
    guard let text = strdup(title) else { throw Self.error(LXW_ERROR_MEMORY_MALLOC_FAILED) }
    defer { free(text) }
    var properties = lxw_doc_properties()
    properties.title = text
    // Zero would mean the present.
    properties.created = max(1, time_t(createdAt.microseconds / 1_000_000))
    try Self.check(workbook_set_properties(workbook, &properties))
  }
}
