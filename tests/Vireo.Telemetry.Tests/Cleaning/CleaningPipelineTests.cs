using CsCheck;
using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage;

namespace Vireo.Telemetry.Tests.Cleaning;

public sealed class CleaningPipelineTests
{
    private static readonly SeriesKey Traffic = Samples.Key("vm-1", Metric.NetworkReceived);

    [Theory]
    [InlineData(double.NaN, RejectReason.NotANumber)]
    [InlineData(double.PositiveInfinity, RejectReason.Infinite)]
    [InlineData(double.NegativeInfinity, RejectReason.Infinite)]
    [InlineData(-1, RejectReason.TooSmall)]
    [InlineData(1e300, RejectReason.TooLarge)]
    public void An_impossible_value_is_rejected_counted_and_marked(double value, RejectReason reason)
    {
        var pipeline = CleaningPipeline.CreateDefault();

        var clean = Clean(pipeline, Samples.At(Samples.Cpu, 0, value), Samples.At(Samples.Cpu, 5, 100));

        Assert.Equal([Samples.At(Samples.Cpu, 5, 100)], clean.Samples);
        Assert.Equal([new SampleMark(Samples.Cpu, Samples.Noon, MarkKind.Impossible)], clean.Marks);
        Assert.Equal(1, pipeline.Report.Count(reason));
        Assert.Equal(1, pipeline.Report.Rejected);
    }

    [Theory]
    [InlineData(6, RejectReason.FromTheFuture)]
    [InlineData(60 * 24 * 365, RejectReason.FromTheFuture)]
    [InlineData(-60 * 24 * 36, RejectReason.FromThePast)]
    public void A_sample_of_a_clock_that_jumped_is_rejected(int minutesFromNow, RejectReason reason)
    {
        var pipeline = CleaningPipeline.CreateDefault();

        var clean = Clean(pipeline, Samples.At(Samples.Cpu, minutesFromNow, 1));

        Assert.Empty(clean.Samples);
        Assert.Equal(1, pipeline.Report.Count(reason));
    }

    [Fact]
    public void A_sample_that_names_nothing_is_rejected()
    {
        var pipeline = CleaningPipeline.CreateDefault();

        var clean = Clean(pipeline, default, new Measurement(new SeriesKey(new EntityId(EntityKind.Host, ""), Metric.CpuUsage), Samples.Noon, 1));

        Assert.Empty(clean.Samples);
        Assert.Equal(2, pipeline.Report.Count(RejectReason.Malformed));
    }

    [Fact]
    public void An_impossible_value_does_not_hide_the_good_one_of_the_same_instant()
    {
        var clean = Clean(CleaningPipeline.CreateDefault(), Samples.At(Samples.Cpu, 0, double.NaN), Samples.At(Samples.Cpu, 0, 5));

        Assert.Equal([Samples.At(Samples.Cpu, 0, 5)], clean.Samples);
    }

    [Fact]
    public void Totals_become_rates_at_the_end_of_their_interval()
    {
        var clean = Clean(CleaningPipeline.CreateDefault(), Samples.At(Traffic, -10, 1_000), Samples.At(Traffic, -5, 31_000), Samples.At(Traffic, 0, 31_000));

        Assert.Equal([Samples.At(Traffic, -5, 100), Samples.At(Traffic, 0, 0)], clean.Samples);
    }

    [Theory]
    [InlineData("restart", 9_000_000_000, 3_000, 10)]
    [InlineData("32-bit wrap", 4_294_967_000, 2_704, 10)]
    public void A_total_that_falls_still_gives_a_rate_that_can_be(string kind, double before, double after, double rate)
    {
        var pipeline = CleaningPipeline.CreateDefault();

        var clean = Clean(pipeline, Samples.At(Traffic, -5, before), Samples.At(Traffic, 0, after));

        Assert.True(clean.Samples[0].Value == rate, $"{kind}: {clean.Samples[0].Value}");
        Assert.Equal(1, pipeline.Report.CounterResets);
    }

    [Fact]
    public void An_absurd_rate_is_rejected_and_marked()
    {
        var pipeline = CleaningPipeline.CreateDefault();

        var clean = Clean(pipeline, Samples.At(Traffic, -5, 0), Samples.At(Traffic, 0, 1e18));

        Assert.Empty(clean.Samples);
        Assert.Equal(MarkKind.Impossible, Assert.Single(clean.Marks).Kind);
    }

    [Fact]
    public void A_spike_is_marked_and_stays_as_measured()
    {
        var random = new Random(1);
        Measurement[] raw = [.. Enumerable.Range(0, 30).Select(i => Samples.At(Samples.Cpu, i - 30, i == 25 ? 9_000 : 1_000 + random.Next(20)))];

        var clean = Clean(CleaningPipeline.CreateDefault(), raw);

        Assert.Equal(raw, clean.Samples);
        Assert.Equal([new SampleMark(Samples.Cpu, raw[25].At, MarkKind.Outlier)], clean.Marks);
    }

    [Fact]
    public void What_was_forgotten_may_come_again()
    {
        var pipeline = CleaningPipeline.CreateDefault();
        Clean(pipeline, Samples.At(Samples.Cpu, 0, 1));
        Assert.Empty(Clean(pipeline, Samples.At(Samples.Cpu, 0, 1)).Samples);

        pipeline.Reset();

        Assert.Single(Clean(pipeline, Samples.At(Samples.Cpu, 0, 1)).Samples);
    }

    [Fact]
    public void A_sample_later_than_all_that_is_remembered_is_rejected()
    {
        var pipeline = CleaningPipeline.CreateDefault();
        Clean(pipeline, Samples.Every(Samples.Cpu, TimeSpan.FromSeconds(-20), 16, i => i));

        var clean = Clean(pipeline, Samples.At(Samples.Cpu, -60, 1));

        Assert.Empty(clean.Samples);
        Assert.Equal(1, pipeline.Report.Count(RejectReason.TooLate));
    }

    [Fact]
    public void Any_order_and_repetition_of_batches_gives_the_same_stored_series() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 16], Gen.Int[1, 6]).Sample((seed, instants, machines) =>
        {
            var random = new Random(seed);
            Measurement[] truth =
            [
                .. Enumerable.Range(0, machines).SelectMany(machine => Enumerable.Range(0, instants).SelectMany(instant => new[]
                {
                    Samples.At(Samples.Key($"vm-{machine}", Metric.CpuUsage), instant - 20, random.Next(1_000)),
                    Samples.At(Samples.Key($"vm-{machine}", Metric.NetworkReceived), instant - 20, random.NextInt64(1L << 31)),
                })),
            ];

            return Stored([truth]).SequenceEqual(Stored(Shuffle(truth, random)));
        });

    private static List<Measurement[]> Shuffle(Measurement[] truth, Random random)
    {
        Measurement[] repeated = [.. truth, .. truth.Where(_ => random.Next(3) == 0)];
        random.Shuffle(repeated);
        List<Measurement[]> batches = [];
        for (int taken = 0; taken < repeated.Length;)
        {
            int size = random.Next(1, repeated.Length - taken + 1);
            batches.Add(repeated[taken..(taken + size)]);
            taken += size;
        }

        return batches;
    }

    private static List<(SeriesKey Key, double Value)> Stored(IEnumerable<Measurement[]> batches)
    {
        var pipeline = CleaningPipeline.CreateDefault();
        var store = new InMemoryTelemetryStore();
        foreach (var batch in batches)
        {
            Assert.True(store.AppendAsync(Clean(pipeline, batch), CancellationToken.None).IsCompletedSuccessfully);
        }

        return [.. store.ReadFleet(Samples.Noon.AddHours(-1), Samples.Noon, TimeSpan.FromMinutes(1)).Series.Values
            .SelectMany(series => series.Values.ToArray().Select(value => (series.Key, value)))];
    }

    private static CleanBatch Clean(CleaningPipeline pipeline, params Measurement[] raw) =>
        pipeline.Clean(raw, Samples.Noon, watermark: null);
}
