internal import AmparoModel

extension CourtRelease {
    /// The records of each table, as the first pass counted them.
    func countedRows(_ survey: CourtSurvey) -> [(file: String, rows: Int)] {
        CourtRelease.kinds.compactMap { kind in
            guard !missingTables.contains(kind) else { return nil }
            let rows = survey.records[kind] ?? declaredRows[CourtRelease.tableName(kind.table.file)]
            // A table that neither the first pass nor Count.txt counted cannot be held against the last release.
            return (kind.table.file, rows ?? .max)
        }
    }
}

extension ReleaseFiles {
    /// A file's bytes for the CSV reader.
    func bytes(of file: ReleaseFile) -> FeedBytes {
        FeedBytes {
            let stream = try self.stream(of: file)
            return { try stream.read(into: $0) }
        }
    }
}
