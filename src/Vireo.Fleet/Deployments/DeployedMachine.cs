using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>One machine of a deployment.</summary>
/// <param name="Name">The identifier that it gets.</param>
/// <param name="Template">What it is made from.</param>
public sealed record DeployedMachine(VirtualMachineId Name, VmTemplateId Template)
{
    /// <summary>What was chosen for the template's parameters, by name; ordered.</summary>
    public ImmutableSortedDictionary<string, string> Parameters
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Machines of the same deployment that have to serve before it is created.</summary>
    public ImmutableArray<VirtualMachineId> After
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>The resource pool that it draws from; null for the one that claims its name, if any.</summary>
    public ResourcePoolId? Pool { get; init; }
}
