/// Why somebody is not let in. Equality looks at the code only; the words are the page's, in the reader's language.
public struct SignInError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// Account, password or code is not right; which one is not told.
        case refused
        /// Too many attempts failed; further ones wait.
        case slowed
        /// So many sign in at this moment that this one must come again.
        case busy
        /// The link was used, has ended, or never was.
        case link
        /// The account is locked.
        case locked
        /// The account has not been attested for 90 days.
        case notAttested = "not-attested"
        /// The role does not hold the purpose.
        case purpose
        /// The session has ended.
        case ended
        /// The password is too short.
        case passwordShort = "password-short"
        /// The password is too long.
        case passwordLong = "password-long"
        /// The password is one of those that everybody tries first.
        case passwordCommon = "password-common"
        /// The two passwords that were typed are not the same.
        case passwordsDiffer = "passwords-differ"
        /// The code is not that of the secret.
        case code
        /// The passkey cannot be taken, or there is none.
        case passkey
        /// The OpenID provider's answer cannot be trusted.
        case provider
    }

    /// What went wrong.
    public let code: Code

    /// An error of this code.
    public init(_ code: Code) { self.code = code }

    /// The code's name.
    public var description: String { "sign-in: \(code.rawValue)" }
}
