using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Sifts a provider's inventory: impossible items never reach a decision, and never make a full host look
/// empty (S28).</summary>
/// <remarks>An item that was believable before keeps its last good facts, frozen: a host as unreachable, a machine as
/// immovable. One that never was is set aside, and the host that carries it takes nothing more.</remarks>
internal sealed class InventoryCheck
{
    private readonly ProviderId _provider;
    private readonly ClusterId _cluster;
    private readonly Dictionary<HostId, Host> _hosts = [];
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines = [];
    private readonly HashSet<HostId> _elsewhere = [];
    private readonly List<InventoryProblem> _problems = [];

    private InventoryCheck(ProviderId provider, ClusterId cluster)
    {
        _provider = provider;
        _cluster = cluster;
    }

    /// <summary>Sifts one inventory.</summary>
    /// <param name="provider">Whose it is.</param>
    /// <param name="cluster">The cluster of interest; the rest is left out.</param>
    /// <param name="inventory">As the provider gave it.</param>
    /// <param name="before">What was believed before.</param>
    public static ProviderFacts Sift(
        ProviderId provider, ClusterId cluster, ProviderInventory inventory, ProviderFacts before)
    {
        var check = new InventoryCheck(provider, cluster);
        check.SiftHosts(inventory.Hosts, before.Hosts);
        check.SiftMachines(inventory.VirtualMachines, before.Machines);

        return new ProviderFacts(
            [.. check._hosts.Values.OrderBy(host => host.Id)],
            [.. check._machines.Values.OrderBy(machine => machine.Id)],
            [.. check._problems])
        {
            Pools = SiftPools(provider, cluster, inventory),
            Network = inventory.Network is { } network && network.Provider == provider ? network : null,
            Datastores = inventory.Datastores is { IsDefault: false } datastores
                ? [.. datastores.Where(one => one.Cluster == cluster && one.Provider == provider).OrderBy(one => one.Id)]
                : null,
        };
    }

    private static ImmutableArray<PoolSetting> SiftPools(
        ProviderId provider, ClusterId cluster, ProviderInventory inventory) => inventory.Pools.IsDefaultOrEmpty
        ? []
        :
        [
            .. inventory.Pools
                .Where(pool => pool.Cluster == cluster && pool.Provider == provider && pool.Pool.Value is not (null or ""))
                .OrderBy(pool => pool.Pool),
        ];

    private void SiftHosts(ImmutableArray<Host> hosts, ImmutableArray<Host> before)
    {
        foreach (var host in hosts)
        {
            if (host.Cluster != _cluster)
            {
                _elsewhere.Add(host.Id);
            }
            else if (_hosts.ContainsKey(host.Id))
            {
                Report(EntityId.Of(host.Id), $"Host '{host.Id}' is listed twice; the first entry stands.");
            }
            else if (WhatIsWrong(host) is not { } wrong)
            {
                _hosts.Add(host.Id, host);
            }
            else if (FleetLookup.Find(before, host.Id) is { } known)
            {
                _hosts.Add(host.Id, known with { State = HostState.Unreachable });
                Report(EntityId.Of(host.Id),
                    $"Host '{host.Id}' {wrong}. Its last good facts stand and it counts as unreachable.");
            }
            else
            {
                Report(EntityId.Of(host.Id), $"Host '{host.Id}' {wrong}. It is set aside with its machines.");
            }
        }
    }

    private void SiftMachines(ImmutableArray<VirtualMachine> machines, ImmutableArray<VirtualMachine> before)
    {
        foreach (var machine in machines)
        {
            if (machine.Cluster != _cluster)
            {
                continue;
            }

            if (_machines.ContainsKey(machine.Id))
            {
                Report(EntityId.Of(machine.Id), $"Machine '{machine.Id}' is listed twice; the first entry stands.");
            }
            else if (WhatIsWrong(machine) is not { } wrong)
            {
                _machines.Add(machine.Id, machine);
            }
            else if (LastGood(machine.Id, before) is { } known)
            {
                var frozen = Mobility.Fixed("the provider reports impossible values for it");
                _machines.Add(machine.Id, known with { Mobility = frozen });
                Report(EntityId.Of(machine.Id),
                    $"Machine '{machine.Id}' {wrong}. Its last good facts stand and it stays where it is.");
            }
            else
            {
                SetAside(machine, wrong);
            }
        }
    }

    private VirtualMachine? LastGood(VirtualMachineId id, ImmutableArray<VirtualMachine> before)
    {
        var known = FleetLookup.Find(before, id);

        return known?.Host is { } host && !_hosts.ContainsKey(host) ? null : known;
    }

    // What it needs is unknown, so its host could be fuller than it looks: the host takes nothing more.
    private void SetAside(VirtualMachine machine, string wrong)
    {
        string consequence = "It is set aside";
        if (machine.Host is { } id && _hosts.TryGetValue(id, out var host))
        {
            _hosts[id] = host with { State = HostState.Unreachable };
            consequence += $" and its host '{id}' takes no machines";
        }

        Report(EntityId.Of(machine.Id), $"Machine '{machine.Id}' {wrong}. {consequence}.");
    }

    private string? WhatIsWrong(Host host) => host switch
    {
        { Id.Value: null or "" } => "has no identifier",
        _ when host.Provider != _provider => $"says it belongs to provider '{host.Provider}'",
        { Cores: <= 0 } => $"reports {host.Cores} cores",
        _ when !IsPositive(host.CpuCapacity.Value) => $"reports a CPU capacity of {host.CpuCapacity.Value} MHz",
        _ when host.MemoryCapacity.Value <= 0 || host.MemoryCapacity.Value > MemoryBytes.Most.Value => $"reports {host.MemoryCapacity.Value} bytes of memory",
        _ when !(host.NetworkCapacity.Value >= 0 && double.IsFinite(host.NetworkCapacity.Value)) =>
            $"reports a link of {host.NetworkCapacity.Value} bytes per second",
        { Power: null or { WattsAt.Length: < 2 } } => "has a power curve of fewer than two points",
        _ when !host.Power.WattsAt.All(watts => double.IsFinite(watts) && watts >= 0) =>
            "has an impossible power curve",
        _ => null,
    };

    private string? WhatIsWrong(VirtualMachine machine) => machine switch
    {
        { Id.Value: null or "" } => "has no identifier",
        _ when machine.Provider != _provider => $"says it belongs to provider '{machine.Provider}'",
        { Cores: <= 0 } => $"reports {machine.Cores} cores",
        _ when !IsPositive(machine.CpuCapacity.Value) => $"reports a CPU capacity of {machine.CpuCapacity.Value} MHz",
        _ when machine.Memory.Value <= 0 || machine.Memory.Value > MemoryBytes.Most.Value => $"reports {machine.Memory.Value} bytes of memory",
        { Host: { } host } when _elsewhere.Contains(host) => $"is on host '{host}' of another cluster",
        { Host: { } host } when !_hosts.ContainsKey(host) =>
            $"is on host '{host}', which is not among the believable ones",
        _ => null,
    };

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private void Report(EntityId entity, string message) => _problems.Add(new InventoryProblem(entity, message));
}
