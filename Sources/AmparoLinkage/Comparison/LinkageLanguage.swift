/// The languages in which a score is explained.
public enum LinkageLanguage: String, CaseIterable, Sendable {
    /// English.
    case english = "en"
    /// Spanish.
    case spanish = "es"
}
