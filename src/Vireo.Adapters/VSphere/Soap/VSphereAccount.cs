namespace Vireo.Adapters.VSphere;

/// <summary>Who logs in. The password is read anew each time, so that a changed one takes effect, and is never part of a
/// message.</summary>
/// <param name="User">Such as <c>vireo@vsphere.local</c>.</param>
/// <param name="PasswordFile">A file whose first line is the password; empty for none.</param>
/// <param name="PasswordVariable">An environment variable that holds it, where there is no file.</param>
public sealed record VSphereAccount(string User, string PasswordFile, string PasswordVariable)
{
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
