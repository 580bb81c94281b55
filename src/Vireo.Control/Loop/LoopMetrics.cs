using System.Diagnostics;
using System.Diagnostics.Metrics;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Counters and spans of the loop, on the meter and activity source <c>Vireo</c>; cheap while nobody
/// listens.</summary>
public static class LoopMetrics
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string SourceName = "Vireo";

    private static readonly Meter Meter = new(SourceName);
    private static readonly ActivitySource Spans = new(SourceName);

    private static readonly Counter<long> Cycles =
        Meter.CreateCounter<long>("vireo.cycles", "{cycle}", "Decisions made, by cluster and outcome.");

    private static readonly Histogram<double> StageSeconds =
        Meter.CreateHistogram<double>("vireo.stage.duration", "s", "Real time of one stage of a cycle.");

    private static readonly Counter<long> Actions =
        Meter.CreateCounter<long>("vireo.actions", "{action}", "Actions that ended, by status.");

    private static readonly Counter<long> ProviderFailures =
        Meter.CreateCounter<long>(
            "vireo.provider.failures", "{failure}", "Inventory readings and calls that failed, by provider.");

    internal static void CycleEnded(ClusterId cluster, bool succeeded) =>
        Cycles.Add(1, new KeyValuePair<string, object?>("cluster", cluster.Value),
            new KeyValuePair<string, object?>("outcome", succeeded ? "ok" : "failed"));

    internal static void ActionEnded(OutcomeStatus status) =>
        Actions.Add(1, new KeyValuePair<string, object?>("status", status.ToString()));

    internal static void ProviderFailed(ProviderId provider) =>
        ProviderFailures.Add(1, new KeyValuePair<string, object?>("provider", provider.Value));

    internal static Stage Measure(string stage) =>
        new(stage, Spans.StartActivity(SpanOf(stage)), Stopwatch.GetTimestamp());

    /// <summary>Starts a span below the current one; null while nobody listens.</summary>
    internal static Activity? StartSpan(string name) => Spans.StartActivity(name);

    /// <summary>Hands on the span of an action that has ended, with the times of the fleet's clock.</summary>
    internal static void TraceAction(JournalEntry entry, ActivityContext parent)
    {
        if (entry.StartedAt is not { } started || entry.EndedAt is not { } ended)
        {
            return;
        }

        using var span = Spans.StartActivity(
            "action", ActivityKind.Client, parent,
            [
                new("vireo.action", entry.Id.Value), new("vireo.receipt", entry.Receipt),
                new("vireo.target", entry.Planned.Action.Target.ToString()),
                new("vireo.provider", entry.Provider.Value), new("vireo.status", entry.Outcome.Status.ToString()),
            ],
            startTime: started);
        span?.SetStatus(entry.Phase == JournalPhase.Succeeded ? ActivityStatusCode.Ok : ActivityStatusCode.Error, entry.Detail);
        span?.SetEndTime(ended.UtcDateTime);
    }

    // Stages are named after what is measured, spans after the steps of the design.
    private static string SpanOf(string stage) => stage switch
    {
        "snapshot" => "collect",
        "series" => "read series",
        "look" => "forecast",
        "plan" => "decide",
        "execute" => "act",
        _ => stage,
    };

    /// <summary>One stage while it lasts.</summary>
    internal readonly struct Stage(string name, Activity? span, long startedAt) : IDisposable
    {
        public void Dispose()
        {
            StageSeconds.Record(
                Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new KeyValuePair<string, object?>("stage", name));
            span?.Dispose();
        }
    }
}
