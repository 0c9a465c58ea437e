package import AmparoGate
package import AmparoModel
package import AmparoOversight

/// Who asks the API, and for what purpose.
package struct APICaller: Hashable, Sendable {
    /// The account's id.
    package var account: String
    /// The code of the purpose.
    package var purpose: String
    /// The request's own id: a machine's `jti`, by which it finds its receipt.
    package var request: String
    /// Whether it is a machine with a token; else a person with a session.
    package var isMachine: Bool
}

/// A request of the API that was read: everything in it is written as the route says.
package struct APICall: Sendable {
    /// Who asks.
    package var caller: APICaller
    let parameters: [String: String]
    /// The body; nil where the operation takes none.
    package var body: JSON?
    /// The version that the asker has seen, of `If-Match`; nil where none is needed.
    package var ifMatch: String?
    /// The version that the asker holds, of `If-None-Match`.
    package var ifNoneMatch: String?
    /// Where a page begins; nil for the first.
    package var position: String?

    /// A parameter of path or query; nil when it was not given.
    package subscript(_ name: String) -> String? { parameters[name] }

    /// A whole number.
    package func number(_ name: String) -> Int64? { parameters[name].flatMap { Int64($0) } }

    /// A day.
    package func day(_ name: String) -> Day? { parameters[name].flatMap { Day($0) } }

    /// How many a page holds.
    package var limit: Int { number("limit").map(Int.init) ?? 50 }

    /// What was asked, in words that are the same for the same question: parameters by name, without the place of the page.
    package var question: String {
        parameters.filter { $0.key != "cursor" && $0.key != "limit" }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }
}

/// Answers the operations of the API from a store. Implemented where the parts of the store come together.
package protocol APIDesk: Sendable {
    /// The public part of the Ed25519 key of an account, 32 bytes; nil when there is no such account or it has no key. Whether
    /// the account may ask is not looked at.
    func signingKey(ofAccount account: String) async throws -> [UInt8]?

    /// Whose client certificate it is, by the SHA-256 of it; nil when it is nobody's, or its last day is past.
    func certificate(_ fingerprint: [UInt8]) async throws -> MachineCertificate?

    /// Refuses an account that may not ask at all for its purpose, and writes that down as a denial of the gate. Where the gate
    /// is asked about a person it does so itself. Throws `GateError`.
    func admit(_ operation: APIOperation, _ call: APICall) async throws

    /// Answers an operation that is about the record. Throws `APIProblem`, `GateError`, and what is no fault of the asker.
    func answer(_ operation: APIOperation, _ call: APICall) async throws -> APIAnswer
}
