using System.Text.Json;
using CsCheck;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

/// <summary>The building blocks of calibrated intervals, against golden paths and their own promises.</summary>
public sealed class ConformalTests
{
    private const double Exact = 1e-9;

    [Fact]
    public void Split_conformal_bounds_are_the_golden_ones()
    {
        foreach (JsonElement golden in Golden.Conformal.GetProperty("split_conformal").EnumerateArray())
        {
            double[] ascending = [.. golden.GetProperty("scores").Numbers().Order()];
            foreach (JsonProperty quantile in golden.GetProperty("quantiles").EnumerateObject())
            {
                double expected = quantile.Value.ValueKind == JsonValueKind.Null
                    ? double.PositiveInfinity
                    : quantile.Value.GetDouble();

                Assert.Equal(expected, SplitConformal.Bound(ascending, double.Parse(quantile.Name)), Exact);
            }
        }
    }

    [Fact]
    public void Adaptive_miscoverage_walks_the_golden_path()
    {
        foreach (JsonElement golden in Golden.Conformal.GetProperty("aci").EnumerateArray())
        {
            double target = golden.Number("target");
            double[] scores = golden.GetProperty("scores").Numbers();
            int start = golden.GetProperty("start").GetInt32();
            double[] alphas = golden.GetProperty("alpha").Numbers();
            double[] covered = golden.GetProperty("covered").Numbers();
            var window = new ScoreWindow(golden.GetProperty("window").GetInt32());
            var state = new AdaptiveMiscoverage(target);
            foreach (double score in scores[..start])
            {
                window.Add(score);
            }

            for (int i = start; i < scores.Length; i++)
            {
                Assert.Equal(alphas[i - start], state.Alpha, Exact);
                bool isCovered = scores[i] <= SplitConformal.Bound(window.Ascending, state.Alpha);
                Assert.Equal(covered[i - start] > 0, isCovered);
                state = state.Next(isCovered, target, golden.Number("gamma"));
                window.Add(scores[i]);
            }

            Assert.Equal(golden.Number("final_alpha"), state.Alpha, Exact);
        }
    }

    [Fact]
    public void Quantile_tracking_walks_the_golden_path()
    {
        foreach (JsonElement golden in Golden.Conformal.GetProperty("quantile_tracking").EnumerateArray())
        {
            var tracker = new QuantileTracker(golden.Number("q0"));
            double[] bounds = golden.GetProperty("q").Numbers();
            foreach ((double score, double bound) in golden.GetProperty("scores").Numbers().Zip(bounds))
            {
                Assert.Equal(bound, tracker.Bound, Exact);
                tracker = tracker.Next(score, golden.Number("target"), golden.Number("eta"));
            }

            Assert.Equal(golden.Number("final_q"), tracker.Bound, Exact);
        }
    }

    [Fact]
    public void A_window_holds_the_newest_scores_in_order() =>
        Gen.Select(Gen.Double[-3, 3].Array[0, 40], Gen.Int[1, 12]).Sample((scores, capacity) =>
        {
            var window = new ScoreWindow(capacity);
            foreach (double score in scores)
            {
                window.Add(score);
                window.Add(double.NaN);
            }

            return window.Ascending.SequenceEqual(scores.TakeLast(capacity).Order().ToArray());
        });

    [Fact]
    public void Adaptive_miscoverage_keeps_its_bound_on_any_scores() =>
        Gen.Double[0, 1e6].Array[200, 400].Sample(scores =>
        {
            const double Target = 0.2;
            const double Speed = 0.02;
            var window = new ScoreWindow(50);
            var state = new AdaptiveMiscoverage(Target);
            int missed = 0;
            foreach (double score in scores)
            {
                bool isCovered = score <= SplitConformal.Bound(window.Ascending, state.Alpha);
                missed += isCovered ? 0 : 1;
                state = state.Next(isCovered, Target, Speed);
                window.Add(score);
            }

            return Math.Abs(((double)missed / scores.Length) - Target) <= (1 + Speed) / (Speed * scores.Length);
        });

    [Fact]
    public void When_scores_grow_fourfold_an_integrator_catches_up_sooner_than_tracking_alone()
    {
        double tracked = 0;
        double controlled = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            double[] scores = [.. Waves.Noise(2_000, seed).Select((value, i) => Math.Abs(value) * (i < 1_000 ? 1 : 4))];
            tracked += Missed(
                scores, new QuantileTracker(1.6), (state, score) => (state.Next(score, 0.1, 0.1), state.Bound));
            controlled += Missed(
                scores,
                ConformalController.At(1.6),
                (state, score) => (state.Next(score, 0.1, 0.1, gain: 1), state.Bound(gain: 1)));
        }

        // Shares of the two hundred outcomes after the change; a tenth may be missed.
        Assert.InRange(tracked / 20, 0.25, 0.35);
        Assert.InRange(controlled / 20, 0.1, 0.23);
    }

    [Fact]
    public void While_nothing_changes_both_trackers_miss_what_they_may()
    {
        double[] scores = [.. Waves.Noise(1_200, seed: 1).Select(Math.Abs)];
        var tracker = new QuantileTracker(1.6);
        ConformalController controller = ConformalController.At(1.6);
        double tracked = 0;
        double controlled = 0;
        foreach (double score in scores)
        {
            tracked += score > tracker.Bound ? 1 : 0;
            controlled += score > controller.Bound(gain: 1) ? 1 : 0;
            tracker = tracker.Next(score, 0.1, 0.1).Next(double.NaN, 0.1, 0.1);
            controller = controller.Next(score, 0.1, 0.1, gain: 1).Next(double.NaN, 0.1, 0.1, gain: 1);
        }

        Assert.InRange(tracked / scores.Length, 0.09, 0.11);
        Assert.InRange(controlled / scores.Length, 0.09, 0.11);
    }

    [Fact]
    public void Clipped_adaptation_stays_within_its_bounds()
    {
        var state = new AdaptiveMiscoverage(0.1);
        for (int i = 0; i < 1_000; i++)
        {
            state = state.Next(isCovered: false, 0.1, 0.05, 0.001, 0.5);
        }

        Assert.Equal(0.001, state.Alpha);
    }

    private static double Missed<T>(double[] scores, T state, Func<T, double, (T Next, double Bound)> step)
    {
        int missed = 0;
        for (int i = 0; i < 1_200; i++)
        {
            (T next, double bound) = step(state, scores[i]);
            missed += i >= 1_000 && scores[i] > bound ? 1 : 0;
            state = next;
        }

        return missed / 200.0;
    }
}
