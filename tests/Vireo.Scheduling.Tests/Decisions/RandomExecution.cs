using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Carries any part of a plan out, in any order and any parallelism that dependencies allow, and looks at each
/// moment. Knows nothing of how planner or checker count: a third opinion.</summary>
internal sealed class RandomExecution(FleetSnapshot fleet, Policy policy, Random random)
{
    private readonly Dictionary<VirtualMachineId, HashSet<HostId>> _places = fleet.VirtualMachines
        .Where(machine => machine.Host is not null && machine.State is not (PowerState.Off or PowerState.Failed))
        .ToDictionary(machine => machine.Id, machine => new HashSet<HostId> { machine.Host!.Value });

    private readonly Dictionary<VirtualMachineId, long> _memory =
        fleet.VirtualMachines.ToDictionary(machine => machine.Id, machine => machine.Memory.Value);

    private readonly HashSet<HostId> _off = [];
    private readonly Dictionary<string, int> _hostsAtFirst = [];

    // A machine that moves runs where it was until its move has succeeded.
    private readonly Dictionary<VirtualMachineId, HostId> _moving = [];

    /// <summary>The first thing that was wrong at any moment; null when nothing was.</summary>
    public string? Run(Plan plan)
    {
        TakeUnderWay();
        foreach (var rule in policy.Rules.Where(rule => rule.Kind == AffinityKind.AtMostHosts))
        {
            _hostsAtFirst[rule.Name] = rule.VirtualMachines.Where(_places.ContainsKey).SelectMany(id => _places[id]).Distinct().Count();
        }

        var waiting = plan.Actions.ToList();
        var running = new List<PlannedAction>();
        var done = new HashSet<ActionId>();
        var before = Broken().ToHashSet();
        while (waiting.Count + running.Count > 0)
        {
            var ready = waiting.Where(action => action.DependsOn.All(done.Contains)).ToList();
            if (running.Count > 0 && (ready.Count == 0 || random.Next(2) == 0))
            {
                End(running, done);
            }
            else if (ready.Count > 0)
            {
                var next = ready[random.Next(ready.Count)];
                waiting.Remove(next);
                if (random.Next(6) > 0)
                {
                    Begin(next.Action);
                    running.Add(next);
                    if (next.Action is Migration move)
                    {
                        _moving[move.VirtualMachine] = move.To;
                    }
                }
            }
            else
            {
                return null;
            }

            if (Broken().FirstOrDefault(wrong => !before.Contains(wrong)) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    private void TakeUnderWay()
    {
        foreach (var action in fleet.InFlight.Select(one => one.Action))
        {
            Begin(action);
        }
    }

    private void Begin(FleetAction action)
    {
        switch (action)
        {
            case Migration move:
                PlacesOf(move.VirtualMachine).Add(move.To);
                break;
            case PowerOnVirtualMachine start:
                PlacesOf(start.VirtualMachine).Add(start.On);
                break;
            case CreateVirtualMachine create:
                PlacesOf(create.VirtualMachine).Add(create.On);
                _memory.TryAdd(
                    create.VirtualMachine, policy.Templates.Single(template => template.Id == create.Template).Memory.Value);
                break;
            case ResizeVirtualMachine resize:
                _memory[resize.VirtualMachine] = Math.Max(_memory[resize.VirtualMachine], resize.Memory.Value);
                break;
            case PowerOffHost off:
                _off.Add(off.Host);
                break;
            default:
                break;
        }
    }

    private void End(List<PlannedAction> running, HashSet<ActionId> done)
    {
        var ended = running[random.Next(running.Count)];
        running.Remove(ended);
        bool succeeded = random.Next(6) > 0;
        if (succeeded)
        {
            done.Add(ended.Id);
        }

        if (ended.Action is Migration move)
        {
            PlacesOf(move.VirtualMachine).Remove(succeeded ? move.From : move.To);
            _moving.Remove(move.VirtualMachine);
        }
    }

    private string DomainOf(HostId id) =>
        fleet.Hosts.FirstOrDefault(host => host.Id == id) is { FaultDomain.Length: > 0 } host ? host.FaultDomain : id.Value;

    private HashSet<HostId> PlacesOf(VirtualMachineId id) =>
        _places.TryGetValue(id, out var places) ? places : _places[id] = [];

    private IEnumerable<string> Broken() =>
        Overfull().Concat(Closed()).Concat(policy.Rules.SelectMany(Broken));

    private IEnumerable<string> Overfull() =>
        from host in fleet.Hosts
        let used = _places.Where(pair => pair.Value.Contains(host.Id)).Sum(pair => _memory[pair.Key])
        where used > (long)(host.MemoryCapacity.Value * policy.MemoryOvercommit)
        select $"'{host.Id}' is overfull.";

    private IEnumerable<string> Closed() =>
        from host in fleet.Hosts
        from pair in _places
        where pair.Value.Contains(host.Id) && (!host.CanReceive || _off.Contains(host.Id))
        select $"'{pair.Key}' is on the closed host '{host.Id}'.";

    private IEnumerable<string> Broken(AffinityRule rule)
    {
        var places = rule.VirtualMachines.Where(_places.ContainsKey).Select(id => _places[id]).ToList();
        if (rule.Kind == AffinityKind.AtMostHosts)
        {
            int now = rule.VirtualMachines.Where(_places.ContainsKey)
                .SelectMany(id => _places[id].Where(host => _moving.GetValueOrDefault(id) != host)).Distinct().Count();
            if (now > Math.Max(rule.MostHosts, _hostsAtFirst.GetValueOrDefault(rule.Name)))
            {
                yield return $"'{rule.Name}' uses {now} hosts.";
            }

            yield break;
        }

        if (rule.Scope == AffinityScope.FaultDomain)
        {
            places = [.. places.Select(hosts => hosts.Select(host => new HostId(DomainOf(host))).ToHashSet())];
        }

        foreach (var domain in places.SelectMany(place => place).Distinct().Where(_ => rule.Scope == AffinityScope.FaultDomain))
        {
            if (rule.Kind == AffinityKind.KeepApart && places.Count(place => place.Contains(domain)) > 1)
            {
                yield return $"'{rule.Name}' is broken in '{domain}'.";
            }
        }

        foreach (var host in fleet.Hosts.Select(host => host.Id))
        {
            int here = places.Count(place => place.Contains(host));
            bool isBroken = rule.Kind switch
            {
                AffinityKind.KeepApart => here > 1,
                AffinityKind.OnlyOn => here > 0 && !rule.Hosts.Contains(host),
                AffinityKind.NeverOn => here > 0 && rule.Hosts.Contains(host),
                _ => false,
            };
            if (isBroken)
            {
                yield return $"'{rule.Name}' is broken on '{host}'.";
            }
        }

        if (rule.Kind == AffinityKind.KeepTogether && places.Select(place => string.Join(',', place.Order())).Distinct().Count() > 1)
        {
            yield return $"'{rule.Name}' is broken.";
        }
    }
}
