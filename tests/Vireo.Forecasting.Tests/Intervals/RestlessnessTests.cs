using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

public sealed class RestlessnessTests
{
    [Fact]
    public void Errors_as_usual_stretch_nothing() =>
        Assert.Equal(1, After(Restlessness.Unknown, 3, times: 200).Ratio, 1e-6);

    [Fact]
    public void Before_any_error_nothing_is_stretched() => Assert.Equal(1, Restlessness.Unknown.Ratio);

    [Fact]
    public void A_spell_of_large_errors_widens_and_a_calm_narrows()
    {
        Restlessness usual = After(Restlessness.Unknown, 1, times: 500);

        Assert.InRange(After(usual, 3, times: 20).Ratio, 1.4, 1.8);
        Assert.InRange(After(usual, 0.1, times: 30).Ratio, 0.6, 0.7);
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e300)]
    public void A_jump_of_the_unit_widens_no_more_than_a_little_over_twice(double jump) =>
        Assert.Equal(2.2, After(After(Restlessness.Unknown, 1, times: 500), jump, times: 1).Ratio, 0.01);

    private static Restlessness After(Restlessness known, double error, int times)
    {
        for (int i = 0; i < times; i++)
        {
            known = known.Next(error);
        }

        return known;
    }
}
