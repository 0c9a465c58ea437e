import AmparoDelivery
import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoStore
import Synchronization

/// Messages of the account's receivers, and messages of the courts.
extension StoreAPI {
    private func receivers(_ call: APICall, named name: String? = nil) throws -> [ReceiverRecord] {
        let own = try ReceiverDesk(store.outbox, now: store.now).list().map(\.receiver).filter {
            $0.account == call.caller.account && $0.state == .active && (name == nil || name == $0.name)
        }
        guard name == nil || !own.isEmpty else { throw APIProblem(.notFound) }
        return own
    }

    func events(_ call: APICall) throws -> APIAnswer {
        let after = call.number("after") ?? 0
        let desk = DeliveryDesk(store.outbox, now: store.now)
        var letters: [DeliveryDesk.Letter] = []
        var complete: Int64?
        for receiver in try receivers(call, named: call["receiver"]) {
            let missed = try desk.missed(by: receiver.number, since: after, limit: call.limit + 1)
            letters += missed.letters
            complete = min(complete ?? .max, missed.completeTo)
        }
        letters.sort { $0.number < $1.number }
        return .plain(
            .object([
                JSON.Member("messages", .array(letters.prefix(call.limit).map(\.json))),
                JSON.Member("completeTo", .number(String(max(0, complete ?? after)))),
                JSON.Member("more", .bool(letters.count > call.limit)),
            ]))
    }

    func mailboxes(_ call: APICall) throws -> APIAnswer {
        let mailbox = try store.mailbox()
        let rows = try receivers(call).filter { $0.channel == .mailbox }.map { receiver -> JSON in
            let (waiting, oldest) = try mailbox.list(receiver)
            return .object([
                JSON.Member("name", .string(receiver.name)), JSON.Member("posts", .string(receiver.posts)),
                JSON.Member("waiting", .number(String(waiting))), JSON.Member("oldest", .text(oldest?.description)),
            ])
        }
        return .plain(.object([JSON.Member("mailboxes", .array(rows))]))
    }

    private func box(_ call: APICall) async throws -> ReceiverRecord {
        try await apart {
            guard let box = try receivers(call, named: call["name"] ?? "").first, box.channel == .mailbox else {
                throw APIProblem(.notFound)
            }
            return box
        }
    }

    func mailboxMessages(_ call: APICall) async throws -> APIAnswer {
        let receiver = try await box(call)
        let opened = try await store.mailbox().open(receiver, limit: call.limit)
        let ticket = opened.count == 0 ? nil : tickets.add(opened, of: receiver.number, keys)
        return .plain(
            .object([
                JSON.Member("messages", try JSON(utf8: opened.events)), JSON.Member("more", .bool(opened.hasMore)),
                JSON.Member("ticket", .text(ticket)),
            ]))
    }

    func collectMailbox(_ call: APICall) async throws -> APIAnswer {
        let receiver = try await box(call)
        guard let opened = tickets.take(call.body?["ticket"]?.string ?? "", of: receiver.number) else {
            throw APIProblem(.ticketExpired)
        }
        let actor = try await apart { try account(call).number }
        try await store.mailbox().collected(opened, by: actor)
        return .plain(.object([JSON.Member("collected", .count(opened.count))]))
    }

    func hearingEvents(_ call: APICall) throws -> APIAnswer {
        guard try account(call).role == "court-staff" else { throw APIProblem(.refused, reason: "not-the-court") }
        guard let body = call.body else { throw APIProblem(.badBody) }
        var taken: AmparoIntake.IngestReport?
        do {
            try store.unlessIngesting {
                taken = try Ingest(store.record, today: WashingtonTime.day(of: store.now())).events(
                    json: Array(body.description.utf8), name: "api.json", options: Ingest.Options())
                try WorklistUpkeep(store.database, secrets: store.keys.secrets).bringUpToDate()
                try store.oweCorrections()
                try store.endLapsedClauses()
                try duties.bringUpToDate()
            }
        } catch let error as IntakeError {
            throw APIProblem(.bodyRefused, error.description)
        }
        // Another ingest is under way: nothing was taken.
        guard let taken else { throw APIProblem(.unavailable, "an ingest is under way; send the messages again") }
        return .plain(taken.json)
    }
}

/// Messages that were fetched from mailboxes and not yet collected: of each mailbox those of the last answer. What is lost when
/// the program ends is fetched again, with the same ids.
final class MailTickets: Sendable {
    private struct State {
        var made = 0
        var held: [Int64: (ticket: String, opened: Mailbox.Opened)] = [:]
    }

    private let state = Mutex(State())

    /// Holds what was fetched and answers its ticket.
    func add(_ opened: Mailbox.Opened, of receiver: Int64, _ keys: APIKeys) -> String {
        state.withLock { state in
            state.made += 1
            let ticket = keys.mark("ticket \(receiver) \(state.made) \(opened.count)")
            state.held[receiver] = (ticket, opened)
            return ticket
        }
    }

    /// Gives back what was fetched with a ticket, once.
    func take(_ ticket: String, of receiver: Int64) -> Mailbox.Opened? {
        state.withLock { state in
            guard let held = state.held[receiver], held.ticket == ticket else { return nil }
            state.held[receiver] = nil
            return held.opened
        }
    }
}
