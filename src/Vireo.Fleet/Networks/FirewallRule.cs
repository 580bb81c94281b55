using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Something that is allowed.</summary>
public sealed record FirewallRule
{
    /// <summary>tcp, udp or icmp; null for any.</summary>
    public string? Protocol { get; init; }

    /// <summary>Ports of the machine that is asked; empty for any.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>Where connections come from, such as 10.0.0.0/8; null for anywhere.</summary>
    public string? From { get; init; }

    /// <summary>Where connections go to; set, the rule is about connections that the machines open.</summary>
    public string? To { get; init; }
}
