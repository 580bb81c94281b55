using CsCheck;
using Vireo.Forecasting.Drift;

namespace Vireo.Forecasting.Tests.Drift;

/// <summary>How often a drift is seen that is not there, and how long one takes that is.</summary>
public sealed class DriftDetectorTests
{
    private const int Learning = 400;

    [Theory]
    [InlineData(0.0, 0.35)]
    [InlineData(0.2, 1.5)]
    public void False_alarms_in_a_thousand_steps_stay_rare(double autocorrelation, double most)
    {
        int alarms = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            double[] residuals = [.. Waves.Returning(2_000, autocorrelation, seed).Select(value => value - 40)];
            alarms += Alarms(residuals).Count();
        }

        Assert.InRange(alarms / 200.0, 0, most);
    }

    [Theory]
    [InlineData(1, DriftKind.Rise, 30)]
    [InlineData(-1, DriftKind.Fall, 30)]
    [InlineData(2, DriftKind.Rise, 9)]
    [InlineData(-4, DriftKind.Fall, 6)]
    public void A_shift_is_seen_soon_and_named(double shift, DriftKind kind, double mostSteps)
    {
        double delay = MeanDelay(value => value + shift, kind);

        Assert.InRange(delay, 2, mostSteps);
    }

    [Fact]
    public void Errors_that_grow_are_seen_within_two_hours()
    {
        // Large errors drift by chance as well: a rise or a fall may be called before the spread is.
        double delay = MeanDelay(value => 2.5 * value, kind: null);

        Assert.InRange(delay, 2, 24);
    }

    [Fact]
    public void One_burst_is_no_drift_and_teaches_little()
    {
        double[] residuals = Waves.Noise(600, seed: 3);
        residuals[500] = 1e9;

        Assert.DoesNotContain(Alarms(residuals), alarm => alarm.Step is >= 500 and < 520);
        Assert.InRange(Run(residuals).Deviation, 0.8, 1.3);
    }

    [Fact]
    public void A_model_that_keeps_failing_is_reported_once_a_rest()
    {
        double[] residuals =
        [
            .. Waves.Noise(2_000, seed: 3).Select((value, i) => value + (0.02 * Math.Max(0, i - 500))),
        ];

        int[] alarms = [.. Alarms(residuals).Select(alarm => alarm.Step)];

        Assert.True(alarms.Length > 1);
        Assert.All(alarms.Zip(alarms.Skip(1)), pair => Assert.True(
            pair.Second - pair.First > DriftOptions.Default.RestSteps));
    }

    [Fact]
    public void The_size_of_a_shift_is_told()
    {
        double[] residuals =
        [
            .. Waves.Noise(Learning + 6, seed: 5).Select((value, i) => value + (i >= Learning ? 1.5 : 0)),
        ];

        Assert.InRange(Run(residuals).Shift(DriftOptions.Default), 0.8, 2.2);
        Assert.Equal(0, default(DriftDetector).Shift(DriftOptions.Default));
    }

    [Fact]
    public void The_unit_of_the_residuals_does_not_matter() =>
        Gen.Select(Gen.Int[0, 1_000], Gen.OneOf(1e-150, 1e-9, 1e9, 1e140)).Sample((seed, unit) =>
        {
            double[] residuals = [.. Waves.Noise(300, seed).Select((value, i) => value + (i > 200 ? 2 : 0))];

            return Alarms(residuals).SequenceEqual(Alarms([.. residuals.Select(value => value * unit)]));
        });

    [Fact]
    public void Zeros_gaps_and_infinities_are_survived()
    {
        double[] odd = [.. Waves.Constant(100, 0), double.NaN, double.PositiveInfinity, 1e300, -1e300, 5e-324, 0, 1];

        Assert.True(double.IsFinite(Run(odd).Deviation));
        Assert.True(double.IsFinite(Run(odd).Shift(DriftOptions.Default)));
    }

    [Fact]
    public void Watching_allocates_nothing()
    {
        double[] residuals = Waves.Noise(1_000, seed: 3);
        Run(residuals);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(residuals);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Over series that were not already in alarm when the change came.
    private static double MeanDelay(Func<double, double> change, DriftKind? kind)
    {
        List<int> delays = [];
        for (int seed = 0; seed < 100; seed++)
        {
            double[] residuals =
            [
                .. Waves.Noise(Learning + 200, seed).Select((value, i) => i >= Learning ? change(value) : value),
            ];
            (int Step, DriftKind Kind)[] alarms = [.. Alarms(residuals)];
            if (alarms.Length > 0 && alarms[0].Step >= Learning)
            {
                delays.Add(alarms[0].Step - Learning + 1);
                Assert.Equal(kind ?? alarms[0].Kind, alarms[0].Kind);
            }
        }

        Assert.InRange(delays.Count, 80, 100);

        return delays.Average();
    }

    private static IEnumerable<(int Step, DriftKind Kind)> Alarms(double[] residuals)
    {
        var detector = default(DriftDetector);
        for (int step = 0; step < residuals.Length; step++)
        {
            detector = detector.Next(residuals[step], DriftOptions.Default);
            if (detector.Drift != DriftKind.None)
            {
                yield return (step, detector.Drift);
            }
        }
    }

    private static DriftDetector Run(double[] residuals)
    {
        var detector = default(DriftDetector);
        foreach (double residual in residuals)
        {
            detector = detector.Next(residual, DriftOptions.Default);
        }

        return detector;
    }
}
