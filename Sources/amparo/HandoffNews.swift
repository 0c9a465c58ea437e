import AmparoDelivery
import AmparoDuties
import AmparoGate
import AmparoStore

extension OpenStore {
    /// The handoff that a message named, `H-` and a number; nil when no message did.
    func handoff(told reference: String) throws -> HandoffName? {
        try HandoffReference(reference, in: journal).map { HandoffName(subject: $0.subject, number: $0.number) }
    }

    /// Tells the duties of this store what became of messages.
    func handoffReporting() throws -> any HandoffReporting {
        let desk = try dutyDesk()
        return ActReporting { try desk.act($0, at: $1) }
    }

    /// Asks the gate of this store before a message leaves; the deadline it may tell is the ledger's.
    func sendingGate() throws -> any SendingGate {
        let database = database
        return GateSending(try gate()) { message in
            try database.read { connection in
                try DutyLedgers(connection).ledger(of: message.key.subject).ledger[message.content.duty]?.deadline?.at
            }
        }
    }
}
