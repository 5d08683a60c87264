import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct CatalogFormatsTests {
  @Test(arguments: [
    ("tickmark-catalog: 1\nkey: a\n", "tickmark-catalog"),
    ("# mine\r\n---\r\ntickmark-catalog: 1\r\n", "tickmark-catalog"),
    ("\u{FEFF}tickmark-catalog: 1\n", "tickmark-catalog"),
    ("Rules\n📘\nS3\n👍\nOpen\n", "threat-modeling-document"),
    ("Rules\r\n> 📘 S3\r\n> 👍🏽 Open\r\n", "threat-modeling-document"),
  ])
  func `knows a format by its marks`(text: String, key: String) throws {
    let (format, found) = try CatalogFormats.detect(Array(text.utf8), file: "a")
    #expect(format.key == key)
    #expect(!found.unicodeScalars.contains("\u{FEFF}"))
  }

  @Test(arguments: ["", " \n\t", "{}", "a,b\n1,2\n", "about 📘 and 👍\n", "Rules\n📘\nS3\n"])
  func `refuses what it does not know`(text: String) throws {
    let error = try #require(throws: ImportError.self) {
      try CatalogFormats.detect(Array(text.utf8), file: "a.txt")
    }
    #expect(error.code == .unknownFormat)
    #expect(error.file == "a.txt")
  }

  @Test(
    arguments: [
      ([0xFF], 0, 1), ([0x61, 0x0A, 0xC3, 0x28], 2, 2), ([0x61, 0xF0, 0x9F, 0x91], 1, 1),
      ([0xC3, 0xA9, 0x0A, 0x0A, 0xED, 0xA0, 0x80], 4, 3),
    ] as [([UInt8], Int, Int)])
  func `names the byte that is not UTF-8`(bytes: [UInt8], offset: Int, line: Int) throws {
    let error = try #require(throws: ImportError.self) {
      try CatalogFormats.detect(bytes, file: "a")
    }
    #expect(error.code == .malformedFile)
    #expect(error.place == .init(byteOffset: offset, line: line))
    #expect(error.hint != nil)
  }
}
