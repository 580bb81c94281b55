using System.CommandLine;
using Vireo.Cli.Logs;
using Vireo.Cli.Terminal;
using Vireo.Detection.Logs;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo logs</c>: what kinds of lines a log holds.</summary>
internal static class LogsCommand
{
    private const int ProgressEvery = 1 << 14;

    private static readonly Option<string> Input = new("--input")
    {
        Description = "Log lines, one a line, plain or .gz.",
        Required = true,
    };

    private static readonly Option<string?> OutputFile = new("--output")
    {
        Description = "CSV with line,template_id,template,parameters; standard output without.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var parse = new Command(
            "parse",
            "Tells the template and the values of every line of a log, learned from the log itself.\n" +
            "Example: vireo logs parse --input messages.log --output parsed.csv")
        {
            Input, OutputFile,
        };
        parse.SetAction((arguments, cancellationToken) => Task.FromResult(
            Parse(arguments.GetRequiredValue(Input), arguments.GetValue(OutputFile), cancellationToken)));

        return new Command("logs",
            "Works with logs.\nExample: vireo logs parse --input messages.log --output parsed.csv")
        {
            parse,
        };
    }

    private static int Parse(string input, string? output, CancellationToken cancellationToken)
    {
        Output.Check(output, input);
        var miner = new TemplateMiner(new MinerOptions());
        long lines;
        using (var progress = new ProgressBar("learning", TimeProvider.System))
        {
            lines = Read(input, progress, (_, line) => miner.Learn(line), cancellationToken).Lines;
        }

        miner.Consolidate();
        var parser = new LineParser(miner);
        (long foreign, long cut) = (0, 0);
        Output.WriteStream(output, stream =>
        {
            var writer = new ParsedLogWriter(stream);
            writer.WriteHeader();
            using var progress = new ProgressBar("parsing", TimeProvider.System);
            cut = Read(input, progress, (number, line) =>
                writer.Write(number, line, parser.Parse(line)), cancellationToken)
                .Cut;
            writer.Flush();
            foreign = writer.ForeignLines;
        });
        Console.Error.WriteLine($"vireo: {lines} lines, {miner.Count} templates.");
        Note(cut, $"were longer than {LogFile.LongestLine >> 20} MiB and cut");
        Note(foreign, "were no UTF-8; their wrong bytes are written as U+FFFD");
        Note(miner.Forgotten, "templates were forgotten to bound memory; lines of theirs may be told apart too finely");

        return ExitCode.Done;
    }

    private static (long Lines, long Cut) Read(
        string path, ProgressBar progress, LineAction act, CancellationToken cancellationToken)
    {
        using LogFile file = LogFile.Open(path);
        long number = 0;
        try
        {
            while (file.Next(out ReadOnlySpan<byte> line))
            {
                act(++number, line);
                if (number % ProgressEvery == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress.Report(file.Progress);
                }
            }
        }
        catch (InvalidDataException error)
        {
            throw new UsageException($"{path}:{number + 1}: the compressed data are broken: {error.Message}", error);
        }

        return (number, file.CutLines);
    }

    private static void Note(long count, string what)
    {
        if (count > 0)
        {
            Console.Error.WriteLine($"vireo: note: {count} {what}.");
        }
    }

    private delegate void LineAction(long number, ReadOnlySpan<byte> line);
}
