using System.Collections.Immutable;

namespace Vireo.Adapters.Probing;

/// <summary>A question that is put to machines all the time.</summary>
public sealed record Probe
{
    /// <summary>Names of the machines that are asked; <c>*</c> stands for any text.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>How.</summary>
    public ProbeKind Kind { get; init; } = ProbeKind.Http;

    /// <summary>Port for HTTP and TCP; zero for ICMP.</summary>
    public int Port { get; init; }

    /// <summary>Path for HTTP.</summary>
    public string Path { get; init; } = "";

    /// <summary>Where to ask; empty for the machine's own address.</summary>
    public string Address { get; init; } = "";

    /// <summary>Time between two questions, on average.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which no answer is a failure.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public bool Equals(Probe? other) =>
        other is not null && Names.SequenceEqual(other.Names, StringComparer.Ordinal)
        && (Kind, Port, Path, Address, Every, Within) == (other.Kind, other.Port, other.Path, other.Address, other.Every, other.Within);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Names.Length, Kind, Port, Path, Address, Every, Within);
}
