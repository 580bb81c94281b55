using System.Diagnostics;

namespace Vireo.Forecasting.Tests;

/// <summary>Runs one test of this assembly in a process of its own, where the number of cores can be chosen and nobody
/// else uses memory.</summary>
internal static class OwnProcess
{
    private const string AnswerFile = "VIREO_TEST_ANSWER_FILE";

    /// <summary>Whether this is such a process; its test answers and does not start another.</summary>
    public static bool IsThis => Environment.GetEnvironmentVariable(AnswerFile) is not null;

    /// <summary>Says what was found to the test that waits.</summary>
    public static void Answer(string answer) =>
        File.WriteAllText(Environment.GetEnvironmentVariable(AnswerFile)!, answer);

    /// <summary>Runs a test and gives its answer, or what it printed when it gave none.</summary>
    /// <param name="method">Name of the test.</param>
    /// <param name="cores">What the process takes for the number of cores.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<string> RunAsync(string method, int cores, CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-method", $"*.{method}" },
            Environment = { ["DOTNET_PROCESSOR_COUNT"] = $"{cores}", [AnswerFile] = file },
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(OwnProcess).Assembly.Location);
        }

        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        string answer = await File.ReadAllTextAsync(file, cancellationToken);
        File.Delete(file);

        return answer.Length > 0 ? answer : output;
    }
}
