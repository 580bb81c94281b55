using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vireo.Detection;
using Vireo.Detection.Rules.Defaults;
using Vireo.Server.Configuration.Documents;

namespace Vireo.Server.Configuration;

/// <summary>All rules that are in force unless somebody says otherwise, as a document to start one's own from.</summary>
public static partial class DefaultRulesText
{
    // Left out: what a rule that does not have them means.
    private static readonly Dictionary<string, string> Unset = new(StringComparer.Ordinal)
    {
        ["share"] = "0",
        ["noData"] = "keep",
        ["ofCapacity"] = "false",
    };

    /// <summary>A document of kind AlertRules: the thresholds, and the alerting rules that come along.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("apiVersion: ").Append(DocumentKind.ApiVersion).Append('\n');
        text.Append("kind: AlertRules\nname: defaults\nincludeDefaults: false\n\n");
        text.Append("# Thresholds of single hosts and machines, each with a condition of its own for the end. Always in force besides:\n");
        text.Append("# ").AppendJoin(", ", RuleNames.BuiltIn).Append(".\nrules:\n");
        foreach (var rule in DefaultRules.All)
        {
            text.Append("  - { ").AppendJoin(", ", Pairs(AlertRulesDocument.Rule.Write(rule).AsObject())).Append(" }\n");
        }

        return text.Append('\n').Append(ShippedRules.Text).ToString();
    }

    private static IEnumerable<string> Pairs(JsonObject rule) => rule
        .Where(pair => pair.Value is not null && Unset.GetValueOrDefault(pair.Key) != $"{pair.Value}")
        .Select(pair => $"{pair.Key}: {Plain(pair.Value!)}");

    private static string Plain(JsonNode value) =>
        value is JsonValue scalar && scalar.TryGetValue(out string? word) && Word().IsMatch(word) ? word : value.ToJsonString();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]*$|^[0-9]+[smhd]$")]
    private static partial Regex Word();
}
