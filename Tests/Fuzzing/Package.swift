// swift-tools-version: 6.2

import PackageDescription

// A package of its own: its programs are linked with libFuzzer, which the package's are not.

/// A program that feeds one family of readers.
func fuzzTarget(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["ReaderFuzzer"],
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "tickmark-fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tickmark", path: "../..")],
  targets: [
    .target(
      name: "ReaderFuzzer",
      dependencies: [
        .product(name: "EvidenceModel", package: "tickmark"),
        .product(name: "ScanFormats", package: "tickmark"),
      ]),
    fuzzTarget("FuzzJSON"), fuzzTarget("FuzzCSV"), fuzzTarget("FuzzXML"),
  ],
  swiftLanguageModes: [.v6]
)
