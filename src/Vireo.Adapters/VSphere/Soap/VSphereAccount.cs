using System.Xml;

namespace Vireo.Adapters.VSphere;

/// <summary>Who logs in: by a password, a token of Single Sign-On, or as an extension by a certificate. What proves it is read
/// anew each time, so that a changed one takes effect, and is never part of a message.</summary>
/// <param name="User">Such as <c>vireo@vsphere.local</c>.</param>
/// <param name="PasswordFile">A file whose first line is the password; empty for none.</param>
/// <param name="PasswordVariable">An environment variable that holds it, where there is no file.</param>
public sealed record VSphereAccount(string User, string PasswordFile, string PasswordVariable)
{
    /// <summary>A file that holds a bearer token (a SAML assertion) of Single Sign-On; empty for none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>A file with a certificate (PEM) that is shown to the server; empty for none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>A file with the certificate's key (PEM); empty when it is in the same file.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The key of the extension that the certificate is registered for; empty for none.</summary>
    public string Extension { get; init; } = "";

    /// <summary>What it is called in messages.</summary>
    internal string Words => TokenFile.Length > 0 ? $"The token in '{TokenFile}'"
        : Extension.Length > 0 ? $"Extension '{Extension}'"
        : $"'{User}'";

    /// <summary>How many ways of proving it are given; one is right.</summary>
    public int Ways => new[] { PasswordFile, PasswordVariable, TokenFile, CertificateFile }.Count(way => way.Length > 0);

    /// <summary>Reads the token.</summary>
    /// <exception cref="IOException">There is none, or it holds no more; the message says where it was looked for.</exception>
    internal async Task<BearerToken> ReadTokenAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var token = BearerToken.Parse(await File.ReadAllTextAsync(TokenFile, cancellationToken));

            return token.EndsAt <= now
                ? throw new IOException($"The token in '{TokenFile}' held until {token.EndsAt:u}. Put a new one there.")
                : token;
        }
        catch (XmlException failure)
        {
            throw new IOException($"The file '{TokenFile}' should hold a SAML assertion: {failure.Message}", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException($"The file '{TokenFile}', which should hold a token, may not be read.", failure);
        }
    }

    /// <summary>Reads the password.</summary>
    /// <exception cref="IOException">There is none; the message says where it was looked for.</exception>
    internal async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        if (PasswordFile.Length == 0)
        {
            return Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } value
                ? value
                : throw new IOException($"The environment variable '{PasswordVariable}', which should hold the password of '{User}', is empty.");
        }

        try
        {
            string text = await File.ReadAllTextAsync(PasswordFile, cancellationToken);
            string line = text.Split('\n')[0].TrimEnd('\r');

            return line.Length > 0 ? line : throw new IOException($"The file '{PasswordFile}', which should hold a password, begins with an empty line.");
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException($"The file '{PasswordFile}', which should hold the password of '{User}', may not be read.", failure);
        }
    }
}
