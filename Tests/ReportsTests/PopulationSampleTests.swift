import Reports
import Testing

@Suite struct PopulationSampleTests {
  /// A population whose numbering depends on the order of ingest.
  private func population(_ count: Int, numberedFrom first: Int64 = 1) -> MemoryRows {
    MemoryRows(
      columns: ["finding_id", "resource", "days"],
      rows: (0..<count).map {
        [.integer(first + Int64($0)), .text("bucket \"\($0)\""), .real(Double($0))]
      })
  }

  private func drawn(_ sample: PopulationSample) -> [Int] { sample.rows.map(\.position) }

  @Test func `the same seed draws the same rows, whatever their numbers`() throws {
    let one = try PopulationSample(of: population(5_000), size: 25, seed: 7)
    let other = try PopulationSample(of: population(5_000, numberedFrom: 90), size: 25, seed: 7)
    #expect(drawn(one).count == 25)
    #expect(drawn(one) == drawn(one).sorted())
    #expect(drawn(one) == drawn(other))
    #expect(one.populationSHA256 == other.populationSHA256)
    #expect(one.populationSize == 5_000)
  }

  @Test func `another seed draws other rows of the same population`() throws {
    let one = try PopulationSample(of: population(500), size: 25, seed: 1)
    let other = try PopulationSample(of: population(500), size: 25, seed: 2)
    #expect(drawn(one) != drawn(other))
    #expect(one.populationSHA256 == other.populationSHA256)
  }

  @Test func `a row more is another population, and leaves most of a sample`() throws {
    let one = try PopulationSample(of: population(500), size: 25, seed: 1)
    let other = try PopulationSample(of: population(501), size: 25, seed: 1)
    #expect(one.populationSHA256 != other.populationSHA256)
    #expect(Set(drawn(one)).intersection(drawn(other)).count >= 24)
  }

  @Test func `draws all rows where there are fewer`() throws {
    let sample = try PopulationSample(of: population(3), size: 25, seed: 1)
    #expect(drawn(sample) == [1, 2, 3])
    let none = try PopulationSample(of: population(0), size: 25, seed: 1)
    #expect(none.rows.isEmpty)
    // The SHA-256 of nothing.
    #expect(none.populationSHA256.hasPrefix("e3b0c44298fc1c14"))
  }

  /// What somebody with another program has to hash: `sha256sum` of the line, and of seed and line.
  @Test func `hashes the row's JSON array without its number`() throws {
    let sample = try PopulationSample(
      of: MemoryRows(
        columns: ["finding_id", "resource", "episode"],
        rows: [[.integer(4), .text("a"), .integer(1)]]),
      size: 1, seed: 1)
    #expect(
      sample.populationSHA256
        == "91c73bd50b44138b0efd3d799afe08749e599ed302f52ddeac42729f795564ff")
  }

  @Test func `says in every row what it was drawn from`() throws {
    let sample = try PopulationSample(of: population(2), size: 1, seed: 3)
    let rows = sample.source(isComplete: true)
    #expect(
      rows.columns.map(\.name) == [
        "position", "finding_id", "resource", "days", "population_size", "population_sha256",
        "seed",
      ])
    #expect(
      try rows.next()?.suffix(3) == [.integer(2), .text(sample.populationSHA256), .integer(3)])
  }
}
