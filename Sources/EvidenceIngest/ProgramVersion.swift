/// The version of tickmark.
public enum ProgramVersion {
  /// This version, by semantic versioning.
  public static let current = "0.1.0"
}
