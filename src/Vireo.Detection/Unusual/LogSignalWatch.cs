using System.Collections.Immutable;
using Vireo.Detection.Logs;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Tells whose log says something that nothing of the fleet used to say. What is no longer written is an event
/// and a series of rules, not an incident: too much of it is a change that somebody wanted.</summary>
internal static class LogSignalWatch
{
    /// <summary>The label that carries the kind of line, so that those who say the same can be told.</summary>
    public const string TemplateLabel = "template";

    private const int LooksToDecide = 1;
    private const int TemplatesNamed = 3;

    public static void Run(Look look, ImmutableArray<UnusualLog> logs, List<Finding> findings)
    {
        var byEntity = logs.Where(log => log.Kind != LogSignalKind.Vanished).ToLookup(log => log.Entity);
        foreach (var entity in byEntity.Select(one => one.Key).Union(OpenOnes(look)))
        {
            UnusualLog[] signals =
                [.. byEntity[entity].OrderByDescending(log => log.IsTrouble).ThenBy(log => log.Since)];
            if (!look.IsKnown(entity)
                || look.Count(RuleNames.LogSignal, entity, signals.Length > 0, LooksToDecide) is not { } count)
            {
                continue;
            }

            bool isTrouble = signals.Any(log => log.IsTrouble);
            findings.Add(new(
                RuleNames.LogSignal, entity, count.Standing, isTrouble ? Severity.Warning : Severity.Info,
                signals.Length == 0
                    ? $"{entity}: the log is as usual again."
                    : $"{entity}: {WordOf(signals[0].Kind)} in the log: {signals[0].Template}",
                string.Join("; ", signals.Take(TemplatesNamed).Select(Evidence)),
                signals.Length == 0 ? count.Since : signals.Min(log => log.Since), count.Looks)
            {
                Labels = signals.Length == 0
                    ? ImmutableSortedDictionary<string, string>.Empty
                    : ImmutableSortedDictionary<string, string>.Empty.Add(TemplateLabel, signals[0].Template),
            });
        }
    }

    private static IEnumerable<Fleet.EntityId> OpenOnes(Look look) =>
        look.State.Open.Where(incident => incident.Rule == RuleNames.LogSignal).Select(incident => incident.Entity);

    private static string Evidence(UnusualLog log) =>
        $"\"{log.Template}\", {log.Lines} lines since {log.Since.UtcDateTime:HH:mm} UTC, {WordOf(log.Kind)}";

    private static string WordOf(LogSignalKind kind) => kind switch
    {
        LogSignalKind.New => "never seen before",
        LogSignalKind.Rare => "not seen for long",
        _ => "far more than usual",
    };
}
