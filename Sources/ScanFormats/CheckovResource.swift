/// How Checkov's resources are named.
enum CheckovResource {
  /// The address within its file; of Terraform within its folder, for a folder is a module, in which
  /// addresses are unique and files are only a way to order them. `nil` where there is neither.
  static func uid(path: String?, address: String?) -> String? {
    guard let path, let address else { return path ?? address }
    return (isInModule(path) ? folder(of: path) : path) + ":" + address
  }

  /// What a result says of its place beside its resource: the file, where that is no part of it.
  static func place(path: String?, address: String?) -> String? {
    path.flatMap { address != nil && isInModule($0) ? $0 : nil }
  }

  private static func isInModule(_ path: String) -> Bool {
    path.hasSuffix(".tf") || path.hasSuffix(".tf.json")
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The kind of resource that an address begins or ends with; empty where it tells none.
  ///
  /// `module.store.aws_s3_bucket.logs[0]` is an `aws_s3_bucket`, `AWS::S3::Bucket.Logs` an
  /// `AWS::S3::Bucket`, `Deployment.web.api` a `Deployment`.
  static func type(of address: String, framework: String) -> String {
    var depth = 0
    let plain = address.filter { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return depth == 0 && character != "]"
    }
    let parts = plain.split(separator: ".").map(String.init)
    guard parts.count >= 2 else { return "" }
    switch framework {
    case "terraform", "terraform_plan": return parts[parts.count - 2]
    case "cloudformation", "kubernetes", "helm", "kustomize": return parts[0]
    default: return ""
    }
  }
}
