internal import AmparoGate
@testable internal import AmparoServer
internal import Crypto
internal import Testing

@Suite("QR codes")
struct QRCodeTests {
    /// By python-qrcode: the SHA-256 of the modules of level L with mask 0, as digits row by row.
    @Test(
        "Modules are those that another program draws",
        arguments: [
            ("A", 21, "c70a942b285013ce4027462da7f97dc513d00d26993a78f263b6ca02f4d7ac09"),
            (
                "otpauth://totp/Amparo:manager-7?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Amparo&algorithm=SHA1&digits=6&period=30",
                41, "df5d82bc8e51c9ebabd65f0e09c59b009290e9402aeb56ac2f4f53e4cc343699"
            ),
            (
                String(repeating: "x", count: 108), 41,
                "6c898442d1385962425f447e7fa1561b9a929d50e182ac3c9bc98439ef9f8c72"
            ),
            (String(repeating: "ñ", count: 90), 49, "001401470c73431285559d308af5bb5eb7cf5e59bca90ed412f578f09ca1dfb1"),
            (
                String(repeating: "y", count: 230), 53,
                "b41328935dcf4aed081db8c6972b26f4d5f456187cd54913d2e5c3f449f67d1d"
            ),
        ])
    func modules(text: String, side: Int, hash: String) throws {
        let code = try #require(QRCode(text))
        #expect(code.side == side)
        let digits = code.isDark.map { UInt8(ascii: $0 ? "1" : "0") }
        #expect(Hexadecimal.text(SHA256.hash(data: digits)) == hash)
    }

    @Test("A text that does not fit has no code")
    func long() { #expect(QRCode(String(repeating: "y", count: 231)) == nil) }
}
