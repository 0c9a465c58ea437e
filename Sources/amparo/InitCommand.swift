import AmparoGate
import AmparoSharing
import AmparoStore
import ArgumentParser

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a new store and its keys.",
        discussion: "Example: amparo init --data /srv/amparo --keys /etc/amparo/amparo.key")

    @OptionGroup var options: StoreOptions

    func run() throws {
        let store = try options.create()
        try AgreementDesk(store.governance, terms: SharingTerms.shipped()).adoptShipped()
        Terminal.print("A new store is in \(options.folder).")
        Terminal.print(
            "Its key is in \(options.keyFile.path): keep a copy of that file in another safe place. Without it")
        Terminal.print("nothing sealed in the store can ever be read again.")
    }
}
