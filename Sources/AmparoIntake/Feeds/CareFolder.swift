public import AmparoModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The files of a care feed in a folder, in the order in which they are to be taken: what others refer to comes first.
public struct CareFolder: Sendable {
    /// One file of the feed.
    public struct Entry: Sendable, Equatable {
        /// What its rows are.
        public let kind: RecordKind
        /// Its name, as the folder spells it.
        public let name: String
        /// Where it is.
        public let path: String
    }

    /// The order of taking: children, then sponsors and their households and checks, then what happened to the child.
    public static let order: [RecordKind] = [
        .referral, .sponsor, .householdMember, .check, .placement, .release, .address, .call, .service, .application,
        .family, .concern,
    ]

    /// The files that are there, in the order of taking. Files may be missing (FEEDS.md 2).
    public let entries: [Entry]
    /// The tables of the care feed that are not there, in the same order.
    public let missing: [RecordKind]
    /// The other files of the folder, by name; hidden files and folders left out.
    public let others: [String]

    /// Sorts names into tables, without regard to case. Throws `IntakeError.Code.duplicateFile` when two names are the same
    /// table, `emptyFolder` when none is one.
    public init(names: [String], folder: String) throws(IntakeError) {
        var byKind: [RecordKind: String] = [:]
        var others: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            guard let kind = Self.order.first(where: { $0.table.file == name.lowercased() }) else {
                others.append(name)
                continue
            }
            if let other = byKind[kind] {
                throw IntakeError(
                    .duplicateFile, file: name,
                    "the folder holds \(other) as well, which is the same table; take one of them out")
            }
            byKind[kind] = name
        }
        guard !byKind.isEmpty else {
            let isRelease = FeedTable.all.values.contains { table in
                table.feed == .court && others.contains { $0.lowercased() == table.file.lowercased() }
            }
            throw IntakeError(
                isRelease ? .wrongFeed : .emptyFolder, file: fileName(ofPath: folder),
                isRelease
                    ? "holds tables of a court release; take it with `amparo ingest court`"
                    : "holds none of the care feed's files, such as referrals.csv; give the folder in which they are")
        }
        entries = Self.order.compactMap { kind in
            byKind[kind].map {
                Entry(kind: kind, name: $0, path: folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)")
            }
        }
        missing = Self.order.filter { byKind[$0] == nil }
        self.others = others
    }

    /// Looks into a folder. Throws `IntakeError.Code.unreadable` when it cannot.
    public init(_ folder: String) throws(IntakeError) {
        guard let directory = opendir(folder) else {
            if errno == ENOTDIR {
                throw IntakeError(
                    .unreadable, file: fileName(ofPath: folder),
                    """
                    is a file, and the care feed is a folder of files such as referrals.csv; give that folder. Files of \
                    notices, results and the census have commands of their own: `amparo ingest --help`
                    """)
            }
            throw IntakeError(
                .unreadable, file: fileName(ofPath: folder),
                "the folder cannot be opened (\(systemReason())); check the path and your rights to it")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            var status = stat()
            if stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG { names.append(name) }
        }
        try self.init(names: names, folder: folder)
    }

    /// What is reported of the other files: `other-table`, with none of their records read.
    public var otherReports: [FileReport] {
        others.map { name in
            var report = FileReport(file: name)
            report.past["other-table"] = 0
            let table = FeedTable.all.values.first { $0.file.lowercased() == name.lowercased() }
            report.notes = [
                "not a file of the care feed; not read" + (table.map { ": \(HeaderContent.place(of: $0))" } ?? "")
            ]
            return report
        }
    }
}
