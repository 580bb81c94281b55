using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>An authority, a server and a sender that it signed, and a stranger that signed itself.</summary>
internal sealed class TemporaryCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vireo-tls-").FullName;

    public TemporaryCertificates()
    {
        using var server = Signed("CN=localhost", out string key);
        AuthorityFile = Write("ca.pem", Authority.ExportCertificatePem());
        ServerFile = Write("server.pem", server.ExportCertificatePem());
        ServerKeyFile = Write("server.key", key);
        Sender = Signed("CN=web-2", out _);
    }

    public X509Certificate2 Authority { get; } = SelfSigned("CN=authority", isAuthority: true);

    public string AuthorityFile { get; }

    public string ServerFile { get; }

    public string ServerKeyFile { get; }

    public X509Certificate2 Sender { get; }

    public X509Certificate2 Stranger { get; } = SelfSigned("CN=stranger", isAuthority: false);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Authority.Dispose();
        Sender.Dispose();
        Stranger.Dispose();
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);

        return file;
    }

    private static X509Certificate2 SelfSigned(string name, bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, isAuthority));

        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private X509Certificate2 Signed(string name, out string keyPem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name["CN=".Length..]);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(
            Authority, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(99), RandomNumberGenerator.GetBytes(16));
        keyPem = key.ExportPkcs8PrivateKeyPem();

        return signed.CopyWithPrivateKey(key);
    }
}
