using System.CommandLine;
using System.Globalization;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo forecast</c>: every series of a file.</summary>
internal static class ForecastCommand
{
    private static readonly string[] Models =
    [
        ModelNames.Auto, ModelNames.Naive, ModelNames.SeasonalNaive, ModelNames.Level, ModelNames.Linear,
        ModelNames.HoltWinters,
    ];

    private static readonly Option<string> Input = new("--input")
    {
        Description = "CSV (plain or .gz) with the header unique_id,ds,y.",
        Required = true,
    };

    private static readonly Option<int> Horizon = new("--horizon") { Description = "Steps ahead.", Required = true };
    private static readonly Option<string> Season = new("--season")
    {
        Description = "Season lengths in steps, e.g. 24 or 288,2016; 1 for none.",
        DefaultValueFactory = _ => "1",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = string.Join(", ", Models) + ".",
        DefaultValueFactory = _ => ModelNames.Auto,
    };

    private static readonly Option<string> Level = new("--level")
    {
        Description = "Coverage of the intervals in per cent.",
        DefaultValueFactory = _ => "80,95",
    };

    private static readonly Option<int> Origins = new("--cv")
    {
        Description = "Forecast from so many past origins too, and print accuracy per model to standard error.",
    };

    private static readonly Option<string?> OutputFile = new("--output")
    {
        Description = "File for the forecasts; standard output without.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "forecast",
            "Forecasts every series of a file, with intervals measured out of sample.\n" +
            "Example: vireo forecast --input series.csv --horizon 24 --season 24 --cv 3 --output forecast.csv")
        {
            Input, Horizon, Season, Model, Level, Origins, OutputFile,
        };
        command.SetAction(Run);

        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var request = Request(arguments);
        var series = LongFormFile.Read(arguments.GetRequiredValue(Input));
        int origins = arguments.GetValue(Origins);
        if (origins > 0)
        {
            PrintAccuracy(series, request, origins);
        }

        var forecasts = new SeriesForecastResult[series.Count];
        using (var progress = new ProgressBar("forecasting", TimeProvider.System))
        {
            ForEach(series, progress, i => forecasts[i] = Forecast(series[i], request));
        }

        Output.Write(arguments.GetValue(OutputFile), writer => Write(writer, series, forecasts, request));

        return ExitCode.Done;
    }

    private static SeriesForecastRequest Request(ParseResult arguments)
    {
        int horizon = arguments.GetValue(Horizon);
        if (horizon is < 1 or > SeriesForecastRequest.LongestHorizon)
        {
            throw new UsageException(
                $"--horizon {horizon} is out of range: 1 to {SeriesForecastRequest.LongestHorizon} steps.");
        }

        string model = arguments.GetRequiredValue(Model);
        if (!Models.Contains(model))
        {
            throw new UsageException($"--model '{model}' is not known: {string.Join(", ", Models)}.");
        }

        double[] coverages = Numbers("--level", arguments.GetRequiredValue(Level), 1, 99.9);

        return new SeriesForecastRequest(
            horizon,
            [.. Numbers("--season", arguments.GetRequiredValue(Season), 1, 1e6).Select(season => (int)season)],
            model,
            [.. coverages.Select(percent => percent / 100)]);
    }

    private static double[] Numbers(string option, string text, double minimum, double maximum) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) &&
            number >= minimum && number <= maximum
                ? number
                : throw new UsageException(
                    $"{option} '{text}': '{part}' is not a number from {minimum:0.#} to {maximum:0.#}.")),
    ];

    private static SeriesForecastResult Forecast(NamedSeries series, SeriesForecastRequest request)
    {
        try
        {
            return SeriesForecast.Run(series.Values, request);
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"Series '{series.Id}': {error.Message}", error);
        }
    }

    private static void ForEach(IReadOnlyList<NamedSeries> series, ProgressBar progress, Action<int> work)
    {
        int done = 0;
        try
        {
            Parallel.For(0, series.Count, i =>
            {
                work(i);
                progress.Report((double)Interlocked.Increment(ref done) / series.Count);
            });
        }
        catch (AggregateException errors) when (errors.InnerExceptions[0] is UsageException)
        {
            throw errors.InnerExceptions.OfType<UsageException>().MinBy(error => error.Message, StringComparer.Ordinal)!;
        }
    }

    private static void PrintAccuracy(IReadOnlyList<NamedSeries> series, SeriesForecastRequest request, int origins)
    {
        string[] models = request.Model == ModelNames.Auto ? Models : [request.Model];
        Console.Error.WriteLine("model\tforecasts\tsMAPE\tMASE\tMSIS\tcoverage");
        foreach (string model in models)
        {
            var reports = new AccuracyReport[series.Count];
            using (var progress = new ProgressBar($"evaluating {model}", TimeProvider.System))
            {
                ForEach(series, progress, i => reports[i] = RollingOrigin.Evaluate(
                    series[i].Values, request with { Model = model }, origins));
            }

            Console.Error.WriteLine(string.Join('\t',
                model,
                reports.Sum(report => report.Origins),
                Mean(reports, report => report.SymmetricError),
                Mean(reports, report => report.ScaledError),
                EachLevel(reports, request, (report, i) => report.ScaledIntervalScores[i]),
                EachLevel(reports, request, (report, i) => report.Coverages[i])));
        }
    }

    private static string EachLevel(
        AccuracyReport[] reports, SeriesForecastRequest request, Func<AccuracyReport, int, double> measure) =>
        string.Join(' ', request.Coverages.Select((_, i) => Mean(reports, report => measure(report, i))));

    private static string Mean(AccuracyReport[] reports, Func<AccuracyReport, double> measure)
    {
        double[] finite = [.. reports.Where(report => report.Origins > 0).Select(measure).Where(double.IsFinite)];

        return finite.Length == 0 ? "-" : finite.Average().ToString("0.0000", CultureInfo.InvariantCulture);
    }

    private static void Write(
        TextWriter writer,
        IReadOnlyList<NamedSeries> series,
        SeriesForecastResult[] forecasts,
        SeriesForecastRequest request)
    {
        var names = request.Coverages.Select(coverage => (coverage * 100).ToString("0.#", CultureInfo.InvariantCulture));
        writer.Write("unique_id,ds,model,yhat");
        writer.WriteLine(string.Concat(names.Select(name => $",lo-{name},hi-{name}")));
        for (int i = 0; i < series.Count; i++)
        {
            for (int step = 0; step < request.Horizon; step++)
            {
                writer.WriteLine(Row(series[i], forecasts[i], step));
            }
        }
    }

    private static string Row(NamedSeries series, SeriesForecastResult forecast, int step)
    {
        var bounds = forecast.Lower.Zip(forecast.Upper, (lower, upper) => $",{Number(lower[step])},{Number(upper[step])}");

        return $"{series.Id},{LongFormFile.Advance(series.Stamps, step + 1)},{forecast.Model}," +
            $"{Number(forecast.Mean[step])}{string.Concat(bounds)}";
    }

    private static string Number(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
