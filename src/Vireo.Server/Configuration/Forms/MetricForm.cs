using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>The name of a metric.</summary>
internal sealed class MetricForm : ScalarForm<Metric>
{
    public override string Expected => "the name of a metric such as cpu.usage or mem.usage";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. Metric.All.Select(metric => (JsonNode)metric.Name)]),
    };

    public override JsonNode Write(Metric value) => JsonValue.Create(value.Name);

    protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out Metric value) =>
        (value = Metric.Find(scalar.Text)) is not null;

    protected override string Hint(string text) =>
        $" The nearest is '{NearestWord.Of(text, Metric.All.Select(metric => metric.Name))}'.";
}
