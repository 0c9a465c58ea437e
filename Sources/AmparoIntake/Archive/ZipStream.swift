internal import CZip

/// A member of a ZIP archive, unpacked while it is read. Every stream has the archive open on its own, so that several
/// can be read at once.
final class ZipStream: ByteStream {
    private let archive: OpaquePointer
    private let member: OpaquePointer
    private let name: String

    init(archive path: String, index: UInt64, name: String) throws(IntakeError) {
        self.name = name
        archive = try ZipStream.open(path)
        guard let member = zip_fopen_index(archive, index, 0) else {
            zip_discard(archive)
            throw ZipStream.damaged(name)
        }
        self.member = member
    }

    deinit {
        zip_fclose(member)
        zip_discard(archive)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
        let count = zip_fread(member, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw ZipStream.damaged(name) }
        return Int(count)
    }

    /// Every member of an archive that is a file.
    static func files(of path: String) throws(IntakeError) -> [ReleaseFile] {
        let archive = try open(path)
        defer { zip_discard(archive) }
        var found: [ReleaseFile] = []
        for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
            var status = zip_stat_t()
            guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name else { continue }
            let path = String(cString: name)
            guard !path.hasSuffix("/") else { continue }
            let base = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? path
            found.append(ReleaseFile(name: base, path: path, size: Int64(clamping: status.size), index: index))
        }
        return found
    }

    private static func open(_ path: String) throws(IntakeError) -> OpaquePointer {
        guard let archive = zip_open(path, Int32(ZIP_RDONLY), nil) else {
            throw IntakeError(
                .badArchive,
                "The file is not a ZIP archive, or it is cut off. Fetch the release again and compare its length.")
        }
        return archive
    }

    private static func damaged(_ name: String) -> IntakeError {
        IntakeError(
            .badArchive, file: name,
            "The archive's copy of this file is damaged, cut off or encrypted. Fetch the release again.")
    }
}
