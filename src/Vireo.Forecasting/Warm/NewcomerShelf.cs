using Vireo.Fleet;
using Vireo.Forecasting.ColdStart;

namespace Vireo.Forecasting.Warm;

/// <summary>What to expect of machines without a history, learned from the machines most like them and kept for a
/// day.</summary>
internal sealed class NewcomerShelf(WarmSettings settings)
{
    private const int MostSiblings = 32;
    private const int MostDaysOfOne = 7;
    private readonly Dictionary<Metric, SeriesTracker[]> _elders = [];
    private long _eldersAt = long.MinValue;
    private readonly Dictionary<string, (DemandProfile? Profile, string Basis, long Learned)> _known = [];

    /// <summary>What is known of a newcomer; null when no machine has a day of history and a model of its own
    /// choice.</summary>
    /// <param name="machine">The newcomer.</param>
    /// <param name="metric">Of CPU or memory; nothing else has a capacity.</param>
    /// <param name="trackers">Of the fleet.</param>
    /// <param name="machines">What is known of them.</param>
    /// <param name="now">The step after the newest.</param>
    public Newcomer? For(
        VirtualMachine machine, Metric metric, IReadOnlyCollection<SeriesTracker> trackers,
        IReadOnlyDictionary<EntityId, VirtualMachine> machines, long now)
    {
        double capacity = CapacityOf(machine, metric);
        if (!(capacity > 0) || settings.DaySteps < 2 || Elders(metric, trackers, now).Length == 0)
        {
            return null;
        }

        Traits traits = TraitsOf(machine);
        string shelf = $"{metric.Name}\n{traits.Kind}\n{string.Join('\n', traits.Tags.Order(StringComparer.Ordinal))}";
        if (!_known.TryGetValue(shelf, out var known) || now - known.Learned >= RenewAfter(known.Profile))
        {
            _known[shelf] = known = Learn(machine, traits, metric, machines, now);
        }

        return known.Profile is { } profile ? new Newcomer(profile, capacity, known.Basis) : null;
    }

    /// <summary>Models were chosen: more machines may be asked from now on.</summary>
    public void LookAgain() => _eldersAt = long.MinValue;

    // Whom one may ask, looked for once a step: in a young fleet there is nobody.
    private SeriesTracker[] Elders(Metric metric, IReadOnlyCollection<SeriesTracker> trackers, long now)
    {
        if (now != _eldersAt)
        {
            _elders.Clear();
            _eldersAt = now;
        }

        if (!_elders.TryGetValue(metric, out SeriesTracker[]? elders))
        {
            elders =
            [
                .. trackers.Where(tracker =>
                    tracker.Key.Metric == metric && tracker.HasChosen && tracker.Learned >= settings.DaySteps),
            ];
            _elders[metric] = elders;
        }

        return elders;
    }

    // Where nobody could be asked, somebody may be soon.
    private int RenewAfter(DemandProfile? profile) => profile is null ? 1 : settings.DaySteps;

    private (DemandProfile? Profile, string Basis, long Learned) Learn(
        VirtualMachine machine, Traits traits, Metric metric, IReadOnlyDictionary<EntityId, VirtualMachine> machines,
        long now)
    {
        (SeriesTracker Tracker, VirtualMachine Machine, double Likeness)[] alike =
        [
            .. _elders[metric]
                .Select(tracker => (Tracker: tracker, Machine: machines.GetValueOrDefault(tracker.Key.Entity)))
                .Where(known => known.Machine is { } other && other.Id != machine.Id && CapacityOf(other, metric) > 0)
                .Select(known => (known.Tracker, known.Machine!, Likeness: traits.Likeness(TraitsOf(known.Machine!))))
                .OrderByDescending(known => known.Likeness).ThenBy(known => known.Tracker.Hash)
                .ThenBy(known => known.Tracker.Key)
                .Take(MostSiblings),
        ];
        if (alike.Length == 0)
        {
            return (null, "", now);
        }

        var slots = new WeekSlots(settings.DaySteps);
        Sibling[] siblings = [.. alike.Select(known => Ask(known.Tracker, known.Machine, metric, slots))];
        if (!siblings.Any(sibling => sibling.Demand.Span.ContainsAnyInRange(double.MinValue, double.MaxValue)))
        {
            return (null, "", now);
        }

        int same = alike.Count(known => known.Likeness >= ProfileLearner.LeastLikeness * alike[0].Likeness);
        bool areLike = alike[0].Likeness > traits.Likeness(new Traits("", []));
        string who = areLike ? $"like it ({Describe(machine)})" : "of the fleet";

        return (ProfileLearner.Learn(traits, siblings, slots), $"Expected from {same} machines {who}.", now);
    }

    private static Sibling Ask(SeriesTracker tracker, VirtualMachine machine, Metric metric, WeekSlots slots)
    {
        (double[] history, long first) = tracker.OrdinaryHistory();
        int skipped = Math.Max(0, history.Length - (MostDaysOfOne * slots.PerDay));

        return new Sibling(
            TraitsOf(machine), CapacityOf(machine, metric), Newcomer.SlotOf(slots, first + skipped),
            history.AsMemory(skipped));
    }

    // Names that differ in a number are of one kind: web-01 and web-02.
    private static Traits TraitsOf(VirtualMachine machine) => new(
        machine.Template?.Value ?? Stem(machine.Name),
        [
            .. machine.Tags.All,
            .. machine.Group is { } group ? [$"group {group}"] : (string[])[],
            .. machine.Pool is { } pool ? [$"pool {pool}"] : (string[])[],
        ]);

    private static string Describe(VirtualMachine machine) => string.Join(", ", (string[])
    [
        machine.Template is { } template ? $"template {template}" : $"named {Stem(machine.Name)}",
        .. machine.Group is { } group ? [$"group {group}"] : (string[])[],
        .. machine.Tags.All.Length > 0 ? [$"tags {machine.Tags}"] : (string[])[],
    ]);

    private static string Stem(string name) => name.TrimEnd("0123456789-_.".ToCharArray());

    private static double CapacityOf(VirtualMachine machine, Metric metric) =>
        metric == Metric.CpuUsage || metric == Metric.CpuDemand ? machine.CpuCapacity.Value
        : metric == Metric.MemoryUsage ? machine.Memory.Value
        : double.NaN;
}
