using System.Globalization;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Simulation.Trials;

/// <summary>Holds what became of a group against what was expected.</summary>
internal sealed class GroupJudge
{
    private readonly FleetTrialRun _run;
    private readonly VmGroupId _group;
    private readonly int[] _serving;
    private readonly List<FleetAction> _orders;

    public GroupJudge(FleetTrialRun run, VmGroupId group)
    {
        (_run, _group) = (run, group);
        _serving = [.. run.States.Select(state => Serving(state).Count())];
        var served = run.States.SelectMany(Serving).Select(machine => machine.Id).ToHashSet();

        // What is tried again counts once, and what never served is cleaned up rather than taken away.
        _orders =
        [
            .. run.Observer.Started.Where(action => (action is CreateVirtualMachine create && create.Group == group) ||
                (action is DeleteVirtualMachine delete && delete.Group == group && served.Contains(delete.VirtualMachine)))
                .DistinctBy(action => (action.GetType(), action.Target)),
        ];
    }

    public IEnumerable<TrialFinding> Judge(GroupExpectation expected) =>
        Counts(expected).Concat(Changes(expected)).Concat(Service(expected)).Concat(Versions(expected));

    private IEnumerable<TrialFinding> Counts(GroupExpectation expected)
    {
        int most = _run.Observer.MostOf(_group);
        int end = _serving[^1];
        if (expected.NeverMoreThan is { } ceiling)
        {
            yield return Bound.AtMost($"{_group}: objects in any state, at any time", most, ceiling);
        }

        if (expected.ReachesAtLeast is { } reached)
        {
            yield return Bound.AtLeast($"{_group}: objects at some time", most, reached);
        }

        if (expected.AtLeastAtThePeak is { } peak)
        {
            yield return Bound.AtLeast($"{_group}: replicas that serve at the peak", _serving.Max(), peak);
        }

        if (expected.AtLeastAtTheEnd is { } least)
        {
            yield return Bound.AtLeast($"{_group}: replicas that serve at the end", end, least);
        }

        if (expected.AtMostAtTheEnd is { } mostAtTheEnd)
        {
            yield return Bound.AtMost($"{_group}: replicas that serve at the end", end, mostAtTheEnd);
        }

        foreach (var (hour, count) in expected.ServesAt)
        {
            int cycle = Math.Clamp((int)(hour * FleetTrialSetup.SamplesPerHour) - 1, 0, _serving.Length - 1);
            yield return Bound.AtLeast(
                string.Create(CultureInfo.InvariantCulture, $"{_group}: replicas that serve at hour {hour}"), _serving[cycle], count);
        }
    }

    private IEnumerable<TrialFinding> Changes(GroupExpectation expected)
    {
        int created = _orders.Count(action => action is CreateVirtualMachine);
        if (expected.AtMostCreated is { } orders)
        {
            yield return Bound.AtMost($"{_group}: replicas ordered", created, orders);
        }

        if (expected.AtMostRemoved is { } removals)
        {
            yield return Bound.AtMost($"{_group}: serving replicas taken away", _orders.Count - created, removals);
        }

        if (expected.AtMostReversals is { } reversals)
        {
            int turned = _orders.Zip(_orders.Skip(1)).Count(pair => pair.First.GetType() != pair.Second.GetType());
            yield return Bound.AtMost($"{_group}: turns between growing and shrinking", turned, reversals);
        }

        if (expected.CountsFailures is { } failures)
        {
            int counted = _run.States.Max(state => Picture(state)?.FailedLately ?? 0);
            yield return Bound.AtLeast($"{_group}: failed creations that were counted", counted, failures);
        }
    }

    private IEnumerable<TrialFinding> Service(GroupExpectation expected)
    {
        HashSet<EntityId> members = [.. _run.States.SelectMany(state => Members(state)).Select(machine => EntityId.Of(machine.Id))];
        if (expected.WaitsAtMost is { } waits)
        {
            yield return Bound.AtMost(
                $"{_group}: share of readings in which it waited for CPU", Waiting.Share(_run.Readings, members), waits);
        }

        if (expected.UsesAtLeast is { } used)
        {
            double most = _run.Readings.Where(one => one.Series.Metric == Metric.CpuUsage && members.Contains(one.Series.Entity))
                .GroupBy(one => one.At, one => one.Value).Select(values => values.Sum()).DefaultIfEmpty(0).Max();
            yield return Bound.AtLeast($"{_group}: MHz used at the peak", most, used);
        }
    }

    private IEnumerable<TrialFinding> Versions(GroupExpectation expected)
    {
        var last = _run.States[^1];
        if (expected.Version is { } version)
        {
            int[] versions = [.. Serving(last).Select(machine => machine.TemplateVersion ?? 1).Distinct().Order()];
            yield return new TrialFinding(
                $"{_group}: all serve in version {version} at the end", $"versions {string.Join(", ", versions)}", versions is [var only] && only == version);
        }

        if (expected.RolledBack is { } why)
        {
            string reasons = string.Join(
                " ", last.Fleet.RejectedVersions.Where(rejected => rejected.Group == _group).Select(rejected => rejected.Reason));
            yield return new TrialFinding(
                $"{_group}: rolled back because '{why}'", reasons.Length > 0 ? reasons : "not rolled back",
                reasons.Contains(why, StringComparison.Ordinal));
        }
    }

    private GroupPicture? Picture(LoopState state) => state.Policy.Groups.FirstOrDefault(group => group.Id == _group) is { } group
        ? GroupPicture.Of(group, state.Fleet, state.Outlook, state.Policy)
        : null;

    private IEnumerable<VirtualMachine> Members(LoopState state) =>
        state.Fleet.VirtualMachines.Where(machine => machine.Group == _group);

    private IEnumerable<VirtualMachine> Serving(LoopState state) => Members(state).Where(machine => machine.IsServing);
}
