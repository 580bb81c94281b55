using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Scheduling.Scaling;

/// <summary>How many replicas a group should have now: a pure function of its objects, its load and its
/// rules.</summary>
/// <remarks>The rules combine by their highest wish: for growing the most demanding wins, and for shrinking the most
/// careful. Shrinking also needs a surplus that was measured all the time, rests after growing, and goes one replica at
/// a time.</remarks>
public static class GroupScaler
{
    // As few as were too few under a load are tried again below this part of it.
    private const double FarBelow = 0.9;

    /// <summary>Decides.</summary>
    /// <param name="group">Bounds and rules.</param>
    /// <param name="replicas">What there is.</param>
    /// <param name="load">What it carries and will have to.</param>
    /// <param name="now">The instant of the picture.</param>
    /// <param name="needs">What history shows to be needed again.</param>
    public static ScalingDecision Decide(
        VmGroup group, GroupReplicas replicas, GroupLoad load, DateTimeOffset now, ImmutableArray<RecurringNeed> needs) =>
        Decide(group, replicas, load, now, needs, remedies: []);

    /// <summary>Decides where incidents are answered too.</summary>
    /// <param name="group">Bounds and rules.</param>
    /// <param name="replicas">What there is.</param>
    /// <param name="load">What it carries and will have to.</param>
    /// <param name="now">The instant of the picture.</param>
    /// <param name="needs">What history shows to be needed again.</param>
    /// <param name="remedies">What remedies want.</param>
    public static ScalingDecision Decide(
        VmGroup group, GroupReplicas replicas, GroupLoad load, DateTimeOffset now, ImmutableArray<RecurringNeed> needs,
        ImmutableArray<ScalingProposal> remedies)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(load);
        var working = RecurringProposals.WithoutStandby(group, replicas, needs);
        ImmutableArray<ScalingProposal> byRules =
            [.. group.Rules.Select(rule => ScalingProposals.Of(rule, group, working, load, now))];
        int others = Math.Max(group.Minimum, byRules.Select(proposal => proposal.Replicas).DefaultIfEmpty(0).Max());
        ImmutableArray<ScalingProposal> proposals =
            [.. byRules, .. RecurringProposals.Of(group, needs, load.StartUp + load.Step, others, now), .. remedies];
        int highest = proposals.Select(proposal => proposal.Replicas).Append(byRules.IsEmpty ? replicas.Usable : 0).Max();
        int wanted = Math.Clamp(highest, group.Minimum, Math.Max(group.Minimum, group.Maximum));
        var (create, remove, reason) = wanted > replicas.Usable
            ? Grow(group, replicas, load, wanted, now)
            : wanted < replicas.Usable ? Shrink(group, replicas, load, wanted, now)
            : (0, 0, Text($"{replicas.Usable} are wanted and there."));

        var decisive = proposals.FirstOrDefault(proposal => proposal.Replicas == highest);

        return new ScalingDecision(wanted, create, remove, proposals, Explain(decisive, wanted, highest, reason))
        {
            IsAhead = decisive?.Rule == PastGrowth.AheadRule,
            IsByMetric = decisive is not null &&
                group.Rules.OfType<MetricTracking>().Any(rule => rule.Metric == decisive.Rule),
            Answers = decisive?.Answers,
        };
    }

    private static (int Create, int Remove, string Reason) Grow(
        VmGroup group, GroupReplicas replicas, GroupLoad load, int wanted, DateTimeOffset now)
    {
        bool isPressing = load.Now > replicas.Ready * load.PerReplica || replicas.Usable < group.Minimum;
        if (!isPressing && Rest(replicas.ShrankAt, group.RestBeforeOut, now) is { } rest)
        {
            return (0, 0, Text($"{wanted} are wanted; it shrank lately and rests for {rest.InWords()}."));
        }

        int room = Math.Max(0, group.Maximum - replicas.All);
        int create = Math.Min(Math.Min(wanted - replicas.Usable, room), group.LargestStep);

        return create == 0
            ? (0, 0, Text($"{wanted} are wanted; {replicas.All} objects in any state reach the ceiling of {group.Maximum}."))
            : (create, 0, Text($"{create} more than {replicas.Usable} {(group.IsForecastOnly ? "would be" : "are")} ordered."));
    }

    private static (int Create, int Remove, string Reason) Shrink(
        VmGroup group, GroupReplicas replicas, GroupLoad load, int wanted, DateTimeOffset now)
    {
        if (replicas.Starting > 0 || replicas.Leaving > 0)
        {
            return (0, 0, Text($"{wanted} would do; others are still coming or going, and one goes at a time."));
        }

        if (Rest(replicas.GrewAt, group.RestBeforeIn, now) is { } rest)
        {
            return (0, 0, Text($"{wanted} would do; it grew lately and rests for {rest.InWords()}."));
        }

        // A forecast alone never takes one away: what was measured has to fit without it, all the time.
        bool isConfigured = group.Rules.All(rule => rule is FixedCount or ScheduledCount) || replicas.Usable > group.Maximum;
        double most = load.LargestWithin(group.SurplusFor);
        if (!isConfigured && TooFew(replicas.Usable - 1, most, load) is { } shortage)
        {
            string tried = Text($"{shortage.Replicas} were too few for {shortage.LoadMhz:0.#} at {shortage.At:u}");

            return (0, 0, Text($"{wanted} would do; {tried}, and {most:0.#} is not far below."));
        }

        string goes = group.IsForecastOnly ? "would go" : "goes";

        return isConfigured || most <= (replicas.Ready - 1) * load.PerReplica
            ? (0, 1, double.IsNaN(most)
                ? Text($"one of {replicas.Usable} {goes}: no load is looked at.")
                : Text($"one of {replicas.Usable} {goes}: at most {most:0.#} was measured in {group.SurplusFor.InWords()}."))
            : (0, 0, Text($"{wanted} would do; that a surplus lasted for {group.SurplusFor.InWords()} was not measured."));
    }

    // Queues and response times rise faster than load: what seems to be enough by them was tried, and grown from.
    private static PastShortage? TooFew(int replicas, double most, GroupLoad load) => load.Shortages.LastOrDefault(
        shortage => replicas <= shortage.Replicas && !(most < FarBelow * shortage.LoadMhz));

    private static TimeSpan? Rest(DateTimeOffset? since, TimeSpan rest, DateTimeOffset now) =>
        since is { } at && now - at < rest ? rest - (now - at) : null;

    private static string Explain(ScalingProposal? decisive, int wanted, int highest, string reason)
    {
        string bound = wanted == highest ? "" : Text($" The {(wanted > highest ? "minimum" : "maximum")} of {wanted} decides.");

        return decisive is null
            ? $"{reason}{bound}"
            : Text($"{reason}{bound} The highest wish is {decisive.Replicas} of '{decisive.Rule}': {decisive.Reason}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
