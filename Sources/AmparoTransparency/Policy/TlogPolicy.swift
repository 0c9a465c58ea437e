/// Which logs and witnesses are trusted, and how many witnesses are enough: C2SP `tlog-policy`
/// (<https://c2sp.org/tlog-policy>).
public struct TlogPolicy: Hashable, Sendable {
    /// A log whose checkpoints count.
    public struct Log: Hashable, Sendable {
        /// Its key; the key's name is the log's origin.
        public var key: VerifierKey
        /// Where it is, when the policy says so.
        public var url: OctetText?

        /// A log.
        public init(key: VerifierKey, url: OctetText? = nil) {
            self.key = key
            self.url = url
        }
    }

    /// A witness whose cosignatures count.
    public struct Witness: Hashable, Sendable {
        /// Its name in this policy; not the name of its key.
        public var name: OctetText
        /// The key of its cosignatures.
        public var key: VerifierKey
        /// Its submission prefix, when the policy says so.
        public var url: OctetText?

        /// A witness.
        public init(name: OctetText, key: VerifierKey, url: OctetText? = nil) {
            self.name = name
            self.key = key
            self.url = url
        }
    }

    /// A group, which has witnessed what at least `threshold` of its members have.
    public struct Group: Hashable, Sendable {
        /// Its name.
        public var name: OctetText
        /// How many members are enough.
        public var threshold: Int
        /// Names of witnesses and of groups in front of this one.
        public var members: [OctetText]
    }

    /// The group whose members are outside government. SHARING.md, "Proof": the default quorum has at least one such
    /// witness. The specification gives names no meaning of their own; this one is Amparo's.
    public static let outsideGroup: OctetText = "outside-government"

    /// The logs, in the order of their lines.
    public internal(set) var logs: [Log] = []
    /// The witnesses, in the order of their lines.
    public internal(set) var witnesses: [Witness] = []
    /// The groups; each names only what stands in front of it.
    public internal(set) var groups: [Group] = []
    /// The witness or group that must have witnessed a checkpoint; nil when nobody must.
    public internal(set) var quorum: OctetText?

    /// The policy without witnesses: `quorum none`.
    public init() {}

    /// The keys of the logs.
    public var logKeys: [VerifierKey] { logs.map(\.key) }

    /// Whether witnesses of these names are enough.
    public func isQuorum(_ names: Set<OctetText>) -> Bool {
        guard let quorum else { return true }
        var witnessed = names.intersection(witnesses.map(\.name))
        for group in groups where group.members.count(where: witnessed.contains) >= group.threshold {
            witnessed.insert(group.name)
        }
        return witnessed.contains(quorum)
    }

    /// The names of the witnesses that have cosigned a checkpoint. Throws `badSignature` when a cosignature of one of
    /// them is wrong.
    public func cosigners(of checkpoint: SignedNote) throws(TransparencyError) -> Set<OctetText> {
        let verified = try checkpoint.verified(by: witnesses.map(\.key))
        return Set(
            witnesses.filter { witness in
                verified.contains { $0.name == witness.key.name && $0.keyID == witness.key.keyID }
            }.map(\.name))
    }

    /// Throws `noQuorum` unless enough witnesses have cosigned, `badSignature` when a cosignature is wrong.
    public func requireQuorum(_ checkpoint: SignedNote) throws(TransparencyError) {
        guard isQuorum(try cosigners(of: checkpoint)) else { throw TransparencyError(.noQuorum) }
    }

    /// Whether no quorum is possible without a member of a group, however many others cosign. False when there is no
    /// such group.
    public func needsMember(of group: OctetText) -> Bool {
        let members = witnesses(in: group)
        return !members.isEmpty && !isQuorum(Set(witnesses.map(\.name)).subtracting(members))
    }

    /// The witnesses in a group, those in groups within it among them.
    public func witnesses(in name: OctetText) -> Set<OctetText> {
        var found: Set<OctetText> = []
        var names: Set<OctetText> = [name]
        // A group names only what stands in front of it, so one pass backwards reaches all.
        for group in groups.reversed() where names.contains(group.name) { names.formUnion(group.members) }
        for witness in witnesses where names.contains(witness.name) { found.insert(witness.name) }
        return found
    }
}
