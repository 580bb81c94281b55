using System.Text.Json;
using Vireo.Cli.Commands;

namespace Vireo.Cli.Tests;

/// <summary>Reads standard error of the whole process, so it runs alone.</summary>
[Collection(nameof(SimulateModeTests))]
[CollectionDefinition(nameof(SimulateModeTests), DisableParallelization = true)]
public sealed class SimulateModeTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("mode: approve\n", true)]
    [InlineData("mode: autopilot\n", false)]
    [InlineData("modes: [{ scope: cluster/elsewhere, mode: autopilot }]\n", false)]
    public async Task A_policy_that_may_do_nothing_is_simulated_as_if_on_autopilot_and_that_is_said(string mode, bool isSaid)
    {
        string policy = _work.File("p.yaml", $"apiVersion: vireo/v1\nkind: Policy\nname: p\n{mode}");
        var before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            Assert.Equal(0, await VireoCommand.RunAsync([
                "simulate", "--scenario", "demo", "--hosts", "6", "--vms", "20", "--days", "0.2", "--policy", policy, "--output",
                _work.Path("out.json")]));
        }
        finally
        {
            Console.SetError(before);
        }

        using var result = JsonDocument.Parse(_work.Read("out.json"));
        Assert.Equal(isSaid, errors.ToString().Contains("policy 'p' does nothing by itself; it is simulated as if on autopilot", StringComparison.Ordinal));
        Assert.Equal(!mode.StartsWith("modes", StringComparison.Ordinal), result.RootElement.GetProperty("migrations").GetInt32() > 0);
    }
}
