using System.Globalization;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Cli.Series;

/// <summary>What a forecast needs of a file: refused where there is nothing to do, told where a model does with
/// less.</summary>
internal static class ForecastNeeds
{
    private const int StraysShown = 3;

    /// <summary>What <c>thorough</c> takes for a value, measured on hourly series of 900 values, in seconds of CPU: a
    /// little more than a short series takes.</summary>
    private const double ThoroughSeconds = 0.0006;

    /// <summary>Less is waited for without a word.</summary>
    private const double LongSeconds = 60;

    /// <summary>Refuses, before any work, a file that gives no forecast.</summary>
    /// <exception cref="UsageException">Names the file, the series and what to change.</exception>
    public static void Require(string path, IReadOnlyList<NamedSeries> series)
    {
        if (!series.Any(one => SeriesForecast.HasValue(one.Values)))
        {
            throw new UsageException(
                $"{path}: no series has a usable value ({NameList.Of([.. series.Select(one => one.Id)])}), so nothing " +
                "can be forecast. Give a number within ±1e150 in the column y of at least one row.");
        }
    }

    /// <summary>Leaves out the series whose forecast would pass the last stamp there is.</summary>
    /// <exception cref="UsageException">None is left.</exception>
    public static SeriesFile WithinTheCalendar(string path, SeriesFile file, int horizon)
    {
        string[] late = [.. file.Series.Where(one => !Ends(one, horizon)).Select(one => Late(path, one, horizon))];

        return late.Length == 0 ? file
            : late.Length == file.Series.Count ? throw new UsageException(late[0])
            : file with { Series = [.. file.Series.Where(one => Ends(one, horizon))], Faults = [.. file.Faults, .. late] };
    }

    private static bool Ends(NamedSeries series, int horizon) => series.Grid.Holds(series.Values.LongLength + horizon - 1);

    private static string Late(string path, NamedSeries late, int horizon)
    {
        string end = late.Grid.Clock == SeriesClock.Steps ? "2^63" : "the end of the year 9999";

        return $"{path}: series '{late.Id}' ends at {late.Grid.Stamp(late.Values.LongLength - 1)}, and a forecast of " +
            $"{horizon} steps would pass {end}. Ask for a shorter --horizon, or correct its ds.";
    }

    /// <summary>What the model asked for needs and these series do not have, a sentence each.</summary>
    public static IEnumerable<string> Unmet(
        IReadOnlyList<NamedSeries> series, double[][] values, SeriesForecastRequest request, bool isTrained)
    {
        foreach (int season in request.Seasons.Where(season => season > 1))
        {
            string[] shorter = [.. series.Where(one => one.Values.Length < season).Select(one => one.Id)];
            if (shorter.Length > 0)
            {
                yield return $"a season of {season} steps is longer than {NameList.Of(shorter)}: left out there.";
            }
        }

        bool isShared = request.Model == ModelNames.Boosting || (request.Model == ModelNames.Lstm && !isTrained);
        if (isShared && !SeriesBatch.SharesTraining(values, request))
        {
            yield return
                $"{request.Model} is trained for each series alone, which takes up to some seconds a series: one for " +
                $"all needs {SeriesBatch.FewestShared} series and {SeriesBatch.FewestSharedValues} values before the " +
                "part that judges them.";
        }
    }

    /// <summary>How much <c>auto</c> compares, where that is less than everything or takes long; a sentence each.</summary>
    public static IEnumerable<string> Work(double[][] values, SeriesForecastRequest request)
    {
        if (request.Model != ModelNames.Auto)
        {
            yield break;
        }

        if (request.Effort == Effort.BySize && SeriesBatch.EffortFor(request, values.Length) == Effort.Quick)
        {
            yield return
                $"{values.Length} series are more than {SeriesBatch.LargestThorough}: auto chooses among the quick models " +
                $"and shared trees only, as with --effort quick. --effort thorough compares all, in about {Time(values)} of CPU.";
        }
        else if (SeriesBatch.EffortFor(request, values.Length) == Effort.Thorough && Seconds(values) > LongSeconds)
        {
            yield return
                $"auto compares every model on each of {values.Length} series, in about {Time(values)} of CPU; " +
                "--effort quick compares the quick ones and shared trees in a fraction of that.";
        }
    }

    private static double Seconds(double[][] values) => ThoroughSeconds * values.Sum(one => (double)one.Length);

    private static string Time(double[][] values)
    {
        var time = TimeSpan.FromSeconds(Seconds(values));

        return time.TotalHours < 2 ? $"{Math.Ceiling(time.TotalMinutes):0} min" : $"{Math.Ceiling(time.TotalHours):0} h";
    }

    /// <summary>Values that were left out because they cannot belong to their series, a sentence for all.</summary>
    public static IEnumerable<string> Strays(IReadOnlyList<NamedSeries> series)
    {
        string[] strays =
        [
            .. series.SelectMany(one => SeriesForecast.Strays(one.Values).Select(at => string.Create(
                CultureInfo.InvariantCulture, $"'{one.Id}' at {one.Grid.Stamp(at)} ({one.Values[at]:G6})"))),
        ];
        if (strays.Length > 0)
        {
            string more = strays.Length > StraysShown ? $" and {strays.Length - StraysShown} more" : "";
            yield return $"{string.Join(", ", strays.Take(StraysShown))}{more}: alone and over a thousand times the usual " +
                "spread from all others, so taken for a gap.";
        }
    }

    /// <summary>Which series have no forecast: one without values must not cost the others theirs.</summary>
    public static IEnumerable<string> WithoutValue(
        IReadOnlyList<NamedSeries> series, IReadOnlyList<SeriesForecastResult?> forecasts)
    {
        string[] empty = [.. series.Where((_, i) => forecasts[i] is null).Select(source => source.Id)];
        if (empty.Length > 0)
        {
            yield return $"no forecast for {NameList.Of(empty)}: no usable value (a number within ±1e150).";
        }
    }
}
