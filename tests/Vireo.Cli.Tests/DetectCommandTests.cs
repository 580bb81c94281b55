using Vireo.Cli.Commands;
using Vireo.Cli.Detecting;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Tests;

public sealed class DetectCommandTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_row_is_scored_and_its_keys_are_repeated_as_they_were_written()
    {
        string[] lines = [.. Enumerable.Range(0, 400).Select(row =>
            $"a,{new DateTime(2026, 3, 2).AddMinutes(5 * row):yyyy-MM-dd HH:mm:ss},{(row == 300 ? 900 : 10 + (row % 7))}")];

        string[] scored = await DetectAsync(["unique_id,ds,y", .. lines], "--probation", "100");

        Assert.Equal("unique_id,ds,score,alert", scored[0]);
        Assert.Equal(lines.Select(line => string.Join(',', line.Split(',')[..2])), scored[1..].Select(Keys));
        Assert.EndsWith(",1", scored[301], StringComparison.Ordinal);
        Assert.All(scored[1..101], line => Assert.EndsWith(",0,0", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_of_one_machine_are_scored_together_one_row_an_instant()
    {
        string[] lines = [.. Enumerable.Range(0, 50).SelectMany(row => new[] { $"m/cpu,{row},{row % 5}", $"m/net,{row},{row % 3}" })];

        string[] scored = await DetectAsync(["unique_id,ds,y", .. lines], "--joint", "--probation", "20%");

        Assert.Equal(Enumerable.Range(0, 50).Select(row => $"m,{row}"), scored[1..].Select(Keys));
    }

    [Fact]
    public async Task Rows_out_of_order_and_twice_keep_their_places()
    {
        string[] scored = await DetectAsync(["unique_id,ds,y", "a,3,1", "a,1,", "a,1,nan", "b,7,1e300", "a,2,inf"]);

        Assert.Equal(["a,3", "a,1", "a,1", "b,7", "a,2"], scored[1..].Select(Keys));
    }

    [Theory]
    [InlineData("many", "'many'")]
    [InlineData("95%", "0% to 90%")]
    [InlineData("-3", "'-3'")]
    [InlineData("1.5", "'1.5'")]
    public void A_probation_that_makes_no_sense_is_refused_with_what_is_expected(string text, string expected)
    {
        var refusal = Assert.Throws<UsageException>(() => Probation.Parse(text));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_is_taken_of_the_first_five_thousand_rows()
    {
        Assert.Equal(150, Probation.Parse("15%").Rows(1_000));
        Assert.Equal(750, Probation.Parse("15%").Rows(22_000));
        Assert.Equal(1, Probation.Parse("0").Rows(10));
    }

    [Fact]
    public async Task A_series_without_a_machine_in_its_name_cannot_be_scored_together()
    {
        string input = Write(["unique_id,ds,y", "cpu,1,2"]);

        Assert.Equal(ExitCode.Usage, await VireoCommand.RunAsync(["detect", "--input", input, "--joint"]));
    }

    private static string Keys(string line) => string.Join(',', line.Split(',')[..2]);

    private async Task<string[]> DetectAsync(string[] lines, params string[] options)
    {
        string input = Write(lines);
        string output = _folder.Path("scored.csv");
        Assert.Equal(ExitCode.Done, await VireoCommand.RunAsync(["detect", "--input", input, "--output", output, .. options]));

        return await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken);
    }

    private string Write(string[] lines)
    {
        string input = _folder.Path("series.csv");
        File.WriteAllLines(input, lines);

        return input;
    }
}
