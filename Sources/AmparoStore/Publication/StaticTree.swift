public import AmparoTransparency

/// A log's resources as files below a folder, at the paths that C2SP `tlog-tiles` gives them
/// (<https://c2sp.org/tlog-tiles>): any web server can serve it, and any program of that format verify it.
///
/// Beside the tree there may be a second folder, for those entitled to the entries: `openings/`, one file for each entry
/// bundle, each opening after its length as 32 bits, big-endian.
public struct StaticTree: Sendable {
    /// The largest file that is read: the bundle of 256 entries of the longest kind the format has.
    static let longestFile = 256 * 65_537

    /// Where the tree is.
    public let folder: String

    /// The tree in a folder. Nothing is read yet.
    public init(folder: String) { self.folder = folder }

    /// The files as a source of resources.
    public var source: TlogSource {
        let folder = folder
        return TlogSource { try DurableFile.read("\(folder)/\($0)", limit: Self.longestFile) }
    }

    /// Writes what the tree lacks of the log's newest published checkpoint, the checkpoint last. Answers how many files
    /// were written.
    ///
    /// Broken off, the tree is still the older one, and writing again goes on. Partial tiles that have become full ones
    /// are taken away at the end. `afterFile` is for tests that break it off. Throws `notPublished`; `foreignTree` when
    /// the folder holds something else; `logBroken` when the tree there is larger or is not how the log began.
    @discardableResult
    public func write(
        _ log: PublishedLog, progress: (Int, Int) -> Void = { _, _ in }, afterFile: (String) throws -> Void = { _ in }
    ) throws -> Int {
        guard let latest = try log.latest() else { throw StoreError(.notPublished) }
        try DurableFile.makeFolder(folder, mode: 0o755)
        let older = try sizeWritten(log, latest.checkpoint)
        let resources = TlogResource.changed(from: older, to: latest.checkpoint.size)
        let source = log.source
        for (index, resource) in resources.enumerated() {
            guard let bytes = try source.read(resource) else { throw StoreError(.logBroken, "\(resource)") }
            try put(bytes, "\(resource)", syncing: false)
            progress(index + 1, resources.count)
            try afterFile("\(resource)")
        }
        DurableFile.syncAll()
        try put(latest.note.encoded, "\(TlogResource.checkpoint)", syncing: true)
        try afterFile("\(TlogResource.checkpoint)")
        for resource in TlogResource.all(ofSize: older) where resource.full.exists(atSize: latest.checkpoint.size) {
            removePartial(resource)
        }
        return resources.count + 1
    }

    /// Writes the openings of every entry of the newest published checkpoint, in files that only the owner can read.
    ///
    /// Throws `notPublished`, `brokenEntry`.
    public func writeOpenings(_ log: PublishedLog, progress: (Int, Int) -> Void = { _, _ in }) throws {
        guard let latest = try log.latest() else { throw StoreError(.notPublished) }
        let size = latest.checkpoint.size
        let bundles = TlogResource.all(ofSize: size).filter { if case .entries = $0 { true } else { false } }
        for (done, bundle) in bundles.enumerated() {
            guard case .entries(let index, let width) = bundle else { continue }
            let path = Self.openingsPath(index: index, width: width)
            var bytes: [UInt8] = []
            for opening in try log.openings(index: index, width: width) {
                withUnsafeBytes(of: UInt32(opening.count).bigEndian) { bytes.append(contentsOf: $0) }
                bytes += opening
            }
            try DurableFile.makeFolder(Self.folder(of: "\(folder)/\(path)"), mode: 0o700)
            try DurableFile.write(bytes, to: "\(folder)/\(path)", mode: 0o600, syncing: false)
            progress(done + 1, bundles.count)
        }
        if !bundles.isEmpty { DurableFile.syncAll() }
    }

    /// The openings of a bundle, as `writeOpenings` wrote them. Throws a `TransparencyError` of code `missingResource`
    /// or `brokenEntry`.
    public func openings(index: UInt64, width: Int) throws -> [[UInt8]] {
        let path = Self.openingsPath(index: index, width: width)
        guard let bytes = try DurableFile.read("\(folder)/\(path)", limit: 256 * EntryLayout.partLimit * 2) else {
            throw TransparencyError(.missingResource, path)
        }
        var openings: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard rest.count >= 4 + length else { throw TransparencyError(.brokenEntry, path) }
            rest = rest.dropFirst(4)
            openings.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return openings
    }

    /// The size of the tree that is there, after checking that it is an earlier state of this log.
    private func sizeWritten(_ log: PublishedLog, _ latest: TlogCheckpoint) throws -> UInt64 {
        guard let bytes = try DurableFile.read("\(folder)/checkpoint", limit: SignedNote.longest) else {
            // A first export that was broken off has tiles and no checkpoint.
            guard DurableFile.isEmpty(folder) || !DurableFile.isEmpty("\(folder)/tile") else {
                throw StoreError(.foreignTree, folder)
            }
            return 0
        }
        guard let there = try? TlogCheckpoint(text: SignedNote(parsing: bytes).text), there.origin == latest.origin
        else { throw StoreError(.foreignTree, folder) }
        guard there.size <= latest.size,
            try log.journal.withTree({ try $0.root(at: there.size) }) == there.root
        else { throw StoreError(.logBroken, "the exported tree has \(there.size) entries") }
        return there.size
    }

    private func put(_ bytes: [UInt8], _ path: String, syncing: Bool) throws {
        let place = "\(folder)/\(path)"
        try DurableFile.makeFolder(Self.folder(of: place), mode: 0o755)
        try DurableFile.write(bytes, to: place, mode: 0o644, syncing: syncing)
    }

    /// Takes the partial tiles of one place away; the full one is there.
    private func removePartial(_ resource: TlogResource) {
        guard resource.full != resource else { return }
        let stem = "\(folder)/\(resource.full).p"
        DurableFile.remove(files: (1...255).map { "\(stem)/\($0)" }, folder: stem)
    }

    private static func openingsPath(index: UInt64, width: Int) -> String {
        "openings/" + "\(TlogResource.entries(index: index, width: width))".dropFirst("tile/entries/".count)
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
