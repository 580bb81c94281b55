using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;
using Vireo.Server.Configuration.Scenarios;
using Vireo.Simulation.Trials;

namespace Vireo.Cli.Commands;

/// <summary>Runs a scenario file and shows each expectation with what was measured.</summary>
internal static class TrialRunner
{
    private static readonly Column[] Columns =
        [new("expectation", "expectation", Wraps: true), new("measured", "measured", Wraps: true), new("held", "held")];

    /// <summary>Whether <c>--scenario</c> means a file rather than a name.</summary>
    public static bool IsFile(string scenario) =>
        Path.GetExtension(scenario) is ".yaml" or ".yml" || scenario.Contains(Path.DirectorySeparatorChar);

    /// <summary>Runs it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="json">JSON instead of a table.</param>
    /// <param name="output">File for the JSON; null for none.</param>
    /// <param name="cancellationToken">Ends it before its time; nothing is written.</param>
    /// <returns>3 when an expectation did not hold.</returns>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static int Run(string path, bool json, string? output, CancellationToken cancellationToken)
    {
        var read = ScenarioFile.Read(path);
        if (read.Trial is not { } trial)
        {
            throw new UsageException(string.Join('\n', read.Problems));
        }

        Output.Check(output, path);
        using var progress = new ProgressBar("simulating", TimeProvider.System);
        var result = trial.Run(progress, cancellationToken);
        progress.Dispose();
        if (output is not null || json)
        {
            Output.Write(output, writer => writer.WriteLine(result.ToJson()));
        }

        if (!json)
        {
            Show(result);
        }

        return result.IsHeld ? ExitCode.Done : ExitCode.Negative;
    }

    private static void Show(TrialResult result)
    {
        using var document = JsonDocument.Parse(result.ToJson());
        Console.Error.WriteLine($"{result.Scenario}: {result.Shows}");
        TableView.Write(document.RootElement.GetProperty("findings"), Columns);
        int held = result.Findings.Count(finding => finding.IsHeld);
        Console.Error.WriteLine(held == result.Findings.Length
            ? $"All {held} expectations held, in {TimeSpan.FromSeconds(result.SimulatedSeconds).TotalHours:0.#} simulated hours."
            : $"{result.Findings.Length - held} of {result.Findings.Length} expectations did not hold.");
    }
}
