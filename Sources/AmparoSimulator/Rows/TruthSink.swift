internal import AmparoModel

/// Where the generator says what the truth is, child by child in the order of their numbers.
///
/// Nothing is kept by the generator; a sink keeps what its figures need (450,000 children must fit in less than 1 GiB).
/// Calls always come in the same order for the same simulation, from one thread at a time.
protocol TruthSink {
    /// A child as the feeds show it, once per record of the reader. A child of the world can be several records (no
    /// A-number, a disputed number, a case without a number), or none.
    mutating func add(read: ReadChild)

    /// A child as it is in the world, once.
    mutating func add(world: WorldChild)

    /// A notice or agency result of a number that no care record has, or whose number is disputed.
    mutating func add(unmatched notice: Notice)
    mutating func add(unmatched result: AgencyResult)
}
