using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Scheduling.Sizing;
using Vireo.Telemetry.Storage;

namespace Vireo.Control;

/// <summary>Advises sizes a few machines a cycle, so that a cycle stays short and each machine is looked at several
/// times a day.</summary>
internal sealed class SizingRounds(ITelemetryStore telemetry, FleetForecaster forecaster)
{
    private const int Fewest = 10;
    private const int CyclesPerRound = 72;

    private readonly SortedDictionary<VirtualMachineId, AdvisedSize> _advice = [];
    private VirtualMachineId _next = new("");

    /// <summary>What is known, after the next few were looked at; nothing where the policy leaves sizes
    /// alone.</summary>
    public ImmutableArray<AdvisedSize> Advise(FleetSnapshot fleet, Policy policy)
    {
        if (policy.Resizing is null)
        {
            _advice.Clear();
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

        return [.. _advice.Values];
    }

    private List<VirtualMachine> Round(ImmutableArray<VirtualMachine> machines)
    {
        int count = Math.Min(machines.Length, Math.Max(Fewest, machines.Length / CyclesPerRound));
        List<VirtualMachine> round =
        [
            .. machines.Where(machine => machine.Id.CompareTo(_next) > 0).Concat(machines).Take(count)
                .Where(machine => machine.State == PowerState.On),
        ];
        if (count > 0)
        {
            _next = machines.Where(machine => machine.Id.CompareTo(_next) > 0).Concat(machines).ElementAt(count - 1).Id;
        }

        return round;
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
