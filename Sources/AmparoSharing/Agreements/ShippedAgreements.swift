/// The agreements shipped with the program, in named sets.
public enum ShippedAgreements {
    /// The set that a new store starts with: court data flows to child welfare, no sponsor data flows to enforcement.
    public static let defaultSet = "default"

    /// The names of the sets: the default one, and one for each past regime that ships as an example. An example is for
    /// simulation only (`Agreement.isEnactable` is false) and says what is known of it and what is not.
    public static let sets = [defaultSet, "2018", "2021", "2024", "2025"]

    /// The texts of a set, with the names of their files; nil when there is no set of that name.
    public static func texts(_ set: String) -> [(file: String, text: String)]? {
        switch set {
        case defaultSet:
            [
                text("default-eoir-opla-own-docket.yaml", PackageResources.default_eoir_opla_own_docket_yaml),
                text("default-eoir-orr-court-data.yaml", PackageResources.default_eoir_orr_court_data_yaml),
                text("default-opla-orr-notices.yaml", PackageResources.default_opla_orr_notices_yaml),
                text("default-orr-ero-missed-hearing.yaml", PackageResources.default_orr_ero_missed_hearing_yaml),
                text("default-orr-opla-court-appearance.yaml", PackageResources.default_orr_opla_court_appearance_yaml),
                text("default-orr-whd-child-labor.yaml", PackageResources.default_orr_whd_child_labor_yaml),
            ]
        case "2018": [text("regime-2018.yaml", PackageResources.regime_2018_yaml)]
        case "2021": [text("regime-2021.yaml", PackageResources.regime_2021_yaml)]
        case "2024": [text("regime-2024.yaml", PackageResources.regime_2024_yaml)]
        case "2025": [text("regime-2025.yaml", PackageResources.regime_2025_yaml)]
        default: nil
        }
    }

    /// Agreements of the default set of earlier releases, which stores of those releases hold for ever.
    public static let superseded = [
        text(
            "superseded-orr-ero-missed-hearing-1.yaml",
            PackageResources.superseded_orr_ero_missed_hearing_1_yaml)
    ]

    /// Their names: what replaces one of them is not without a predecessor where the old one never was.
    static let supersededNames: Set<String> = ["orr-ero-missed-hearing@1"]

    private static func text(_ file: String, _ bytes: [UInt8]) -> (file: String, text: String) {
        (file, String(decoding: bytes, as: UTF8.self))
    }

    /// The agreements of a set.
    ///
    /// - Throws: `SharingError` with code `.badValue` when there is no set of that name.
    public static func agreements(_ set: String) throws(SharingError) -> [Agreement] {
        guard let texts = texts(set) else {
            throw SharingError(
                .badValue, "no set of agreements is called \(set); one of: \(sets.joined(separator: ", "))")
        }
        return try texts.mapped { (text) throws(SharingError) in
            try Agreement.parse(yaml: text.text, file: text.file)
        }
    }
}
