using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Takes raw rounds through the operators in a stated order. One round at a time.</summary>
public sealed class CleaningPipeline
{
    private static readonly TimeSpan ForgetSilentAfter = TimeSpan.FromDays(1);

    private readonly IReadOnlyList<ICleaningOperator> operators;
    private readonly SlotTable slots = new();
    private readonly SampleBatch batch;
    private DateTimeOffset nextSweep = DateTimeOffset.MinValue;

    /// <summary>Composes a pipeline.</summary>
    /// <param name="operators">First to last; see <see cref="CreateDefault"/> for the order that makes sense.</param>
    public CleaningPipeline(IReadOnlyList<ICleaningOperator> operators)
    {
        this.operators = operators;
        batch = new SampleBatch(Report);
    }

    /// <summary>What has been done so far.</summary>
    public CleaningReport Report { get; } = new();

    /// <summary>Clock, value, order and repetition, counters to rates, rates, outliers.</summary>
    /// <remarks>Impossible readings go first, so that they never become the base of a rate or hide a good reading;
    /// outliers last, so that they are judged by what is stored.</remarks>
    public static CleaningPipeline CreateDefault() => new(
    [
        new ClockCheck(mostAhead: TimeSpan.FromMinutes(5), mostBehind: TimeSpan.FromDays(35)),
        new ValueCheck(),
        new Deduplicator(),
        new CounterToRate(),
        new RateCheck(),
        new OutlierMarker(),
    ]);

    /// <summary>Cleans one round.</summary>
    /// <param name="raw">As the provider gave it, in any order.</param>
    /// <param name="now">The time of arrival.</param>
    /// <param name="watermark">How far the provider has been read with this round, if that is known.</param>
    public CleanBatch Clean(IReadOnlyList<Measurement> raw, DateTimeOffset now, ProviderWatermark? watermark)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ForgetSilent(now);
        batch.Begin(now);
        Load(raw, now.ToUnixTimeMilliseconds());
        foreach (var step in operators)
        {
            step.Apply(batch);
        }

        Report.AddAccepted(batch.Count);

        return new CleanBatch(Unload(), [.. batch.Marks], watermark);
    }

    /// <summary>Forgets all series, so that samples which were cleaned but then lost may come again.</summary>
    public void Reset() => Forget(slots.FreeSilentSince(long.MaxValue));

    private void Load(IReadOnlyList<Measurement> raw, long now)
    {
        int slot = -1;
        for (int i = 0; i < raw.Count; i++)
        {
            var sample = raw[i];
            if (sample.Series.Metric is null || string.IsNullOrEmpty(sample.Series.Entity.Value))
            {
                Report.AddRejected(RejectReason.Malformed);
                continue;
            }

            slot = slots.Follow(sample.Series, slot, now);
            batch.Add(sample.Series, slot, sample.At.ToUnixTimeMilliseconds(), sample.Value);
        }
    }

    private Measurement[] Unload()
    {
        var samples = new Measurement[batch.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = new Measurement(
                batch.KeyOf(i), DateTimeOffset.FromUnixTimeMilliseconds(batch.TimeOf(i)), batch.ValueOf(i));
        }

        return samples;
    }

    private void ForgetSilent(DateTimeOffset now)
    {
        if (now < nextSweep)
        {
            return;
        }

        nextSweep = now + (ForgetSilentAfter / 4);
        Forget(slots.FreeSilentSince((now - ForgetSilentAfter).ToUnixTimeMilliseconds()));
    }

    private void Forget(IReadOnlyList<int> freed)
    {
        foreach (int slot in freed)
        {
            foreach (var step in operators)
            {
                step.Forget(slot);
            }
        }
    }
}
