/// What a password must be: long, and none that everybody tries first. No other rule (NIST SP 800-63B, 5.1.1.2): no mixture of
/// signs, no change by the calendar.
public enum PasswordRule {
    /// The fewest characters.
    public static let fewest = 12
    /// The most bytes.
    public static let mostBytes = 512

    /// Why a password is refused; nil when it may be used.
    public static func fault(_ password: String, account: String) -> SignInError.Code? {
        guard password.count >= fewest else { return .passwordShort }
        guard password.utf8.count <= mostBytes else { return .passwordLong }
        let plain = password.lowercased()
        let letters = plain.filter { $0.isLetter || $0.isNumber }
        let isCommon =
            Set(letters).count < 5 || commonest.contains(plain) || commonest.contains(letters)
            || runs.contains { $0.contains(plain) }
            || commonest.contains { isRepeated($0, in: letters) || isRepeated($0, in: plain) }
            || (account.count > 3 && letters.contains(account.filter { $0.isLetter || $0.isNumber }))
        return isCommon ? .passwordCommon : nil
    }

    /// Whether a text is a word and nothing but digits behind it, or the word again and again.
    private static func isRepeated(_ word: String, in text: String) -> Bool {
        guard word.count > 3, text.hasPrefix(word) else { return false }
        var rest = text[...]
        while rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
        return rest.allSatisfy(\.isNumber)
    }

    private static let runs = [
        "01234567890123456789012345678901234567890123456789", "98765432109876543210987654321098765432109876543210",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm1234567890",
        "1234567890qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "zaq12wsxcde34rfvbgt56yhnmju78ik", "qazwsxedcrfvtgbyhnujmikolp", "asdfghjklqwertyuiop",
    ]

    /// The beginnings of what people choose most, from the published lists; alone, repeated, or with digits behind them.
    private static let commonest: Set<String> = [
        "password", "passw0rd", "p@ssword", "p@ssw0rd", "pa55word", "contrasena", "contraseña", "password1", "passwort",
        "motdepasse", "qwerty", "qwertyuiop", "qwerty123", "azerty", "asdfghjkl", "letmein", "iloveyou", "tequiero",
        "teamo", "welcome", "welcome1", "bienvenido", "admin", "administrator", "administrador", "superman", "batman",
        "sunshine", "princess", "princesa", "football", "baseball", "futbol", "monkey", "dragon", "master", "michael",
        "jordan", "jennifer", "charlie", "trustno1", "starwars", "pokemon", "whatever", "freedom", "secret", "shadow",
        "changeme", "default", "temporary", "temppassword", "mypassword", "yourpassword", "passwordpassword", "summer",
        "winter", "spring", "autumn", "summer2024", "summer2025", "summer2026", "january", "february", "december",
        "america", "mexico", "guatemala", "honduras", "elsalvador", "washington", "government", "amparo",
        "amparoamparo", "correcthorsebatterystaple", "onceuponatime", "thequickbrownfox", "abc123", "abcd1234",
        "1q2w3e4r", "zaq12wsx", "google", "facebook", "computer", "internet", "samsung", "hello", "killer", "babygirl",
        "jesus", "jesuschrist", "godisgood", "blessed", "family", "familia", "school", "student", "teacher", "child",
        "children", "security", "homeland", "immigration", "caseworker", "casemanager",
    ]
}
