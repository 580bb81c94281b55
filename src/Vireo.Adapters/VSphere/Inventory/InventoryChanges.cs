using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Says what is different between two inventories, for the time line. A stream that was rebuilt in between adds
/// nothing: what is the same is no event.</summary>
internal static class InventoryChanges
{
    /// <summary>The changes, in no order.</summary>
    public static IEnumerable<FleetEvent> Between(ProviderInventory before, ProviderInventory after, ProviderId source)
    {
        FleetEvent Tell(FleetEventKind kind, EntityId entity, string message) =>
            new(after.At, kind, entity, message, source.Value);

        var oldHosts = before.Hosts.ToDictionary(host => host.Id);
        foreach (var host in after.Hosts)
        {
            var entity = EntityId.Of(host.Id);
            if (!oldHosts.Remove(host.Id, out var old))
            {
                yield return Tell(FleetEventKind.Appeared, entity, $"Host '{host.Name}' has appeared.");
            }
            else if (old.State != host.State || old.IsInMaintenance != host.IsInMaintenance)
            {
                yield return Tell(
                    FleetEventKind.StateChanged, entity,
                    $"Host '{host.Name}' is {host.State}{(host.IsInMaintenance ? ", in maintenance" : "")}; it was {old.State}.");
            }
        }

        foreach (var gone in oldHosts.Values)
        {
            yield return Tell(FleetEventKind.Vanished, EntityId.Of(gone.Id), $"Host '{gone.Name}' is gone.");
        }

        var oldMachines = before.VirtualMachines.ToDictionary(machine => machine.Id);
        foreach (var machine in after.VirtualMachines)
        {
            var entity = EntityId.Of(machine.Id);
            if (!oldMachines.Remove(machine.Id, out var old))
            {
                yield return Tell(FleetEventKind.Appeared, entity,
                    $"Machine '{machine.Name}' has appeared on '{machine.Host}'.");
                continue;
            }

            if (old.Host != machine.Host)
            {
                yield return Tell(FleetEventKind.Moved, entity,
                    $"Machine '{machine.Name}' came from '{old.Host}' to '{machine.Host}'.");
            }

            if (old.State != machine.State)
            {
                yield return Tell(FleetEventKind.StateChanged, entity,
                    $"Machine '{machine.Name}' is {machine.State}; it was {old.State}.");
            }

            if (old.Cores != machine.Cores || old.Memory != machine.Memory || old.Name != machine.Name
                || old.Pool != machine.Pool)
            {
                yield return Tell(
                    FleetEventKind.Reconfigured, entity,
                    $"Machine '{machine.Name}' has {machine.Cores} cores, {machine.Memory.ToText()}" +
                    (machine.Pool is { } pool ? $", and draws from '{pool}'" : "") +
                    (old.Name == machine.Name ? "." : $"; it was called '{old.Name}'."));
            }
        }

        foreach (var gone in oldMachines.Values)
        {
            yield return Tell(FleetEventKind.Vanished, EntityId.Of(gone.Id), $"Machine '{gone.Name}' is gone.");
        }
    }
}
