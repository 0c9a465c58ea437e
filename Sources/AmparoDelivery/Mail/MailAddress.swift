/// A mail address of plain characters: one mailbox, nothing that could be read as two, as a header or as a command.
struct MailAddress: Hashable, Sendable {
    var text: String

    /// Reads `name@host`; nil for anything else, quoted names and comments among it.
    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, MailAddress.isDotted(parts[0], "!#$%&'*+-/=?^_`{|}~"),
            MailAddress.isDotted(parts[1], "-")
        else { return nil }
        self.text = text
    }

    /// The part behind the `@`.
    var host: String { String(text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...]) }

    private static func isDotted(_ text: Substring, _ signs: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || signs.utf8.contains(byte)
                }
        }
    }
}
