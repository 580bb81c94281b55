using System.Text.RegularExpressions;

namespace Vireo.Architecture.Tests;

/// <summary>docs/promises.md names a test or benchmark for each promise; a renamed test must not leave a dead
/// name.</summary>
public partial class PromisesTests
{
    [Fact]
    public void Every_test_and_benchmark_that_a_promise_names_exists()
    {
        string promises = File.ReadAllText(Path.Combine(Repository.Root, "docs", "promises.md"));
        string code = string.Join('\n', Repository.SourceFiles("tests", "*.cs")
            .Concat(Repository.SourceFiles("benchmarks", "*.cs"))
            .Select(File.ReadAllText));

        var missing = NameInBackticks().Matches(promises)
            .Select(match => match.Groups["name"].Value)
            .Where(name => !code.Contains(name, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [GeneratedRegex("(?:test|bench) `(?<name>[^`]+)`")]
    private static partial Regex NameInBackticks();
}
