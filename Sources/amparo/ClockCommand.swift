import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser

struct ClockCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Sets the store's time right after the machine's clock ran far ahead and was corrected.",
        discussion: """
            Entries are recorded in order, so a clock that once showed a far day stops every request until then. Set the
            machine's clock right first; then two people say so, one of them a privacy officer or an inspector.
            Example: amparo clock mend --reason @why.txt --as orr-privacy --signing-key ana.key --second eoir-privacy \
              --second-signing-key luis.key
            """,
        subcommands: [Mend.self, List.self])

    struct Mend: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mend",
            abstract: "Says that the clock is right now; time goes on from what it shows.",
            discussion: """
                What was recorded by the wrong clock counts from now on. Also for a store that lay idle for a hundred days.
                Example: amparo clock mend --reason @why.txt --as orr-privacy --signing-key ana.key --second eoir-privacy \
                  --second-signing-key luis.key
                """)

        @Option(help: "What happened, or @FILE (sealed).") var reason: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signers = try [signer.required(store)] + (second.signer(store).map { [$0] } ?? [])
            let desk = ClockDesk(try store.open().governance)
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            try signing {
                let entry = try desk.mend(reason: reason, by: signers)
                Terminal.print("Entry \(entry) says that the clock is right: \(Clock.now()).")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every time the clock was set right.", discussion: "Example: amparo clock list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let all = try ClockDesk(store.open().governance).all()
            Answer.list("mendings", all.map(\.json), json: json, none: "The clock was never set right.")
        }
    }
}

extension ClockDesk.Mending {
    fileprivate var json: JSON {
        .object([
            JSON.Member("entry", .number(String(seq))), JSON.Member("mended", .string(mended.description)),
            JSON.Member("before", .string(before.description)),
            JSON.Member("accounts", .array(accounts.map { .number(String($0)) })),
        ])
    }
}
