public import AmparoGate
public import AmparoModel

extension MailCarrier {
    /// Sends the holder of an account word that what it is signed in to with has changed.
    public func carry(_ notice: CredentialNotice, at now: Instant) async -> CarryResult {
        guard let to = MailAddress(ReceiverAddress(notice.address).reached) else {
            return .refused("bad-address", forGood: true)
        }
        await turnstile.enter()
        let result = await send(MailMessage(notice, from: from.host), to: to, at: now)
        await turnstile.leave()
        return result
    }
}

extension MailMessage {
    /// A mail about an account's credentials: what changed and when, in both languages, because nobody knows which one its holder
    /// reads. No name, no id, no link: a link in such a mail is what those send who fish for passwords.
    init(_ notice: CredentialNotice, from host: String) {
        id = "<amparo.account.\(notice.seq)@\(host)>"
        subject = "Amparo: your sign-in has changed / su acceso ha cambiado"
        let (english, spanish) = Self.words(notice.change)
        // Of the mail's own time zone: UTC.
        let at = MailDate.text(notice.at)
        text = [
            "\(english) (\(at))", "",
            "If that was you, there is nothing to do. If it was not, ask your agency's privacy officer at once to lock the account.",
            "This message says nothing about any person, and has no link. Please do not reply to it.", "", "--", "",
            "\(spanish) (\(at))", "",
            "Si fue usted, no hay nada que hacer. Si no, pida enseguida al responsable de privacidad de su agencia que bloquee la cuenta.",
            "Este mensaje no dice nada de ninguna persona y no lleva enlaces. Por favor, no lo responda.", "",
        ].joined(separator: "\r\n")
    }

    private static func words(_ change: CredentialNotice.Change) -> (String, String) {
        switch change {
        case .credentialSet:
            (
                "The password or the authenticator of your account was set.",
                "Se estableció la contraseña o el autenticador de su cuenta."
            )
        case .recoveryCodeUsed:
            ("A recovery code of your account was used.", "Se usó un código de recuperación de su cuenta.")
        case .passkeyAdded:
            ("A passkey was added to your account.", "Se añadió una llave de acceso a su cuenta.")
        case .passkeyRemoved:
            ("A passkey was removed from your account.", "Se quitó una llave de acceso de su cuenta.")
        case .identityLinked:
            (
                "Your account was linked to a person of the sign-in provider.",
                "Su cuenta se enlazó con una persona del proveedor de acceso."
            )
        }
    }
}
