using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vireo.Cli.Terminal;

/// <summary>What a JSON reader complains of, without the names of types and the advice to programmers.</summary>
internal static partial class JsonWords
{
    /// <summary>Where it is, such as <c>fleet.hosts[0].state</c>.</summary>
    /// <param name="part">The property that was read.</param>
    /// <param name="error">What the reader says; its path begins with <c>$</c>.</param>
    public static string Place(string part, JsonException error) =>
        error.Path is { Length: > 0 } path ? part + path.TrimStart('$') : part;

    /// <summary>What is wrong, in one sentence.</summary>
    public static string Of(JsonException error)
    {
        string said = error.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd();
        if (Missing().Match(said) is { Success: true } missing)
        {
            string names = missing.Groups[1].Value.TrimEnd('.');

            return $"{names} {(names.Contains(',', StringComparison.Ordinal) ? "are" : "is")} missing.";
        }

        return said.Contains("doesn't allow null values", StringComparison.Ordinal) ? "null is not allowed here."
            : said.Contains("could not be converted", StringComparison.Ordinal)
                ? "this is not a value of the kind that belongs here."
            : said.Contains("isFinalBlock", StringComparison.Ordinal) ? "it is empty or ends in the middle."
            : said;
    }

    [GeneratedRegex("missing required properties including: (.+)$")]
    private static partial Regex Missing();
}
