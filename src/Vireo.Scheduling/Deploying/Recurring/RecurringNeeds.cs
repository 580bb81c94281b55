using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>Recognises from history what will be needed again: a pure function.</summary>
public static class RecurringNeeds
{
    private const int FewestFailovers = 3;
    private static readonly TimeSpan FailoversWithin = TimeSpan.FromDays(30);

    // What a group may lose to ordinary bad luck: a replica in three months.
    private static readonly TimeSpan UsualBetweenFailovers = TimeSpan.FromDays(90);
    private static readonly ImmutableSortedDictionary<string, string> NoValues =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Finds the needs, ordered by their identifiers.</summary>
    /// <param name="history">What was recorded.</param>
    /// <param name="policy">Groups and templates as they stand.</param>
    public static ImmutableArray<RecurringNeed> Find(NeedHistory history, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(policy);

        return
        [
            .. history.Requests.GroupBy(request => request.Machine.Template).SelectMany(requests => Requests([.. requests], history, policy))
                .Concat(policy.Groups.SelectMany(group => Growths(group, history)))
                .Concat(policy.Groups.Select(group => Standby(group, history)).OfType<RecurringNeed>())
                .OrderBy(need => need.Id, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<RecurringNeed> Requests(List<PastRequest> requests, NeedHistory history, Policy policy)
    {
        var byPeople = requests.Where(request => !request.IsOwn).ToList();
        foreach (var time in RecurringTimes.Find(
            [.. byPeople.Select(request => request.At)], [.. requests.Where(request => request.IsOwn).Select(request => request.At)],
            history.From, history.Until))
        {
            var seen = byPeople.Where(request => time.Hits.Contains(request.At)).ToList();
            var (machine, obstacle) = Refreshed(seen[^1].Machine, policy);
            int count = seen.GroupBy(request => request.At.UtcDateTime.Date).Min(day => day.Sum(request => request.Count));
            yield return NeedOf(NeedKind.Request, machine.Template.Value, time, count) with
            {
                Machine = machine,
                Obstacle = obstacle,
                Reason = Text($"{count} of template '{machine.Template}' or more were asked for on {Evidence(time)}"),
            };
        }
    }

    // Only where rules follow the load: a static count is what its operator wants.
    private static IEnumerable<RecurringNeed> Growths(VmGroup group, NeedHistory history)
    {
        var growths = history.Growths.Where(growth => growth.Group == group.Id).ToList();
        if (!FollowsLoad(group))
        {
            yield break;
        }

        foreach (var time in RecurringTimes.Find(
            [.. growths.Where(growth => !growth.IsAhead).Select(growth => growth.At)],
            [.. growths.Where(growth => growth.IsAhead).Select(growth => growth.At)], history.From, history.Until))
        {
            int count = growths.Where(growth => !growth.IsAhead && time.Hits.Contains(growth.At)).GroupBy(growth => growth.At.UtcDateTime.Date)
                .Min(day => day.Max(growth => growth.Replicas));
            yield return NeedOf(NeedKind.Growth, group.Id.Value, time, count) with
            {
                Group = group.Id,
                Reason = Text($"Group '{group.Id}' grew to {count} or more on {Evidence(time)}"),
            };
        }
    }

    private static RecurringNeed? Standby(VmGroup group, NeedHistory history)
    {
        var since = history.From > history.Until - FailoversWithin ? history.From : history.Until - FailoversWithin;
        int seen = history.Failovers.Where(failover => failover.Group == group.Id && failover.At >= since)
            .Select(failover => failover.At.UtcTicks / TimeSpan.TicksPerHour).Distinct().Count();
        double chance = AtLeast(seen, FailoversWithin / UsualBetweenFailovers);

        return seen < FewestFailovers
            ? null
            : new RecurringNeed
            {
                Id = $"standby-{group.Id}",
                Kind = NeedKind.Standby,
                Group = group.Id,
                Count = 1,
                Seen = seen,
                Chance = chance,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Group '{group.Id}' lost replicas {seen} times in {FailoversWithin.TotalDays:0} days; with one loss in " +
                    $"{UsualBetweenFailovers.TotalDays:0} days the chance of that is {chance:0.0e0}."),
            };
    }

    internal static bool FollowsLoad(VmGroup group) => group.Rules.Any(rule => rule is not (FixedCount or ScheduledCount));

    private static RecurringNeed NeedOf(NeedKind kind, string name, RecurringTime time, int count) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{name}-{Word(time.Days)}-{time.Begins:hhmm}"),
        Kind = kind,
        Count = count,
        Days = time.Days,
        Begins = time.Begins,
        Within = time.Ends - time.Begins,
        Seen = time.Seen,
        Of = time.Of,
        Chance = time.Chance,
        Reason = "",
    };

    // The template as it stands now: values that it no longer takes give way to its defaults.
    private static (DeployedMachine Machine, string Obstacle) Refreshed(DeployedMachine asked, Policy policy)
    {
        if (policy.TemplateOf(asked.Template) is not { } template)
        {
            return (asked, $"Template '{asked.Template}' is not configured.");
        }

        var machine = asked with
        {
            After = [],
            Parameters = NoValues.AddRange(template.Parameters
                .Where(parameter => asked.Parameters.TryGetValue(parameter.Name, out string? value) &&
                    TemplateText.WhyNot(template with { Parameters = [parameter] }, NoValues.Add(parameter.Name, value)) is null)
                .Select(parameter => KeyValuePair.Create(parameter.Name, asked.Parameters[parameter.Name]))),
        };

        return (machine, TemplateText.WhyNot(template, machine.Parameters) ?? "");
    }

    private static string Evidence(RecurringTime time) => Text(
        $"{time.Seen} of {time.Of} {Plural(time.Days)} from {time.Begins:hh\\:mm} UTC; at any time alike the chance of that is {time.Chance:0.0e0}.");

    private static string Plural(ImmutableArray<DayOfWeek> days) => days.Length == 7 ? "days" : days.Length == 1 ? $"{days[0]}s" : "workdays";

    private static string Word(ImmutableArray<DayOfWeek> days) =>
        days.Length == 7 ? "daily" : days.Length == 1 ? days[0].ToString().ToLowerInvariant() : "workdays";

    // The chance of at least k where a mean is usual (Poisson).
    private static double AtLeast(int k, double mean)
    {
        double below = 0;
        double term = Math.Exp(-mean);
        for (int i = 0; i < k; i++)
        {
            below += term;
            term *= mean / (i + 1);
        }

        return Math.Max(0, 1 - below);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
