public import AmparoStore

// The entries of sign-in (docs/formats.md, "Sign-in"). The first five are governance's: they are rare, and what an account
// may do hangs on them. The others have a view of their own (`SignInProjection`), because somebody who signs in changes no
// rule.

extension EntryKind {
    /// A one-time link was made with which the holder of an account can set password and codes. Only the link's hash is kept.
    public static let accountInvited = EntryKind(rawValue: 175)
    /// An account has this password and these codes from here on, and no others. They are sealed to the account.
    public static let credentialSet = EntryKind(rawValue: 176)
    /// One of the recovery codes was used; it is worth nothing any more.
    public static let recoveryCodeUsed = EntryKind(rawValue: 177)
    /// A person of an OpenID provider is the holder of the account from here on.
    public static let identityLinked = EntryKind(rawValue: 178)
    /// An account's machine is known by this client certificate from here on; or, flagged, no more.
    public static let certificateRegistered = EntryKind(rawValue: 179)
    /// Somebody signed in to an account.
    public static let signedIn = EntryKind(rawValue: 216)
    /// The purpose of a session, chosen at sign-in or later.
    public static let purposeDeclared = EntryKind(rawValue: 217)
    /// A session was ended by its holder, or all of an account were.
    public static let signedOut = EntryKind(rawValue: 218)
    /// So many attempts to sign in to an account failed that further ones from unknown devices are slowed: an alarm.
    public static let signInSlowed = EntryKind(rawValue: 219)
}
