import AmparoDelivery
import AmparoGate

extension OpenStore {
    /// The duties, which are told what became of messages.
    func handoffReporting() throws -> any HandoffReporting {
        let desk = try dutyDesk()
        return ActReporting { work, at in _ = try desk.act(work, at: at) }
    }
}
