public import AmparoModel

/// An invented population of children and the feeds that agencies would send about them (FEEDS.md, "Simulated feeds").
///
/// The same values give the same bytes, on any machine and with any number of threads. No person in it is real.
public struct Simulation: Sendable, Hashable {
    /// The two layouts of a court release (FEEDS.md 1).
    public enum Profile: String, Sendable, Hashable, CaseIterable {
        /// No identity at all; a case is known by IDNCASE.
        case `public`
        /// The same with ALIEN_NUMBER in A_TblCase.
        case agency
    }

    /// How many children the world has in care over all years; 1 to 2,000,000.
    public let children: Int
    /// Where the pseudo-random numbers start.
    public let seed: UInt64
    /// The court releases, 1 to 24.
    public let releases: Int
    /// The layout of the court releases.
    public let profile: Profile
    /// The date of the last release; nothing after it is known to any feed. From 1990-01-01 to 2090-12-31.
    public let asOf: Day
    /// Court cases of adults that stand in the release for every child, 0 to 1000; they are read past.
    public let adultsPerChild: Int

    /// A simulation; values outside their ranges are moved to the nearest end of it.
    ///
    /// `asOf` defaults to 2026-06-01, and so is chosen for the fiscal years 2015 to 2026 that the world plays in.
    public init(
        children: Int, seed: UInt64, releases: Int = 2, profile: Profile = .agency,
        asOf: Day = Day(number: 20_605), adultsPerChild: Int = 5
    ) {
        self.children = min(max(1, children), 2_000_000)
        self.seed = seed
        self.releases = min(max(1, releases), 24)
        self.profile = profile
        self.asOf = min(max(asOf, Calendar.day(1990, 1, 1)), Calendar.day(2090, 12, 31))
        self.adultsPerChild = min(max(0, adultsPerChild), 1000)
    }

    /// The dates of the releases R1, R2, ..., oldest first: about a month apart, the last one on `asOf`.
    public var releaseDates: [Day] {
        (0..<releases).map { asOf.adding(days: -30 * (releases - 1 - $0)) }
    }
}
