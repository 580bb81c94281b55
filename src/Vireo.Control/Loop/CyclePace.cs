using System.Collections.Immutable;
using System.Globalization;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>When a cluster decides again, and why then: sooner when something presses, later when all is
/// calm.</summary>
/// <param name="Interval">Until the next decision, on the clock's grid.</param>
/// <param name="Reason">One sentence with figures.</param>
public sealed record CyclePace(TimeSpan Interval, string Reason)
{
    /// <summary>Why the newest decision did not wait for its time; empty when it did.</summary>
    public string Early { get; init; } = "";

    private const int CalmAfter = 3;
    private const double CloseToFull = 0.8;
    private const double Rise = 1.2;

    /// <summary>Chooses it.</summary>
    /// <param name="usual">The interval that the loop was set up with; the policy's bounds stretch from there.</param>
    /// <param name="policy">The shortest and longest interval.</param>
    /// <param name="fleet">What is under way, and what capacity is on.</param>
    /// <param name="outlook">Hazards and forecast demand.</param>
    /// <param name="incidents">Open ones count.</param>
    /// <param name="quiet">Decisions in a row that wanted nothing.</param>
    public static CyclePace Next(
        TimeSpan usual, Policy policy, FleetSnapshot fleet, Outlook outlook, ImmutableArray<Incident> incidents, int quiet)
    {
        var shortest = policy.ShortestCycle is { } low && low < usual ? low : usual;
        var longest = policy.LongestCycle is { } high && high > usual ? high : usual;
        if (Urgency(outlook, incidents) is { } urgent)
        {
            return new CyclePace(shortest, urgent);
        }

        if (!fleet.Deployments.IsEmpty)
        {
            return new CyclePace(shortest, $"Deployment '{fleet.Deployments[0].Id}' has not ended.");
        }

        // Summing every forecast is only worth it where the answer could change the interval.
        if (shortest < longest && PeakAhead(fleet, outlook, longest) is { } peak)
        {
            return new CyclePace(shortest, peak);
        }

        if (!fleet.InFlight.IsEmpty)
        {
            return new CyclePace(usual, $"{fleet.InFlight.Length} actions are under way.");
        }

        // Doubled with each quiet decision, so that calm has to last before it is trusted.
        var calm = usual;
        for (int i = CalmAfter; i <= quiet && calm < longest; i++)
        {
            calm *= 2;
        }

        return calm > usual
            ? new CyclePace(calm < longest ? calm : longest, $"{quiet} decisions in a row wanted nothing.")
            : new CyclePace(usual, "Nothing presses.");
    }

    private static string? Urgency(Outlook outlook, ImmutableArray<Incident> incidents)
    {
        var open = incidents.FirstOrDefault(incident => incident.ResolvedAt is null && incident.Severity >= Severity.Warning);
        var hazard = outlook.Hazards.FirstOrDefault(one => one.Kind is not HazardKind.BadTelemetry);

        return open is not null ? $"An incident is open: {open.Title.TrimEnd('.')}."
            : hazard is not null ? $"{hazard.Entity} is in danger: {hazard.Reason}"
            : null;
    }

    // A forecast that the machines together rise close to what is on, before the longest interval would be over.
    private static string? PeakAhead(FleetSnapshot fleet, Outlook outlook, TimeSpan within)
    {
        int steps = outlook.Step > TimeSpan.Zero ? Math.Min(outlook.Steps, (int)Math.Ceiling(within / outlook.Step)) : 0;
        int middle = outlook.Levels.IndexOf(0.5);
        if (steps == 0 || middle < 0)
        {
            return null;
        }

        double[] demand = new double[steps];
        foreach (var machine in outlook.VirtualMachines)
        {
            for (int step = 0; step < steps && machine.Cpu.Quantiles.Length == outlook.Levels.Length * outlook.Steps; step++)
            {
                demand[step] += machine.Cpu.Quantiles[(middle * outlook.Steps) + step];
            }
        }

        double capacity = fleet.Hosts.Where(host => host.CanReceive).Sum(host => host.CpuCapacity.Value);
        double peak = demand.Max();

        return peak > CloseToFull * capacity && peak > Rise * demand[0]
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Demand is forecast to rise from {demand[0]:0} to {peak:0} of {capacity:0} MHz within {within.InWords()}.")
            : null;
    }
}
