/// The functions, pragmas and virtual tables that reading needs.
///
/// A list of what is allowed, not of what is forbidden: the next SQLite may bring a function that
/// reads a file, and an extension that the system preloads may do so today. Functions whose only
/// product is size (`zeroblob`, `randomblob`) are left out.
enum AllowedNames {
  static let functions: Set<String> = [
    // Core.
    "abs", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull",
    "iif", "instr", "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min",
    "nullif", "octet_length", "printf", "quote", "random", "replace", "round", "rtrim", "sign",
    "soundex", "sqlite_version", "substr", "substring", "trim", "typeof", "unhex", "unicode",
    "unlikely", "upper",
    // Dates and times.
    "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday",
    "strftime", "time", "timediff", "unixepoch",
    // Aggregates and windows.
    "avg", "count", "cume_dist", "dense_rank", "first_value", "group_concat", "lag",
    "last_value", "lead", "median", "nth_value", "ntile", "percent_rank", "percentile",
    "percentile_cont", "percentile_disc", "rank", "row_number", "string_agg", "sum", "total",
    // JSON.
    "->", "->>", "json", "json_array", "json_array_length", "json_error_position",
    "json_extract", "json_group_array", "json_group_object", "json_insert", "json_object",
    "json_patch", "json_pretty", "json_quote", "json_remove", "json_replace", "json_set",
    "json_type", "json_valid",
    // Mathematics.
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos", "cosh",
    "degrees", "exp", "floor", "ln", "log", "log10", "log2", "mod", "pi", "pow", "power",
    "radians", "sin", "sinh", "sqrt", "tan", "tanh", "trunc",
  ]

  /// Pragmas that describe the database, with whatever argument.
  static let pragmas: Set<String> = [
    "collation_list", "compile_options", "database_list", "foreign_key_list", "function_list",
    "index_info", "index_list", "index_xinfo", "module_list", "pragma_list", "table_info",
    "table_list", "table_xinfo",
  ]

  /// Pragmas that show a setting, and would change it if they had an argument.
  static let settingPragmas: Set<String> = [
    "application_id", "encoding", "freelist_count", "page_count", "page_size", "schema_version",
    "user_version",
  ]

  /// Virtual tables that read their arguments only.
  static let modules: Set<String> = ["json_each", "json_tree"]
}
