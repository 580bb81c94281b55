using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Benchmarks.Incidents;

/// <summary>An incident as the watch saw it over its life.</summary>
/// <param name="first">When it was seen first.</param>
/// <param name="at">When that was, after the scenario's start.</param>
internal sealed class SeenIncident(Incident first, TimeSpan at)
{
    // How long people wait for the picture to settle before they judge the cause.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(30);

    public Incident First => first;

    public TimeSpan At => at;

    /// <summary>When it led and was worth telling; null when it never did.</summary>
    public TimeSpan? ToldAt { get; private set; }

    /// <summary>When any of its severity would be told by whoever does not fold; null when never.</summary>
    public TimeSpan? WarnedAt { get; private set; }

    public Severity Severity { get; private set; } = first.Severity;

    /// <summary>What was held for the cause half an hour after it was told, or at its end.</summary>
    public ImmutableArray<EntityId> Causes { get; private set; } = [];

    /// <summary>Sees it again.</summary>
    /// <param name="now">As it is.</param>
    /// <param name="lead">What it is folded under; itself when it leads.</param>
    /// <param name="when">After the scenario's start.</param>
    public void See(Incident now, Incident lead, TimeSpan when)
    {
        Severity = now.Severity > Severity ? now.Severity : Severity;
        if (now.Severity < Severity.Warning)
        {
            return;
        }

        WarnedAt ??= when;
        ToldAt ??= now.Under is null ? when : null;
        if (ToldAt is not null && (when <= ToldAt + Settled || Causes.IsEmpty))
        {
            Causes = [.. lead.Causes.Select(cause => cause.Entity).DefaultIfEmpty(lead.Entity)];
        }
    }
}
