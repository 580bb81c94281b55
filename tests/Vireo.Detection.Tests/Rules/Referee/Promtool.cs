using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Testing;

namespace Vireo.Detection.Tests.Rules.Referee;

/// <summary>The real promtool, where it is installed, telling what it makes of cases.</summary>
internal static partial class Promtool
{
    /// <summary>Whether it can be started.</summary>
    public static bool IsInstalled { get; } = Find();

    /// <summary>Runs one test file in a folder and returns what it printed.</summary>
    public static string Run(string folder, string file)
    {
        var start = new ProcessStartInfo("promtool")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add("test");
        start.ArgumentList.Add("rules");
        start.ArgumentList.Add(file);
        start.Environment["TMPDIR"] = folder;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("promtool did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        return output + errors.GetAwaiter().GetResult();
    }

    /// <summary>What it said of each expression, in order: samples, or null for an error.</summary>
    public static List<List<Sample>?> Expressions(string output)
    {
        List<List<Sample>?> results = [];
        foreach (Match match in Answers().Matches(output))
        {
            results.Add(match.Groups["err"].Success ? null : Samples(match.Groups["got"].Value));
        }

        return results;
    }

    /// <summary>What it said of alerts at each instant: labels and annotations as printed.</summary>
    public static List<string> Alerts(string output)
    {
        List<string> results = [];
        foreach (Match match in AlertAnswers().Matches(output))
        {
            IEnumerable<string> alerts = OneAlert().Matches(match.Groups["got"].Value)
                .Select(alert => $"{alert.Groups["labels"].Value} {alert.Groups["annotations"].Value}")
                .Order(StringComparer.Ordinal);
            results.Add(string.Join("\n", alerts));
        }

        return results;
    }

    private static List<Sample> Samples(string text)
    {
        List<Sample> samples = [];
        foreach (Match match in OneSample().Matches(text == "nil" ? "" : text))
        {
            string value = match.Groups["value"].Value;
            double number = value switch
            {
                "NaN" => double.NaN,
                "+Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                _ => double.Parse(value, CultureInfo.InvariantCulture),
            };
            samples.Add(new(SeriesNotation.Labels(match.Groups["labels"].Value), number));
        }

        return samples;
    }

    private static bool Find()
    {
        try
        {
            using Process? process = Process.Start(
                new ProcessStartInfo("promtool", "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            process?.WaitForExit();

            return process?.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex("""^    expr: "(?:[^"\\]|\\.)*", time: [^,]+,(?: err: (?<err>.*)|\n        exp: .*\n        got: (?<got>.*))$""", RegexOptions.Multiline)]
    private static partial Regex Answers();

    [GeneratedRegex("""(?<labels>\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}) (?<value>NaN|[+-]Inf|[-+.0-9E]+)""")]
    private static partial Regex OneSample();

    [GeneratedRegex("""^    alertname: (?<name>\S+), time: (?<time>[^,]+), *\n        exp:.*?\n        got:(?<got>\[\]|\[\n.*?\n            \])""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AlertAnswers();

    [GeneratedRegex("""Labels:(?<labels>.*)\n\s*Annotations:(?<annotations>.*\})""")]
    private static partial Regex OneAlert();
}
