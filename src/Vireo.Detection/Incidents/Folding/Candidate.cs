using System.Collections.Frozen;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Detection.Incidents.Folding;

/// <summary>Something that may be the cause of open incidents, judged by what it would explain.</summary>
internal sealed class Candidate
{
    // What is wrong with a whole shows on its parts within so long of each other.
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(30);

    // Detectors differ in how soon they see something: a consequence may be seen before its cause.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    private const double OwnEvidence = 0.6;
    private const double LeastShare = 0.6;

    // Who takes what its neighbours lack explains their want better than the host that they share.
    private const double CulpritScore = 0.98;

    // Of those that suffer, so many have to share another sign before it counts as part of the same.
    private const double ShareOfOtherSigns = 0.2;
    private static readonly FrozenSet<string> SignsOfWant =
        new[] { "vm-cpu-contention", "host-cpu-high", "cpu.ready" }.ToFrozenSet(StringComparer.Ordinal);

    private const int Several = 3;
    private static readonly FrozenSet<string> SignsInsideGuests =
        new[]
        {
            "vm-disk-filling", "vm-disk-full", "vm-memory-filling", "vm-out-of-memory", "vm-memory-at-limit",
            RuleNames.MachineFailing,
        }
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Judges one.</summary>
    /// <param name="entity">What may be the cause.</param>
    /// <param name="own">Its incidents.</param>
    /// <param name="below">Those of what depends on it.</param>
    /// <param name="beside">Those of its host and of the machines beside it.</param>
    /// <param name="topology">What depends on what.</param>
    /// <param name="look">Tells who could show what.</param>
    public Candidate(
        EntityId entity, IReadOnlyCollection<Incident> own, IReadOnlyCollection<Incident> below,
        IEnumerable<Incident> beside, Topology topology, Look look)
    {
        Entity = entity;
        Own = own;
        Incident[] want = IsTaking(own)
            ? [.. After(own, beside.Where(incident => SignsOfWant.Contains(SignOf(incident))))]
            : [];
        _isCulprit = want.Length > 0;
        Explained = [.. own, .. own.Count > 0 ? After(own, below) : OfOneKind(below), .. want];
        Share = ShareOf(topology, look);
        Score = Judge();
    }

    private readonly bool _isCulprit;

    public EntityId Entity { get; }

    /// <summary>Incidents of the entity itself.</summary>
    public IReadOnlyCollection<Incident> Own { get; }

    /// <summary>Its own and those of what depends on it.</summary>
    public IReadOnlyList<Incident> Explained { get; }

    /// <summary>How many of those that depend on it suffer, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>How well it explains them; 0 when it does not.</summary>
    public double Score { get; }

    /// <summary>The score, times what is explained that nobody else has explained yet.</summary>
    public double Gain(ISet<Incident> open) => Score * Explained.Where(open.Contains).Sum(Weight);

    /// <summary>Whether it shows nothing itself, and what depends on it suffers in common.</summary>
    public bool IsCommon => Own.Count == 0 && Sufferers >= Several;

    public ProbableCause ToCause() => new(Entity, Math.Round(Math.Min(1, Score), 3), Describe());

    private int Sufferers => Explained.Select(incident => incident.Entity).Where(entity => entity != Entity).Distinct().Count();

    private double Judge()
    {
        if (_isCulprit)
        {
            return CulpritScore;
        }

        if (Own.Count > 0)
        {
            return Own.Max(Weight) * (OwnEvidence + ((1 - OwnEvidence) * Share));
        }

        int sufferers = Sufferers;
        bool isCommon = sufferers >= 3 || (sufferers == 2 && Share >= 1);

        return isCommon && Share >= LeastShare ? Share * (1 - (1.0 / (sufferers + 1))) : 0;
    }

    // Of those that could show the sign: where two of six machines are measured and both suffer, all do.
    private double ShareOf(Topology topology, Look look)
    {
        var kinds = Explained.Where(incident => incident.Entity != Entity)
            .GroupBy(incident => (incident.Entity.Kind, Sign: SignOf(incident), incident.Rule))
            .Select(signs => (double)signs.Select(incident => incident.Entity).Distinct().Count()
                / Math.Max(
                    1, topology.Dependants(Entity, signs.Key.Kind).Count(one => look.CanShow(signs.Key.Rule, one))));

        return Math.Min(1, kinds.DefaultIfEmpty(0).Max());
    }

    private string Describe()
    {
        string own = Own.Count > 0 ? Own.MaxBy(Weight)!.Title : "";
        Incident[] below = [.. Explained.Where(incident => incident.Entity != Entity)];
        if (below.Length == 0)
        {
            return own;
        }

        string rules = string.Join(", ", below.Select(incident => incident.Rule).Distinct().Order(StringComparer.Ordinal).Take(3));

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{own} {Sufferers} of what depends on it ({Share:0%}) suffer: {rules}, since {below.Min(one => one.OpenedAt):HH:mm} UTC.").Trim();
    }

    private static IEnumerable<Incident> After(IReadOnlyCollection<Incident> own, IEnumerable<Incident> below)
    {
        DateTimeOffset onset = own.Min(incident => incident.OpenedAt);

        return below.Where(incident => incident.OpenedAt >= onset - Tolerance)
            .GroupBy(SignOf)
            .Where(signs => !IsInsideGuest(signs.First()) || signs.Count() >= Several)
            .SelectMany(signs => signs);
    }

    // Without a sign of its own, only what befell many at once and in the same way speaks for a common cause.
    // What else the same ones show, if several of them do, is part of it.
    private static List<Incident> OfOneKind(IReadOnlyCollection<Incident> below)
    {
        List<Incident> most = below
            .GroupBy(SignOf)
            .Select(InOneWindow)
            .OrderByDescending(incidents => incidents.Select(incident => incident.Entity).Distinct().Count())
            .FirstOrDefault() ?? [];
        HashSet<EntityId> sufferers = [.. most.Select(incident => incident.Entity)];
        double several = Math.Max(2, ShareOfOtherSigns * sufferers.Count);
        var others = below
            .Where(incident => sufferers.Contains(incident.Entity))
            .GroupBy(SignOf)
            .Select(InOneWindow)
            .Where(incidents => incidents.Select(incident => incident.Entity).Distinct().Count() >= several);

        return [.. most, .. others.SelectMany(incidents => incidents).Except(most)];
    }

    /// <summary>What an incident shows, so that those of one kind can be told: the rule, the kind of log line, or the
    /// family of the metric that is unusual.</summary>
    public static string SignOf(Incident incident)
    {
        if (incident.Rule == RuleNames.LogSignal)
        {
            return incident.Labels.GetValueOrDefault(LogSignalWatch.TemplateLabel, incident.Rule);
        }

        if (incident.Rule != RuleNames.Unusual
            || !incident.Labels.TryGetValue(UnusualWatch.MetricLabel, out string? metric))
        {
            return incident.Rule;
        }

        return metric == Metric.CpuReady.Name ? metric : metric.Split('.')[0];
    }

    // What a guest does to itself: nothing outside fills one machine's disk. Where several show it at once, something
    // may.
    private static bool IsInsideGuest(Incident incident) =>
        incident.Entity.Kind == EntityKind.VirtualMachine
        && (SignsInsideGuests.Contains(incident.Rule) || incident.Rule == RuleNames.LogSignal);

    // It began to take far more processor than it used to.
    private static bool IsTaking(IEnumerable<Incident> own) => own.Any(incident =>
        incident.Rule == RuleNames.Unusual
        && incident.Labels.GetValueOrDefault(UnusualWatch.MetricLabel) == Metric.CpuUsage.Name
        && incident.Labels.GetValueOrDefault(UnusualWatch.DirectionLabel) == UnusualWatch.Up);

    private static List<Incident> InOneWindow(IEnumerable<Incident> incidents)
    {
        (int Start, int Length) best = (0, 0);
        List<Incident> ordered = [.. incidents.OrderBy(incident => incident.OpenedAt)];
        for (int first = 0, last = 0; first < ordered.Count; first++)
        {
            while (last < ordered.Count && ordered[last].OpenedAt - ordered[first].OpenedAt <= Together)
            {
                last++;
            }

            best = last - first > best.Length ? (first, last - first) : best;
        }

        return ordered.GetRange(best.Start, best.Length);
    }

    private static double Weight(Incident incident) => incident.Severity switch
    {
        Severity.Critical => 1,
        Severity.Warning => 0.9,
        _ => 0.4,
    };
}
