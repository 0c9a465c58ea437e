public import AmparoTransparency

/// Where the server gets the published log. The store's side of the seam: the server asks, and knows nothing of journals.
public protocol LogSource: Sendable {
    /// The bytes of a resource of the newest published checkpoint; nil when there is none of that name.
    ///
    /// May be called from any task, several at once; work that blocks belongs on the source's own thread.
    func resource(_ resource: TlogResource) async throws -> [UInt8]?
}
