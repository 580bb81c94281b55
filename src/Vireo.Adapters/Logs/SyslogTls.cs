using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vireo.Adapters.Logs;

/// <summary>How syslog connections are secured (RFC 5425).</summary>
internal static class SyslogTls
{
    /// <summary>Reads certificate and key, and the authorities whose senders are let in.</summary>
    /// <exception cref="IOException">A file cannot be read, or holds no certificate or key.</exception>
    public static SslServerAuthenticationOptions Read(LogFeedSettings settings)
    {
        var certificate = Read(settings, settings.CertificateFile, () =>
            X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile));
        var options = new SslServerAuthenticationOptions { ServerCertificate = certificate };
        if (settings.SendersFile.Length == 0)
        {
            return options;
        }

        var authorities = new X509Certificate2Collection();
        Read(settings, settings.SendersFile, () =>
        {
            authorities.ImportFromPemFile(settings.SendersFile);

            return authorities;
        });
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);

        return options;
    }

    private static T Read<T>(LogFeedSettings settings, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IOException(
                $"Log source '{settings.Name}' cannot use '{file}': {failure.Message.TrimEnd('.')}. " +
                "'certificate', 'key' and 'senders' name files in PEM form.", failure);
        }
    }
}
