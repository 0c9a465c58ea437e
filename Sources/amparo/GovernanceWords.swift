import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import ArgumentParser

/// When something ends: a day, which is meant to its end in Washington, or an instant.
struct Ending: ExpressibleByArgument {
    let instant: Instant

    init?(argument: String) {
        if let day = Day(argument) {
            instant = WashingtonTime.end(of: day)
        } else if let instant = Instant(argument) {
            self.instant = instant
        } else {
            return nil
        }
    }
}

/// Words of closed lists, as the command line takes them.
enum Words {
    static func capacity(_ word: String) throws -> Consent.Capacity {
        guard let found = Consent.Capacity.allCases.first(where: { $0.word == word }) else {
            throw ValidationError(
                "A capacity is one of \(Consent.Capacity.allCases.map(\.word).joined(separator: ", ")).")
        }
        return found
    }
}

/// A list as JSON, or as a table with a column for each member.
enum Answer {
    static func list(_ name: String, _ items: [JSON], json: Bool, none: String) {
        guard !json else {
            Terminal.print(JSON.object([JSON.Member(name, .array(items))]).description)
            return
        }
        guard let first = items.first else {
            Terminal.print(none)
            return
        }
        Terminal.print(first.members.map(\.name).joined(separator: "\t"))
        for item in items { Terminal.print(item.members.map { cell($0.value) }.joined(separator: "\t")) }
    }

    private static func cell(_ value: JSON) -> String {
        switch value {
        case .null: "-"
        case .string(let text): text.isEmpty ? "-" : text
        case .number(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let all): all.isEmpty ? "-" : all.map(cell).joined(separator: ",")
        case .object(let members): members.map { "\($0.name)=\(cell($0.value))" }.joined(separator: " ")
        }
    }
}
