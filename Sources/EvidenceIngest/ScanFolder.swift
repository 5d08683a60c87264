public import EvidenceModel
import Foundation
public import ScanFormats

/// The scan files in a folder and the folders below it.
public struct ScanFolder: Sendable {
  /// Files that a format recognises, in the order of their times; of one run, the fullest first.
  public private(set) var scans: [ScanSurvey] = []
  /// Files that are no scan, or a damaged one, each with the reason.
  public private(set) var others: [ImportError] = []

  /// Looks into every file that is not hidden.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - context: What the user tells that the files do not.
  /// - Throws: ``EvidenceModel/ImportError`` where the folder cannot be listed.
  public init(path: String, context: ReadingContext = ReadingContext()) throws {
    guard let listing = FileManager.default.enumerator(atPath: path) else {
      throw ImportError(code: .unreadableFile, file: path, reason: "cannot be listed")
    }
    while let name = listing.nextObject() as? String {
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      let type = listing.fileAttributes?[.type] as? FileAttributeType
      guard !isHidden, type == .typeRegular else { continue }
      let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      do {
        scans.append(try ScanSurvey(path: file, context: context))
      } catch let error as ImportError {
        others.append(error)
      }
    }
    scans = RunOrder(scans).byTime
    others.sort { $0.file < $1.file }
  }

  /// True where the path is a folder.
  public static func exists(at path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
