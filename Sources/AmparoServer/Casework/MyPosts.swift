internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// The posts for which a viewer may act: their own, those they stand in for, and of-record posts of their role.
struct MyPosts {
    let actor: ActingPerson
    let now: Instant
    /// All posts; nil while nobody has accepted to hold what no other post has accepted: then there is no duty.
    private let posts: Posts?

    init(_ visit: CaseVisit) throws {
        actor = try visit.casework.duties.actor(visit.viewer.account)
        posts = try visit.casework.duties.posts()
        now = visit.reader.now
    }

    /// The same of a picture that was read before.
    init(_ visit: CaseVisit, _ picture: DutyPicture) throws {
        actor = try picture.acting()
        posts = picture.posts
        now = visit.reader.now
    }

    /// Whether duties can have begun.
    var hasSteward: Bool { posts != nil }

    /// Whether a post is one of them.
    func contains(_ post: Post) -> Bool { posts?.mayAct(actor, for: post, at: now) ?? false }
}
