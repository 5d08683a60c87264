import Testing

@testable import RuleCatalogs

@Suite struct RecommendationLinkTests {
  @Test(arguments: [
    ("https://docs.Amazon.amazon.com/efs/a.html", "https://docs.aws.amazon.com/efs/a.html"),
    ("https://Amazon.amazon.com/ecr/faqs/", "https://aws.amazon.com/ecr/faqs/"),
    ("https://s3.amazonAmazon.com/b", "https://s3.amazonaws.com/b"),
    (
      "https://docs.Amazon.amazon.com/dg/Amazon Services-a.html",
      "https://docs.aws.amazon.com/dg/services-a.html"
    ),
    (
      "https://docs.Amazon.amazon.com/AmazonSimpleQueueAmazon Service/latest/a.html",
      "https://docs.aws.amazon.com/AmazonSimpleQueueService/latest/a.html"
    ),
    (
      "https://docs.Amazon.amazon.com/AmazonS3/web-Amazonwaf.html",
      "https://docs.aws.amazon.com/AmazonS3/web-awswaf.html"
    ),
    (
      "https://docs.Amazon.amazon.com/a-Amazon-waf.html",
      "https://docs.aws.amazon.com/a-aws-waf.html"
    ),
    (
      "https://docs.Amazon.amazon.com/UsingAmazonRDS.html#AmazonECS",
      "https://docs.aws.amazon.com/UsingAmazonRDS.html#AmazonECS"
    ),
    ("https://example.com/Amazon-waf/Amazon", "https://example.com/Amazon-waf/Amazon"),
    ("https://docs.aws.amazon.com/-Amazon-", "https://docs.aws.amazon.com/-Amazon-"),
  ])
  func `repairs what a replacement broke`(written: String, repaired: String) throws {
    let link = try #require(RecommendationLink(in: "Do it. \(written)"))
    #expect(link.url == repaired)
    #expect(link.asWritten == written)
    #expect(link.text == "Do it.")
  }

  @Test(arguments: [
    ("Do it. https://a.b/c.", "Do it.", false),
    ("Use policies.https://a.b/c", "Use policies.", true),
    ("Do it. See details for implementation - https://a.b/c", "Do it.", false),
    ("Do it. Please find details on the link https://a.b/c.", "Do it.", false),
    ("To do it, perform the following. https://a.b/c", "To do it, perform the following.", false),
    ("Do it, as told in https://a.b/c", "Do it, as told in https://a.b/c", false),
    ("Do it as told here: https://a.b/c.", "Do it as told here: https://a.b/c.", false),
    ("See https://a.b/c", "See https://a.b/c", false),
    ("https://a.b/c", "https://a.b/c", false),
    ("Do it (see https://a.b/c).", "Do it (see https://a.b/c).", false),
    ("Do it (https://a.b/c).", "Do it (https://a.b/c).", false),
    ("Read https://a.b/c before you do it.", "Read https://a.b/c before you do it.", false),
    ("Read HTTPS://a.b/c, then act", "Read HTTPS://a.b/c, then act", false),
  ])
  func `leaves a sound text`(text: String, left: String, isGlued: Bool) throws {
    let link = try #require(RecommendationLink(in: text))
    #expect(link.url.lowercased() == "https://a.b/c")
    #expect(link.text == left)
    #expect(link.isGlued == isGlued)
  }

  @Test(arguments: [
    ("See https://a.b/x(1).", "https://a.b/x(1)"),
    ("See https://a.b/x) or not", "https://a.b/x"),
    ("See https://a.b/x, then https://a.b/y", "https://a.b/y"),
    ("See https://a.b/x, then https://a.b/y twice", "https://a.b/x"),
    ("See https://a.b/Amazon Service.", "https://a.b/Amazon"),
  ])
  func `finds the end of a link`(text: String, url: String) {
    #expect(RecommendationLink(in: text)?.url == url)
  }

  @Test func `repairs a link that stays in the text`() {
    let link = RecommendationLink(in: "Read https://docs.Amazon.amazon.com/a first.")
    #expect(link?.text == "Read https://docs.aws.amazon.com/a first.")
  }

  @Test func `finds no link where there is none`() {
    #expect(RecommendationLink(in: "Use http or https.") == nil)
  }
}
