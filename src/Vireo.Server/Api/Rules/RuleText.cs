using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Vireo.Detection;
using Vireo.Detection.Rules.Defaults;
using Vireo.Detection.Rules.Files;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Rules;

/// <summary>Rules as people write them: a rule file as Prometheus has it, or documents of kind
/// <c>AlertRules</c>.</summary>
internal static partial class RuleText
{
    /// <summary>Reads a text; the built-in rules are left out unless they are written there.</summary>
    /// <param name="name">What it is called where a mistake is told.</param>
    /// <param name="utf8">The text.</param>
    /// <exception cref="ApiException">There are mistakes: each is told with its place.</exception>
    public static (ImmutableArray<ThresholdRule> Thresholds, ImmutableArray<RuleFile> Files) Read(string name, byte[] utf8)
    {
        string text = Encoding.UTF8.GetString(utf8);
        if (!IsDocument(text))
        {
            var file = RuleFileReader.Read(name, text);

            return file.Problems.IsEmpty ? ([], [file]) : throw Refusal(file.Problems);
        }

        var read = ConfigurationLoader.Check(name, utf8);
        if (read.Configuration is not { } configuration)
        {
            throw Refusal(read.Problems);
        }

        if (!configuration.RulePaths.IsEmpty)
        {
            throw ApiException.BadRequest(
                "The document names rule files, which are not sent along: preview each of them by itself.");
        }

        var shipped = ShippedRules.Read();
        var own = configuration.RuleFiles.Where(file => file.Name != shipped.Name).ToImmutableArray();

        return own.Length == configuration.RuleFiles.Length
            ? (configuration.Rules, own)
            : ([.. configuration.Rules.Where(rule => !DefaultRules.All.Contains(rule))], own);
    }

    /// <summary>Whether a text is made of documents, and no rule file.</summary>
    public static bool IsDocument(string text) => Document().IsMatch(text);

    private static ApiException Refusal<T>(ImmutableArray<T> problems) =>
        ApiException.BadRequest(string.Join('\n', problems.Select(problem => $"{problem}")));

    [GeneratedRegex("^apiVersion:", RegexOptions.Multiline)]
    private static partial Regex Document();
}
