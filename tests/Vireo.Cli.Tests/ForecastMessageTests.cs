using System.Text.Json;
using Vireo.Cli.Commands;
using Vireo.Cli.Series;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Cli.Tests;

/// <summary>What standard error says of files that cannot be forecast, or only in part. Alone in their collection: they
/// capture the console.</summary>
[Collection(nameof(ForecastMessageTests))]
[CollectionDefinition(nameof(ForecastMessageTests), DisableParallelization = true)]
public sealed class ForecastMessageTests : IDisposable
{
    private const int Done = 0;
    private const int Usage = 2;
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_file_without_a_value_is_refused_with_its_name_and_its_series()
    {
        string input = _work.File("void.csv", "unique_id,ds,y\nweb,0,\ndb,0,nan\n");

        string message = await Errors(Arguments(input, "naive", "3"));

        Assert.Contains("void.csv", message, StringComparison.Ordinal);
        Assert.Contains("'web', 'db'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_a_name_is_refused_with_what_is_missing()
    {
        string message = await Errors(Arguments(_work.File("in.csv", "unique_id,ds,y\na,0,1\n,1,2\n"), "naive", "3"));

        Assert.Contains("line 3", message, StringComparison.Ordinal);
        Assert.Contains("a name in unique_id", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_work_is_told_before_it_begins_with_what_takes_less()
    {
        double[][] many = [.. Enumerable.Range(0, 200).Select(_ => new double[1_000])];

        string said = Assert.Single(ForecastNeeds.Work(many, Asked(Effort.BySize)));

        Assert.Contains("200 series, in about 2 min of CPU", said, StringComparison.Ordinal);
        Assert.Contains("--effort quick", said, StringComparison.Ordinal);
        Assert.Empty(ForecastNeeds.Work(many[..50], Asked(Effort.BySize)));
        Assert.Empty(ForecastNeeds.Work(many, Asked(Effort.Quick)));
    }

    [Fact]
    public void Too_many_series_for_every_model_are_told_with_the_price_of_all()
    {
        double[][] many = [.. Enumerable.Repeat(new double[30], SeriesBatch.LargestThorough + 1)];

        string said = Assert.Single(ForecastNeeds.Work(many, Asked(Effort.BySize)));

        Assert.Contains("20001 series are more than 20000", said, StringComparison.Ordinal);
        Assert.Contains("--effort thorough compares all, in about 7 min", said, StringComparison.Ordinal);
    }

    private static SeriesForecastRequest Asked(Effort effort) =>
        new(12, [24], ModelNames.Auto, [0.8]) { Effort = effort };

    [Theory]
    [InlineData("99999999999", "1 to 105120")]
    [InlineData("99999999999999999999", "whole number")]
    [InlineData("many", "whole number")]
    public async Task A_horizon_that_is_no_number_of_steps_is_refused_in_words_of_the_command_line(
        string horizon, string expected)
    {
        string message = await Errors(Arguments(_work.File("in.csv", "unique_id,ds,y\na,0,1\n"), "naive", horizon));

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9999-12-31T22:00", "9999-12-31T23:00", "year 9999")]
    [InlineData("9999-11-01", "9999-12-01", "year 9999")]
    [InlineData("0", "1200000000000000000", "2^63")]
    public async Task A_forecast_beyond_the_last_stamp_is_refused_with_its_series(
        string first, string second, string end)
    {
        string input = _work.File("late.csv", $"unique_id,ds,y\nweb,{first},1\nweb,{second},2\n");

        string message = await Errors(Arguments(input, "naive", "12"));

        Assert.Contains("'web'", message, StringComparison.Ordinal);
        Assert.Contains(end, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad,0,1\nbad,1,abc\n", "line 5")]
    [InlineData("bad,0,1\nbad,1,2\nbad,99999999999,2\n", "series 'bad'")]
    [InlineData("bad,9999-12-31T22:00,1\nbad,9999-12-31T23:00,2\n", "year 9999")]
    public async Task A_bad_series_is_named_and_the_others_are_forecast(string rows, string expected)
    {
        string input = _work.File("mixed.csv", "unique_id,ds,y\ngood,0,1\ngood,1,2\n" + rows);

        string message = await Errors(Arguments(input, "naive", "3"));

        Assert.Contains("mixed.csv", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("left out", message, StringComparison.Ordinal);
        Assert.Equal(4, _work.Read("refused.csv").TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("24,24", "--season 24.")]
    [InlineData("1,24", "--season 24.")]
    [InlineData("2,3,4,5,6", "--season 2,3,4.")]
    [InlineData("2.5", "whole number")]
    public async Task Seasons_that_make_no_sense_are_refused_with_what_was_meant(string seasons, string expected)
    {
        string input = _work.File("in.csv", "unique_id,ds,y\na,0,1\na,1,2\n");

        Assert.Contains(expected, await Errors([.. Arguments(input, "snaive", "3"), "--season", seasons]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_in_words() => Assert.Contains(
        "expected a readable file, found no file of that name",
        await Errors(Arguments(_work.Path("none.csv"), "naive", "3")), StringComparison.Ordinal);

    [Fact]
    public async Task The_last_season_is_written_as_it_was_read()
    {
        string input = _work.File("digits.csv", "unique_id,ds,y\na,0,0.3\na,1,0.1\na,2,0.7\na,3,0.30000001\n");

        await Errors([.. Arguments(input, "snaive", "2"), "--season", "2"], Done);

        string[] lines = _work.Read("refused.csv").TrimEnd().Split('\n');
        Assert.Equal(["0.7", "0.30000001"], lines.Skip(1).Select(line => line.Split(',')[3]));
    }

    [Fact]
    public async Task What_a_model_needs_and_a_file_has_not_is_noted()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"a,{i},{i % 4}\n"));
        string input = _work.File("in.csv", "unique_id,ds,y\n" + rows);

        string notes = await Errors([.. Arguments(input, "gbm", "3"), "--season", "100"], Done);

        Assert.Contains("a season of 100 steps is longer than 'a'", notes, StringComparison.Ordinal);
        Assert.Contains("gbm is trained for each series alone", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accuracy_is_written_as_json_where_it_is_asked_for()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"a,{i},{i * i % 13}\nshort,{i},{(i < 2 ? "1" : "")}\n"));
        string input = _work.File("in.csv", "unique_id,ds,y\n" + rows);
        TextWriter before = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await Errors([.. Arguments(input, "snaive", "4"), "--season", "4", "--cv", "2", "--json"], Done);
        }
        finally
        {
            Console.SetOut(before);
        }

        JsonElement accuracy = JsonDocument.Parse(written.ToString()).RootElement;
        JsonElement row = Assert.Single(accuracy.GetProperty("models").EnumerateArray());
        Assert.Equal("snaive", row.GetProperty("model").GetString());
        Assert.True(row.GetProperty("forecasts").GetInt32() >= 2);
        Assert.InRange(row.GetProperty("mase").GetDouble(), 0.1, 10);
        Assert.Equal([80.0, 95.0], row.GetProperty("intervals").EnumerateArray().Select(one => one.GetProperty("level").GetDouble()));
        Assert.Equal((4, 2, 2), (
            accuracy.GetProperty("horizon").GetInt32(), accuracy.GetProperty("origins").GetInt32(),
            accuracy.GetProperty("series").GetInt32()));
    }

    [Fact]
    public async Task Json_without_something_to_say_or_a_place_for_the_forecasts_is_refused()
    {
        string input = _work.File("in.csv", "unique_id,ds,y\na,0,1\na,1,2\n");

        Assert.Contains("give --cv N", await Errors([.. Arguments(input, "naive", "3"), "--json"]), StringComparison.Ordinal);
        Assert.Contains(
            "--output FILE",
            await Errors(["forecast", "--input", input, "--horizon", "3", "--cv", "1", "--json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_cannot_belong_to_its_series_is_named_and_changes_nothing()
    {
        static string Rows(string spike) => "unique_id,ds,y\n" + string.Concat(
            Enumerable.Range(0, 120).Select(i => $"web,{i},{(i == 90 ? spike : $"{50 + (i * 7 % 11)}")}\n"));

        string quiet = await Errors(Arguments(_work.File("gap.csv", Rows("")), "auto", "3"), Done);
        string without = _work.Read("refused.csv");
        string notes = await Errors(Arguments(_work.File("spike.csv", Rows("1e6")), "auto", "3"), Done);

        Assert.DoesNotContain("taken for a gap", quiet, StringComparison.Ordinal);
        Assert.Contains("'web' at 90 (1E+06)", notes, StringComparison.Ordinal);
        Assert.Equal(without, _work.Read("refused.csv"));
    }

    private string[] Arguments(string input, string model, string horizon) =>
        ["forecast", "--input", input, "--horizon", horizon, "--model", model, "--output", _work.Path("refused.csv")];

    // What one command writes to standard error.
    private static async Task<string> Errors(string[] arguments, int code = Usage)
    {
        TextWriter before = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            Assert.Equal(code, await VireoCommand.RunAsync(arguments));
        }
        finally
        {
            Console.SetError(before);
        }

        return captured.ToString();
    }
}
