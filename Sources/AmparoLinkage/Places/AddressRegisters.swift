public import AmparoModel

/// Who keeps an address of a child. A change told to one of them does not reach the others (process-and-law B6).
public enum AddressRegister: String, CaseIterable, Hashable, Sendable {
    /// The immigration court: the notice to appear, EOIR-33, the court's own.
    case court
    /// ICE: the notice to appear, and the address that ORR told at release.
    case ice
    /// USCIS: AR-11 and its change of address online.
    case uscis
    /// ORR: the release, calls, visits and school.
    case orr
}

/// One thing that was told of where a child lives: when, by which way, and which address that is, as a surrogate.
public struct RegisterStatement: Hashable, Sendable {
    /// The ways, each of which reaches some registers.
    public enum Way: String, CaseIterable, Hashable, Sendable {
        /// The notice to appear.
        case notice = "notice-to-appear"
        /// The court's own record.
        case court
        /// Form EOIR-33.
        case eoir33 = "eoir-33"
        /// The address of a release, which ORR tells DHS.
        case release
        /// Form AR-11.
        case ar11 = "ar-11"
        /// A safety call.
        case safetyCall = "safety-call"
        /// A post-release worker.
        case postRelease = "post-release"
        /// A school.
        case school

        /// Whose registers it reaches.
        public var registers: [AddressRegister] {
            switch self {
            case .notice: [.court, .ice]
            case .court, .eoir33: [.court]
            case .release: [.ice, .orr]
            case .ar11: [.uscis]
            case .safetyCall, .postRelease, .school: [.orr]
            }
        }

        /// Whether it is known from welfare work only: then no part of DHS is told.
        public var isWelfare: Bool { self == .safetyCall || self == .postRelease || self == .school }
    }

    /// The way.
    public var way: Way
    /// The day on which it was told.
    public var day: Day
    /// The address; nil where it says none that can be compared.
    public var address: Int64?
    /// The state, two letters; empty where it is not told.
    public var state: String

    /// A statement.
    public init(way: Way, day: Day, address: Int64?, state: String = "") {
        self.way = way
        self.day = day
        self.address = address
        self.state = state
    }
}

/// The four registers side by side, each with what it was last told. None is picked as the right one: who may decide sees
/// them all.
public struct AddressRegisters: Hashable, Sendable {
    /// What one register has.
    public struct Entry: Hashable, Sendable {
        /// The register.
        public var register: AddressRegister
        /// What it was last told; of one day the statement of the later way in `Way`'s order.
        public var statement: RegisterStatement
        /// Registers with the same address have the same number, from 1 in the order of the registers; 0 where the address
        /// cannot be compared.
        public var group: Int
    }

    /// The registers that were told anything by the day, in their order.
    public let entries: [Entry]

    /// The registers as of a day.
    public init(_ statements: [RegisterStatement], asOf: Day) {
        func place(_ statement: RegisterStatement) -> (Day, Int) {
            (statement.day, RegisterStatement.Way.allCases.firstIndex(of: statement.way) ?? 0)
        }
        var groups: [Int64: Int] = [:]
        entries = AddressRegister.allCases.compactMap { register in
            let told = statements.filter { $0.day <= asOf && $0.way.registers.contains(register) }
            guard let last = told.max(by: { place($0) < place($1) }) else { return nil }
            guard let address = last.address else { return Entry(register: register, statement: last, group: 0) }
            let group = groups[address] ?? groups.count + 1
            groups[address] = group
            return Entry(register: register, statement: last, group: group)
        }
    }

    /// What a register has; nil when it was told nothing.
    public subscript(register: AddressRegister) -> Entry? { entries.first { $0.register == register } }

    /// Whether two registers have addresses that are not one.
    public var diverges: Bool { Set(entries.map(\.group).filter { $0 > 0 }).count > 1 }

    /// Whether the child is known to have moved to another state than the one the court was told: then the court stays where it
    /// is until somebody asks for a change of venue, because a change of address does not move it. The state of the newest
    /// statement of any register, nil when there is no such move.
    public var movedToState: String? {
        guard let court = self[.court]?.statement, !court.state.isEmpty else { return nil }
        let newest = entries.map(\.statement).filter { !$0.state.isEmpty }.max { $0.day < $1.day }
        guard let newest, newest.day > court.day, newest.state != court.state else { return nil }
        return newest.state
    }
}
