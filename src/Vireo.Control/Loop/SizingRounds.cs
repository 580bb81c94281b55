using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Scheduling.Sizing;
using Vireo.Telemetry.Storage;

namespace Vireo.Control;

/// <summary>Advises sizes from stored history: whoever was never looked at first, then a few machines a cycle, so that
/// a cycle stays short and each machine is looked at several times a day.</summary>
internal sealed class SizingRounds(ITelemetryStore telemetry, FleetForecaster forecaster)
{
    private const int Fewest = 10;
    private const int CyclesPerRound = 72;
    private const int MostAtFirst = 500;

    private readonly SortedDictionary<VirtualMachineId, AdvisedSize> _advice = [];
    private readonly HashSet<VirtualMachineId> _looked = [];
    private VirtualMachineId _next = new("");

    /// <summary>What is known, after the next few were looked at; nothing where the policy leaves sizes
    /// alone.</summary>
    public ImmutableArray<AdvisedSize> Advise(FleetSnapshot fleet, Policy policy)
    {
        if (policy.Resizing is null)
        {
            _advice.Clear();
            _looked.Clear();
            return [];
        }

        var machines = fleet.VirtualMachines;
        foreach (var machine in Round(machines))
        {
            Note(machine, SizingAdvisor.Advise(machine, SizingEvidence.Read(
                machine.Id, fleet, metric => Values(machine, metric, fleet.TakenAt)) with
            {
                Service = PromisedService.Of(machine, policy, forecaster.Service),
            }));
        }

        var there = machines.ToDictionary(machine => machine.Id);
        foreach (var gone in _advice.Keys.Where(id => !there.ContainsKey(id)).ToList())
        {
            _advice.Remove(gone);
        }

        _looked.IntersectWith(there.Keys);

        return [.. _advice.Values];
    }

    private List<VirtualMachine> Round(ImmutableArray<VirtualMachine> machines)
    {
        List<VirtualMachine> round =
        [
            .. machines.Where(machine => machine.State == PowerState.On && !_looked.Contains(machine.Id))
                .Take(MostAtFirst),
            .. Next(machines).Where(machine => machine.State == PowerState.On && _looked.Contains(machine.Id)),
        ];
        _looked.UnionWith(round.Select(machine => machine.Id));

        return round;
    }

    private List<VirtualMachine> Next(ImmutableArray<VirtualMachine> machines)
    {
        int count = Math.Min(machines.Length, Math.Max(Fewest, machines.Length / CyclesPerRound));
        List<VirtualMachine> next =
            [.. machines.Where(machine => machine.Id.CompareTo(_next) > 0).Concat(machines).Take(count)];
        _next = next.Count > 0 ? next[^1].Id : _next;

        return next;
    }

    private void Note(VirtualMachine machine, SizingAdvice advice)
    {
        if (advice.Verdict is SizingVerdict.Oversized or SizingVerdict.Undersized)
        {
            _advice[machine.Id] = new AdvisedSize(
                machine.Id, new MachineSize(advice.AdvisedCores, advice.AdvisedMemory),
                advice.Verdict == SizingVerdict.Undersized, advice.Confidence, advice.Reason);
        }
        else
        {
            _advice.Remove(machine.Id);
        }
    }

    private double[] Values(VirtualMachine machine, Metric metric, DateTimeOffset now) => telemetry.Read(
        new SeriesKey(EntityId.Of(machine.Id), metric), now - SizingEvidence.History, now, SizingEvidence.UsualStep)
        ?.Values.ToArray() ?? [];
}
