import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser

struct OfficeCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "office",
        abstract:
            "The posts that hold duties: which courts and states they are in charge of, and who accepted, by name.",
        discussion: """
            A post is PARTY/ROLE for headquarters, PARTY/ROLE@OFFICE for an office. Nobody holds duties by default: a post
            has to be accepted by somebody of it, and somebody has to accept to hold what no other post has.
            Examples:
              amparo office steward --as data-quality-steward
              amparo office place dhs.ice.opla/trial-attorney-office@LOS --court LOS
              amparo office accept dhs.ice.opla/trial-attorney-office@LOS --as opla-los
            """,
        subcommands: [
            List.self, Place.self, Accept.self, Release.self, Steward.self, Deputy.self, LiveFrom.self,
        ])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every post.", discussion: "Example: amparo office list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let office = try store.open().dutyDesk().office()
            Answer.list(
                "posts", office.entries.map { $0.json(isSteward: $0.posting.post == office.steward?.post) }, json: json,
                none: "No post was placed.")
            guard !json else { return }
            Terminal.print("First day of the duties: \(office.liveFrom)")
            Terminal.print("Steward: \(office.steward.map { "\($0.post), \($0.account)" } ?? "nobody has accepted")")
        }
    }

    struct Place: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "place",
            abstract: "Places a post, in charge of courts and states; without any, of everything.",
            discussion: "Example: amparo office place dhs.ice.opla/trial-attorney-office@LOS --court LOS --state CA")

        @Argument(help: "The post.") var name: String
        @Option(help: "The base city code of a court; may be given several times.") var court: [String] = []
        @Option(help: "A state, two letters; may be given several times.") var state: [String] = []
        @OptionGroup var store: StoreOptions

        func run() throws {
            let post = try OfficeCommand.post(name)
            try store.open().dutyDesk().place(post, courts: court, states: state)
            Terminal.print("\(post) is placed; it holds nothing before somebody of it accepts.")
        }
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "A named person accepts that their post holds duties.",
            discussion: "Example: amparo office accept dhs.ice.opla/trial-attorney-office@LOS --as opla-los")

        @Argument(help: "The post.") var name: String
        @Option(help: "The account that accepts.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try store.open().dutyDesk().accept(OfficeCommand.post(name), by: `as`)
            Terminal.print("\(name) holds duties, accepted by \(`as`).")
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract:
                "A named person says that their post takes on nothing new; what it holds it keeps until somebody takes it.",
            discussion: "Example: amparo office release dhs.ice.opla/trial-attorney-office@LOS --as opla-los")

        @Argument(help: "The post.") var name: String
        @Option(help: "The account that says so.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try store.open().dutyDesk().release(OfficeCommand.post(name), by: `as`)
            Terminal.print("\(name) takes on nothing new.")
        }
    }

    struct Steward: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "steward",
            abstract: "A named person accepts to hold, with their post, what no other post has accepted.",
            discussion: "Example: amparo office steward --as data-quality-steward")

        @Option(help: "The account that accepts.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            try store.dutyDesk().acceptStewardship(by: `as`)
            try store.unlessIngesting { try store.bringDutiesUpToDate() }
            Terminal.print("\(`as`) holds what no other post has accepted.")
        }
    }

    struct Deputy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deputy",
            abstract: "Names who acts for a post while its people are away; the post keeps its duties.",
            discussion: """
                Example: amparo office deputy dhs.ice.opla/trial-attorney-office@LOS --deputy opla-snd --from 2026-07-01 \\
                  --to 2026-07-14 --as opla-los
                """)

        @Argument(help: "The post.") var name: String
        @Option(help: "The account that acts for it.") var deputy: String
        @Option(help: "The first day.") var from: Day
        @Option(help: "The last day (default: until another is named).") var to: Day?
        @Option(help: "The account that says so.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try store.open().dutyDesk().name(
                deputy: deputy, of: OfficeCommand.post(name), from: Zone.washington.start(of: from),
                to: to.map { Zone.washington.start(of: $0.adding(days: 1)) }, by: `as`)
            Terminal.print("\(deputy) acts for \(name) from \(from)\(to.map { " to \($0)" } ?? "").")
        }
    }

    struct LiveFrom: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "live-from",
            abstract:
                "Sets the first day of the duties: what was due before it is historic, counted and told to nobody.",
            discussion: "Example: amparo office live-from 2026-05-11")

        @Argument(help: "The day.") var day: Day
        @OptionGroup var store: StoreOptions

        func run() throws {
            try store.open().dutyDesk().setLiveFrom(day)
            Terminal.print("Duties are kept from \(day) on.")
        }
    }

    static func post(_ text: String) throws -> Post {
        guard let post = Post(text) else {
            throw ValidationError("A post is PARTY/ROLE or PARTY/ROLE@OFFICE, such as hhs.orr/orr-headquarters.")
        }
        return post
    }
}

extension DutyOffice.Entry {
    fileprivate func json(isSteward: Bool) -> JSON {
        .object([
            JSON.Member("post", .string(posting.post.description)),
            JSON.Member("courts", .array(posting.courts.map(\.description).sorted().map { .string($0) })),
            JSON.Member("states", .array(posting.states.map(\.text).sorted().map { .string($0) })),
            JSON.Member("acceptedBy", .text(posting.acceptedBy)),
            JSON.Member("acceptedAt", .text(acceptedAt?.description)),
            JSON.Member("deputies", .array(posting.deputies.map { .string($0.account) })),
            JSON.Member("steward", .bool(isSteward)),
        ])
    }
}
