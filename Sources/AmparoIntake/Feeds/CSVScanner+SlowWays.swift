/// What the fast way cannot split: records with NUL bytes, and those that are longer than the limit.
extension CSVScanner {
    /// The record holds NUL bytes: finds its end byte by byte, copies it without them and splits the copy.
    mutating func nextWithNul() throws -> Bool {
        var walk = CSVWalk()
        var position = 0
        var hasEnded = false
        while !hasEnded {
            while position < filled - begin, !hasEnded {
                hasEnded = walk.step(buffer[begin + position])
                position += 1
            }
            if hasEnded || isAtEnd { break }
            if filled - begin > limit + 2 { return try skipLong() }
            try fill()
        }
        var content = hasEnded ? position - 1 : position
        let bare = reserveCopy(content + 1)
        var kept = 0
        for index in 0..<content where buffer[begin + index] != 0 {
            bare[kept] = buffer[begin + index]
            kept += 1
        }
        bare[kept] = CSVByte.lineFeed
        reserveScratch(kept)
        _ = split(bare, kept, whole: true)
        innerLines = walk.innerLines
        hadNul = true
        if !isUnclosed, content > 0, buffer[begin + content - 1] == CSVByte.carriageReturn { content -= 1 }
        raw = UnsafeRawBufferPointer(start: buffer + begin, count: content)
        finish(position)
        return true
    }

    private mutating func reserveCopy(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        if let copy, copyCapacity >= count { return copy }
        copy?.deallocate()
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, Self.rawLimit))
        copy = room
        copyCapacity = max(count, Self.rawLimit)
        return room
    }

    /// The record is longer than the limit: keeps its beginning and reads past the rest.
    mutating func skipLong() throws -> Bool {
        var walk = CSVWalk()
        var total = 0
        var last: UInt8 = 0
        var hasEnded = false
        let head = reserveCopy(Self.rawLimit)
        while !hasEnded {
            var position = begin
            while position < filled, !hasEnded {
                let byte = buffer[position]
                hasEnded = walk.step(byte)
                position += 1
                if hasEnded { break }
                if total < Self.rawLimit { head[total] = byte }
                last = byte
                total += 1
            }
            bytesRead += position - begin
            begin = position
            if hasEnded || isAtEnd { break }
            try fill()
        }
        length = last == CSVByte.carriageReturn && !walk.isQuoted ? total - 1 : total
        raw = UnsafeRawBufferPointer(start: head, count: min(length, Self.rawLimit))
        fieldCount = 0
        malformedField = nil
        isTooLong = true
        isUnclosedOverLines = walk.isQuoted && walk.hasTextAfterLineFeed
        nextLine = line + walk.innerLines + 1
        return true
    }

    /// Whether something stands on a line after the first.
    func spansLines(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let lineEnd = bytes.firstIndex(of: CSVByte.lineFeed) else { return false }
        return bytes[lineEnd...].contains { !CSVByte.isBlank($0) && $0 != 0 }
    }
}
