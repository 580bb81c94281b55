using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How long an action may take, by what it moves (S19).</summary>
internal static class Patience
{
    public static TimeSpan For(
        FleetAction action, BytesPerSecond bandwidth, ImmutableArray<VirtualMachine> machines, ActionTimeouts timeouts) =>
        action switch
        {
            Migration migration when bandwidth.Value > 0
                && FleetLookup.Find(machines, migration.VirtualMachine) is { } machine =>
                timeouts.MigrationBase
                + TimeSpan.FromSeconds(machine.Memory.Value / bandwidth.Value * timeouts.MigrationFactor)
                + ForFiles(migration, machine, timeouts),
            PowerOnHost or PowerOffHost or FenceHost => timeouts.HostPower,
            CheckVirtualMachine check => check.Check.Within + timeouts.ReadBackPatience,
            _ => timeouts.Other,
        };

    private static TimeSpan ForFiles(Migration migration, VirtualMachine machine, ActionTimeouts timeouts) =>
        migration.Storage is null ? TimeSpan.Zero
        : machine.StorageBytes > 0 ? TimeSpan.FromSeconds(machine.StorageBytes / timeouts.StorageBytesPerSecond)
        : timeouts.UnknownStorage;
}
