using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vireo.Adapters.VSphere;

/// <summary>What Vireo shows a server that asks who connects; read anew at each login, so that a renewed one takes
/// effect.</summary>
internal sealed class ClientCertificate(VSphereAccount account) : IDisposable
{
    private volatile X509Certificate2? _current;

    /// <summary>The newest that was read; null before, and where none is configured.</summary>
    public X509Certificate2? Current => _current;

    /// <summary>Reads it, where one is configured.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public void Load()
    {
        if (account.CertificateFile.Length == 0)
        {
            return;
        }

        string key = account.KeyFile.Length > 0 ? account.KeyFile : account.CertificateFile;
        try
        {
            // A handshake under way may still use the one before: it is left to the collector.
            _current = X509Certificate2.CreateFromPemFile(account.CertificateFile, key);
        }
        catch (Exception failure)
            when (failure is CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException(
                $"'{account.CertificateFile}' with the key in '{key}' is no certificate that can be shown: " +
                failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current?.Dispose();
}
