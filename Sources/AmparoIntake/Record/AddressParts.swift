internal import AmparoLinkage

/// The sender's texts of one address.
struct AddressParts {
    private static let none = UnsafeRawBufferPointer(start: nil, count: 0)
    var line1 = AddressParts.none
    var line2 = AddressParts.none
    var city = AddressParts.none
    var state = AddressParts.none
    var zip = AddressParts.none
}
