using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Compares every watched series with its bounds.</summary>
/// <remarks>A breach has to last for <see cref="ThresholdRule.For"/> and at least two samples; an incident closes after twice
/// that time below the lower bound. So a load that swings across the bound neither opens nor closes anything. Without a
/// fresh sample nothing is concluded either way.</remarks>
internal static class ThresholdWatch
{
    private const int FreshSteps = 3;

    public static void Run(
        Look look, ImmutableArray<ThresholdRule> rules, List<Finding> findings, List<Hazard> hazards)
    {
        foreach (ThresholdRule rule in rules)
        {
            if (rule.EntityKind == EntityKind.Host)
            {
                WatchHosts(look, rule, findings, hazards);
            }
            else if (rule.EntityKind == EntityKind.VirtualMachine)
            {
                WatchMachines(look, rule, findings, hazards);
            }
        }
    }

    private static void WatchHosts(Look look, ThresholdRule rule, List<Finding> findings, List<Hazard> hazards)
    {
        foreach (Host host in look.Fleet.Hosts)
        {
            if (host.State == HostState.On && !look.DownHosts.Contains(host.Id))
            {
                double capacity = rule.OfCapacity ? Capacity.Of(host, rule.Metric) : 1;
                Judge(look, rule, new(EntityId.Of(host.Id), host.Name, capacity), findings, hazards);
            }
        }
    }

    private static void WatchMachines(Look look, ThresholdRule rule, List<Finding> findings, List<Hazard> hazards)
    {
        foreach (VirtualMachine machine in look.Fleet.VirtualMachines)
        {
            if (machine.State == PowerState.On && !look.IsOnDownHost(machine))
            {
                double capacity = rule.OfCapacity ? Capacity.Of(machine, rule.Metric) : 1;
                Judge(look, rule, new(EntityId.Of(machine.Id), machine.Name, capacity), findings, hazards);
            }
        }
    }

    private static void Judge(
        Look look, ThresholdRule rule, Watched watched, List<Finding> findings, List<Hazard> hazards)
    {
        // Without a believable capacity a ratio means nothing.
        if (!(watched.Capacity > 0) || look.Series.Find(watched.Entity, rule.Metric) is not { } series)
        {
            return;
        }

        int newest = NewestSample.IndexIn(series.Values.Span);
        if (newest < 0 || look.Now - (series.Start + (newest * series.Step)) > FreshSteps * series.Step)
        {
            return;
        }

        var above = SampleRun.Above(series, newest, rule.Above * watched.Capacity);
        if (above.Samples > 0)
        {
            Breach(look, rule, watched, series, above, findings, hazards);
        }
        else if (look.IsOpen(rule.Name, watched.Entity))
        {
            var below = SampleRun.Below(series, newest, rule.ClearBelow * watched.Capacity);
            findings.Add(Calm(look, rule, watched, below, series.Step));
        }
    }

    private static void Breach(
        Look look,
        ThresholdRule rule,
        Watched watched,
        TimeSeries series,
        SampleRun run,
        List<Finding> findings,
        List<Hazard> hazards)
    {
        // A run that fills the window may have begun before it.
        PendingBreach? before = run.FillsWindow ? look.Pending(rule.Name, watched.Entity) : null;
        DateTimeOffset since = before is { } known && known.Since < run.Since ? known.Since : run.Since;
        int samples = Math.Max(run.Samples, before?.Samples ?? 0);
        TimeSpan lasted = series.Start + ((run.Newest + 1) * series.Step) - since;
        bool isLasting = look.IsOpen(rule.Name, watched.Entity)
            || (lasted >= rule.For && samples >= (rule.For > TimeSpan.Zero ? 2 : 1));
        string evidence = ThresholdText.Evidence(rule, series.Values.Span[run.Newest] / watched.Capacity, lasted);
        findings.Add(new(
            rule.Name,
            watched.Entity,
            isLasting ? Standing.Lasting : Standing.Brewing,
            rule.Severity,
            ThresholdText.Title(rule, watched),
            evidence,
            since,
            samples));
        if (isLasting)
        {
            hazards.Add(new(watched.Entity, HazardKind.Pressure, 1, $"{rule.Name}: {evidence}"));
        }
    }

    // A window shorter than the wait, calm from end to end, is all that can be asked for.
    private static Finding Calm(Look look, ThresholdRule rule, Watched watched, SampleRun run, TimeSpan step)
    {
        bool isCalm = run.Samples > 0 && (run.Samples * step >= 2 * rule.For || run.FillsWindow);

        return new(
            rule.Name,
            watched.Entity,
            isCalm ? Standing.Calm : Standing.Undecided,
            rule.Severity,
            ThresholdText.Title(rule, watched),
            "Below the lower bound.",
            run.Samples > 0 ? run.Since : look.Now,
            run.Samples);
    }
}
