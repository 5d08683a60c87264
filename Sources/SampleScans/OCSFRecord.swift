import EvidenceModel

extension IndentedJSON {
  /// A record as Prowler 5.46 has it in OCSF, member by member in its order.
  mutating func record(_ record: SampleRecord, of check: SampleCheck, run: SampleRun) {
    object { json in
      json.member("message", record.detail)
      json.member("metadata") { $0.metadata(of: check) }
      json.member("severity_id", Int64(6 - check.severity.rawValue))
      json.member("severity", check.severity.key.capitalisedWord)
      json.member("status", record.isMuted ? "Suppressed" : "New")
      json.member("status_code", record.statusWord)
      json.member("status_detail", record.detail)
      json.member("status_id", record.isMuted ? 3 : 1)
      json.member("unmapped") { $0.unmapped(record, of: check, run: run) }
      json.member("activity_name", "Create")
      json.member("activity_id", 1)
      json.member("finding_info") { $0.findingInfo(record, of: check, run: run) }
      json.member("resources") { json in
        json.array { json in json.element { $0.resource(record, of: check) } }
      }
      json.member("category_name", "Findings")
      json.member("category_uid", 2)
      json.member("class_name", "Detection Finding")
      json.member("class_uid", 2004)
      json.member("cloud") { $0.cloud(of: record) }
      json.member("remediation") { json in
        json.object { json in
          json.member("desc", check.recommendation)
          json.member("references", [check.url])
        }
      }
      json.member("risk_details", check.risk)
      json.member("time", run.seconds)
      json.member("time_dt", run.dateTime)
      json.member("type_uid", 200_401)
      json.member("type_name", "Detection Finding: Create")
    }
  }

  private mutating func metadata(of check: SampleCheck) {
    object { json in
      json.member("event_code", check.key)
      json.member("product") { json in
        json.object { json in
          json.member("name", "Prowler")
          json.member("uid", "prowler")
          json.member("vendor_name", "Prowler")
          json.member("version", SampleRun.version)
        }
      }
      json.member("profiles", ["cloud", "datetime"])
      json.member("tenant_uid", "")
      json.member("version", "1.5.0")
    }
  }

  private mutating func unmapped(_ record: SampleRecord, of check: SampleCheck, run: SampleRun) {
    object { json in
      json.member("related_url", "")
      json.member("categories", check.categories)
      json.member("depends_on", [])
      json.member("related_to", [])
      json.member("additional_urls", check.additionalURLs)
      json.member("notes", check.notes)
      json.member("compliance") { json in
        json.object { json in
          for mapping in check.mappings { json.member(mapping.edition, mapping.requirements) }
        }
      }
      json.member("scan_id", run.scanID(ofAccount: record.account))
      json.member("provider_uid", record.account.uid)
      json.member("provider", "aws")
    }
  }

  private mutating func findingInfo(
    _ record: SampleRecord, of check: SampleCheck, run: SampleRun
  ) {
    object { json in
      json.member("analytic") { json in
        json.object { json in
          json.member("category", check.service)
          json.member("name", check.title)
          json.member("type", "Rule")
          json.member("type_id", 1)
          json.member("uid", check.key)
        }
      }
      json.member("created_time", run.seconds)
      json.member("created_time_dt", run.dateTime)
      json.member("desc", check.description)
      json.member("title", check.title)
      json.member("types", check.types)
      json.member("uid", record.findingUID(of: check))
    }
  }

  private mutating func resource(_ record: SampleRecord, of check: SampleCheck) {
    object { json in
      json.member("cloud_partition", "aws")
      json.member("region", record.region)
      json.member("data") { json in
        json.object { json in
          json.member("details", "")
          json.member("metadata") { json in
            json.object { json in
              for attribute in record.configuration { json.member(attribute.name, attribute.value) }
            }
          }
        }
      }
      json.member("group") { json in json.object { $0.member("name", check.service) } }
      json.member("labels", record.tags.map { $0.name + ":" + $0.value })
      json.member("name", record.resourceName)
      json.member("type", check.resourceType)
      json.member("uid", record.resourceUID)
    }
  }

  private mutating func cloud(of record: SampleRecord) {
    object { json in
      json.member("account") { json in
        json.object { json in
          json.member("name", record.account.name)
          json.member("type", "AWS Account")
          json.member("type_id", 10)
          json.member("uid", record.account.uid)
          json.member("labels", [])
        }
      }
      json.member("org") { json in
        json.object { json in
          for key in ["name", "ou_uid", "ou_name", "uid"] { json.member(key, "") }
        }
      }
      json.member("provider", "aws")
      json.member("region", record.region)
    }
  }
}

extension String {
  /// The word with its first letter in upper case, as OCSF has its severities.
  fileprivate var capitalisedWord: String { prefix(1).uppercased() + dropFirst() }
}
