using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Safety;

/// <content>What a host has to have for a machine, and a cluster for a pool.</content>
public static partial class Preconditions
{
    // A hypervisor that promises what it does not have breaks the promise to somebody.
    private static string? CheckPool(PoolSetting setting, FleetSnapshot fleet)
    {
        if (setting.VirtualMachines.FirstOrDefault(machine => Find(fleet, machine) is null) is { Value: not null } missing)
        {
            return Missing(EntityId.Of(missing));
        }

        if (setting.Parent is not null)
        {
            return null;
        }

        return Enum.GetValues<PoolResource>().Select(resource => CheckPool(setting, resource, fleet))
            .FirstOrDefault(reason => reason is not null);
    }

    private static string? CheckPool(PoolSetting setting, PoolResource resource, FleetSnapshot fleet)
    {
        double capacity = PoolDivision.CapacityOf(fleet, resource);
        double before = 0;
        double others = 0;
        foreach (var pool in fleet.Pools.Where(pool => pool.Parent is null))
        {
            bool isThis = pool.Pool == setting.Pool && pool.Provider == setting.Provider;
            before += isThis ? pool.Terms.Of(resource).Reservation : 0;
            others += isThis ? 0 : pool.Terms.Of(resource).Reservation;
        }

        // Promising less is always allowed: after a host is lost it is the way back.
        double wanted = setting.Terms.Of(resource).Reservation;
        double missing = others + wanted - capacity;

        return wanted > before && missing > capacity * 1e-9
            ? $"With pool '{setting.Pool}' {PoolAdmission.Amount(missing, resource)} more than the cluster has would be reserved."
            : null;
    }

    // What the machine's files take must fit where they go, and the host that it will be on must reach them there.
    private static string? CheckStorage(Migration move, FleetSnapshot fleet)
    {
        if (move.Storage is not { } id || Find(fleet, move.VirtualMachine) is not { } guest)
        {
            return null;
        }

        var known = (fleet.Datastores ?? []).Where(one => one.Provider == guest.Provider).ToList();

        return known.Find(one => one.Id == id) is not { } datastore
                ? $"There is no datastore '{id}' for '{guest.Id}'; there " +
                  $"{(known.Count == 0 ? "is none" : "are " + string.Join(", ", known.Select(one => one.Id)))}."
            : guest.Host is { } now && now != move.From ? $"'{guest.Id}' is on '{now}', not on '{move.From}' as planned."
            : guest.Datastore == id ? $"The files of '{guest.Id}' are on datastore '{id}' already."
            : !datastore.Hosts.Contains(move.To) ? $"Host '{move.To}' does not reach datastore '{id}'."
            : datastore.CapacityBytes > 0 && guest.StorageBytes > datastore.FreeBytes - BytesOnTheWay(id, fleet)
                ? $"Datastore '{id}' is {new MemoryBytes(guest.StorageBytes - datastore.FreeBytes + BytesOnTheWay(id, fleet)).ToText()} " +
                  $"short for the files of '{guest.Id}'."
            : null;
    }

    private static long BytesOnTheWay(DatastoreId to, FleetSnapshot fleet) => fleet.InFlight
        .Select(one => one.Action).OfType<Migration>().Where(move => move.Storage == to)
        .Sum(move => Find(fleet, move.VirtualMachine)?.StorageBytes ?? 0);

    private static string? CheckCpu(VirtualMachine guest, HostId to, FleetSnapshot fleet)
    {
        string[] missing = [.. guest.CpuFeatures.All.Where(feature => !Find(fleet, to)!.CpuFeatures.Contains(feature))];

        return missing.Length > 0 ? $"The CPU of host '{to}' lacks {string.Join(", ", missing)}, which '{guest.Id}' uses." : null;
    }

    private static string? CheckDevices(VirtualMachine guest, HostId on, FleetSnapshot fleet)
    {
        foreach (var (kind, count) in guest.Devices.All)
        {
            int free = Find(fleet, on)!.Devices[kind] - fleet.VirtualMachines
                .Where(other => other.Id != guest.Id && HostsOf(other, fleet).Contains(on)).Sum(other => other.Devices[kind]);
            if (free < count)
            {
                return $"Host '{on}' has {Math.Max(0, free)} {kind} free and '{guest.Id}' needs {count}.";
            }
        }

        return null;
    }

    private static string? CheckBandwidth(VirtualMachine guest, HostId on, FleetSnapshot fleet) =>
        CheckBandwidth(guest, on, fleet, "network", Find(fleet, on)!.NetworkCapacity, one => one.NetworkReservation) ??
        CheckBandwidth(guest, on, fleet, "disk", Find(fleet, on)!.DiskCapacity, one => one.DiskReservation);

    private static string? CheckBandwidth(
        VirtualMachine guest, HostId on, FleetSnapshot fleet, string what, BytesPerSecond capacity, Func<VirtualMachine, BytesPerSecond> of)
    {
        if (of(guest).Value <= 0 || capacity.Value <= 0)
        {
            return null;
        }

        double promised = of(guest).Value + fleet.VirtualMachines
            .Where(other => other.Id != guest.Id && of(other).Value > 0 && HostsOf(other, fleet).Contains(on))
            .Sum(other => of(other).Value);

        return promised > capacity.Value * (1 + 1e-9)
            ? $"Host '{on}' would promise {promised / 1e6:0.#} MB/s of {what} and has {capacity.Value / 1e6:0.#}."
            : null;
    }

    private static string? CheckMemory(VirtualMachineId guest, long bytes, HostId to, FleetSnapshot fleet, Policy policy)
    {
        long used = 0;
        foreach (var machine in fleet.VirtualMachines)
        {
            if (machine.Host == to && machine.Id != guest && Occupies(machine))
            {
                used += machine.Memory.Value;
            }
        }

        foreach (var action in fleet.InFlight)
        {
            if (Arriving(action.Action) is not var (machine, host) || host != to || machine == guest)
            {
                continue;
            }

            var coming = Find(fleet, machine);
            used += coming is null ? ComingBytes(action.Action, policy)
                : coming.Host == to && Occupies(coming) ? 0
                : coming.Memory.Value;
        }

        long free = (long)(Find(fleet, to)!.MemoryCapacity.Value * policy.MemoryOvercommit) - used;

        return bytes > free ? $"Host '{to}' is {new MemoryBytes(bytes - free).ToText()} of memory short for '{guest}'." : null;
    }

    // A machine that is being made is not in the inventory yet, and its host must not be promised twice.
    private static long ComingBytes(FleetAction action, Policy policy) =>
        action is CreateVirtualMachine create ? NewMachine.MemoryOf(create, policy) : 0;
}
