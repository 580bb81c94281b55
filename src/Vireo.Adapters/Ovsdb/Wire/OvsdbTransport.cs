using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Opens the stream to an endpoint.</summary>
internal static class OvsdbTransport
{
    /// <summary>Connects.</summary>
    /// <exception cref="OvsdbLost">Nobody answers, or it is not who it should be.</exception>
    public static async Task<Stream> OpenAsync(OvsdbEndpoint endpoint, OvsdbTls? tls, CancellationToken cancellationToken)
    {
        var socket = endpoint.Path is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Stream? stream = null;
        try
        {
            await ConnectAsync(socket, endpoint, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);

            return endpoint.IsTls ? await SecureAsync(stream, endpoint, tls, cancellationToken) : stream;
        }
        catch (Exception failure)
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            if (failure is SocketException or IOException or AuthenticationException or CryptographicException
                or ArgumentException or UnauthorizedAccessException)
            {
                throw new OvsdbLost($"Cannot connect to '{endpoint}': {failure.Message}", failure);
            }

            throw;
        }
    }

    private static ValueTask ConnectAsync(Socket socket, OvsdbEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.Path is { } path
            ? socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken)
            : socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);

    private static async Task<Stream> SecureAsync(
        Stream stream, OvsdbEndpoint endpoint, OvsdbTls? tls, CancellationToken cancellationToken)
    {
        if (tls is null)
        {
            throw new OvsdbLost(
                $"'{endpoint}' is spoken to in TLS; name the file with the certificate of its authority.", inner: null);
        }

        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(tls.AuthorityFile);
        var secure = new SslStream(
            stream, leaveInnerStreamOpen: false,
            (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            CertificateChainPolicy = trust,
        };
        if (tls.CertificateFile is { } certificate)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, tls.KeyFile)];
        }

        await secure.AuthenticateAsClientAsync(options, cancellationToken);

        return secure;
    }
}
