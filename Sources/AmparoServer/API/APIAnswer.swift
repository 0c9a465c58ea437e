package import AmparoGate
package import AmparoOversight

/// What is said of persons, with the numbers of its receipts. It can be made of disclosed values only (ARCHITECTURE law 4):
/// an operation that tells of persons answers this and nothing else.
package struct Told: Sendable {
    enum Content: Sendable {
        case json(JSON)
        /// JSON as it leaves.
        case written([UInt8])
        /// A file to be saved.
        case file(APIFile)
    }

    let content: Content
    /// The receipts, in the order of the values.
    package let receipts: [Int64]

    /// What is said of one value.
    package init<Value>(_ disclosed: Disclosed<Value>, _ say: (Disclosed<Value>) throws -> JSON) rethrows {
        content = .json(try say(disclosed))
        receipts = [disclosed.receipt]
    }

    /// What is said of one value, as JSON that leaves as it is written: an answer that comes in no pages.
    package init<Value>(_ disclosed: Disclosed<Value>, written say: (Disclosed<Value>) throws -> [UInt8]) rethrows {
        content = .written(try say(disclosed))
        receipts = [disclosed.receipt]
    }

    /// A file that tells of one value.
    package init<Value>(_ disclosed: Disclosed<Value>, file: APIFile) {
        content = .file(file)
        receipts = [disclosed.receipt]
    }

    /// What is said of several values, and of work that is about none of them.
    package init<Value>(_ disclosed: [Disclosed<Value>], _ say: ([Disclosed<Value>]) throws -> JSON) rethrows {
        content = .json(try say(disclosed))
        receipts = disclosed.map(\.receipt)
    }
}

/// A file that the API answers.
package struct APIFile: Sendable {
    /// What it is called.
    package var name: String
    /// What its bytes are.
    package var mediaType: String
    /// The bytes.
    package var bytes: [UInt8]

    /// A file.
    package init(name: String, mediaType: String, bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
    }
}

/// What the API answers to an operation.
package struct APIAnswer: Sendable {
    enum Body: Sendable {
        /// About persons.
        case told(Told)
        /// About nobody.
        case plain(JSON)
        /// Nothing has changed since what the asker holds.
        case unchanged
    }

    let body: Body
    /// Where the next page begins; nil when there is none. It is sealed before it leaves.
    package var next: String?
    /// The version of what was answered, for `ETag`; nil where an answer has none.
    package var version: String?

    private init(_ body: Body, next: String?, version: String?) {
        self.body = body
        self.next = next
        self.version = version
    }

    /// An answer about persons.
    package static func told(_ told: Told, next: String? = nil, version: String? = nil) -> APIAnswer {
        APIAnswer(.told(told), next: next, version: version)
    }

    /// An answer about nobody.
    package static func plain(_ json: JSON, next: String? = nil, version: String? = nil) -> APIAnswer {
        APIAnswer(.plain(json), next: next, version: version)
    }

    /// What the asker was shown still stands; no new receipt, because nothing is shown.
    package static func unchanged(version: String) -> APIAnswer { APIAnswer(.unchanged, next: nil, version: version) }
}
