internal import CZip

/// A ZIP archive in memory of which only so much is unpacked: a bomb ends at the limit, whatever its directory says of sizes.
final class BoundedArchive {
    /// The most members an archive may have.
    static let mostMembers = 10_000
    /// The most bytes that one member unpacks to.
    static let mostOfMember = 64 << 20
    /// The most bytes that all members together unpack to.
    static let mostOfAll = 192 << 20

    private let bytes: UnsafeMutableRawBufferPointer
    private let archive: OpaquePointer
    private let name: String
    private var left = BoundedArchive.mostOfAll

    /// Opens an archive; `name` is the file's name, for errors. Throws `bad-archive`, `too-large`.
    init(_ packed: [UInt8], name: String) throws(IntakeError) {
        self.name = name
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, packed.count), alignment: 16)
        bytes.copyBytes(from: packed)
        guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(packed.count), 0, nil) else {
            bytes.deallocate()
            throw BoundedArchive.damaged(name)
        }
        guard let archive = zip_open_from_source(source, Int32(ZIP_RDONLY), nil) else {
            zip_source_free(source)
            bytes.deallocate()
            throw BoundedArchive.damaged(name)
        }
        self.bytes = bytes
        self.archive = archive
        guard zip_get_num_entries(archive, 0) <= Int64(Self.mostMembers) else {
            throw BoundedArchive.tooLarge(name)
        }
    }

    deinit {
        zip_discard(archive)
        bytes.deallocate()
    }

    /// The bytes of a member, by its full name; nil when there is none. Throws `bad-archive`, `too-large`.
    func member(_ path: String) throws(IntakeError) -> [UInt8]? {
        let index = zip_name_locate(archive, path, 0)
        guard index >= 0 else { return nil }
        guard let member = zip_fopen_index(archive, UInt64(index), 0) else { throw Self.damaged(name) }
        defer { zip_fclose(member) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = zip_fread(member, &buffer, UInt64(buffer.count))
            guard count >= 0 else { throw Self.damaged(name) }
            if count == 0 { return content }
            left -= Int(count)
            guard left >= 0, content.count + Int(count) <= Self.mostOfMember else { throw Self.tooLarge(name) }
            content += buffer[..<Int(count)]
        }
    }

    private static func damaged(_ name: String) -> IntakeError {
        IntakeError(
            .badArchive, file: name,
            "is damaged, cut off or encrypted; save it again as .xlsx without a password, or as CSV (UTF-8)")
    }

    private static func tooLarge(_ name: String) -> IntakeError {
        IntakeError(
            .tooLarge, file: name,
            "unpacks to more than a spreadsheet may hold here (64 MiB for a sheet); save the sheet as CSV (UTF-8)")
    }
}
