internal import AmparoDuties
public import AmparoGate
public import AmparoModel
internal import AmparoSharing
public import AmparoStore

/// Asks the gate before a message leaves: whether the account of its receiver may be notified, for the handoff's purpose, of the
/// fields that the message speaks of. The gate writes a receipt of what may go and of what may not, before anything leaves.
///
/// What is about no person needs no gate. Nor does the word that something is taken back or not to be relied on: it tells a
/// receiver who was told once nothing but that, and a receiver who may know no more is owed it most.
public struct GateSending: SendingGate {
    private let gate: Gate
    private let deadline: @Sendable (OutboxMessage) throws -> Instant?

    /// A gate for messages.
    ///
    /// - Parameter deadline: the deadline of a message's duty as it stands now; nil when its clock stands or it has none.
    public init(_ gate: Gate, deadline: @escaping @Sendable (OutboxMessage) throws -> Instant? = { _ in nil }) {
        self.gate = gate
        self.deadline = deadline
    }

    /// Asks for one message.
    public func maySend(
        _ message: OutboxMessage, to receiver: ReceiverRecord, at: Instant
    ) async throws -> SendingVerdict {
        try await maySend([message], to: receiver, at: at)[0]
    }

    /// Asks for several: those of one purpose that speak of the same fields in one transaction.
    ///
    /// - Throws: `GateError` for what no rule decided: a fault, a receipt that could not be written, a clock that went back.
    public func maySend(
        _ messages: [OutboxMessage], to receiver: ReceiverRecord, at: Instant
    ) async throws -> [SendingVerdict] {
        try await apart { try decide(messages, receiver) }
    }

    private struct Asked: Hashable {
        var purpose: String
        var fields: [String]
    }

    private func decide(_ messages: [OutboxMessage], _ receiver: ReceiverRecord) throws -> [SendingVerdict] {
        var verdicts: [SendingVerdict?] = Array(repeating: nil, count: messages.count)
        var groups: [Asked: [Int]] = [:]
        for (index, message) in messages.enumerated() {
            if let asked = asked(message) {
                groups[asked, default: []].append(index)
            } else {
                verdicts[index] = .send(receipt: 0, deadline: try deadline(message))
            }
        }
        for (asked, places) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
            let shown = try permitted(asked, places.map { messages[$0] }, receiver)
            for place in places {
                let message = messages[place]
                switch shown[message.key.subject.child] {
                case .success(let receipt)?:
                    verdicts[place] = .send(receipt: receipt, deadline: try deadline(message))
                case .failure(let refusal)?: verdicts[place] = .withheld(rule: refusal.code.rawValue)
                case nil: verdicts[place] = .withheld(rule: GateError.Code.nothingPermitted.rawValue)
                }
            }
        }
        return verdicts.map { $0 ?? .withheld(rule: GateError.Code.nothingPermitted.rawValue) }
    }

    /// The receipt for each child of whom something may be said; the refusal when the account itself is refused.
    private func permitted(
        _ asked: Asked, _ messages: [OutboxMessage], _ receiver: ReceiverRecord
    ) throws -> [Int64: Result<Int64, GateError>] {
        let children = Set(messages.map(\.key.subject.child)).sorted()
        let request = GateRequest(
            account: receiver.account, purpose: asked.purpose, operation: .notify,
            id: "delivery-\(receiver.number)-\(messages[0].number)", fields: .named(asked.fields))
        do throws(GateError) {
            let shown = try gate.discloseList(request, children: children)
            return Dictionary(
                shown.map { ($0.value.child, .success($0.receipt)) }, uniquingKeysWith: { first, _ in first })
        } catch {
            guard GateSending.refusals.contains(error.code) else { throw error }
            let refusal = Result<Int64, GateError>.failure(error)
            return Dictionary(uniqueKeysWithValues: children.map { ($0, refusal) })
        }
    }

    /// What a rule decided; anything else nobody decided.
    private static let refusals: Set<GateError.Code> = [
        .accountUnknown, .accountLocked, .accountUnattested, .purposeNotHeld, .nothingPermitted,
    ]

    /// For what the gate is asked; nil when nothing is said of a person, or nothing new.
    private func asked(_ message: OutboxMessage) -> Asked? {
        guard message.key.subject.child != 0, message.key.kind == .offered, message.content.content != .doNotRely else {
            return nil
        }
        let party = message.post.prefix { $0 != "/" && $0 != "@" }
        return Asked(
            purpose: message.content.purpose,
            fields: MessageFields.named(
                of: message.content.duty.occasion.kind, reason: message.content.reason,
                isORR: Post.isPart(String(party), of: "hhs.orr")))
    }
}
