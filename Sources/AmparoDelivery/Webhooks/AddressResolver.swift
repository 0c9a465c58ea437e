internal import AmparoGate
internal import NIOPosix

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Finds the addresses of a host.
public protocol AddressResolver: Sendable {
    /// The addresses in numbers, in the order in which they are to be tried; none when the host is not known.
    func addresses(of host: String) async -> [String]
}

/// The operating system's resolver (`getaddrinfo`), off the event loop.
public struct SystemResolver: AddressResolver {
    /// The resolver.
    public init() {}

    /// The addresses in numbers; none when the host is not known.
    public func addresses(of host: String) async -> [String] {
        (try? await apart { SystemResolver.resolve(host) }) ?? []
    }

    private static func resolve(_ host: String) -> [String] {
        var hints = addrinfo()
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                == 0
            {
                found.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            next = entry.pointee.ai_next
        }
        return found
    }
}
