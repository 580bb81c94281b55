using System.Globalization;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Cli.Series;

/// <summary>Compares models on past origins of the series, for <c>--cv</c>.</summary>
/// <param name="series">Of the file.</param>
/// <param name="request">What is forecast.</param>
/// <param name="origins">Past origins asked for.</param>
internal sealed class AccuracyTable(IReadOnlyList<double[]> series, SeriesForecastRequest request, int origins)
{
    private const int ModelWidth = 12;
    private const int Width = 12;
    private readonly int[] _possible =
    [
        .. series.Select(values => RollingOrigin.Possible(values.Length, request.Horizon, request.Seasons.Min(), origins)),
    ];

    private readonly List<AccuracyRow> _rows = [];

    /// <summary>Models judged so far.</summary>
    public IReadOnlyList<AccuracyRow> Rows => _rows;

    /// <summary>Steps ahead.</summary>
    public int Horizon => request.Horizon;

    /// <summary>Origins asked for.</summary>
    public int Origins => origins;

    /// <summary>Series of the file.</summary>
    public int Series => series.Count;

    /// <summary>Series too short for all origins.</summary>
    public int Fewer => _possible.Count(count => count > 0 && count < origins);

    /// <summary>Series too short for one.</summary>
    public int Unjudged => _possible.Count(count => count == 0);

    /// <summary>Judges the models one by one.</summary>
    /// <param name="models">Their names.</param>
    /// <param name="isPrinted">Whether each gets its line on standard error.</param>
    /// <param name="cancellationToken">Ends the work between two series.</param>
    public void Judge(IReadOnlyList<string> models, bool isPrinted, CancellationToken cancellationToken)
    {
        if (_possible.Max() == 0)
        {
            Console.Error.WriteLine(
                $"vireo: note: nothing is judged: one origin of --cv needs more than {(long)request.Horizon + request.Seasons.Min()} values " +
                $"(the horizon and a season), and the longest series has {series.Max(values => values.Length)}.");

            return;
        }

        Say(isPrinted, Heading());
        foreach (string model in models)
        {
            AccuracyReport[] reports;
            using (var progress = new ProgressBar($"evaluating {model}", TimeProvider.System))
            {
                reports = RollingOrigin.Evaluate(series, request with { Model = model }, origins, progress, cancellationToken);
            }

            _rows.Add(AccuracyRow.Of(model, reports, request.Coverages));
            Say(isPrinted, Line(_rows[^1]));
        }

        if (Fewer + Unjudged > 0)
        {
            Console.Error.WriteLine(
                $"vireo: note: of {series.Count} series {Fewer} are too short for {origins} origins and were judged at fewer, " +
                $"{Unjudged} at none.");
        }
    }

    private string Heading()
    {
        string[] levels = [.. request.Coverages.Select(coverage => (coverage * 100).ToString("0.###", CultureInfo.InvariantCulture))];

        return Columns(
            "model", ["forecasts", "sMAPE", "MASE", .. levels.Select(level => $"MSIS-{level}"), .. levels.Select(level => $"cover-{level}")]);
    }

    private static string Line(AccuracyRow row) => Columns(row.Model,
    [
        row.Forecasts.ToString(CultureInfo.InvariantCulture),
        Number(row.SymmetricError),
        Number(row.ScaledError),
        .. row.Intervals.Select(interval => Number(interval.Score)),
        .. row.Intervals.Select(interval => Number(interval.Coverage)),
    ]);

    private static string Columns(string first, IEnumerable<string> others) =>
        $"{first,-ModelWidth}{string.Concat(others.Select(cell => cell.PadLeft(Width)))}";

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    private static void Say(bool isPrinted, string line)
    {
        if (isPrinted)
        {
            Console.Error.WriteLine(line);
        }
    }
}
