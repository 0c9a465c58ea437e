import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTransparency
import ArgumentParser

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a new store and its keys.",
        discussion: "Example: amparo init --data /srv/amparo --keys /etc/amparo/amparo.key")

    @Option(
        name: .customLong("log-origin"),
        help: "The name of the transparency log, for ever, like log.example.org/children (default: a random one).")
    var origin: String?
    @Option(help: "The first day of the duties: what was due before it is historic (default: today).") var liveFrom:
        Day?
    @OptionGroup var options: StoreOptions

    func run() throws {
        if let origin, !OctetText(origin).isKeyName {
            throw ValidationError("--log-origin has no spaces and no plus sign.")
        }
        let store = try options.create()
        let log = PublishedLog(store.journal, keys: store.keys, now: Clock.now)
        let name = try log.found(origin: origin.map { OctetText($0) })
        try AgreementDesk(store.governance, terms: SharingTerms.shipped()).adoptShipped()
        if let liveFrom { try store.dutyDesk().setLiveFrom(liveFrom) }
        try store.bind()
        Terminal.print("A new store is in \(options.folder).")
        Terminal.print(
            "Its key is in \(options.keyFile.path): keep a copy of that file in another safe place. Without it")
        Terminal.print("nothing sealed in the store can ever be read again.")
        Terminal.print("Its transparency log is \(name).")
    }
}
