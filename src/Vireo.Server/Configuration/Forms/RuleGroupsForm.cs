using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Detection.Rules.Files;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Groups of alerting and recording rules, as Prometheus has them below <c>groups:</c>.</summary>
internal sealed class RuleGroupsForm : Form<RuleFile>
{
    public override string Expected => "a list of rule groups, each with 'name' and 'rules', as Prometheus has them";

    public override bool TryRead(YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out RuleFile value)
    {
        value = null;
        if (node is not YamlSequence)
        {
            problems.Add(node.Place, $"Expected {Expected}, found {node.Found}.");

            return false;
        }

        var text = new YamlText("groups", node);
        value = RuleFileReader.Read("groups", text.Text);
        foreach (var problem in value.Problems)
        {
            problems.Add(text.PlaceOf(problem.Line), problem.Message);
        }

        return value.Problems.IsEmpty;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["name"] = new JsonObject { ["type"] = "string" },
                ["interval"] = new JsonObject { ["type"] = "string" },
                ["limit"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                ["rules"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object" } },
            },
            ["required"] = new JsonArray("name", "rules"),
            ["additionalProperties"] = false,
        },
    };

    public override JsonNode Write(RuleFile value) =>
        JsonNode.Parse(value.Text, documentOptions: new() { AllowTrailingCommas = true })!["groups"]!.DeepClone();
}
