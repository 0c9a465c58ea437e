package import AmparoModel
package import Hummingbird

/// Who looks at a page: an account with a session that stands, and the purpose it declared.
///
/// It opens nothing by itself. What is shown is decided by the gate, for this account and purpose, each time.
package struct Viewer: Hashable, Sendable {
    /// The account's id, as the gate knows it. It names nobody.
    package var account: String
    /// The code of the purpose that was declared.
    package var purpose: String
    /// Whether the holder proved within the last five minutes that it is still they who sit there.
    package var isSteppedUp: Bool
    /// What every form of this viewer carries as the hidden field `form`, so that no other site can send one.
    package var formToken: String
    /// When the session ends however much it is used.
    package var sessionEnds: Instant

    /// A viewer.
    package init(account: String, purpose: String, isSteppedUp: Bool, formToken: String, sessionEnds: Instant) {
        self.account = account
        self.purpose = purpose
        self.isSteppedUp = isSteppedUp
        self.formToken = formToken
        self.sessionEnds = sessionEnds
    }
}

/// Tells who asks. Its answers are looked up on the thread that asks, which may block (`apart`).
package protocol ViewerSource: Sendable {
    /// The viewer of a request; nil when nobody is signed in, when the session has ended, when no purpose was declared, or when
    /// the account is locked or was not attested in time.
    func viewer(_ request: Request) throws -> Viewer?

    /// The same without using the session: looking on does not keep it alive.
    func onlooker(_ request: Request) throws -> Viewer?
}

extension ViewerSource {
    /// The viewer, where looking on makes no difference.
    package func onlooker(_ request: Request) throws -> Viewer? { try viewer(request) }
}
