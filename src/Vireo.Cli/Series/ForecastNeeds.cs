using System.Globalization;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;

namespace Vireo.Cli.Series;

/// <summary>What a forecast needs of a file: refused where there is nothing to do, told where a model does with
/// less.</summary>
internal static class ForecastNeeds
{
    private const int StraysShown = 3;

    /// <summary>Refuses, before any work, a file that gives no forecast.</summary>
    /// <exception cref="UsageException">Names the file, the series and what to change.</exception>
    public static void Require(string path, IReadOnlyList<NamedSeries> series)
    {
        if (!series.Any(one => SeriesForecast.HasValue(one.Values)))
        {
            throw new UsageException(
                $"{path}: no series has a finite value ({NameList.Of([.. series.Select(one => one.Id)])}), so nothing " +
                "can be forecast. Give a number in the column y of at least one row.");
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
            yield return $"no forecast for {NameList.Of(empty)}: no finite value.";
        }
    }
}
