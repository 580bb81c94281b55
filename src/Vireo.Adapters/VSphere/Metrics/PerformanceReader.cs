using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Reads the real-time statistics of a server: a sample every 20 seconds, kept for an hour.</summary>
internal sealed class PerformanceReader(VSphereSettings settings, VimSession session, TimeProvider time) : IDisposable
{
    /// <summary>Spacing of the samples.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>How far back they are kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    // An answer of a few hundred kilobytes: the server is not asked for more than it gives within its own limits.
    private const int ValuesPerBatch = 4_000;
    private const int TargetsPerBatch = 64;

    private readonly SemaphoreSlim _discovering = new(1);
    private (ServiceContent Session, IReadOnlyDictionary<string, PerfCounter> Counters)? _known;

    /// <summary>The counters that the server has, by <c>group.name.rollup</c>; numbered anew by each server.</summary>
    /// <exception cref="VimException">It failed.</exception>
    public async Task<IReadOnlyDictionary<string, PerfCounter>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var content = await session.OpenAsync(cancellationToken);
        await _discovering.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || known.Session != content)
            {
                var read = await PropertyReader.ReadAsync(session, content.PerformanceManager, cancellationToken,
                    "perfCounter");
                known = (content, Index(read.GetValueOrDefault("perfCounter")));
                _known = known;
            }

            return known.Counters;
        }
        finally
        {
            _discovering.Release();
        }
    }

    /// <summary>Reads what was measured after an instant, ordered by it.</summary>
    /// <param name="targets">Whose.</param>
    /// <param name="after">Exclusive, by our clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VimException">It failed.</exception>
    public async Task<List<Measurement>> ReadAsync(
        IReadOnlyList<PerfTarget> targets, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var content = await session.OpenAsync(cancellationToken);
        var now = time.GetUtcNow();
        var since = after < now - Retention ? now - Retention : after;
        int samples = Math.Clamp((int)Math.Ceiling((now - since) / Interval) + 1, 1, (int)(Retention / Interval));
        var batches = targets.Where(target => !target.Counters.IsEmpty)
            .Chunk(Math.Clamp(ValuesPerBatch / (samples * CounterMap.OfMachines.Length), 1, TargetsPerBatch))
            .Select(batch => (IReadOnlyList<PerfTarget>)batch);

        // As many at once as calls may be under way: more would only wait.
        var read = new List<Measurement>();
        foreach (var together in batches.Chunk(settings.Concurrency))
        {
            var answers = await Task.WhenAll(
                together.Select(batch => ReadBatchAsync(content, batch, since, samples, cancellationToken)));
            read.AddRange(answers.SelectMany(answer => answer));
        }

        read.RemoveAll(sample => sample.At <= after);
        read.Sort((left, right) => left.At.CompareTo(right.At));

        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => _discovering.Dispose();

    /// <summary>The call for a batch (QueryPerf).</summary>
    internal static VimCall Query(ManagedObject manager, IEnumerable<PerfTarget> targets, DateTimeOffset since,
        int samples) => new(
        "QueryPerf", manager,
        [
            .. targets.Select(target => Vim.Element(
                "querySpec",
                target.Reference.As("entity"),
                Vim.Element("startTime", since.UtcDateTime),
                Vim.Element("maxSample", samples),
                target.Counters.Select(one => Vim.Element(
                    "metricId", Vim.Element("counterId", one.Counter.Id), Vim.Element("instance", ""))),
                Vim.Element("intervalId", (int)Interval.TotalSeconds),
                Vim.Element("format", "normal"))),
        ])
        {
            IsRead = true,
        };

    // An object that has gone meanwhile makes the whole batch fail: halves find out which one it is.
    private async Task<List<Measurement>> ReadBatchAsync(
        ServiceContent content, IReadOnlyList<PerfTarget> batch, DateTimeOffset since, int samples,
        CancellationToken cancellationToken)
    {
        try
        {
            return await QueryAsync(content, batch, since, samples, cancellationToken);
        }
        catch (VimFault fault) when (fault.IsGone || fault.Kind == "InvalidArgument")
        {
            if (batch.Count == 1)
            {
                return [];
            }

            int half = batch.Count / 2;
            var left = await ReadBatchAsync(content, [.. batch.Take(half)], since, samples, cancellationToken);
            left.AddRange(await ReadBatchAsync(content, [.. batch.Skip(half)], since, samples, cancellationToken));

            return left;
        }
    }

    private Task<List<Measurement>> QueryAsync(
        ServiceContent content, IReadOnlyList<PerfTarget> batch, DateTimeOffset since, int samples,
        CancellationToken cancellationToken)
    {
        var byReference = batch.ToDictionary(target => target.Reference);

        return session.CallAsync(
            Query(content.PerformanceManager, batch, since + content.Skew, samples),
            async reader =>
            {
                var read = new List<Measurement>();
                await foreach (var element in VimEnvelope.ElementsAsync(reader))
                {
                    if (ManagedObject.Read(element.Child("entity")) is { } entity
                        && byReference.TryGetValue(entity, out var target))
                    {
                        Take(element, target, content.Skew, read);
                    }
                }

                return read;
            },
            cancellationToken);
    }

    /// <summary>Takes the samples of one object (PerfEntityMetric), in whatever order they come.</summary>
    internal static void Take(XElement answer, PerfTarget target, TimeSpan skew, List<Measurement> into)
    {
        var stamps = answer.Children("sampleInfo")
            .Select(info => (At: Vim.Instant(info.Child("timestamp")), Seconds: Vim.Whole(info.Child("interval")) ?? 0))
            .ToList();
        foreach (var series in answer.Children("value"))
        {
            long id = Vim.Whole(series.Child("id").Child("counterId")) ?? -1;
            if (series.Child("id").Text("instance").Length > 0
                || target.Counters.FirstOrDefault(one => one.Counter.Id == id) is not { Metric: not null } known)
            {
                continue;
            }

            // A series may be shorter than its times.
            foreach (var (stamp, value) in stamps.Zip(series.Children("value")))
            {
                if (stamp.At is { } at && long.TryParse(value.Value, NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture, out long raw)
                    && CounterMap.Convert(known.Counter, raw, TimeSpan.FromSeconds(stamp.Seconds),
                        target.Cores) is { } amount)
                {
                    into.Add(new Measurement(new SeriesKey(target.Entity, known.Metric), at - skew, amount));
                }
            }
        }
    }

    private static Dictionary<string, PerfCounter> Index(XElement? counters)
    {
        var known = new Dictionary<string, PerfCounter>(StringComparer.Ordinal);
        foreach (var info in counters?.Elements() ?? [])
        {
            string name = $"{info.Child("groupInfo").Text("key")}.{info.Child("nameInfo").Text("key")}.{info.Text("rollupType")}";
            if (Vim.Whole(info.Child("key")) is { } id)
            {
                known.TryAdd(name, new PerfCounter(id, name, info.Child("unitInfo").Text("key")));
            }
        }

        return known;
    }

    /// <summary>The counters of a map that the server has.</summary>
    public static ImmutableArray<(PerfCounter Counter, Metric Metric)> Choose(
        IReadOnlyDictionary<string, PerfCounter> counters, ImmutableArray<(string Counter, Metric Metric)> map) =>
        [.. map.Where(one => counters.ContainsKey(one.Counter)).Select(one => (counters[one.Counter], one.Metric))];
}
