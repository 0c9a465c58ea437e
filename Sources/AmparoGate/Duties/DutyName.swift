public import AmparoDuties
public import AmparoStore

/// How people name a duty: `SUBJECT.DUTY`, both by their numbers.
public struct DutyName: Hashable, Sendable, LosslessStringConvertible {
    /// Whose.
    public var subject: DutySubject
    /// Which.
    public var duty: DutyID

    /// A name.
    public init(subject: DutySubject, duty: DutyID) {
        self.subject = subject
        self.duty = duty
    }

    /// Reads a name; nil for anything else.
    public init?(_ description: String) {
        guard let dot = description.firstIndex(of: "."), let subject = Int64(description[..<dot]),
            let duty = DutyID(String(description[description.index(after: dot)...]))
        else { return nil }
        self.init(subject: DutySubject(rawValue: subject), duty: duty)
    }

    /// The name as text.
    public var description: String { "\(subject.rawValue).\(duty)" }
}
