using CsCheck;
using Vireo.Forecasting.Croston;

namespace Vireo.Forecasting.Tests.Croston;

public sealed class CrostonTests
{
    public static TheoryData<CrostonVariant> Variants => [.. Enum.GetValues<CrostonVariant>()];

    [Theory]
    [MemberData(nameof(Variants))]
    public void One_in_four_is_forecast_as_a_quarter(CrostonVariant variant)
    {
        double[] series = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 3 ? 8.0 : 0)];
        var model = new CrostonModel(variant);

        model.Fit(series);

        Assert.Equal(2, model.Forecast(1)[0], 0.25);
    }

    [Fact]
    public void Zeros_are_forecast_as_zero()
    {
        var model = new CrostonModel(CrostonVariant.Croston);

        model.Fit(new double[50]);

        Assert.Equal(0, model.Forecast(1)[0]);
    }

    [Fact]
    public void Only_the_variant_with_a_probability_forgets_what_has_ceased()
    {
        double[] series = [.. Enumerable.Range(0, 400).Select(i => i < 200 && i % 4 == 3 ? 8.0 : 0)];
        var croston = new CrostonModel(CrostonVariant.Croston);
        var fading = new CrostonModel(CrostonVariant.TeunterSyntetosBabai);

        croston.Fit(series);
        fading.Fit(series);

        Assert.InRange(croston.Forecast(1)[0], 1, 3);
        Assert.InRange(fading.Forecast(1)[0], 0, 0.1);
    }

    [Fact]
    public void A_rate_lies_between_zero_and_the_largest_value() =>
        Gen.Select(Gen.Double[0, 1e6], Gen.Int[0, 4], (value, kind) => kind == 0 ? value : kind == 1 ? double.NaN : 0)
            .Array[1, 60]
            .Where(series => series.Any(double.IsFinite))
            .Sample(series => Enum.GetValues<CrostonVariant>().All(variant =>
            {
                var model = new CrostonModel(variant);
                model.Fit(series);
                double rate = model.Forecast(1)[0];

                return rate >= 0 && rate <= series.Where(double.IsFinite).Max() * (1 + 1e-12);
            }));
}
