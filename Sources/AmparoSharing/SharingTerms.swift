/// The words that rules and requests are made of: parties and roles, purposes, fields.
public struct SharingTerms: Sendable {
    /// The parties and roles.
    public let parties: PartyTree
    /// The purposes.
    public let purposes: PurposeTree
    /// The fields.
    public let catalogue: FieldCatalogue

    /// Words; every purpose that a role may declare must be in the tree.
    ///
    /// - Throws: `SharingError` when a role names a purpose that is not in the tree.
    public init(
        parties: PartyTree, purposes: PurposeTree, catalogue: FieldCatalogue = .shipped
    ) throws(SharingError) {
        for role in parties.roles {
            for purpose in role.purposes where purposes.purpose(purpose) == nil {
                throw SharingError(.unknownPurpose, "the role \(role.code) names the purpose \(purpose); correct it")
            }
        }
        self.parties = parties
        self.purposes = purposes
        self.catalogue = catalogue
    }

    /// The words shipped with the program.
    ///
    /// - Throws: `SharingError` when the embedded data is not sound; a test reads it.
    public static func shipped() throws(SharingError) -> SharingTerms { try shippedTerms.get() }

    private static let shippedTerms = Result<SharingTerms, SharingError> { () throws(SharingError) -> SharingTerms in
        try SharingTerms(
            parties: PartyTree(yaml: ShippedText.parties, file: "parties.yaml"),
            purposes: PurposeTree(yaml: ShippedText.purposes, file: "purposes.yaml"))
    }

    /// Whether an account with this role may declare this purpose.
    public func holds(_ role: PartyTree.Role, _ purpose: String) -> Bool {
        role.purposes.contains { purposes.covers($0, purpose) }
    }
}

/// The data files of this folder as texts.
enum ShippedText {
    static let parties = text(PackageResources.parties_yaml)
    static let purposes = text(PackageResources.purposes_yaml)
    static let floor = text(PackageResources.floor_yaml)
    static let mandates = text(PackageResources.mandates_yaml)

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
