internal import AmparoLinkage

/// The sender's texts of one address.
struct AddressParts {
    private static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
    var line1 = AddressParts.none
    var line2 = AddressParts.none
    var city = AddressParts.none
    var state = AddressParts.none
    var zip = AddressParts.none
}

extension UnsafeRawBufferPointer {
    /// The same bytes as a buffer of bytes.
    var letters: UnsafeBufferPointer<UInt8> { assumingMemoryBound(to: UInt8.self) }
}
