using CsCheck;
using Vireo.Detection.Exhaustion;

namespace Vireo.Detection.Tests;

public class ExhaustionTests
{
    private const int HoursTaught = 24;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_leak_is_warned_of_in_time_and_the_time_left_is_about_right()
    {
        double[] use = [.. Quiet(), .. Enumerable.Range(0, 96).Select(row => 0.3 + (0.7 * row / 96))];

        (int? warnedAt, ExhaustionWarning warning) = FirstWarning(use);

        Assert.NotNull(warnedAt);
        TimeSpan left = (use.Length - warnedAt.Value) * Step;
        Assert.True(left >= TimeSpan.FromMinutes(30), $"The warning came {left} before it was full.");
        Assert.InRange(warning.Expected / left, 0.6, 1.4);
    }

    [Fact]
    public void A_saw_tooth_is_not_warned_of()
    {
        double[] use = [.. Enumerable.Range(0, 2_000).Select(row => 0.4 + (0.5 * (row % 48) / 48))];

        Assert.Null(FirstWarning(use).At);
    }

    [Fact]
    public void A_constant_and_one_that_falls_are_not_warned_of()
    {
        Assert.Null(FirstWarning([.. Enumerable.Repeat(0.99, 1_000)]).At);
        Assert.Null(FirstWarning([.. Enumerable.Range(0, 1_000).Select(row => 0.9 - (row * 1e-4))]).At);
    }

    [Fact]
    public void Whatever_comes_the_earliest_end_is_not_after_the_latest() =>
        Gen.OneOf(Gen.Double[0, 1], Gen.Double, Gen.Const(double.NaN), Gen.Const(1e300), Gen.Const(-1e300)).Array[1, 400].Sample(use =>
        {
            var watch = new ExhaustionWatch(Step, 1, TimeSpan.FromHours(4));

            return use.Select(watch.Next).All(warning => warning.Earliest <= warning.Expected && warning.Expected <= warning.Latest);
        }, iter: 100);

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExhaustionWatch(TimeSpan.Zero, 1, Step));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExhaustionWatch(Step, 0, Step));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExhaustionWatch(Step, 1, TimeSpan.Zero));
    }

    private static IEnumerable<double> Quiet() => Enumerable.Repeat(0.3, HoursTaught * 12);

    private static (int? At, ExhaustionWarning Warning) FirstWarning(double[] use)
    {
        var watch = new ExhaustionWatch(Step, 1, TimeSpan.FromHours(4));
        for (int row = 0; row < use.Length; row++)
        {
            ExhaustionWarning warning = watch.Next(use[row]);
            if (warning.IsWarning)
            {
                return (row, warning);
            }
        }

        return (null, ExhaustionWarning.None);
    }
}
