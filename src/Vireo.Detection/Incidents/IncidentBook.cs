using System.Collections.Immutable;
using Vireo.Detection.Incidents.Folding;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Turns findings into incidents: at most one open for each rule and entity.</summary>
internal static class IncidentBook
{
    /// <summary>New figures alone change an open incident at most this often, so that nobody is told the same every
    /// cycle.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(15);

    /// <summary>Applies the findings of one look.</summary>
    /// <param name="look">The look, with what was open before.</param>
    /// <param name="findings">At most one for each rule and entity.</param>
    /// <param name="events">What happened lately.</param>
    public static (WatchState State, ImmutableArray<Incident> Changed) Apply(
        Look look, List<Finding> findings, ImmutableArray<FleetEvent> events)
    {
        var open = look.State.Open.ToDictionary(incident => (incident.Rule, incident.Entity));
        List<Incident> changed = [];
        List<PendingBreach> pending = [];
        List<PendingBreach> clearing = [];

        // What leads comes last: whether it is over depends on what it stands for.
        foreach (Finding found in findings.OrderBy(found => IsEndOfLead(open, found)))
        {
            Finding finding = Outlive(look, open, Flapping.Damp(look, found));
            bool isOpen = open.TryGetValue((finding.Rule, finding.Entity), out Incident? incident);
            if (isOpen && incident is not null)
            {
                Incident next = Carry(incident, finding, look.Now);
                Replace(open, incident, next, changed);
                if (finding.Standing == Standing.Undecided)
                {
                    clearing.Add(new(finding.Rule, finding.Entity, finding.Since, finding.Samples));
                }
            }
            else if (finding.Standing == Standing.Lasting)
            {
                Incident opened = Open(finding, look.Now, look.ReturnsOf(finding.Rule, finding.Entity));
                open.Add((opened.Rule, opened.Entity), opened);
                changed.Add(opened);
            }
            else if (finding.Standing == Standing.Brewing)
            {
                pending.Add(new(finding.Rule, finding.Entity, finding.Since, finding.Samples));
            }
        }

        CloseOrphans(look, open, changed);

        WatchState state = StateOf(open.Values, pending, clearing);
        state = state with
        {
            Open = IncidentFolding.Fold(look, state.Open, events),
            Ended = Flapping.Remember(look, changed),
        };

        return (state, ChangedIn(look, state.Open, changed));
    }

    private static bool IsEndOfLead(Dictionary<(string, EntityId), Incident> open, Finding finding) =>
        finding.Standing == Standing.Calm
        && open.TryGetValue((finding.Rule, finding.Entity), out Incident? incident) && incident.Under is null;

    // An incident is over when all of it is: else what is left would be told as something new. An alert of a rule file
    // ends when its rule says so, as people know it.
    private static Finding Outlive(Look look, Dictionary<(string, EntityId), Incident> open, Finding finding)
    {
        bool isHeld = !look.IsAlertRule(finding.Rule) && IsEndOfLead(open, finding)
            && open[(finding.Rule, finding.Entity)] is var lead
            && open.Values.Any(other => other.Under == lead.Id && other.Severity >= Severity.Warning);

        return isHeld ? finding with { Standing = Standing.Undecided, Since = look.Now } : finding;
    }

    // What was folded otherwise has changed as well.
    private static ImmutableArray<Incident> ChangedIn(
        Look look, ImmutableArray<Incident> open, List<Incident> changed)
    {
        var before = look.State.Open.ToDictionary(incident => incident.Id);
        var over = changed.Where(incident => incident.ResolvedAt is not null);
        var news = open.Where(incident =>
            !before.TryGetValue(incident.Id, out Incident? known) || !ReferenceEquals(known, incident));

        return [.. over.Concat(news).OrderBy(item => item.Id, StringComparer.Ordinal)];
    }

    private static Incident Open(Finding finding, DateTimeOffset now, int returns) =>
        new(
            $"{finding.Rule}:{finding.Entity}:{finding.Since.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}",
            finding.Rule,
            finding.Entity,
            finding.Severity,
            finding.Title,
            finding.Evidence,
            finding.Since,
            now,
            null)
        {
            Labels = finding.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Returns = returns,
        };

    private static Incident Carry(Incident incident, Finding finding, DateTimeOffset now)
    {
        if (finding.Standing == Standing.Calm)
        {
            return incident with { UpdatedAt = now, ResolvedAt = now };
        }

        bool isWorse = finding.Severity > incident.Severity;
        bool isOutdated = incident.CalledBy is null && finding.Evidence != incident.Evidence
            && now - incident.UpdatedAt >= RefreshEvery;

        return finding.Standing == Standing.Lasting && (isWorse || isOutdated)
            ? incident with
            {
                // An incident never gets milder while it lasts: that would hide how bad it was. Title and evidence are
                // always of one finding: people act on the one and check it by the other.
                Severity = isWorse ? finding.Severity : incident.Severity,
                Title = finding.Title,
                Evidence = finding.Evidence,
                CalledBy = null,
                UpdatedAt = now,
            }
            : incident;
    }

    private static void Replace(
        Dictionary<(string, EntityId), Incident> open, Incident before, Incident after, List<Incident> changed)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        changed.Add(after);
        if (after.ResolvedAt is null)
        {
            open[(after.Rule, after.Entity)] = after;
        }
        else
        {
            open.Remove((after.Rule, after.Entity));
        }
    }

    // What left the inventory, was switched off or lost its rule would otherwise stay open for ever.
    private static void CloseOrphans(
        Look look, Dictionary<(string, EntityId), Incident> open, List<Incident> changed)
    {
        foreach (Incident incident in look.State.Open)
        {
            if (!open.ContainsKey((incident.Rule, incident.Entity)))
            {
                continue;
            }

            if (look.WhyOver(incident) is { } reason)
            {
                open.Remove((incident.Rule, incident.Entity));
                changed.Add(incident with
                {
                    Evidence = $"{incident.Evidence} {reason}",
                    UpdatedAt = look.Now,
                    ResolvedAt = look.Now,
                });
            }
        }
    }

    private static WatchState StateOf(
        IEnumerable<Incident> open, List<PendingBreach> pending, List<PendingBreach> clearing) =>
        new([.. open.OrderBy(incident => incident.Id, StringComparer.Ordinal)], Ordered(pending))
        {
            Clearing = Ordered(clearing),
        };

    private static ImmutableArray<PendingBreach> Ordered(List<PendingBreach> breaches) =>
        [.. breaches.OrderBy(breach => breach.Rule, StringComparer.Ordinal).ThenBy(breach => breach.Entity)];
}
