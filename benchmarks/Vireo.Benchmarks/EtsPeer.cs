using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Vireo.Benchmarks;

/// <summary>R's <c>forecast::ets</c>, where it is installed.</summary>
internal static class EtsPeer
{
    /// <summary>Mean CPU seconds that R takes for a series; null where R or the package is absent.</summary>
    /// <param name="workFolder">A folder to write in.</param>
    /// <param name="series">The series.</param>
    /// <param name="period">Their season.</param>
    public static double? CpuSeconds(string workFolder, IEnumerable<double[]> series, int period)
    {
        string? script = FindScript();
        if (script is null)
        {
            return null;
        }

        string input = Path.Combine(workFolder, "ets-peer.csv");
        File.WriteAllLines(input, series.Select(
            values => string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
        var start = new ProcessStartInfo("Rscript") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(input);
        start.ArgumentList.Add(period.ToString(CultureInfo.InvariantCulture));
        try
        {
            using Process process = Process.Start(start)!;
            string[] words = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();

            return process.ExitCode == 0 ? double.Parse(words[0], CultureInfo.InvariantCulture) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string? FindScript()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string script = Path.Combine(folder.FullName, "benchmarks", "peers", "ets.R");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }
}
