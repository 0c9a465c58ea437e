@testable import AmparoGate

/// Any bytes at all as what an authenticator says: read or refused. The first byte chooses how they are looked at.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPasskey(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    switch choice % 4 {
    case 0: _ = CBORReader.value(bytes)
    case 1:
        if let data = AuthenticatorData(bytes) { precondition(data.site.count == 32) }
    case 2:
        if let data = AuthenticatorData(attestation: bytes) { precondition((data.made?.id.count ?? 0) >= 16) }
    default:
        let text = String(decoding: bytes, as: UTF8.self)
        if let read = Base64URL.bytes(text) { precondition(Base64URL.text(read) == text) }
    }
    return 0
}
