public import AmparoDuties
public import AmparoModel
internal import AmparoStore

/// Events of handoffs for tests that need some without the engine that decides on them.
public enum GivenHandoffs {
    /// A handoff is offered. It is read from the bytes that such an event is kept as, which never change.
    public static func offered(
        _ number: UInt32, to post: Post, reason: String = "missed-hearing", acceptBy: Instant, at: Instant,
        about: Int64 = 7
    ) -> DutyEvent? {
        var writer = PayloadWriter()
        func text(_ id: UInt8, _ text: String) { Array(text.utf8).withUnsafeBytes { writer.bytes(id, $0) } }
        writer.instant(1, at)
        writer.word(2, 0x1234_5678_9ABC_DEF0)
        writer.number(3, Int64(OccasionKind.hearingFinding.rawValue))
        writer.number(4, about)
        writer.number(5, 0)
        writer.number(6, 18)
        writer.number(31, Int64(number))
        text(32, kept(post))
        text(33, kept(Post(party: "hhs.orr", role: "federal-field-specialist", place: .office("SAT"))))
        text(34, "court-appearance")
        text(35, reason)
        text(36, "satisfies")
        writer.number(37, 1)
        writer.number(40, 1)
        writer.instant(41, at)
        writer.instant(42, acceptBy)
        writer.number(49, 0)
        return DutyEvent(EncodedDutyEvent(plain: writer.bytes, people: []))
    }

    private static func kept(_ post: Post) -> String {
        switch post.place {
        case .headquarters: "\(post.party)\u{1F}\(post.role)"
        case .ofRecord: "\(post.party)\u{1F}\(post.role)\u{1F}"
        case .office(let code): "\(post.party)\u{1F}\(post.role)\u{1F}\(code)"
        }
    }
}
