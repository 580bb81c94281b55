using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Compares every watched series, or share of a population, with its bounds.</summary>
/// <remarks>A breach has to last for <see cref="ThresholdRule.For"/> and at least two samples; an incident closes after
/// twice that time below the lower bound. So a load that swings across the bound neither opens nor closes anything.
/// Without
/// a fresh sample the rule's <see cref="NoDataPolicy"/> decides.</remarks>
internal static class ThresholdWatch
{
    private const int FreshSteps = 3;
    private const int LooksWithoutData = 3;

    public static void Run(
        Look look, ImmutableArray<ThresholdRule> rules, List<Finding> findings, List<Hazard> hazards)
    {
        foreach (ThresholdRule rule in rules.Where(rule => rule.FullWithin is null))
        {
            foreach (Bounded bounded in rule.Population is null ? Singles(look, rule) : Population.Of(rule, look))
            {
                Judge(look, rule, bounded, findings, hazards);
            }
        }
    }

    private static IEnumerable<Bounded> Singles(Look look, ThresholdRule rule)
    {
        foreach (Watched watched in Watched.By(rule, look))
        {
            // Without a believable capacity a ratio means nothing.
            TimeSeries? series = look.Series.Find(watched.Entity, rule.Metric);
            if (!(watched.Capacity > 0) || (series is null && rule.NoData == NoDataPolicy.Keep))
            {
                continue;
            }

            series ??= new TimeSeries(
                new(watched.Entity, rule.Metric), look.Now, look.Series.Step, Array.Empty<double>(),
                DataQuality.Perfect);
            yield return new(
                watched.Entity, ThresholdText.Title(rule, watched), series, rule.Above * watched.Capacity,
                series, rule.ClearBelow * watched.Capacity,
                (value, lasted) => ThresholdText.Evidence(rule, value / watched.Capacity, lasted));
        }
    }

    private static void Judge(
        Look look, ThresholdRule rule, Bounded bounded, List<Finding> findings, List<Hazard> hazards)
    {
        int newest = bounded.FreshIndex(look.Now, FreshSteps);
        if (newest < 0)
        {
            WithoutData(look, rule, bounded, findings);
            return;
        }

        var above = SampleRun.Above(bounded.Open, newest, bounded.OpenAbove);
        if (above.Samples > 0)
        {
            Breach(look, rule, bounded, above, findings, hazards);
        }
        else if (look.IsOpen(rule.Name, bounded.Entity))
        {
            int clear = NewestSample.IndexIn(bounded.Clear.Values.Span);
            findings.Add(Calm(look, rule, bounded, SampleRun.Below(bounded.Clear, clear, bounded.ClearBelow)));
        }
    }

    private static void WithoutData(Look look, ThresholdRule rule, Bounded bounded, List<Finding> findings)
    {
        bool isWrong = rule.NoData == NoDataPolicy.Alert;
        if (rule.NoData != NoDataPolicy.Keep
            && look.Count(rule.Name, bounded.Entity, isWrong, LooksWithoutData) is { } seen)
        {
            findings.Add(new(
                rule.Name, bounded.Entity, seen.Standing, rule.Severity, bounded.Title,
                $"{rule.Metric.Name} is not measured, which this rule takes for {(isWrong ? "wrong" : "well")}.",
                seen.Since, seen.Looks));
        }
    }

    private static void Breach(
        Look look,
        ThresholdRule rule,
        Bounded bounded,
        SampleRun run,
        List<Finding> findings,
        List<Hazard> hazards)
    {
        // A run that fills the window may have begun before it.
        TimeSeries series = bounded.Open;
        PendingBreach? before = run.FillsWindow ? look.Pending(rule.Name, bounded.Entity) : null;
        DateTimeOffset since = before is { } known && known.Since < run.Since ? known.Since : run.Since;
        int samples = Math.Max(run.Samples, before?.Samples ?? 0);
        TimeSpan lasted = series.Start + ((run.Newest + 1) * series.Step) - since;
        bool isLasting = look.IsOpen(rule.Name, bounded.Entity)
            || (lasted >= rule.For && samples >= (rule.For > TimeSpan.Zero ? 2 : 1));
        string evidence = bounded.Evidence(series.Values.Span[run.Newest], lasted);
        findings.Add(new(
            rule.Name,
            bounded.Entity,
            isLasting ? Standing.Lasting : Standing.Brewing,
            rule.Severity,
            bounded.Title,
            evidence,
            since,
            samples));

        // Decisions relieve processors and memory; what many have in common, or a guest's own trouble, is for people.
        if (isLasting && rule.Population is null && IsPressure(rule.Metric))
        {
            hazards.Add(new(bounded.Entity, HazardKind.Pressure, 1, $"{rule.Name}: {evidence}"));
        }
    }

    private static bool IsPressure(Metric metric) =>
        metric.Unit is MetricUnit.Mhz or MetricUnit.Bytes || metric == Metric.CpuReady;

    // A window shorter than the wait, calm from end to end, is all that can be asked for.
    private static Finding Calm(Look look, ThresholdRule rule, Bounded bounded, SampleRun run)
    {
        bool isCalm = run.Samples > 0 && (run.Samples * bounded.Clear.Step >= 2 * rule.For || run.FillsWindow);

        return new(
            rule.Name,
            bounded.Entity,
            isCalm ? Standing.Calm : Standing.Undecided,
            rule.Severity,
            bounded.Title,
            "Below the lower bound.",
            run.Samples > 0 ? run.Since : look.Now,
            run.Samples);
    }
}
