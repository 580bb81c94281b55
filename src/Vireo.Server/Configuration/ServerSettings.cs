using System.Collections.Immutable;
using Vireo.Control;

namespace Vireo.Server.Configuration;

/// <summary>How the server listens and whom it trusts.</summary>
public sealed record ServerSettings
{
    /// <summary>Where to listen; empty for what the command line says.</summary>
    public ImmutableArray<string> Urls { get; init; } = [];

    /// <summary>Names under which browsers may reach the server besides loopback: the guard against DNS
    /// rebinding.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether reading needs a token too. Always so when the server listens beyond loopback.</summary>
    public bool RequireTokenForReads { get; init; }

    /// <summary>How long the state file keeps what.</summary>
    public StateRetention Retention { get; init; } = new();

    /// <summary>Whether both say the same.</summary>
    public bool IsSameAs(ServerSettings other) =>
        Urls.SequenceEqual(other.Urls) && AllowedHosts.SequenceEqual(other.AllowedHosts)
        && RequireTokenForReads == other.RequireTokenForReads && Retention == other.Retention;
}
