using System.Globalization;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Where a database is served, as Open vSwitch writes it: <c>unix:PATH</c>, <c>tcp:HOST:PORT</c> or
/// <c>ssl:HOST:PORT</c>.</summary>
internal sealed record OvsdbEndpoint
{
    private OvsdbEndpoint(string text) => Text = text;

    /// <summary>As it was written; how messages name the peer.</summary>
    public string Text { get; }

    /// <summary>The socket's file; null for TCP.</summary>
    public string? Path { get; private init; }

    /// <summary>The host; empty for sockets.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The port; 0 for sockets.</summary>
    public int Port { get; private init; }

    /// <summary>Whether it is spoken to in TLS.</summary>
    public bool IsTls { get; private init; }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message says what is expected.</exception>
    public static OvsdbEndpoint Parse(string text) => Parse(text, "database");

    /// <summary>Reads one.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="what">What is there, for the message.</param>
    /// <exception cref="FormatException">It is none; the message says what is expected.</exception>
    public static OvsdbEndpoint Parse(string text, string what)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? "" : text[..colon];
        string rest = text[(colon + 1)..];
        if (kind == "unix" && rest.Length > 0)
        {
            return new OvsdbEndpoint(text) { Path = rest };
        }

        int last = rest.LastIndexOf(':');
        string host = last > 0 ? rest[..last].Trim('[', ']') : "";
        if (kind is "tcp" or "ssl" && host.Length > 0 &&
            int.TryParse(rest[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65_535)
        {
            return new OvsdbEndpoint(text) { Host = host, Port = port, IsTls = kind == "ssl" };
        }

        throw new FormatException($"'{text}' is no {what}: expected unix:PATH, tcp:HOST:PORT or ssl:HOST:PORT.");
    }

    /// <summary>Reads several with commas between them.</summary>
    /// <exception cref="FormatException">One is none, or there is none.</exception>
    public static IReadOnlyList<OvsdbEndpoint> ParseAll(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];

    /// <inheritdoc/>
    public override string ToString() => Text;
}
