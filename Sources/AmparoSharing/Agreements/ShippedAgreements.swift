/// The agreements shipped with the program, in named sets.
public enum ShippedAgreements {
    /// The set that a new store starts with: court data flows to child welfare, no sponsor data flows to enforcement.
    public static let defaultSet = "default"

    /// The names of the sets: `default`, and one for each past regime that ships as an example.
    public static let sets = ["default"]

    /// The texts of a set, with the names of their files; nil when there is no set of that name.
    public static func texts(_ set: String) -> [(file: String, text: String)]? {
        set == defaultSet ? [] : nil
    }

    /// The agreements of a set.
    ///
    /// - Throws: `SharingError` with code `.badValue` when there is no set of that name.
    public static func agreements(_ set: String) throws(SharingError) -> [Agreement] {
        guard let texts = texts(set) else {
            throw SharingError(
                .badValue, "no set of agreements is called \(set); one of: \(sets.joined(separator: ", "))")
        }
        return try texts.mapped { (text) throws(SharingError) in try Agreement.parse(yaml: text.text, file: text.file) }
    }
}
