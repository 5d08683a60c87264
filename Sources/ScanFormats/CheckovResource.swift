/// How Checkov's resources are named.
enum CheckovResource {
  /// The address within its file; `nil` where there is neither.
  static func uid(path: String?, address: String?) -> String? {
    guard let path, let address else { return path ?? address }
    return path + ":" + address
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
