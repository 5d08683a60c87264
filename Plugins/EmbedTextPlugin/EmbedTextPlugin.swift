import Foundation
import PackagePlugin

/// Compiles text files into the target that uses the plugin, so that the program is one file.
///
/// `TickmarkSQL` gets the SQL of the package's `Schema` and `Queries` folders; any other target
/// gets the files of its own `Bundled` folder.
@main
struct EmbedTextPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root: URL
    let folders: [URL]
    if target.name == "TickmarkSQL" {
      root = context.package.directoryURL
      folders = [root.appending(path: "Schema"), root.appending(path: "Queries")]
    } else {
      root = target.directoryURL
      folders = [root.appending(path: "Bundled")]
    }
    let files = try folders.flatMap { try textFiles(in: $0) }.sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) text files in \(target.name)",
        executable: try context.tool(named: "EmbedText").url,
        arguments: [output.path, root.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    ]
  }

  private func textFiles(in folder: URL) throws -> [URL] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return
      paths
      .filter { path in [".sql", ".yaml", ".py", ".txt"].contains { path.hasSuffix($0) } }
      .map { folder.appending(path: $0) }
  }
}
