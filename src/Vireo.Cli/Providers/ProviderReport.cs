using System.Collections.Immutable;

namespace Vireo.Cli.Providers;

/// <summary>What a test of a provider found.</summary>
/// <param name="Name">The provider.</param>
/// <param name="Type"><c>vsphere</c>, <c>libvirt</c> or <c>simulation</c>.</param>
/// <param name="Answers">Whether it could be read.</param>
/// <param name="Error">Why not; empty when it could.</param>
/// <param name="Product">What it calls itself; empty where it does not say.</param>
/// <param name="Hosts">In its cluster.</param>
/// <param name="VirtualMachines">In its cluster.</param>
/// <param name="Templates">From which machines can be made.</param>
/// <param name="MayDo">Kinds of action.</param>
/// <param name="Lacking">What the account lacks, and for what.</param>
/// <param name="ClockSkewSeconds">How far its clock is ahead of ours.</param>
/// <param name="Seconds">How long reading everything took.</param>
internal sealed record ProviderReport(
    string Name,
    string Type,
    bool Answers,
    string Error,
    string Product,
    int Hosts,
    int VirtualMachines,
    int Templates,
    ImmutableArray<string> MayDo,
    ImmutableArray<string> Lacking,
    double ClockSkewSeconds,
    double Seconds)
{
    /// <summary>Of one that could not be read.</summary>
    public static ProviderReport Silent(string name, string type, string error) =>
        new(name, type, Answers: false, error, "", 0, 0, 0, [], [], 0, 0);
}
