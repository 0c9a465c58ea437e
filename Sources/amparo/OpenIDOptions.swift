import AmparoServer
import ArgumentParser

/// The OpenID provider by which people may sign in.
struct OpenIDOptions: ParsableArguments {
    @Option(help: "An OpenID provider by which people may sign in: its issuer.") var oidcIssuer: String?
    @Option(help: "This site's client id at the provider.") var oidcClient: String?
    @Option(help: "The file with the client's secret; none for a client that proves itself by PKCE alone.")
    var oidcSecretFile: String?
    @Option(help: "The address at which browsers reach this site, as the provider knows it.") var oidcSite: String?

    func validate() throws {
        guard (oidcIssuer == nil) == (oidcClient == nil), (oidcIssuer == nil) == (oidcSite == nil),
            oidcSecretFile == nil || oidcIssuer != nil
        else {
            throw ValidationError("--oidc-issuer, --oidc-client and --oidc-site belong together.")
        }
    }

    /// Who this site is to the provider; nil without one.
    func client() throws -> OpenIDProvider.Client? {
        guard let oidcIssuer, let oidcClient, let oidcSite else { return nil }
        let secret = try oidcSecretFile.map { try PrivateWords.read("@" + $0, what: "the client's secret") }
        let site = oidcSite.hasSuffix("/") ? String(oidcSite.dropLast()) : oidcSite
        return try OpenIDProvider.Client(issuer: oidcIssuer, id: oidcClient, secret: secret, site: site)
    }
}
