using Vireo.Cli.Commands;

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

    [Fact]
    public async Task What_a_model_needs_and_a_file_has_not_is_noted()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"a,{i},{i % 4}\n"));
        string input = _work.File("in.csv", "unique_id,ds,y\n" + rows);

        string notes = await Errors([.. Arguments(input, "gbm", "3"), "--season", "100"], Done);

        Assert.Contains("a season of 100 steps is longer than 'a'", notes, StringComparison.Ordinal);
        Assert.Contains("gbm is trained for each series alone", notes, StringComparison.Ordinal);
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
