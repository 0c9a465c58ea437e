import AmparoGate
import AmparoIntake
import AmparoServer
import AmparoSharing
import AmparoStore
import AmparoStoreSQLite
import AmparoTransparency

extension OpenStore {
    private static let answerFile = "api.sqlite"

    /// The API of this store. The server's name is the origin of its log, unless it is given one.
    func apiOffice(
        named name: String? = nil, configuration: ServerConfiguration? = nil, names: NameIndex? = nil
    ) throws -> APIOffice {
        let keys = APIKeys(seed: try keys.deliverySeed(), random: record.random)
        let book = try AnswerBook(
            SQLiteDatabase(
                path: folder + "/" + Self.answerFile, options: SQLiteDatabase.Options(create: true, longLog: 4096)))
        var office = APIOffice(
            name: try name ?? apiName(), desk: try StoreAPI(self, keys: keys, names: names), keys: keys, book: book,
            random: record.random, started: now())
        office.asksForCertificates = configuration?.tls?.asksForCertificates ?? false
        return office
    }

    /// What the screens of casework ask, with documents.
    func casework() throws -> Casework {
        var casework = try Casework(
            gate: gate(), duties: dutyDesk(), store: governance, log: publishedLog(), terms: .shipped(),
            random: .system())
        casework.attachments = AttachmentDesk(governance, views: projections)
        return casework
    }

    /// The name that tokens are made for: the origin of the store's log, which no other store has.
    func apiName() throws -> String { try publishedLog().origin()?.description ?? "amparo" }
}
