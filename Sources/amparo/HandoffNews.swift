import AmparoDelivery

extension OpenStore {
    /// Who is told what became of messages. What became of each is an entry of delivery's own, too; a desk of duties that takes
    /// acts is told here, and this build has none.
    func handoffReporting() throws -> any HandoffReporting { ActReporting { _, _, _ in } }
}
