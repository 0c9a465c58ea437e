internal import AmparoModel
internal import Foundation
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The open files of one simulation.
final class FeedFiles {
    private let directory: String
    private var sheets: [Int32] = []
    private var court: [[Int32]] = []
    private var mail: [Int32] = []
    private let links: Int32
    private var counts: [[Int]]
    private(set) var bytesWritten = 0

    init(directory: String, plan: Plan) throws(SimulatorError) {
        self.directory = directory
        counts = plan.releaseDates.map { _ in CourtTable.allCases.map { _ in 0 } }
        try Self.makeFolder(directory + "/care")
        links = try Self.open(directory + "/truth-links.csv")
        for file in CareSheets.File.allCases {
            let handle = try Self.open(directory + "/" + file.path)
            sheets.append(handle)
        }
        for (number, date) in plan.releaseDates.enumerated() {
            let folder = directory + "/court/R\(number + 1)"
            try Self.makeFolder(folder)
            var handles: [Int32] = []
            for table in CourtTable.allCases { handles.append(try Self.open(folder + "/\(table.name).csv")) }
            court.append(handles)
            mail.append(try Self.open(folder + "/mail.csv"))
            let release = try Self.open(folder + "/RELEASE.txt")
            try Self.put(Array("\(date)\n".utf8), to: release)
            Self.close(release)
        }
        try writeHeaders(plan: plan)
    }

    deinit { for handle in sheets + court.flatMap({ $0 }) + mail + [links] { Self.close(handle) } }

    private func writeHeaders(plan: Plan) throws(SimulatorError) {
        for file in CareSheets.File.allCases { try write(Array((file.header + "\n").utf8), to: sheets[file.rawValue]) }
        try write(Array("feed,file,key,child\n".utf8), to: links)
        for (release, date) in plan.releaseDates.enumerated() {
            for table in CourtTable.allCases {
                let columns = table.header(on: date, profile: plan.simulation.profile)
                let line = columns.joined(separator: "\t") + (release % 2 == 0 ? "\r\n" : "\n")
                try write(Array(line.utf8), to: court[release][table.rawValue])
            }
            let header =
                "idncase,hearing_date,mailed_on,addressee,line1,line2,city,state,zip,returned_on,return_reason,"
                + "oral_notice_language\n"
            try write(Array(header.utf8), to: mail[release])
        }
    }

    /// Writes one batch, whose court tables are shuffled already.
    func write(_ batch: BatchOutput) throws(SimulatorError) {
        for (handle, bytes) in zip(sheets, batch.sheets.files) { try write(bytes.storage, to: handle) }
        try write(batch.links.storage, to: links)
        for release in court.indices {
            try write(batch.mail[release].storage, to: mail[release])
            for table in CourtTable.allCases {
                let buffer = batch.court[release][table.rawValue]
                counts[release][table.rawValue] += buffer.ends.count
                try write(buffer.bytes.storage, to: court[release][table.rawValue])
            }
        }
    }

    /// Writes Count.txt of every release.
    func finish(plan: Plan) throws(SimulatorError) {
        for release in plan.releaseDates.indices {
            let lines = CourtTable.allCases.map { "\($0.name)\t\(counts[release][$0.rawValue])\r\n" }
            let handle = try Self.open(directory + "/court/R\(release + 1)/Count.txt")
            try write(Array(lines.joined().utf8), to: handle)
            Self.close(handle)
        }
    }

    private func write(_ bytes: [UInt8], to handle: Int32) throws(SimulatorError) {
        bytesWritten += bytes.count
        try Self.put(bytes, to: handle)
    }

    /// Writes one whole file.
    static func write(_ bytes: [UInt8], to path: String) throws(SimulatorError) {
        let handle = try open(path)
        try put(bytes, to: handle)
        close(handle)
    }

    /// Writes all bytes to an open file.
    static func put(_ bytes: [UInt8], to handle: Int32) throws(SimulatorError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(handle, $0.baseAddress, $0.count) }
            guard count > 0 || (count < 0 && errno == EINTR) else {
                throw SimulatorError(
                    .cannotWrite, "A feed could not be written; see that the disk has room and try again.")
            }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Closes a file.
    static func close(_ handle: Int32) { _ = systemClose(handle) }

    private static func makeFolder(_ path: String) throws(SimulatorError) {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw SimulatorError(
                .cannotWrite, "The folder for the feeds could not be made; choose one that can be written.")
        }
    }

    /// Makes or empties a file.
    static func open(_ path: String) throws(SimulatorError) -> Int32 {
        let handle = creat(path, 0o644)
        guard handle >= 0 else {
            throw SimulatorError(
                .cannotWrite, "A feed could not be opened for writing; choose a folder that can be written.")
        }
        return handle
    }
}

/// The system's own `write`, whose name the methods above hide.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
private func systemClose(_ file: Int32) -> Int32 { close(file) }
