using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Control;

/// <summary>What was needed lately, from the journal and the requests, and what of it returns.</summary>
internal sealed class NeedBook(ClusterId cluster, StateStore state)
{
    private const string SinceKey = "needs-since";
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    // What was lost sooner never served.
    private static readonly TimeSpan HasServed = TimeSpan.FromHours(1);

    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), JournalEntry> _entries = [];
    private DateTimeOffset _since;
    private DateTimeOffset? _lookedAt;

    /// <summary>What returns, ordered.</summary>
    public ImmutableArray<RecurringNeed> All { get; private set; } = [];

    /// <summary>Reads what earlier lives did.</summary>
    public void Load(DateTimeOffset now)
    {
        foreach (var entry in state.Journal.Since(cluster, now - NeedHistory.Memory))
        {
            Note(entry);
        }

        _since = state.Settings.Find(cluster, SinceKey) is { } saved
            ? DateTimeOffset.Parse(saved, CultureInfo.InvariantCulture)
            : Earliest(now);
        state.Settings.Set(cluster, SinceKey, _since.ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>Takes a change in once it has succeeded.</summary>
    public void Note(JournalEntry entry)
    {
        bool isAbout = entry.Planned.Action is CreateVirtualMachine { Group: not null } or DeleteVirtualMachine { Group: not null }
            || IsRestart(entry);
        if (isAbout && entry is { StartedAt: { } at, Phase: JournalPhase.Succeeded })
        {
            _entries[(at, entry.Id)] = entry;
        }
    }

    /// <summary>Has the next refresh look again, because something was asked for.</summary>
    public void Look() => _lookedAt = null;

    /// <summary>Looks again once an hour, and when something was asked for.</summary>
    public void Refresh(FleetSnapshot fleet, Policy policy)
    {
        var now = fleet.TakenAt;
        if (_lookedAt is { } last && now - last < LookEvery)
        {
            return;
        }

        _lookedAt = now;
        var from = _since > now - NeedHistory.Memory ? _since : now - NeedHistory.Memory;
        foreach (var old in _entries.Keys.TakeWhile(key => key.At < from).ToList())
        {
            _entries.Remove(old);
        }

        All = RecurringNeeds.Find(
            new NeedHistory(from, now, Requests(from), Growths(fleet), Failovers(fleet)), policy);
    }

    // What Vireo asked for and was not done is no service rendered.
    private ImmutableArray<PastRequest> Requests(DateTimeOffset from) =>
    [
        .. state.Deployments.Since(cluster, from)
            .Where(deployment => deployment.Evidence.Length == 0 || deployment.Status == DeploymentStatus.Done)
            .SelectMany(deployment => deployment.Machines.GroupBy(machine => machine.Template).Select(machines => new PastRequest(
                deployment.RequestedAt, machines.Last(), machines.Count(), deployment.Evidence.Length > 0))),
    ];

    // Backwards from what there is: how many there were after each change follows.
    private ImmutableArray<PastGrowth> Growths(FleetSnapshot fleet)
    {
        var counts = fleet.VirtualMachines.Where(machine => machine.Group is not null)
            .CountBy(machine => machine.Group!.Value).ToDictionary();
        List<PastGrowth> growths = [];
        foreach (var ((at, _), entry) in _entries.Reverse())
        {
            if (entry.Planned.Action is DeleteVirtualMachine { Group: { } left })
            {
                counts[left] = counts.GetValueOrDefault(left) + 1;
            }
            else if (entry.Planned.Action is CreateVirtualMachine { Group: { } grown })
            {
                int after = counts.GetValueOrDefault(grown);
                counts[grown] = Math.Max(0, after - 1);
                growths.Add(new PastGrowth(at, grown, after, entry.Planned.Rules.Contains(PastGrowth.AheadRule)));
            }
        }

        growths.Reverse();

        return [.. growths];
    }

    private ImmutableArray<PastFailover> Failovers(FleetSnapshot fleet)
    {
        var groups = fleet.VirtualMachines.Where(machine => machine.Group is not null)
            .ToDictionary(machine => EntityId.Of(machine.Id), machine => machine.Group!.Value);
        Dictionary<EntityId, DateTimeOffset> made = [];
        var failovers = ImmutableArray.CreateBuilder<PastFailover>();
        foreach (var ((at, _), entry) in _entries)
        {
            var target = entry.Planned.Action.Target;
            if (entry.Planned.Action is CreateVirtualMachine { Group: { } group })
            {
                (made[target], groups[target]) = (at, group);
            }
            else if (groups.TryGetValue(target, out var of) &&
                (IsRestart(entry) || entry.Planned.Action is DeleteVirtualMachine { IsBroken: true }) &&
                !(made.TryGetValue(target, out var since) && at - since < HasServed))
            {
                failovers.Add(new PastFailover(at, of));
            }
        }

        return failovers.ToImmutable();
    }

    private static bool IsRestart(JournalEntry entry) =>
        entry.Planned is { Action: PowerOnVirtualMachine } && entry.Planned.Rules.Contains("restart");

    private DateTimeOffset Earliest(DateTimeOffset now)
    {
        var asked = state.Deployments.Since(cluster, now - NeedHistory.Memory);

        return _entries.Keys.Select(key => key.At).Concat(asked.Select(one => one.RequestedAt)).Append(now).Min();
    }
}
