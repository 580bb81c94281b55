using CsCheck;
using Vireo.Scheduling.Placement.Consolidating;

namespace Vireo.Scheduling.Tests.Consolidating;

public class DemandEstimatorTests
{
    [Fact]
    public void Noise_around_a_mean_is_forecast_by_the_mean_with_its_variance()
    {
        var random = new Random(1);
        var estimator = new DemandEstimator(1, new DemandOptions { MeanGain = 0.01, VarianceGain = 0.01 });
        for (int i = 0; i < 2000; i++)
        {
            estimator.Observe([50 + (10 * ((2 * random.NextDouble()) - 1))], [100]);
        }

        Assert.Equal(50, estimator.Forecast[0], 2.5);
        Assert.Equal(100.0 / 3, estimator.Variance[0], 5.0);
    }

    [Fact]
    public void A_load_that_stays_is_followed()
    {
        var estimator = new DemandEstimator(1, new DemandOptions());
        for (int i = 0; i < 200; i++)
        {
            estimator.Observe([i < 100 ? 20 : 80], [100]);
        }

        Assert.Equal(80, estimator.Forecast[0], 1.0);
    }

    [Fact]
    public void A_missing_value_changes_nothing()
    {
        var estimator = new DemandEstimator(2, new DemandOptions());
        estimator.Observe([10, 20], [100, 100]);
        double before = estimator.Forecast[0];

        estimator.Observe([double.NaN, 20], [100, 100]);

        Assert.Equal(before, estimator.Forecast[0]);
    }

    [Fact]
    public void Forecasts_stay_between_nothing_and_the_capacity() =>
        Gen.Double[0, 100].Array[1, 50].Sample(values =>
        {
            var estimator = new DemandEstimator(1, new DemandOptions());
            foreach (double value in values)
            {
                estimator.Observe([value], [100]);
            }

            return estimator.Forecast[0] is >= 0 and <= 100 && estimator.Variance[0] >= 0;
        });

    [Fact]
    public void A_wrong_number_of_values_is_refused() =>
        Assert.Contains(
            "3 machines",
            Assert.Throws<ArgumentException>(
                () => new DemandEstimator(3, new DemandOptions()).Observe([1, 2], [1, 2, 3])).Message);
}
