import Foundation
import Testing

/// `tickmark demo`, run as its user runs it.
@Suite struct DemoCommandTests {
  @Test func `shows what it says, and leaves a database that can be asked`() throws {
    let program = try Program()
    let demo = try program.run("demo")
    #expect(demo.status == 0, "\(demo.errors)")
    #expect(!demo.errors.contains("Error"))
    for line in [
      "sla.critical          30",
      "42 fewer (-75 %).",
      "waiver 1 fits 1 finding, 1 of them failing",
      "failing  accepted\n-------  --------\n     17         1\n",
      "observation-digest     6            0",
    ] {
      #expect(demo.output.contains(line), "\(line)\n\(demo.output)")
    }
    #expect(try program.files == ["tickmark-demo"])
    let verify = try program.run("--db", "tickmark-demo/demo.db", "verify", "--files")
    #expect(verify.status == 0, "\(verify.output)")
    #expect(try program.run("demo").status == 64)
  }
}
