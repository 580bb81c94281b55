using System.Globalization;
using Vireo.Cli.Commands;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Cli.Tests;

/// <summary>Every model on everything that a file of series can be: a stated end, and finite numbers where there are
/// any.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Horizon = 3;
    private const int Season = 4;
    private const int Done = 0;
    private const int Usage = 2;
    private static readonly string[] Models = [ModelNames.Auto, .. ModelCatalog.Names];

    private static readonly (string Name, string Rows, int Code)[] Inputs =
    [
        ("constant", Rows(20, _ => "5"), Done),
        ("zeros", Rows(20, _ => "0"), Done),
        ("one value", Rows(1, _ => "7"), Done),
        ("fewer values than a season", Rows(3, i => $"{i + 1}"), Done),
        ("gaps at both ends", Rows(24, i => i is > 4 and < 18 ? $"{i % 4}" : ""), Done),
        ("1e300", Rows(20, i => i == 9 ? "1e300" : $"{i % 4}"), Done),
        ("1e149", Rows(20, i => $"{1 + (i % 4)}e149"), Done),
        ("1e-300", Rows(20, i => $"{1 + (i % 4)}e-300"), Done),
        ("both", Rows(20, i => i % 2 == 0 ? "1e149" : "-1e-300"), Done),
        ("infinities", Rows(20, i => i == 3 ? "inf" : i == 4 ? "-inf" : $"{i % 5}"), Done),
        ("negative", Rows(20, i => $"-{i % 5}"), Done),
        ("duplicate stamps", "a,0,1\na,0,2\na,1,3\na,1,4\na,2,5\n", Done),
        ("unordered stamps", "a,3,1\na,1,2\na,2,3\na,0,4\n", Done),
        ("irregular steps", "a,2026-01-01T00:00,1\na,2026-01-01T00:05,2\na,2026-01-01T00:11,3\na,2026-01-01T00:40,1\n", Done),
        ("an end in mid-line", "a,0,1\na,1,2\na,2,3", Done),
        ("one of two empty", "a,0,1\na,1,2\nb,0,\nb,1,nan\n", Done),
        ("only 1e300", Rows(3, _ => "1e300"), Usage),
        ("all missing", Rows(5, _ => ""), Usage),
        ("a row cut before its value", "a,0,1\na,1", Done),
        ("a row cut in its first stamp", "a,0", Usage),
        ("no rows", "", Usage),
    ];

    private readonly WorkFolder _work = new();

    public static TheoryData<string> Names => [.. Models];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Any_file_ends_as_stated_and_without_a_NaN(string model)
    {
        foreach (var (name, rows, code) in Inputs)
        {
            string input = _work.File("in.csv", "unique_id,ds,y\n" + rows);
            string output = _work.Path($"{name}.csv");

            Assert.Equal((name, code), (name, await Run(input, output, model, Horizon, $"{Season}")));
            Assert.Equal((name, code == Done), (name, File.Exists(output)));
            if (code == Done)
            {
                AssertForecasts(name, _work.Read($"{name}.csv"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_season_longer_than_the_series_is_left_out(string model)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\n" + Rows(30, i => $"{i % 4}"));

        Assert.Equal(Done, await Run(input, _work.Path("out.csv"), model, Horizon, "1000"));
        AssertForecasts(model, _work.Read("out.csv"));
        Assert.Equal(Done, await Run(input, _work.Path("two.csv"), model, Horizon, "4,1000000"));
        AssertForecasts(model, _work.Read("two.csv"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    public async Task A_horizon_out_of_range_is_refused_whatever_the_model(int horizon)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\n" + Rows(20, i => $"{i}"));
        foreach (string model in Models)
        {
            Assert.Equal(Usage, await Run(input, _work.Path("out.csv"), model, horizon, "1"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_value_gets_an_interval_that_is_wide_and_says_that_it_was_assumed(string model)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\n" + Rows(1, _ => "8"));

        Assert.Equal(Done, await Run(input, _work.Path("one.csv"), model, Horizon, "1"));
        string[] cells = _work.Read("one.csv").Split('\n')[1].Split(',');
        double[] numbers = [.. cells[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.EndsWith("-assumed", cells[2], StringComparison.Ordinal);
        Assert.InRange(numbers[1], 5, 6);
        Assert.InRange(numbers[2], 10, 11);
        Assert.InRange(numbers[3], 3.5, 4.5);
        Assert.InRange(numbers[4], 11.5, 12.5);
    }

    [Theory]
    [InlineData(30, 5, 0)]
    [InlineData(3, 5, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(30, 1_000_000, 0)]
    [InlineData(30, -1, 2)]
    public async Task More_origins_than_the_series_has_are_left_out_and_the_forecast_is_made(int length, int origins, int code)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\n" + Rows(length, i => $"{i % 4}"));

        Assert.Equal(code, await VireoCommand.RunAsync([
            "forecast", "--input", input, "--horizon", $"{Horizon}", "--model", "ses", "--cv", $"{origins}", "--output",
            _work.Path("out.csv")]));
        Assert.Equal(code == Done, File.Exists(_work.Path("out.csv")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_constant_is_forecast_as_itself_with_bounds_at_itself(string model)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\n" + Rows(60, _ => "0.1"));

        Assert.Equal(Done, await Run(input, _work.Path("out.csv"), model, Horizon, $"{Season}"));
        Assert.All(
            _work.Read("out.csv").TrimEnd().Split('\n').Skip(1),
            line => Assert.Equal(["0.1", "0.1", "0.1", "0.1", "0.1"], line.Split(',')[3..]));
    }

    [Theory]
    [InlineData("arima", "arima-as-naive")]
    [InlineData("ets", "ets-as-naive")]
    [InlineData("holt", "holt-as-ses")]
    [InlineData("damped", "damped-as-ses")]
    [InlineData("gbm", "gbm-as-ses")]
    [InlineData("holtwinters", "holtwinters-as-damped")]
    [InlineData("stl-ets", "stl-ets-as-naive")]
    [InlineData("dshw", "dshw-as-ses-ar")]
    [InlineData("snaive", "snaive-as-naive")]
    [InlineData("lstm", "lstm-as-level")]
    public async Task A_model_that_knows_too_little_names_the_one_in_its_place(string model, string shown)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\na,0,1\na,1,3\n");

        Assert.Equal(Done, await Run(input, _work.Path("out.csv"), model, Horizon, $"{Season}"));
        Assert.Equal(shown, _work.Read("out.csv").Split('\n')[1].Split(',')[2]);
    }

    [Fact]
    public async Task A_series_that_ended_long_ago_is_told_to_be_naive_in_place_of_arima()
    {
        string gaps = string.Concat(Enumerable.Range(40, 1_100).Select(i => $"a,{i},\n"));
        string input = _work.File("stale.csv", "unique_id,ds,y\n" + Rows(40, i => $"{i % 7}") + gaps);

        Assert.Equal(Done, await Run(input, _work.Path("out.csv"), "arima", Horizon, "1"));
        Assert.Equal("arima-as-naive", _work.Read("out.csv").Split('\n')[1].Split(',')[2]);
    }

    [Fact]
    public async Task An_empty_file_is_refused() => Assert.Equal(
        Usage, await Run(_work.File("empty.csv", ""), _work.Path("out.csv"), ModelNames.Auto, Horizon, "1"));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_horizon_far_beyond_the_series_stays_finite(string model)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\n" + Rows(24, i => $"{i % 4}"));

        Assert.Equal(Done, await Run(input, _work.Path("far.csv"), model, 2_000, $"{Season}"));
        AssertForecasts(model, _work.Read("far.csv"), 2_000);
    }

    private static Task<int> Run(string input, string output, string model, int horizon, string season) => VireoCommand.RunAsync([
        "forecast", "--input", input, "--horizon", $"{horizon}", "--season", season, "--model", model, "--output", output]);

    private static void AssertForecasts(string name, string text, int horizon = Horizon)
    {
        string[] lines = text.TrimEnd().Split('\n');
        Assert.Equal((name, horizon), (name, lines.Length - 1));
        foreach (string line in lines.Skip(1))
        {
            double[] numbers = [.. line.Split(',')[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.True(numbers.All(double.IsFinite), $"{name}: {line}");
            Assert.True(IsNested(numbers), $"{name}: {line}");
        }
    }

    // yhat, lo-80, hi-80, lo-95, hi-95.
    private static bool IsNested(double[] row) => row[3] <= row[1] && row[1] <= row[2] && row[2] <= row[4];

    private static string Rows(int count, Func<int, string> value) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"a,{i},{value(i)}\n"));
}
