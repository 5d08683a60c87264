import Reports
import Testing

@Suite struct OutputFormatTests {
  @Test(arguments: OutputFormat.allCases)
  func `says how many rows there were and whether there are more`(format: OutputFormat) throws {
    let rows = (0..<3).map { [SQLValue.integer(Int64($0))] }
    func written(_ limit: Int?) throws -> WrittenRows {
      try format.write(ListedRows([ResultColumn("a")], rows), to: ByteSink { _ in }, limit: limit)
    }
    #expect(try written(nil).note == "(3 rows)")
    #expect(try written(3).note == "(3 rows)")
    #expect(try written(1).note == "(1 row; there are more)")
    #expect(try written(0).note == "(0 rows; there are more)")
  }

  @Test func `reports an output that cannot be written to`() throws {
    let sink = ByteSink(fileDescriptor: -1, name: "nowhere")
    let error = #expect(throws: QueryError.self) {
      try OutputFormat.csv.write(ListedRows([ResultColumn("a")], []), to: sink)
    }
    #expect(error?.code == .unwritableOutput)
    #expect(error?.reason == "cannot write to nowhere: Bad file descriptor")
  }

  @Test func `writes what came before an error`() throws {
    var bytes: [UInt8] = []
    let rows = try TestDatabase().connection().query(
      "SELECT abs(column1) FROM (VALUES (1), (-9223372036854775808))")
    #expect(throws: QueryError.self) {
      try OutputFormat.ndjson.write(rows, to: ByteSink { bytes += $0 })
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "{\"abs(column1)\":1}\n")
  }
}
