using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vireo.Cli.Terminal;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Testing;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo rules</c>: checks rule files and runs their tests.</summary>
internal static partial class RulesCommand
{
    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "YAML files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Machine-readable output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var check = new Command(
            "check", "Reads rule files and tells every mistake with its place.\nExample: vireo rules check alerts.yaml")
        {
            Files,
        };
        check.SetAction(arguments => Check(arguments.GetRequiredValue(Files)));
        var test = new Command(
            "test",
            "Runs tests of rules, in the form of promtool. Ends with 3 when a test fails.\n" +
            "Example: vireo rules test alerts_test.yaml")
        {
            Files, Json,
        };
        test.SetAction(arguments => Test(arguments.GetRequiredValue(Files), arguments.GetValue(Json)));

        var defaults = new Command(
            "defaults", "Prints the rules that come with Vireo, to start one's own from.\nExample: vireo rules defaults > alerts.yaml");
        defaults.SetAction(_ =>
        {
            Console.Write(DefaultRulesText.Write());

            return ExitCode.Done;
        });

        return new Command("rules", "Works with alert rules.\nExample: vireo rules test alerts_test.yaml")
        {
            check, test, RulePreviewCommand.Create(ServerCommands.Send), defaults,
        };
    }

    private static int Check(string[] files)
    {
        foreach (string file in files)
        {
            RuleFile[] rules = [.. ReadRules(file, out int thresholds)];
            string own = thresholds == 0 ? "" : $"{thresholds} thresholds, ";
            Console.WriteLine(
                $"{file}: {own}{rules.Sum(read => read.Groups.Length)} groups, " +
                $"{rules.Sum(read => read.Groups.Sum(group => group.Rules.Length))} rules.");
        }

        return ExitCode.Done;
    }

    private static int Test(string[] files, bool json)
    {
        var results = new List<(string File, RuleTestFailure[] Failures)>();
        foreach (string file in files)
        {
            RuleTestFile tests = RuleTestReader.Read(file, ReadText(file));
            Refuse(tests.Problems);
            RuleFile[] rules = [.. RuleFiles(file, tests).SelectMany(one => ReadRules(one, out _))];
            results.Add((file, [.. new RuleTestRunner(tests, rules).Run()]));
        }

        if (json)
        {
            WriteJson(results);
        }
        else
        {
            Write(results);
        }

        return results.Any(result => result.Failures.Length > 0) ? ExitCode.Negative : ExitCode.Done;
    }

    private static void Write(List<(string File, RuleTestFailure[] Failures)> results)
    {
        foreach ((string file, RuleTestFailure[] failures) in results)
        {
            Console.WriteLine(failures.Length == 0 ? $"{file}: passed" : $"{file}: {failures.Length} failed");
            foreach (RuleTestFailure failure in failures)
            {
                string test = failure.Test.Length > 0 ? $"{failure.Test}: " : "";
                Console.WriteLine($"  {file}:{failure.Line}: {test}{failure.What}");
                Console.WriteLine($"    expected: {Indented(failure.Expected)}");
                Console.WriteLine($"    got:      {Indented(failure.Got)}");
            }
        }
    }

    private static void WriteJson(List<(string File, RuleTestFailure[] Failures)> results)
    {
        using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), new() { Indented = true });
        writer.WriteStartArray();
        foreach ((string file, RuleTestFailure[] failures) in results)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("passed", failures.Length == 0);
            writer.WriteStartArray("failures");
            foreach (RuleTestFailure failure in failures)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", failure.Line);
                writer.WriteString("test", failure.Test);
                writer.WriteString("what", failure.What);
                writer.WriteString("expected", failure.Expected);
                writer.WriteString("got", failure.Got);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        Console.WriteLine();
    }

    private static string Indented(string text) => text.ReplaceLineEndings("\n              ");

    // Paths are seen from the folder of the test file and may end in a pattern.
    private static IEnumerable<string> RuleFiles(string testFile, RuleTestFile tests)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(testFile))!;
        foreach (string pattern in tests.RuleFiles)
        {
            string full = Path.GetFullPath(Path.Combine(folder, pattern));
            string name = Path.GetFileName(full);
            if (!name.AsSpan().ContainsAny('*', '?'))
            {
                yield return full;
                continue;
            }

            string[] found = Directory.Exists(Path.GetDirectoryName(full))
                ? [.. Directory.GetFiles(Path.GetDirectoryName(full)!, name).Order(StringComparer.Ordinal)]
                : [];
            if (found.Length == 0)
            {
                throw new UsageException($"{testFile}: no file matches '{pattern}' of rule_files.");
            }

            foreach (string file in found)
            {
                yield return file;
            }
        }
    }

    // Rules stand in files of their own, as Prometheus has them, or in documents of kind AlertRules.
    private static ImmutableArray<RuleFile> ReadRules(string file, out int thresholds)
    {
        thresholds = 0;
        string text = ReadText(file);
        if (!Document().IsMatch(text))
        {
            RuleFile rules = RuleFileReader.Read(file, text);
            Refuse(rules.Problems);

            return [rules];
        }

        ConfigurationResult read = ConfigurationLoader.Load([file]);
        if (read.Configuration is not { } configuration)
        {
            throw new UsageException(string.Join("\nvireo: ", read.Problems));
        }

        thresholds = configuration.Rules.Length;

        return configuration.RuleFiles;
    }

    [GeneratedRegex("^apiVersion:", RegexOptions.Multiline)]
    private static partial Regex Document();

    private static void Refuse(ImmutableArray<RuleProblem> problems)
    {
        if (problems.Length > 0)
        {
            throw new UsageException(string.Join("\nvireo: ", problems));
        }
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read '{file}': {error.Message}", error);
        }
    }
}
