/// The parties, roles and purposes that procedures may name. Their one list is that of the sharing rules (SHARING.md,
/// purposes; parties and roles of the deployment); it is handed in, because this room does not know that one.
public struct SharingWords: Hashable, Sendable {
    /// Party codes.
    public var parties: Set<String>
    /// Role codes.
    public var roles: Set<String>
    /// What a role belongs to and may declare.
    public struct RoleWords: Hashable, Sendable {
        /// The parties to which it belongs; their parts too.
        public var parties: [String]
        /// The leaf purposes that it may declare.
        public var purposes: Set<String>

        /// A role's words.
        public init(parties: [String], purposes: Set<String>) {
            self.parties = parties
            self.purposes = purposes
        }
    }

    /// Of the roles whose table is known, what they belong to and may declare; a role that is not in it is not checked.
    public var tables: [String: RoleWords] = [:]
    /// Leaf purposes, with whether each is one of child welfare, which no role of DHS enforcement can hold.
    public var purposes: [String: Bool]

    /// A vocabulary.
    public init(parties: Set<String>, roles: Set<String>, purposes: [String: Bool]) {
        self.parties = parties
        self.roles = roles
        self.purposes = purposes
    }

    /// The words of SHARING.md as shipped.
    public static let shipped = SharingWords(
        parties: words(
            """
            hhs hhs.orr hhs.orr.provider hhs.orr.prs hhs.oig dhs dhs.ice dhs.ice.ero dhs.ice.opla dhs.ice.hsi dhs.cbp
            dhs.cbp.usbp dhs.cbp.ofo dhs.uscis dhs.oig doj doj.eoir doj.oig doj.usms doj.fbi dol dol.whd state state.cps
            congress gao counsel advocate labor-advocate ngo public subject.child subject.sponsor
            """),
        roles: words(
            """
            case-manager federal-field-specialist intakes orr-privacy-officer orr-headquarters safety-call-worker
            post-release-worker clinician juvenile-coordinator ero-officer ero-headquarters hsi-agent
            trial-attorney-office cbp-officer asylum-officer court-liaison court-staff labor-investigator inspector
            auditor statistician congress-staff counsel-of-record child-advocate subject subject-counsel
            privacy-officer operator data-quality-steward child-protection-worker
            """),
        purposes: Dictionary(
            words(
                """
                placement sponsor-suitability safety-check post-release-services medical reunification
                """
            ).map { ($0, true) }
                + words(
                    """
                    court-appearance notice-service legal-representation adjudication audit statistics
                    investigation-of-agency labor-protection subject-access removal sponsor-enforcement data-quality
                    security
                    """
                ).map { ($0, false) }, uniquingKeysWith: { first, _ in first }))

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
