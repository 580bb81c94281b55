using System.Text;
using Vireo.Cli.Terminal;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Providers;

/// <summary>A provider as a document of a configuration file, put behind what is in the file already.</summary>
/// <param name="Name">Also the cluster in Vireo.</param>
/// <param name="Type"><c>vsphere</c> or <c>libvirt</c>.</param>
internal sealed record ProviderEntry(string Name, string Type)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Keys of the document with their values, in order; empty ones are left out.</summary>
    public required IReadOnlyList<(string Key, string Value)> Keys { get; init; }

    /// <summary>Hosts of libvirt, each <c>name=uri</c>.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>The document.</summary>
    /// <exception cref="UsageException">A connection is no <c>name=uri</c>.</exception>
    public string Write()
    {
        var text = new StringBuilder($"apiVersion: vireo/v1\nkind: Provider\nname: {Quote(Name)}\ntype: {Type}\n");
        foreach (var (key, value) in Keys.Where(one => one.Value.Length > 0))
        {
            text.Append($"{key}: {(value is "true" ? value : Quote(value))}\n");
        }

        if (Connections.Count > 0)
        {
            text.Append("connections:\n");
        }

        foreach (string connection in Connections)
        {
            int at = connection.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new UsageException($"--connection '{connection}' should be NAME=URI, such as h1=qemu+ssh://root@h1/system.");
            }

            text.Append($"  - name: {Quote(connection[..at])}\n    uri: {Quote(connection[(at + 1)..])}\n");
        }

        return text.ToString();
    }

    /// <summary>The file with the document behind what it holds.</summary>
    /// <returns>Its new text and the provider as it was read from it.</returns>
    /// <exception cref="UsageException">The whole would not be correct; says where and why.</exception>
    public (string Text, ProviderSettings Provider) AddTo(string file)
    {
        string before = "";
        try
        {
            before = File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: it cannot be read: {failure.Message}");
        }

        string separator = before.Length == 0 ? "" : before.EndsWith('\n') ? "---\n" : "\n---\n";
        string text = before + separator + Write();

        // Checked where it will lie: paths in it are relative to its folder.
        string trial = $"{file}.{Guid.NewGuid():N}.yaml";
        try
        {
            File.WriteAllText(trial, text, Utf8);
            var result = ConfigurationLoader.Load([trial]);

            return (text, result.Configuration?.Providers.Single(provider => provider.Name == Name)
                ?? throw new UsageException(string.Join(
                    Environment.NewLine,
                    result.Problems.Select(problem => problem.ToString().Replace(trial, file, StringComparison.Ordinal)))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: it cannot be written: {failure.Message}");
        }
        finally
        {
            File.Delete(trial);
        }
    }

    private static string Quote(string value) =>
        value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or '@')
            && char.IsAsciiLetter(value[0])
            ? value
            : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
