internal import Foundation

/// One file of a release, in a folder or in an archive.
public struct ReleaseFile: Sendable, Hashable {
    /// The name without folders, as it stands there.
    public let name: String
    /// The path from the release's root: to a file of the folder, or the member's full name in the archive.
    public let path: String
    /// The length in bytes, unpacked.
    public let size: Int64
    /// The member's number in the archive; nil in a folder.
    let index: UInt64?
}

/// The files of a release: a folder, or a ZIP archive (zip64 too) that is read without unpacking it to disk. Files are
/// found by their name without folders, compared without regard to case, anywhere inside (court-data-format 1).
public struct ReleaseFiles: Sendable {
    /// The path of the folder or archive.
    public let root: String
    /// Whether it is an archive.
    public let isArchive: Bool
    /// Every file, by path.
    public let files: [ReleaseFile]
    private let byName: [String: [Int]]
    private let contents: [String: [UInt8]]

    /// Files in memory, by name.
    init(memory: [String: [UInt8]]) {
        root = ""
        isArchive = false
        contents = memory
        files = memory.keys.sorted().map {
            ReleaseFile(name: $0, path: $0, size: Int64(memory[$0]?.count ?? 0), index: nil)
        }
        var names: [String: [Int]] = [:]
        for (index, file) in files.enumerated() { names[file.name.lowercased(), default: []].append(index) }
        byName = names
    }

    /// Lists the files of a folder or archive.
    public init(at path: String) throws(IntakeError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw IntakeError(.notFound, "There is no folder or ZIP archive at the path given.")
        }
        if !isFolder.boolValue { try ReleaseFiles.refuseTable(at: path) }
        let found =
            isFolder.boolValue ? try FolderStream.files(of: path) : try ZipStream.files(of: path)
        root = path
        isArchive = !isFolder.boolValue
        files = found.sorted { $0.path < $1.path }
        var names: [String: [Int]] = [:]
        for (index, file) in files.enumerated() { names[file.name.lowercased(), default: []].append(index) }
        byName = names
        contents = [:]
    }

    /// Refuses a table of any feed that was given in place of a release, by its first line.
    private static func refuseTable(at path: String) throws(IntakeError) {
        let name = fileName(ofPath: path)
        let stream = try FolderStream(path: path, name: name)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        do { count = try bytes.withUnsafeMutableBytes { try stream.read(into: $0) } } catch { return }
        let line = bytes[..<count].prefix { $0 != Mark.newline }
        let names = line.split { $0 == CSVByte.comma || $0 == Mark.tab }.map { field in
            String(decoding: field.filter { $0 > Mark.blank && $0 != CSVByte.quote }, as: UTF8.self)
        }
        if let content = HeaderContent(names, otherThan: nil) { throw content.refusal(of: name, line: 1) }
    }

    /// The one file of this name; nil when there is none.
    ///
    /// Throws `duplicate-file` when several have it.
    public func file(named name: String) throws(IntakeError) -> ReleaseFile? {
        guard let found = byName[name.lowercased()] else { return nil }
        guard found.count == 1 else {
            throw IntakeError(
                .duplicateFile, file: name,
                "The release holds \(found.count) files of this name. Leave only the one that belongs to it.")
        }
        return files[found[0]]
    }

    /// A stream of a file's bytes from its beginning.
    func stream(of file: ReleaseFile) throws(IntakeError) -> any ByteStream {
        if let bytes = contents[file.path] { return MemoryStream(bytes) }
        if let index = file.index { return try ZipStream(archive: root, index: index, name: file.name) }
        return try FolderStream(path: root + "/" + file.path, name: file.name)
    }

    /// All bytes of a small text file, at most `limit` of them.
    func text(of file: ReleaseFile, limit: Int = 1 << 20) throws(IntakeError) -> [UInt8] {
        let stream = try stream(of: file)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
        defer { buffer.deallocate() }
        var count = 0
        while count < limit {
            let read = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if read == 0 { break }
            count += read
        }
        return Array(buffer[..<count])
    }
}

/// Bytes in memory.
private final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
        let count = min(buffer.count, bytes.count - position)
        bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[position..<(position + count)])) }
        position += count
        return count
    }
}

/// Bytes that are read once, from the beginning to the end.
protocol ByteStream: AnyObject {
    /// Reads up to as many bytes as the buffer holds; 0 only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int
}
