using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The trace of one cycle: its identifier, and the span around it while somebody listens.</summary>
/// <remarks>The identifier is made from the cluster and the instant, so that the same story twice has the same traces.
/// It is the same with and without an exporter: receipts, audit and events carry it.</remarks>
internal sealed class CycleTrace : IDisposable
{
    // The root span takes the identifier from here; other traces of the process stay random.
    [ThreadStatic]
    private static ActivityTraceId? _wanted;

    private readonly Activity? _span;

    static CycleTrace() => Activity.TraceIdGenerator = () => _wanted ?? ActivityTraceId.CreateRandom();

    private CycleTrace(ClusterId cluster, DateTimeOffset at)
    {
        var id = IdOf(cluster, at);
        Id = id.ToHexString();
        Activity.Current = null;
        _wanted = id;
        try
        {
            _span = LoopMetrics.StartSpan("cycle");
        }
        finally
        {
            _wanted = null;
        }

        _span?.SetTag("vireo.cluster", cluster.Value);
    }

    /// <summary>32 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Begins the trace of a cycle; its stages become spans below it.</summary>
    public static CycleTrace Begin(ClusterId cluster, DateTimeOffset at) => new(cluster, at);

    /// <summary>Notes what was decided.</summary>
    public void Decided(Receipt receipt)
    {
        _span?.SetTag("vireo.receipt", receipt.Id);
        _span?.SetTag("vireo.plan.actions", receipt.ActionCount);
        _span?.SetTag("vireo.plan.summary", receipt.Summary);
    }

    /// <summary>Notes that nothing was decided.</summary>
    public void Failed(string why) => _span?.SetStatus(ActivityStatusCode.Error, why);

    /// <summary>Where the spans of actions hang, also those that end after the cycle or after a restart.</summary>
    /// <param name="trace">The identifier, as in the receipt.</param>
    public static ActivityContext ParentOf(string trace)
    {
        var span = ActivitySpanId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(trace)).AsSpan(0, 8));

        return new ActivityContext(ActivityTraceId.CreateFromString(trace), span, ActivityTraceFlags.Recorded);
    }

    public void Dispose() => _span?.Dispose();

    private static ActivityTraceId IdOf(ClusterId cluster, DateTimeOffset at)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{cluster.Value}/{at.UtcTicks}");

        return ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }
}
