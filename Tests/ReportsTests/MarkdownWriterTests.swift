import Reports
import Testing

@Suite struct MarkdownWriterTests {
  @Test func `escapes what would end a cell or be markup`() throws {
    let text = try OutputFormat.markdown.text(
      ["a|b", "c"],
      [
        [.text("x|y\r\nz\n"), .text("<b> & *c* `d` [e](f) g\\h s3_bucket_i")],
        [.null, .integer(1)],
      ])
    #expect(
      text == #"""
        | a\|b | c |
        | --- | --- |
        | x\|y<br>z<br> | &lt;b> &amp; \*c\* \`d\` \[e](f) g\\h s3_bucket_i |
        |  | 1 |

        """#)
  }

  @Test func `sets declared numbers right`() throws {
    var bytes: [UInt8] = []
    let rows = try TestDatabase().connection().query("SELECT scan_id, tool_version FROM scan")
    try OutputFormat.markdown.write(rows, to: ByteSink { bytes += $0 })
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        | scan_id | tool_version |
        | ---: | --- |
        | 1 | 5.0 |
        | 2 | 5.0 |

        """)
  }
}
