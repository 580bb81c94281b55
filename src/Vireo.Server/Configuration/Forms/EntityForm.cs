using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>An entity as <c>kind/identifier</c>.</summary>
internal sealed class EntityForm : ScalarForm<EntityId>
{
    public override string Expected =>
        $"{string.Join(", ", EntityText.Kinds.Select(kind => kind.Word + "/ID"))}, such as host/host-07";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = $"^({string.Join('|', EntityText.Kinds.Select(kind => kind.Word))})/.+$",
    };

    public override JsonNode Write(EntityId value) => JsonValue.Create(EntityText.Format(value));

    protected override bool TryParse(YamlScalar scalar, out EntityId value) =>
        EntityText.TryParse(scalar.Text, out value);
}
