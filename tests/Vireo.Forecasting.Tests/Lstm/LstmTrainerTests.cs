using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

public sealed class LstmTrainerTests
{
    [Fact]
    public void Training_beats_the_last_value_on_machines_never_seen()
    {
        LstmNetwork network = LstmTrainer.Train(
            LstmFixture.Fleet(40), LstmFixture.Brief(epochs: 12), null, null, CancellationToken.None);
        double learned = 0;
        double naive = 0;
        foreach (double[] series in LstmFixture.Fleet(20, seed: 900))
        {
            var model = new LstmModel(network);
            model.Fit(series.AsSpan(0, 236));
            double[] path = model.Forecast(4);
            double scale = series.Average();
            for (int step = 0; step < 4; step++)
            {
                learned += Math.Abs(series[236 + step] - path[step]) / scale;
                naive += Math.Abs(series[236 + step] - series[235]) / scale;
            }
        }

        // The best that can be had on such a process is 0.8 of naive's error.
        Assert.InRange(learned / naive, 0, 0.9);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        LstmNetwork one = LstmFixture.Train(LstmFixture.Brief() with { MaxThreads = 1 });
        LstmNetwork four = LstmFixture.Train(LstmFixture.Brief() with { MaxThreads = 4 });

        Assert.True(one.Parameters.SequenceEqual(four.Parameters));
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        Assert.False(LstmFixture.Train(LstmFixture.Brief(seed: 1)).Parameters
            .SequenceEqual(LstmFixture.Train(LstmFixture.Brief(seed: 2)).Parameters));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_interrupted_training_ends_in_the_same_bits(int layers)
    {
        LstmTrainingOptions options = LstmFixture.Brief(layers: layers);
        using var folder = new TemporaryFolder();
        var file = new CheckpointFile(Path.Combine(folder.Path, "training.ckpt"));
        using var stop = new CancellationTokenSource();
        var afterTwo = new Listener(progress =>
        {
            if (progress.Epoch == 2)
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(
            () => LstmTrainer.Train(LstmFixture.Fleet(12), options, file, afterTwo, stop.Token));
        List<int> resumed = [];
        LstmNetwork network = LstmFixture.Train(options, file, new Listener(progress => resumed.Add(progress.Epoch)));

        Assert.Equal([3, 4], resumed);
        Assert.True(network.Parameters.SequenceEqual(LstmFixture.Train(options).Parameters));
    }

    [Fact]
    public void A_checkpoint_of_other_series_or_options_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = new CheckpointFile(Path.Combine(folder.Path, "training.ckpt"));
        LstmFixture.Train(LstmFixture.Brief(epochs: 1), file);

        var otherOptions = Assert.Throws<InvalidDataException>(
            () => LstmFixture.Train(LstmFixture.Brief(epochs: 1, seed: 2), file));
        Assert.Throws<InvalidDataException>(() => LstmTrainer.Train(
            LstmFixture.Fleet(12, seed: 1), LstmFixture.Brief(epochs: 1), file, null, CancellationToken.None));

        Assert.Contains("other series or options", otherOptions.Message);
    }

    [Fact]
    public void Training_stops_when_the_held_out_machines_gain_nothing_more()
    {
        List<LstmProgress> rounds = [];

        LstmFixture.Train(
            LstmFixture.Brief(epochs: 500) with { Patience = 2, LearningRate = 0.05 }, progress: new Listener(
                rounds.Add));

        Assert.InRange(rounds.Count, 3, 499);
        Assert.Equal(rounds.Count - 2, rounds[^1].BestEpoch);
        Assert.Equal(rounds.Min(round => round.HeldOutLoss), rounds[rounds[^1].BestEpoch - 1].HeldOutLoss);
    }

    [Fact]
    public void Series_with_gaps_constants_and_huge_numbers_leave_the_weights_finite()
    {
        double[][] odd =
        [
            Waves.Constant(200, 5), Waves.Constant(200, double.NaN), [], [1], Waves.Daily(200, 12, 1e150, seed: 1),
            [.. Waves.Noise(200, seed: 2).Select((value, i) => i % 3 == 0 ? double.NaN : value)],
            [.. Waves.Constant(150, 0), .. Waves.Constant(50, 1e300)],
            [.. Waves.Noise(100, seed: 3), double.PositiveInfinity, .. Waves.Noise(100, seed: 4)],
        ];

        LstmNetwork network = LstmTrainer.Train(odd, LstmFixture.Brief(), null, null, CancellationToken.None);

        Assert.True(network.Parameters.ToArray().All(float.IsFinite));
    }

    [Fact]
    public void A_fleet_without_a_long_enough_series_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => LstmTrainer.Train(
            [[1, 2, 3]], LstmFixture.Brief(), null, null, CancellationToken.None));

        Assert.Contains("None of 1 series is long enough", refusal.Message);
    }

    private sealed class Listener(Action<LstmProgress> heard) : IProgress<LstmProgress>
    {
        public void Report(LstmProgress value) => heard(value);
    }
}
