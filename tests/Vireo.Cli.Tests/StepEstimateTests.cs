using CsCheck;
using Vireo.Cli.Series;

namespace Vireo.Cli.Tests;

/// <summary>The even grid under instants that do not keep to it.</summary>
public sealed class StepEstimateTests
{
    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void One_second_late_in_two_thousand_is_still_a_step_of_five_minutes()
    {
        long[] seconds = [.. Enumerable.Range(0, 2_016).Select(i => 1_767_225_600L + (300 * i) + (i == 700 ? 1 : 0))];

        Assert.Equal((seconds[0], 300), StepEstimate.Of(seconds, isDated: false));
    }

    [Fact]
    public void Counts_of_a_few_steps_keep_their_exact_grid()
    {
        Assert.Equal((0, 1), StepEstimate.Of([0, 2, 5, 7, 10], isDated: false));
        Assert.Equal((4, 3), StepEstimate.Of([4, 10, 13, 22], isDated: false));
        Assert.Equal((7, 0), StepEstimate.Of([7, 7], isDated: false));
    }

    [Theory]
    [InlineData(1, 288)]
    [InlineData(30, 288)]
    [InlineData(30, 4_032)]
    [InlineData(120, 2_016)]
    public void A_poll_that_jitters_by_seconds_has_the_step_it_was_meant_to_have_and_loses_nothing(int jitter, int count) =>
        Gen.Int[0, jitter * 1_000].Array[count].Sample(
            late =>
            {
                long[] stamps = [.. late.Select((by, i) => Start.AddSeconds(300 * i).AddMilliseconds(by).Ticks)];

                var (first, step) = StepEstimate.Of(stamps, isDated: true);

                Assert.Equal(TimeSpan.FromMinutes(5).Ticks, step);
                Assert.Equal(count, Cells(stamps, first, step).Distinct().Count());
            },
            iter: 20);

    [Fact]
    public void An_hour_at_any_minute_of_it_is_an_hour() => Gen.Int[0, 59].Array[240].Sample(
        minutes =>
        {
            long[] stamps = [.. minutes.Select((minute, i) => Start.AddHours(i).AddMinutes(minute).Ticks)];

            var (first, step) = StepEstimate.Of(stamps, isDated: true);

            Assert.Equal(TimeSpan.TicksPerHour, step);
            Assert.Equal(240, Cells(stamps, first, step).Distinct().Count());
        },
        iter: 50);

    [Fact]
    public void Rows_that_are_missing_make_no_longer_step() => Gen.Int[0, 20_000].Array[1_000].Sample(
        late =>
        {
            long[] stamps =
            [
                .. late.Select((by, i) => (By: by, I: i)).Where(one => one.I % 7 != 3 && one.I is < 400 or > 700)
                    .Select(one => Start.AddSeconds(300 * one.I).AddMilliseconds(one.By).Ticks),
            ];

            Assert.Equal(TimeSpan.FromMinutes(5).Ticks, StepEstimate.Of(stamps, isDated: true).Step);
        },
        iter: 20);

    [Fact]
    public void Whatever_the_stamps_a_grid_comes_of_it() => Gen.Select(Gen.Long[0, 1_000_000].Array[1, 60], Gen.Bool).Sample((any, isDated) =>
    {
        long[] stamps = [.. any.Order()];

        var (first, step) = StepEstimate.Of(stamps, isDated);

        Assert.True(stamps[0] == stamps[^1] ? step == 0 : step > 0);
        Assert.True(step == 0 || Math.Abs(stamps[0] - first) <= (step / 2) + 1, $"{first} {step}");
    });

    private static IEnumerable<double> Cells(long[] stamps, long first, long step) =>
        stamps.Select(stamp => Math.Floor(((stamp - first) / (double)step) + 0.5));
}
