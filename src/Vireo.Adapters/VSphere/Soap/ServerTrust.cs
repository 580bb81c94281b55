using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vireo.Adapters.VSphere;

/// <summary>Whether the server is who it should be: its certificate verifies against the machine's authorities, or is the
/// very one that was pinned.</summary>
/// <param name="thumbprint">SHA-256 of the pinned certificate in hexadecimal, colons or not; empty to verify.</param>
internal sealed class ServerTrust(string thumbprint)
{
    private readonly string _pinned = Normalize(thumbprint);

    /// <summary>What spoke against the last certificate; empty when nothing did.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Whether a text is a thumbprint.</summary>
    public static bool IsThumbprint(string text) =>
        Normalize(text) is { Length: 2 * SHA256.HashSizeInBytes } digits && digits.All(char.IsAsciiHexDigitUpper);

    /// <summary>Judges a certificate as TLS shows it. One that is out of date is said to be, by this machine's clock.</summary>
    public bool Accepts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        string shown = certificate is null ? "" : certificate.GetCertHashString(HashAlgorithmName.SHA256);
        bool isTrusted = _pinned.Length > 0 ? shown == _pinned : errors == SslPolicyErrors.None;
        Trouble = isTrusted ? ""
            : shown.Length == 0 ? "It shows no certificate."
            : _pinned.Length > 0 ? $"Its certificate has the SHA-256 thumbprint {shown}, and {_pinned} is pinned."
            : $"Its certificate does not verify ({errors}{WhyNotNow(certificate!)}). Let this machine trust its authority, or, when it is the right one, " +
              $"pin it by 'thumbprint: {shown}'.";

        return isTrusted;
    }

    private static string WhyNotNow(X509Certificate certificate)
    {
        using var dated = new X509Certificate2(certificate);
        var now = TimeProvider.System.GetUtcNow();

        return now > dated.NotAfter ? $"; it expired at {dated.NotAfter.ToUniversalTime():u}"
            : now < dated.NotBefore ? $"; it is valid only from {dated.NotBefore.ToUniversalTime():u}, if this machine's clock is right"
            : "";
    }

    private static string Normalize(string text) => text.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
}
