using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Vireo.Benchmarks;

/// <summary>Runs a script of <c>benchmarks/peers</c> with another forecaster, where that is installed.</summary>
internal static class PeerProgram
{
    /// <summary>One row of numbers for each series, or null when program, library or script is absent.</summary>
    /// <param name="program">The interpreter.</param>
    /// <param name="script">File name in <c>benchmarks/peers</c>.</param>
    /// <param name="workFolder">Where to put the series.</param>
    /// <param name="series">What to run on.</param>
    /// <param name="arguments">Further arguments.</param>
    public static double[][]? Run(
        string program, string script, string workFolder, IReadOnlyList<ArimaSeries> series, params string[] arguments)
    {
        if (FindScript(script) is not { } path)
        {
            return null;
        }

        string input = Path.Combine(workFolder, $"{Path.GetFileNameWithoutExtension(script)}-{series[0].Period}.csv");
        File.WriteAllLines(input, series.Select(item =>
            string.Create(CultureInfo.InvariantCulture, $"{item.Period},{string.Join(',', item.History)}")));
        var start = new ProcessStartInfo(program, [path, input, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();

            return process.ExitCode == 0 && lines.Length == series.Count ? [.. lines.Select(Numbers)] : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

    private static string? FindScript(string script)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "benchmarks", "peers", script);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
