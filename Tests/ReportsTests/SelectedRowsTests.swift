import Reports
import Testing

@Suite struct SelectedRowsTests {
  @Test func `gives the columns that are asked for, in that order`() throws {
    let rows = SelectedRows(
      ["c", "absent", "a"],
      of: MemoryRows(
        columns: ["a", "b", "c"],
        rows: [[.integer(1), .text("x"), .null], [.integer(2), .text("y"), .text("z")]]))
    #expect(rows.columns.map(\.name) == ["c", "a"])
    #expect(try rows.next() == [.null, .integer(1)])
    #expect(try rows.next() == [.text("z"), .integer(2)])
    #expect(try rows.next() == nil)
  }
}
