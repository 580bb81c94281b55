using System.Globalization;

namespace Vireo.Simulation;

/// <summary>Reads recorded load in any of the forms that are written down in the contract.</summary>
public static class TraceReader
{
    private const string KnownForms =
        "a header 'vm,s0,…' (matrix), 'unique_id,ds,…' (long form) or 'Timestamp [ms];…' (Bitbrains), or one number a " +
        "line (PlanetLab)";

    /// <summary>Reads a file or a folder.</summary>
    /// <param name="path">A matrix, long-form, PlanetLab or Bitbrains file, plain or .gz, or a folder of such files. Of
    /// several matrices of one metric in a folder the first by name is read.</param>
    /// <param name="limits">When to stop.</param>
    /// <exception cref="TraceFormatException">It cannot be read; names the file, the line and what was
    /// expected.</exception>
    public static TraceSet Read(string path, TraceLimits limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(limits);
        var trace = Directory.Exists(path) ? ReadFolder(path, limits) : ReadFile(path, limits);
        if (trace.Machines.IsEmpty || trace.Samples == 0)
        {
            throw new TraceFormatException(path, 0, "at least one machine with one sample", "none");
        }

        if (trace.Series.All(series => series.Metric != WorkloadMetric.Cpu))
        {
            throw new TraceFormatException(path, 0, $"CPU among {TraceColumn.Known}", "other metrics only");
        }

        return trace;
    }

    /// <summary>Reads with the default limits.</summary>
    /// <exception cref="TraceFormatException">It cannot be read.</exception>
    public static TraceSet Read(string path) => Read(path, new TraceLimits());

    /// <summary>The matrices of a folder, by name.</summary>
    internal static string[] MatrixFiles(string path)
    {
        var limits = new TraceLimits();

        return [.. ListFiles(path, limits).Where(file => HasForm(file, TraceFormat.Matrix, limits))];
    }

    private static bool HasForm(string file, TraceFormat form, TraceLimits limits)
    {
        try
        {
            return Recognise(file, limits) == form;
        }
        catch (TraceFormatException)
        {
            return false;
        }
    }

    private static TraceSet ReadFile(string path, TraceLimits limits) => Recognise(path, limits) switch
    {
        TraceFormat.Matrix => MatrixTrace.Read(path, [path], sizes: null, limits),
        TraceFormat.LongForm => LongFormTrace.Read(path, limits),
        TraceFormat.PlanetLab => PlanetLabTrace.Read(path, [path], limits),
        TraceFormat.Bitbrains => BitbrainsTrace.Read(path, [path], limits),
        _ => throw new TraceFormatException(path, 1, KnownForms, "something else"),
    };

    private static TraceSet ReadFolder(string path, TraceLimits limits)
    {
        string[] files = ListFiles(path, limits);
        var forms = files.ToLookup(file => Recognise(file, limits));
        if (forms[TraceFormat.Matrix].Any())
        {
            return MatrixTrace.Read(
                path, [.. forms[TraceFormat.Matrix]], forms[TraceFormat.Sizes].FirstOrDefault(), limits);
        }

        if (forms[TraceFormat.Bitbrains].Any())
        {
            return BitbrainsTrace.Read(path, [.. forms[TraceFormat.Bitbrains]], limits);
        }

        if (forms[TraceFormat.PlanetLab].Any())
        {
            return PlanetLabTrace.Read(path, [.. forms[TraceFormat.PlanetLab]], limits);
        }

        return forms[TraceFormat.LongForm].FirstOrDefault() is { } first
            ? LongFormTrace.Read(first, limits)
            : throw new TraceFormatException(
                path, 0, $"a folder of trace files, each with {KnownForms}", $"{files.Length} other files");
    }

    private static string[] ListFiles(string path, TraceLimits limits)
    {
        try
        {
            string[] files =
            [
                .. Directory.EnumerateFiles(path)
                    .Where(file => !Path.GetFileName(file).StartsWith('.'))
                    .Take(limits.Files + 1)
                    .Order(StringComparer.Ordinal),
            ];

            return files.Length <= limits.Files
                ? files
                : throw new TraceFormatException(path, 0, $"at most {limits.Files} files", "more");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TraceFormatException(path, 0, "a readable folder", exception.Message.TrimEnd('.'), exception);
        }
    }

    private static TraceFormat Recognise(string path, TraceLimits limits)
    {
        using var lines = TraceLines.Open(path, limits);
        if (!lines.TryRead(out var first))
        {
            throw new TraceFormatException(path, 1, KnownForms, "an empty file");
        }

        if (first.StartsWith("vm,"u8))
        {
            return first.StartsWith("vm,cores,"u8) ? TraceFormat.Sizes : TraceFormat.Matrix;
        }

        return first.StartsWith("unique_id,ds,"u8) ? TraceFormat.LongForm
            : first.StartsWith("Timestamp"u8) && first.Contains((byte)';') ? TraceFormat.Bitbrains
            : double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? TraceFormat.PlanetLab
            : TraceFormat.Unknown;
    }
}
