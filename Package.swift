// swift-tools-version: 6.2

import PackageDescription

/// What every Swift target of this package is compiled with.
let common: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Libraries also say which of their imports are part of their interface.
let strict = common + [.enableUpcomingFeature("InternalImportsByDefault")]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "tickmark",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tickmark", targets: ["TickmarkCLI"]),
    .executable(name: "tickmark-bench", targets: ["TickmarkBench"]),
    .library(name: "EvidenceModel", targets: ["EvidenceModel"]),
    .library(name: "ScanFormats", targets: ["ScanFormats"]),
    .library(name: "RuleCatalogs", targets: ["RuleCatalogs"]),
    .library(name: "EvidenceStore", targets: ["EvidenceStore"]),
    .library(name: "EvidenceIngest", targets: ["EvidenceIngest"]),
    .library(name: "Reports", targets: ["Reports"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .target(name: "EvidenceModel", swiftSettings: strict),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(name: "CArchive", linkerSettings: [.linkedLibrary("archive")]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .target(
      name: "CUnpack", linkerSettings: [.linkedLibrary("z"), .linkedLibrary("zstd")]),
    .target(
      name: "ScanFormats",
      dependencies: ["EvidenceModel", "CSimdjson", "CLibXML2", "CUnpack", "Yams"],
      swiftSettings: strict),
    .target(
      name: "RuleCatalogs", dependencies: ["EvidenceModel", "Yams"],
      exclude: ["Bundled"], swiftSettings: strict, plugins: ["EmbedTextPlugin"]),
    .target(
      name: "TickmarkSQL", swiftSettings: strict, plugins: ["EmbedTextPlugin"]),
    .target(
      name: "EvidenceStore",
      dependencies: ["EvidenceModel", "TickmarkSQL", grdb, sqlite, crypto],
      swiftSettings: strict),
    .target(
      name: "EvidenceIngest",
      dependencies: ["EvidenceModel", "ScanFormats", "RuleCatalogs", "EvidenceStore", crypto],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "CArchive", "CXLSXWriter", "EvidenceModel", "TickmarkSQL", "Yams", sqlite, crypto,
      ],
      swiftSettings: strict),
    .target(name: "SampleScans", dependencies: ["EvidenceModel"], swiftSettings: strict),
    .executableTarget(
      // `ingest` runs the program as its users do: it needs the executable, and no module of it.
      name: "TickmarkBench",
      dependencies: [
        "EvidenceModel", "EvidenceStore", "Reports", "SampleScans", "ScanFormats", "TickmarkCLI",
        argumentParser,
      ],
      exclude: ["Bundled"], swiftSettings: common, plugins: ["EmbedTextPlugin"]),
    .executableTarget(
      name: "TickmarkCLI",
      dependencies: [
        "EvidenceModel", "EvidenceIngest", "EvidenceStore", "Reports", "RuleCatalogs",
        "SampleScans", "ScanFormats", argumentParser,
      ],
      swiftSettings: common),
    .testTarget(
      name: "ScanFormatsTests", dependencies: ["EvidenceModel", "ScanFormats"],
      swiftSettings: common),
    .testTarget(
      name: "SampleScansTests", dependencies: ["EvidenceModel", "SampleScans", "ScanFormats"],
      swiftSettings: common),
    .testTarget(
      name: "RuleCatalogsTests", dependencies: ["EvidenceModel", "RuleCatalogs"],
      swiftSettings: common),
    .testTarget(
      name: "EvidenceStoreTests",
      dependencies: ["EvidenceModel", "EvidenceStore", "Reports", "TickmarkSQL", grdb, crypto],
      exclude: ["Stories"], swiftSettings: common),
    .testTarget(
      name: "EvidenceIngestTests",
      dependencies: [
        "EvidenceIngest", "EvidenceModel", "EvidenceStore", "Reports", "ScanFormats",
      ],
      swiftSettings: common),
    .testTarget(
      name: "ReportsTests", dependencies: ["EvidenceModel", "Reports", "TickmarkSQL", sqlite],
      swiftSettings: common),
    .testTarget(
      name: "TickmarkCLITests", dependencies: ["TickmarkCLI"], exclude: ["Expected"],
      swiftSettings: common),
    .executableTarget(name: "EmbedText", swiftSettings: common),
    .plugin(name: "EmbedTextPlugin", capability: .buildTool(), dependencies: ["EmbedText"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
