extension Array {
    /// Empties the array and keeps its room. Of an array that is empty already this asks nothing more: files of children are
    /// emptied half a million times for one count, and most of their lists are.
    @inlinable public mutating func removeAllKeepingRoom() {
        if !isEmpty { removeAll(keepingCapacity: true) }
    }
}
