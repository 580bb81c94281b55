using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Tells two readings of one provider apart, as events for the time line and moves to account for.</summary>
internal sealed class InventoryDiff(ProviderId provider, DateTimeOffset at)
{
    /// <summary>What changed, hosts first, in order of identifier.</summary>
    public List<FleetEvent> Events { get; } = [];

    /// <summary>Machines on another host; they become events once it is known who moved them.</summary>
    public List<ObservedMove> Moves { get; } = [];

    public static InventoryDiff Between(
        ProviderFacts before, ProviderFacts after, ProviderId provider, DateTimeOffset at)
    {
        var diff = new InventoryDiff(provider, at);
        if (before.Hosts != after.Hosts)
        {
            Join(before.Hosts.AsSpan(), after.Hosts.AsSpan(), host => host.Id, diff.Compare);
        }

        if (before.Machines != after.Machines)
        {
            Join(before.Machines.AsSpan(), after.Machines.AsSpan(), machine => machine.Id, diff.Compare);
        }

        return diff;
    }

    // Both sides are ordered by identifier, so one walk pairs them.
    private static void Join<T, TId>(
        ReadOnlySpan<T> before, ReadOnlySpan<T> after, Func<T, TId> id, Action<T?, T?> compare)
        where T : class
        where TId : IComparable<TId>
    {
        int b = 0;
        int a = 0;
        while (b < before.Length || a < after.Length)
        {
            int order = b == before.Length ? 1
                : a == after.Length ? -1
                : id(before[b]).CompareTo(id(after[a]));
            var old = order <= 0 ? before[b++] : null;
            var now = order >= 0 ? after[a++] : null;
            if (!ReferenceEquals(old, now))
            {
                compare(old, now);
            }
        }
    }

    private void Compare(Host? before, Host? after)
    {
        if (before is null || after is null)
        {
            Note(before is null, EntityId.Of((before ?? after)!.Id), $"Host '{(before ?? after)!.Name}'");
            return;
        }

        if (before.State != after.State)
        {
            var kind = after.State == HostState.Failed ? FleetEventKind.Failed : FleetEventKind.StateChanged;
            Add(kind, EntityId.Of(after.Id), $"Host '{after.Name}' went from {before.State} to {after.State}.");
        }

        if (before.IsInMaintenance != after.IsInMaintenance)
        {
            Add(FleetEventKind.StateChanged, EntityId.Of(after.Id),
                $"Host '{after.Name}' {(after.IsInMaintenance ? "entered" : "left")} maintenance.");
        }

        if (before.Cores != after.Cores || before.MemoryCapacity != after.MemoryCapacity)
        {
            Add(FleetEventKind.Reconfigured, EntityId.Of(after.Id),
                $"Host '{after.Name}' now has {after.Cores} cores and {after.MemoryCapacity.ToText()} of memory.");
        }
    }

    private void Compare(VirtualMachine? before, VirtualMachine? after)
    {
        if (before is null || after is null)
        {
            Note(before is null, EntityId.Of((before ?? after)!.Id), $"Machine '{(before ?? after)!.Name}'");
            return;
        }

        if (before.State != after.State)
        {
            var kind = after.State == PowerState.Failed ? FleetEventKind.Failed : FleetEventKind.StateChanged;
            Add(kind, EntityId.Of(after.Id), $"Machine '{after.Name}' went from {before.State} to {after.State}.");
        }

        if (before.Host is { } from && after.Host is { } to && from != to)
        {
            Moves.Add(new ObservedMove(after.Id, from, to, provider));
        }

        if (before.Cores != after.Cores || before.Memory != after.Memory)
        {
            Add(FleetEventKind.Reconfigured, EntityId.Of(after.Id),
                $"Machine '{after.Name}' now has {after.Cores} cores and {after.Memory.ToText()} of memory.");
        }
    }

    private void Note(bool isNew, EntityId entity, string what) =>
        Add(isNew ? FleetEventKind.Appeared : FleetEventKind.Vanished, entity,
            isNew ? $"{what} appeared." : $"{what} is gone.");

    private void Add(FleetEventKind kind, EntityId entity, string message) =>
        Events.Add(new FleetEvent(at, kind, entity, message, provider.Value));
}
