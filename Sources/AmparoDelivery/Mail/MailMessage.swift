internal import AmparoModel
internal import AmparoStore

/// A mail about messages: how many, their references, by when to answer. Its subject is neutral, it says nothing of a person, and
/// not even why: mail is read by machines that nobody here knows.
struct MailMessage: Hashable, Sendable {
    private static let mostReferences = 50

    var subject: String
    var text: String
    var id: String

    init(_ items: [Parcel.Item], to receiver: ReceiverRecord, from host: String, _ sender: Sender) {
        let offered = items.filter { $0.message.key.kind == .offered }
        let withdrawn = items.filter { $0.message.key.kind == .withdrawn }
        let first = items.first?.message.number ?? 0
        let last = items.last?.message.number ?? 0
        // The same messages have the same id whenever they are sent, others have another.
        id = "<amparo.\(first).\(last).\(items.count).\(receiver.number)@\(host)>"
        let languages: [Words] =
            switch receiver.language {
            case .both: [.english, .spanish]
            case .english: [.english]
            case .spanish: [.spanish]
            }
        subject = "Amparo: " + languages.map { $0.subject(items.count) }.joined(separator: " / ")
        text = languages.map { $0.text(offered, withdrawn, sender, Self.mostReferences) }
            .joined(separator: "\r\n--\r\n\r\n")
    }

    /// The mail as it is sent, lines ended by CR LF. Text that is not ASCII goes as it is where the server takes eight bits, else
    /// as quoted-printable.
    func bytes(from: MailAddress, to: MailAddress, at now: Instant, eightBit: Bool) -> [UInt8] {
        let headers = [
            "Date: \(MailDate.text(now))", "From: Amparo <\(from.text)>", "To: <\(to.text)>", "Subject: \(subject)",
            "Message-ID: \(id)", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(eightBit ? "8bit" : "quoted-printable")",
        ]
        let body = eightBit ? Array(text.utf8) : MailMessage.quotedPrintable(text)
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    /// RFC 2045, 6.7.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = 0
        func put(_ piece: [UInt8]) {
            if length + piece.count > 75 {
                bytes += Array("=\r\n".utf8)
                length = 0
            }
            bytes += piece
            length += piece.count
        }
        let source = Array(text.utf8)
        for (index, byte) in source.enumerated() {
            switch byte {
            case 0x0D: continue
            case 0x0A:
                bytes += [0x0D, 0x0A]
                length = 0
            case 0x20 where index + 1 < source.count && source[index + 1] != 0x0D && source[index + 1] != 0x0A:
                put([byte])
            case 0x21...0x3C, 0x3E...0x7E: put([byte])
            default: put(Array("=\(Base64.hexadecimal([byte]).uppercased())".utf8))
            }
        }
        return bytes
    }

    /// A leading full stop is doubled, and a line with one alone ends the mail (RFC 5321, 4.5.2).
    static func stuffed(_ bytes: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(bytes.count + 64)
        var isAtStart = true
        for byte in bytes {
            if isAtStart, byte == 0x2E { stuffed.append(0x2E) }
            stuffed.append(byte)
            isAtStart = byte == 0x0A
        }
        if !isAtStart { stuffed += [0x0D, 0x0A] }
        return stuffed + [0x2E, 0x0D, 0x0A]
    }
}

/// The words of a mail in one language.
private struct Words {
    var subjectOne: String
    var subjectMany: String
    var intro: String
    var answerBy: String
    var takenBack: String
    var more: String
    var signIn: String
    var nobody: String

    static let english = Words(
        subjectOne: "1 new matter", subjectMany: "new matters",
        intro: "There is something new for your office in Amparo.",
        answerBy: "please answer by", takenBack: "was taken back; there is nothing to answer any more", more: "more",
        signIn: "Sign in to Amparo to see what it is about, and to accept or decline.",
        nobody: "This message says nothing about any person. Please do not reply to it.")
    static let spanish = Words(
        subjectOne: "1 asunto nuevo", subjectMany: "asuntos nuevos", intro: "Hay algo nuevo para su oficina en Amparo.",
        answerBy: "responda, por favor, antes de", takenBack: "fue retirado; ya no hay nada que responder", more: "más",
        signIn: "Inicie sesión en Amparo para ver de qué se trata y para aceptar o rechazar.",
        nobody: "Este mensaje no dice nada de ninguna persona. Por favor, no lo responda.")

    func subject(_ count: Int) -> String { count == 1 ? subjectOne : "\(count) \(subjectMany)" }

    func text(_ offered: [Parcel.Item], _ withdrawn: [Parcel.Item], _ sender: Sender, _ most: Int) -> String {
        var lines = [intro, ""]
        for item in offered.prefix(most) {
            let reference = item.message.handoff.description
            lines.append("\(reference): \(answerBy) \(item.message.content.acceptBy)")
            if !sender.link.isEmpty { lines.append("  \(sender.link)\(reference)") }
        }
        for item in withdrawn.prefix(most) { lines.append("\(item.message.handoff) \(takenBack).") }
        let left = max(0, offered.count - most) + max(0, withdrawn.count - most)
        if left > 0 { lines.append("... \(left) \(more)") }
        return (lines + ["", signIn, nobody, ""]).joined(separator: "\r\n")
    }
}

/// The date of a mail (RFC 5322, 3.3), in UTC.
enum MailDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ instant: Instant) -> String {
        let text = Array(Instant(microseconds: instant.microseconds).description.utf8)
        func digits(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        let month = Int(digits(5..<7)).flatMap { months.indices.contains($0 - 1) ? months[$0 - 1] : nil } ?? "Jan"
        return "\(digits(8..<10)) \(month) \(digits(0..<4)) \(digits(11..<19)) +0000"
    }
}
