using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>What the account may do, and which privileges it lacks for the rest.</summary>
/// <param name="Granted">The actions it may carry out.</param>
/// <param name="Lacking">Privileges that are not granted, by the action that needs them.</param>
public sealed record Privileges(
    ActionKinds Granted, ImmutableSortedDictionary<ActionKinds, ImmutableArray<string>> Lacking)
{
    private const string SetsAttributes = "Global.SetCustomField";

    /// <summary>What each kind of action needs, at the datacenter and with propagation, its steps and what undoes them
    /// included; the minimal role is the sum.</summary>
    public static ImmutableArray<(ActionKinds Kind, ImmutableArray<string> Names)> Needed { get; } =
    [
        (ActionKinds.Migrate, ["Resource.HotMigrate", "Resource.ColdMigrate", "Resource.AssignVMToPool"]),
        (ActionKinds.PowerOnVirtualMachine, ["VirtualMachine.Interact.PowerOn", "Resource.ColdMigrate"]),
        (ActionKinds.PowerOffVirtualMachine, ["VirtualMachine.Interact.PowerOff"]),
        (ActionKinds.Resize,
        [
            "VirtualMachine.Config.CPUCount", "VirtualMachine.Config.Memory", "VirtualMachine.Config.AdvancedConfig",
            "VirtualMachine.Interact.PowerOn", "VirtualMachine.Interact.PowerOff",
        ]),
        (ActionKinds.Create,
        [
            "VirtualMachine.Inventory.CreateFromExisting", "VirtualMachine.Provisioning.DeployTemplate",
            "VirtualMachine.Config.AdvancedConfig", "VirtualMachine.Config.CPUCount", "VirtualMachine.Config.Memory",
            "VirtualMachine.Interact.PowerOn", "VirtualMachine.Interact.PowerOff", "VirtualMachine.Inventory.Delete",
            "Datastore.AllocateSpace", "Resource.AssignVMToPool", "Resource.ColdMigrate",
        ]),
        (ActionKinds.Delete, ["VirtualMachine.Inventory.Delete", "VirtualMachine.Interact.PowerOff"]),
        (ActionKinds.Maintenance, ["Host.Config.Maintenance"]),
        (ActionKinds.Pools,
            ["Resource.CreatePool", "Resource.EditPool", "Resource.AssignVMToPool", "Resource.DeletePool", SetsAttributes]),
        (ActionKinds.MoveStorage, ["Resource.HotMigrate", "Resource.ColdMigrate", "Datastore.AllocateSpace"]),
        (ActionKinds.Suspend, ["VirtualMachine.Interact.Suspend", "VirtualMachine.Interact.PowerOn"]),
        (ActionKinds.Reset, ["VirtualMachine.Interact.Reset"]),
        (ActionKinds.Snapshots,
        [
            "VirtualMachine.State.CreateSnapshot", "VirtualMachine.State.RevertToSnapshot",
            "VirtualMachine.State.RemoveSnapshot", "VirtualMachine.Interact.PowerOn",
        ]),
    ];

    /// <summary>Whether the newest leader can be written down at the cluster (S22).</summary>
    public bool KeepsFence { get; init; } = true;

    /// <summary>What is lacking for all that an action does; empty for nothing.</summary>
    public ImmutableArray<string> LackingFor(ActionKinds kinds) =>
        [.. Lacking.Where(one => kinds.HasFlag(one.Key)).SelectMany(one => one.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>One sentence for each kind of action; empty when nothing is lacking.</summary>
    /// <param name="hasAttributes">Whether the server has custom attributes.</param>
    public ImmutableArray<string> Describe(bool hasAttributes) =>
    [
        .. Lacking.Select(one => $"For {one.Key} the account lacks {string.Join(", ", one.Value)}."),
        .. !hasAttributes
            ? [
                "The server has no custom attributes: that only one Vireo acts on it, and which pools are Vireo's, is not " +
                "written down there.",
            ]
            : KeepsFence ? ImmutableArray<string>.Empty
            : [$"That only one Vireo acts on the cluster is not written down there: the account lacks {SetsAttributes}."],
    ];

    /// <summary>Asks the server (HasPrivilegeOnEntity).</summary>
    /// <exception cref="VimException">It failed.</exception>
    internal static async Task<Privileges> ReadAsync(VimSession session, ManagedObject at,
        CancellationToken cancellationToken)
    {
        var content = await session.OpenAsync(cancellationToken);
        var names = Needed.SelectMany(one => one.Names).Distinct(StringComparer.Ordinal).ToList();
        var answers = await session.CallForAllAsync(
            new VimCall(
                "HasPrivilegeOnEntity", content.AuthorizationManager,
                [
                    at.As("entity"), Vim.Element("sessionId", content.Key),
                    .. names.Select(name => Vim.Element("privId", name)),
                ])
            {
                IsRead = true,
            },
            cancellationToken);
        var granted = names.Zip(answers).Where(one => Vim.IsTrue(one.Second)).Select(one => one.First)
            .ToHashSet(StringComparer.Ordinal);

        return Judge(granted);
    }

    /// <summary>What follows from privileges that are granted.</summary>
    internal static Privileges Judge(IReadOnlySet<string> granted)
    {
        var lacking = Needed
            .Select(one => (one.Kind, Names: one.Names.RemoveAll(granted.Contains)))
            .Where(one => !one.Names.IsEmpty)
            .ToImmutableSortedDictionary(one => one.Kind, one => one.Names);

        return new Privileges(
            Needed.Where(one => !lacking.ContainsKey(one.Kind))
                .Aggregate(ActionKinds.None, (all, one) => all | one.Kind), lacking)
        {
            KeepsFence = granted.Contains(SetsAttributes),
        };
    }
}
