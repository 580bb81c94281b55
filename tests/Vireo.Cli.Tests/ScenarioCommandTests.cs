using System.Text.Json;
using Vireo.Cli.Commands;

namespace Vireo.Cli.Tests;

/// <summary><c>vireo simulate --scenario FILE</c>.</summary>
public sealed class ScenarioCommandTests : IDisposable
{
    private const string Stays =
        "name: stays\nshows: Nothing moves.\nhosts: [{ id: a }, { id: b }]\nmachines: [{ id: vm, host: a }]\n";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("a", 0, true)]
    [InlineData("b", 3, false)]
    public async Task The_end_tells_whether_every_expectation_held(string place, int code, bool held)
    {
        string file = _work.File("stays.yaml", $"{Stays}expect: {{ atMostMoves: 0, placements: {{ vm: {place} }} }}\n");
        string output = _work.Path("result.json");

        Assert.Equal(code, await VireoCommand.RunAsync(["simulate", "--scenario", file, "--output", output]));

        using var result = JsonDocument.Parse(_work.Read("result.json"));
        Assert.Equal(held, result.RootElement.GetProperty("held").GetBoolean());
        Assert.Equal("stays", result.RootElement.GetProperty("scenario").GetString());
        var last = result.RootElement.GetProperty("findings").EnumerateArray().Last();
        Assert.Equal($"vm ends on {place}", last.GetProperty("expectation").GetString());
        Assert.Equal(("a", held), (last.GetProperty("measured").GetString(), last.GetProperty("held").GetBoolean()));
    }

    [Theory]
    [InlineData("--policy", "vireo")]
    [InlineData("--hosts", "3")]
    [InlineData("--seed", "7")]
    public async Task What_a_file_brings_itself_cannot_be_said_beside_it(string option, string value)
    {
        string file = _work.File("stays.yaml", $"{Stays}expect: {{ atMostMoves: 0 }}\n");

        Assert.Equal(2, await VireoCommand.RunAsync(["simulate", "--scenario", file, option, value]));
    }

    [Fact]
    public async Task A_file_that_is_not_right_or_not_there_ends_with_two()
    {
        string wrong = _work.File("wrong.yaml", $"{Stays}expect: {{ atMostMoves: none }}\n");

        Assert.Equal(2, await VireoCommand.RunAsync(["simulate", "--scenario", wrong]));
        Assert.Equal(2, await VireoCommand.RunAsync(["simulate", "--scenario", _work.Path("no-such.yaml")]));
        Assert.Equal(2, await VireoCommand.RunAsync(["simulate", "--scenario", "demo", "--json"]));
    }
}
