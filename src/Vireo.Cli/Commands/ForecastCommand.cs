using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo forecast</c>: every series of a file.</summary>
internal static class ForecastCommand
{
    /// <summary>The contract's other name of what <c>auto</c> does: mix what is good.</summary>
    private const string Ensemble = "ensemble";

    /// <summary>A file with a million faults is told in a few lines.</summary>
    private const int MostFaults = 10;

    /// <summary>A day, a week and a year.</summary>
    private const int MostSeasons = 3;

    private static readonly string[] Models = [ModelNames.Auto, .. ModelCatalog.Names];

    private static readonly (string Name, Effort Effort)[] Efforts =
    [
        ("by-size", Effort.BySize), ("loop", Effort.Loop), ("quick", Effort.Quick), ("thorough", Effort.Thorough),
    ];

    private static readonly Option<string> Input = new("--input")
    {
        Description = "CSV (plain or .gz) with the header unique_id,ds,y, or Parquet with these columns.",
        Required = true,
    };

    private static readonly Option<long> Horizon = new("--horizon") { Description = "Steps ahead.", Required = true };
    private static readonly Option<string> Season = new("--season")
    {
        Description = "Season lengths in steps, e.g. 24 or 288,2016; 1 for none.",
        DefaultValueFactory = _ => "1",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = string.Join(", ", Models) + "; ensemble is another name of auto.",
        DefaultValueFactory = _ => ModelNames.Auto,
    };

    private static readonly Option<string> EffortOption = new("--effort")
    {
        Description = "What auto may try: loop (what a server does), quick (the same and shared trees), thorough "
            + "(everything, up to half a second a series), by-size (thorough up to 20,000 series, else quick).",
        DefaultValueFactory = _ => Efforts[0].Name,
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

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "With --cv and --output: the accuracy as JSON to standard output.",
    };

    private static readonly Option<string?> OutputFile = new("--output")
    {
        Description = "File for the forecasts: CSV, (.gz) packed CSV or (.parquet) Parquet; standard output without.",
    };

    private static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "With lstm: keep the training in this file and resume from it after an interruption.",
    };

    private static readonly Option<string?> SavedModel = new("--save-model")
    {
        Description = "With lstm: write what was trained to this file, for --load-model; as ONNX if its name ends in "
            + ".onnx.",
    };

    private static readonly Option<string?> LoadedModel = new("--load-model")
    {
        Description = "With lstm: train nothing, forecast with the networks of this file.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "forecast",
            "Forecasts every series of a file, with intervals measured out of sample.\n" +
            "Example: vireo forecast --input series.csv --horizon 24 --season 24 --cv 3 --output forecast.csv")
        {
            Input, Horizon, Season, Model, EffortOption, Level, Origins, Json, OutputFile, Checkpoint, SavedModel,
            LoadedModel,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(arguments, cancellationToken)));

        return command;
    }

    // Nothing is written over what is read, and no two results into one file.
    private static void CheckFiles(ParseResult arguments)
    {
        Option<string?>[] written = [OutputFile, SavedModel, Checkpoint];
        var named = written.Select(option => (option.Name, Path: arguments.GetValue(option)))
            .Where(one => one.Path is not (null or "-")).Select(one => (one.Name, Path: one.Path!)).ToList();
        foreach (var (option, path) in named)
        {
            Output.Check(path, arguments.GetRequiredValue(Input), option);
        }

        foreach (var (one, other) in named.SelectMany((one, at) => named.Skip(at + 1).Select(other => (one, other))))
        {
            if (Output.IsSame(one.Path, other.Path))
            {
                throw new UsageException($"{one.Name} and {other.Name} name one file, '{one.Path}'. Give each its own.");
            }
        }
    }

    private static int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = Request(arguments);
        var files = Networks(arguments, request);
        CheckFiles(arguments);
        CheckJson(arguments);
        string input = arguments.GetRequiredValue(Input);
        var file = ForecastNeeds.WithinTheCalendar(input, SeriesFile.Read(input), request.Horizon);
        double[][] values = [.. file.Series.Select(series => series.Values)];
        Note(file.Notes);
        ForecastNeeds.Require(input, file.Series);
        Note(ForecastNeeds.Unmet(file.Series, values, request, isTrained: files.IsTrained));
        Note(ForecastNeeds.Work(values, request));

        int origins = PastOrigins(arguments);
        if (origins > 0)
        {
            bool isJson = arguments.GetValue(Json);
            var table = new AccuracyTable(values, request, origins);
            table.Judge(Evaluated(request), isPrinted: !isJson, cancellationToken);
            if (isJson)
            {
                Console.WriteLine(AccuracyJson.Write(table));
            }
        }

        SeriesForecastResult?[] forecasts;
        using (var progress = new ProgressBar("forecasting", TimeProvider.System))
        {
            forecasts = files.Run(values, request, progress, cancellationToken);
        }

        Note(ForecastNeeds.WithoutValue(file.Series, forecasts));
        Note(ForecastNeeds.Strays(file.Series));
        new ForecastTable(file.Series, forecasts, request).Write(arguments.GetValue(OutputFile));

        if (!files.IsComplete)
        {
            Note([
                "no network was kept: the series are too few or too short to train one together " +
                $"({SeriesBatch.FewestShared} series and {SeriesBatch.FewestSharedValues} values before the part that judges them).",
            ]);
        }

        return Refused(file.Faults) ? ExitCode.Usage : files.IsComplete ? ExitCode.Done : ExitCode.Negative;
    }

    // Said last, where it is seen: the forecasts of the others are written.
    private static bool Refused(IReadOnlyList<string> faults)
    {
        foreach (string fault in faults.Take(MostFaults))
        {
            Console.Error.WriteLine($"vireo: {fault} This series was left out.");
        }

        if (faults.Count > MostFaults)
        {
            Console.Error.WriteLine($"vireo: {faults.Count - MostFaults} more series could not be read and were left out.");
        }

        return faults.Count > 0;
    }

    private static NetworkFiles Networks(ParseResult arguments, SeriesForecastRequest request)
    {
        string? loaded = arguments.GetValue(LoadedModel);
        if (loaded is not null && arguments.GetValue(Origins) > 0)
        {
            throw new UsageException(
                "--cv judges at past origins, whose future the networks of --load-model may have seen. Leave one out.");
        }

        return new NetworkFiles(arguments.GetValue(Checkpoint), arguments.GetValue(SavedModel), loaded, request);
    }

    private static int PastOrigins(ParseResult arguments)
    {
        int origins = arguments.GetValue(Origins);

        return origins >= 0
            ? origins
            : throw new UsageException($"--cv {origins} is out of range: so many past origins, or 0 for none.");
    }

    private static void CheckJson(ParseResult arguments)
    {
        if (arguments.GetValue(Json) && (PastOrigins(arguments) == 0 || arguments.GetValue(OutputFile) is null or "-"))
        {
            throw new UsageException(
                "--json writes the accuracy of --cv to standard output: give --cv N, and --output FILE for the forecasts.");
        }
    }

    private static string[] Evaluated(SeriesForecastRequest request) =>
        request.Model == ModelNames.Auto ? [ModelNames.Auto, .. ModelCatalog.NamesFor(request.Effort)] : [request.Model];

    private static void Note(IEnumerable<string> notes)
    {
        foreach (string note in notes)
        {
            Console.Error.WriteLine($"vireo: note: {note}");
        }
    }

    private static SeriesForecastRequest Request(ParseResult arguments)
    {
        long horizon = arguments.GetValue(Horizon);
        if (horizon is < 1 or > SeriesForecastRequest.LongestHorizon)
        {
            throw new UsageException(
                $"--horizon {horizon} is out of range: 1 to {SeriesForecastRequest.LongestHorizon} steps.");
        }

        string typed = arguments.GetRequiredValue(Model);
        string model = Known("--model", typed == Ensemble ? ModelNames.Auto : typed, Models);
        string effort = Known("--effort", arguments.GetRequiredValue(EffortOption), [.. Efforts.Select(one => one.Name)]);
        if (effort != Efforts[0].Name && model != ModelNames.Auto)
        {
            throw new UsageException($"--effort belongs to --model {ModelNames.Auto}; '{model}' is one model, whatever its work.");
        }

        double[] coverages = Numbers("--level", arguments.GetRequiredValue(Level), 1, 99.9);
        if (coverages.Distinct().Count() < coverages.Length)
        {
            throw new UsageException($"--level '{arguments.GetRequiredValue(Level)}' names a coverage twice.");
        }

        return new SeriesForecastRequest(
            (int)horizon,
            Seasons(arguments.GetRequiredValue(Season)),
            model,
            [.. coverages.Select(percent => percent / 100)])
        {
            Effort = Array.Find(Efforts, one => one.Name == effort).Effort,
        };
    }

    private static string Known(string option, string word, string[] words) => words.Contains(word)
        ? word
        : throw new UsageException(
            $"{option} '{word}' is not known; the nearest is '{NearestWord.Of(word, words)}'. Known: {string.Join(", ", words)}.");

    private static ImmutableArray<int> Seasons(string text)
    {
        double[] seasons = Numbers("--season", text, 1, 1e6);
        if (seasons.Any(season => season != Math.Floor(season)))
        {
            throw new UsageException($"--season '{text}': a season is a whole number of steps.");
        }

        string[] real = [.. seasons.Where(season => season > 1).Distinct().Select(season => $"{season}")];
        string meant = real.Length > 0 ? string.Join(',', real.Take(MostSeasons)) : "1";

        return real.Length > MostSeasons ? throw new UsageException(
                $"--season '{text}' names {real.Length} seasons; at most {MostSeasons} (a day, a week, a year) can be told apart. "
                + $"Give the ones that matter, as in --season {meant}.")
            : real.Length < seasons.Length && seasons.Length > 1 ? throw new UsageException(
                $"--season '{text}' names a season twice, or none (1) beside others. Write --season {meant}.")
            : [.. seasons.Select(season => (int)season)];
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
}
