using System.Collections.Immutable;
using Vireo.Detection.Exhaustion;

namespace Vireo.Detection;

/// <summary>Opens an incident for what will be full too soon, and closes it when it no longer will.</summary>
internal static class FillingWatch
{
    private const int LooksToDecide = 2;

    public static void Run(
        Look look, ImmutableArray<ThresholdRule> rules, ImmutableArray<FillingSeries> filling, List<Finding> findings)
    {
        var byKey = filling.ToDictionary(item => (item.Rule, item.Entity));
        foreach (ThresholdRule rule in rules.Where(rule => rule.FullWithin is not null))
        {
            foreach (Watched watched in Watched.By(rule, look))
            {
                Judge(look, rule, watched, byKey.GetValueOrDefault((rule.Name, watched.Entity)), findings);
            }
        }
    }

    private static void Judge(
        Look look, ThresholdRule rule, Watched watched, FillingSeries? filling, List<Finding> findings)
    {
        if (look.Count(rule.Name, watched.Entity, filling is not null, LooksToDecide) is { } seen)
        {
            findings.Add(new(
                rule.Name, watched.Entity, seen.Standing, rule.Severity,
                $"{ThresholdText.Name(rule, watched)}: {rule.Metric.Name} fills up.",
                filling is null ? "It no longer fills." : Evidence(rule, filling), seen.Since, seen.Looks));
        }
    }

    private static string Evidence(ThresholdRule rule, FillingSeries filling) =>
        $"{rule.Metric.Name} at {filling.Use * 100:0} % of what is full; full in about " +
        $"{Hours(filling.Warning.Expected)} ({Hours(filling.Warning.Earliest)} to {Hours(filling.Warning.Latest)}).";

    private static string Hours(TimeSpan time) =>
        time >= TimeSpan.FromDays(1_000) ? "years" : time >= TimeSpan.FromHours(2) ? $"{time.TotalHours:0} h"
        : $"{time.TotalMinutes:0} min";
}
