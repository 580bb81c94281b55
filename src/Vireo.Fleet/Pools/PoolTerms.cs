namespace Vireo.Fleet;

/// <summary>What a pool is promised of every resource.</summary>
/// <param name="Cpu">In MHz.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Network">In bytes per second.</param>
/// <param name="Disk">In bytes per second.</param>
public sealed record PoolTerms(ResourceTerms Cpu, ResourceTerms Memory, ResourceTerms Network, ResourceTerms Disk)
{
    /// <summary>Nothing reserved, nothing limited.</summary>
    public static PoolTerms Usual { get; } =
        new(ResourceTerms.Usual, ResourceTerms.Usual, ResourceTerms.Usual, ResourceTerms.Usual);

    /// <summary>What is promised of one resource.</summary>
    public ResourceTerms Of(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => Cpu,
        PoolResource.Memory => Memory,
        PoolResource.Network => Network,
        _ => Disk,
    };

    /// <summary>The same with other terms for one resource.</summary>
    public PoolTerms With(PoolResource resource, ResourceTerms terms) => resource switch
    {
        PoolResource.Cpu => this with { Cpu = terms },
        PoolResource.Memory => this with { Memory = terms },
        PoolResource.Network => this with { Network = terms },
        _ => this with { Disk = terms },
    };
}
