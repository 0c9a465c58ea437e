internal import AmparoModel
internal import Foundation
internal import Synchronization

/// The open files of one simulation.
final class FeedFiles {
    private let directory: String
    private var sheets: [FileHandle] = []
    private var court: [[FileHandle]] = []
    private var mail: [FileHandle] = []
    private let links: FileHandle
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
            var handles: [FileHandle] = []
            for table in CourtTable.allCases { handles.append(try Self.open(folder + "/\(table.name).csv")) }
            court.append(handles)
            mail.append(try Self.open(folder + "/mail.csv"))
            let release = try Self.open(folder + "/RELEASE.txt")
            try Self.put(Array("\(date)\n".utf8), to: release)
            try? release.close()
        }
        try writeHeaders(plan: plan)
    }

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

    /// Writes one batch; the rows of every court table in an order of their own in every release.
    func write(_ batch: BatchOutput, number: Int, plan: Plan) throws(SimulatorError) {
        for (handle, bytes) in zip(sheets, batch.sheets.files) { try write(bytes.storage, to: handle) }
        try write(batch.links.storage, to: links)
        for release in plan.releaseDates.indices {
            try write(batch.mail[release].storage, to: mail[release])
            for table in CourtTable.allCases {
                let buffer = batch.court[release][table.rawValue]
                counts[release][table.rawValue] += buffer.ends.count
                var chance = Chance(
                    seed: plan.simulation.seed, stream: 1000 + UInt64(release * 16 + table.rawValue), index: number)
                try write(buffer.shuffled(chance: &chance).storage, to: court[release][table.rawValue])
            }
        }
    }

    /// Writes Count.txt of every release and closes all files.
    func finish(plan: Plan) throws(SimulatorError) {
        for release in plan.releaseDates.indices {
            let lines = CourtTable.allCases.map { "\($0.name)\t\(counts[release][$0.rawValue])\r\n" }
            let handle = try Self.open(directory + "/court/R\(release + 1)/Count.txt")
            try write(Array(lines.joined().utf8), to: handle)
            try? handle.close()
        }
        for handle in sheets + court.flatMap({ $0 }) + mail + [links] { try? handle.close() }
    }

    private func write(_ bytes: [UInt8], to handle: FileHandle) throws(SimulatorError) {
        bytesWritten += bytes.count
        try Self.put(bytes, to: handle)
    }

    /// Writes one whole file.
    static func write(_ bytes: [UInt8], to path: String) throws(SimulatorError) {
        let handle = try open(path)
        try put(bytes, to: handle)
        try? handle.close()
    }

    static func put(_ bytes: [UInt8], to handle: FileHandle) throws(SimulatorError) {
        guard !bytes.isEmpty else { return }
        do { try handle.write(contentsOf: bytes) } catch {
            throw SimulatorError(.cannotWrite, "A feed could not be written; see that the disk has room and try again.")
        }
    }

    private static func makeFolder(_ path: String) throws(SimulatorError) {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw SimulatorError(
                .cannotWrite, "The folder for the feeds could not be made; choose one that can be written.")
        }
    }

    static func open(_ path: String) throws(SimulatorError) -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw SimulatorError(
                .cannotWrite, "A feed could not be opened for writing; choose a folder that can be written.")
        }
        return handle
    }
}
