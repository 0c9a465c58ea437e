internal import AmparoModel

extension CheckGrid {
    /// `grid-1`: sponsor always identity, relationship, public records, sex offender registry; from 2025-02-14 (ORR Field
    /// Guidance 26) also FBI fingerprints for the sponsor and every household member certainly 18 or older. The same as
    /// `Definitions/figures/grids/grid-1.json`.
    public static let grid1 = CheckGrid(
        id: "grid-1", adultAge: 18,
        requirements: [
            Requirement(.sponsor, .identity),
            Requirement(.sponsor, .relationship),
            Requirement(.sponsor, .publicRecords),
            Requirement(.sponsor, .sexOffender),
            Requirement(.sponsor, .fbiFingerprint, from: Day(number: 20_133)),
            Requirement(.adultMember, .fbiFingerprint, from: Day(number: 20_133)),
        ])
}
