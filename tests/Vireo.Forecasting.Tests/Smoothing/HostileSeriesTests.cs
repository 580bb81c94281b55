using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests.Smoothing;

/// <summary>Series that break careless arithmetic, for the smoothing and seasonal models.</summary>
public sealed class HostileSeriesTests
{
    private const int Season = 12;

    private static readonly string[] Models =
        ["ses", "holt", "damped", "theta", "croston", "tsb", "ets", "stl-ets", "mstl", "dshw"];

    private static readonly Dictionary<string, double[]> Series = new()
    {
        ["huge"] = [.. Waves.Daily(150, Season, noise: 3, seed: 1).Select(value => value * 1e148)],
        ["largest"] = [.. Waves.Daily(150, Season, noise: 3, seed: 1).Select(value => value * 1e298)],
        ["tiny"] = [.. Waves.Daily(150, Season, noise: 3, seed: 1).Select(value => value * 1e-302)],
        ["zeros"] = new double[150],
        ["one spike"] = [.. Enumerable.Range(0, 150).Select(i => i == 70 ? 1e12 : 0.0)],
        ["mostly zero"] = [.. Enumerable.Range(0, 150).Select(i => i % 17 == 0 ? 5.0 : 0)],
        ["infinities are gaps"] =
            [.. Waves.Daily(150, Season, noise: 3, seed: 1).Select((value, i) => i % 9 == 0 ? 1 / 0.0 : value)],
        ["nearly constant"] = [.. Enumerable.Range(0, 150).Select(i => 1e9 + (i % 2 * 1e-7))],
        ["exact line"] = [.. Enumerable.Range(0, 150).Select(i => 3.0 * i)],
        ["exact season"] = [.. Enumerable.Range(0, 150).Select(i => (double)(i % Season))],
        ["mostly gaps"] = [.. Enumerable.Range(0, 150).Select(i => i % 25 == 0 ? i : double.NaN)],
        ["step"] = [.. Enumerable.Range(0, 150).Select(i => i < 140 ? 1.0 : 1e9)],
        ["just two seasons"] = Waves.Daily(2 * Season, Season, noise: 3, seed: 1),
        ["just over two seasons"] = Waves.Daily((2 * Season) + 1, Season, noise: 3, seed: 1),
        ["three values"] = [1, 2, 4],
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string model in Models)
            {
                foreach (string name in Series.Keys)
                {
                    cases.Add(model, name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forecasts_stay_finite_and_near_what_was_seen(string name, string series)
    {
        double[] history = Series[series];
        IPathModel model = ModelCatalog.CreatePath(name, [Season, 7 * Season]);

        model.Fit(history);

        double largest = history.Where(double.IsFinite).Max(Math.Abs);
        Assert.All(model.Forecast(24), value => Assert.InRange(value / Math.Max(largest, 1e-300), -100, 100));
    }
}
