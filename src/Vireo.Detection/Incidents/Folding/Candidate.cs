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

    public Candidate(EntityId entity, IReadOnlyCollection<Incident> own, IReadOnlyCollection<Incident> below, Topology topology)
    {
        Entity = entity;
        Own = own;
        Explained = [.. own, .. own.Count > 0 ? After(own, below) : OfOneKind(below)];
        Share = ShareOf(topology);
        Score = Judge();
    }

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

    public ProbableCause ToCause() => new(Entity, Math.Round(Math.Min(1, Score), 3), Describe());

    private int Sufferers => Explained.Select(incident => incident.Entity).Where(entity => entity != Entity).Distinct().Count();

    private double Judge()
    {
        if (Own.Count > 0)
        {
            return Own.Max(Weight) * (OwnEvidence + ((1 - OwnEvidence) * Share));
        }

        int sufferers = Sufferers;
        bool isCommon = sufferers >= 3 || (sufferers == 2 && Share >= 1);

        return isCommon && Share >= LeastShare ? Share * (1 - (1.0 / (sufferers + 1))) : 0;
    }

    private double ShareOf(Topology topology)
    {
        var kinds = Explained.Where(incident => incident.Entity != Entity)
            .GroupBy(incident => incident.Entity.Kind)
            .Select(kind => (double)kind.Select(incident => incident.Entity).Distinct().Count()
                / Math.Max(1, topology.Dependants(Entity, kind.Key)));

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

        return below.Where(incident => incident.OpenedAt >= onset - Tolerance);
    }

    // Without a sign of its own, only what befell many at once and in the same way speaks for a common cause.
    private static List<Incident> OfOneKind(IEnumerable<Incident> below) => below
        .GroupBy(incident => incident.Rule)
        .Select(InOneWindow)
        .OrderByDescending(incidents => incidents.Count)
        .FirstOrDefault() ?? [];

    private static List<Incident> InOneWindow(IGrouping<string, Incident> incidents)
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
