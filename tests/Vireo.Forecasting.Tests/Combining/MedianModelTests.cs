using CsCheck;
using Vireo.Forecasting.Combining;

namespace Vireo.Forecasting.Tests.Combining;

public sealed class MedianModelTests
{
    [Fact]
    public void The_middle_one_counts_and_what_is_not_finite_does_not()
    {
        Assert.Equal(3, Of(1, 3, 900));
        Assert.Equal(2, Of(1, 3, double.NaN));
        Assert.Equal(1, Of(1, double.PositiveInfinity, double.NaN));
        Assert.Equal(double.NaN, Of(double.NaN));
    }

    [Fact]
    public void It_lies_between_the_lowest_and_the_highest_forecast() =>
        Gen.Double[-1e150, 1e150].Array[1, 6].Sample(
            values => Of(values) >= values.Min() && Of(values) <= values.Max());

    [Fact]
    public void A_path_longer_than_any_before_is_served()
    {
        var model = new MedianModel(new Constant(1), new Constant(2));

        Assert.All(model.Forecast(500), value => Assert.Equal(1.5, value));
    }

    [Fact]
    public void None_is_not_a_median() => Assert.Throws<ArgumentException>(() => new MedianModel());

    private static double Of(params double[] values) =>
        new MedianModel([.. values.Select(value => new Constant(value))]).Forecast(1)[0];

    private sealed class Constant(double value) : IPathModel
    {
        public string Name => "constant";

        public void Fit(ReadOnlySpan<double> history)
        {
        }

        public void Update(double newest)
        {
        }

        public void Forecast(Span<double> path) => path.Fill(value);
    }
}
