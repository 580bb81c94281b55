using System.Globalization;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>Prints summaries as rows of a table, on the error stream, beside the figures with targets.</summary>
internal static class VmTable
{
    /// <summary>The heading.</summary>
    public static void Heading(string set) =>
        Console.Error.WriteLine(
            $"{set,-22} {"n",5} {"rel",6} {"MASE",6} {"SPL",6} {"MSIS",6} " +
            $"{"cov80",6} {"cov95",6} {"low80",6} {"low95",6}  rel by source");

    /// <summary>One method.</summary>
    public static void Row(string method, IReadOnlyList<VmScore> scores)
    {
        VmSummary all = VmSummary.Of(scores);
        string sources = string.Join(
            ' ',
            scores.GroupBy(score => score.Task.Source)
                .Select(own => $"{own.Key} {Number(VmSummary.Of([.. own]).Relative, 3)}"));
        Console.Error.WriteLine(
            $"{method,-22} {all.Tasks,5} {Number(all.Relative, 3)} {Number(all.MedianScaledError, 3)} " +
            $"{Number(all.MedianScaledPinball, 3)} {Number(all.MedianScaledInterval, 2)} {Percent(all.Coverage80)} " +
            $"{Percent(all.Coverage95)} {Percent(all.WorstDecile80)} {Percent(all.WorstDecile95)}  {sources}");
    }

    private static string Percent(double ratio) => Number(100 * ratio, 1);

    private static string Number(double value, int digits) =>
        value.ToString($"F{digits}", CultureInfo.InvariantCulture).PadLeft(6);
}
