using System.CommandLine;
using Vireo.Cli.Detecting;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo detect</c>: anomalies in the series of a file, found as they would have been found live.</summary>
internal static class DetectCommand
{
    private const int NamesShown = 3;

    private static readonly Option<string> Input = new("--input")
    {
        Description = "CSV (plain or .gz) with the header unique_id,ds,y, or Parquet with these columns.",
        Required = true,
    };

    private static readonly Option<string> Teaching = new("--probation")
    {
        Description = "Rows at the begin of each series that only teach: a number, or a share of its first 5,000 rows.",
        DefaultValueFactory = _ => "15%",
    };

    private static readonly Option<bool> Joint = new("--joint")
    {
        Description = "Score series named entity/metric together: one row for each entity and instant.",
    };

    private static readonly Option<string?> OutputFile = new("--output")
    {
        Description = "File for unique_id,ds,score,alert, CSV or (.parquet) Parquet; standard output without.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "detect",
            "Scores every row of every series, 0 to 1, from that row and earlier rows only, and says where a person should look.\n" +
            "Example: vireo detect --input metrics.csv --probation 15% --output anomalies.csv")
        {
            Input, Teaching, Joint, OutputFile,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(arguments, cancellationToken)));

        return command;
    }

    private static int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var probation = Probation.Parse(arguments.GetRequiredValue(Teaching));
        string path = arguments.GetRequiredValue(Input);
        Output.Check(arguments.GetValue(OutputFile), path);
        var rows = new RowCollector(path);
        var notes = SeriesFile.ReadInto(path, rows);
        if (rows.Count == 0)
        {
            throw new UsageException($"{path}: the file holds a header and no rows.");
        }

        DetectionRow[] scored = arguments.GetValue(Joint)
            ? DetectionRun.Together(rows, probation, cancellationToken)
            : DetectionRun.Apart(rows, probation, cancellationToken);
        Note([.. notes, .. UnorderedNote(DetectionRun.Unordered(rows))]);
        DetectionTable.Write(arguments.GetValue(OutputFile), scored);

        return ExitCode.Done;
    }

    private static IEnumerable<string> UnorderedNote(string[] names)
    {
        if (names.Length > 0)
        {
            string more = names.Length > NamesShown ? $" and {names.Length - NamesShown} more" : "";
            yield return $"{names.Length} series are not in the order of time; they were scored in that order (" +
                $"{string.Join(", ", names.Take(NamesShown).Select(name => $"'{name}'"))}{more}).";
        }
    }

    private static void Note(IEnumerable<string> notes)
    {
        foreach (string note in notes)
        {
            Console.Error.WriteLine($"vireo: note: {note}");
        }
    }
}
