using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Lifts the form of a value to one that may be absent; where it is written, it is there.</summary>
internal sealed class PresentForm<T>(Form<T> form) : Form<T?>
    where T : struct
{
    public override string Expected => form.Expected;

    public override JsonObject Schema() => form.Schema();

    public override JsonNode Write(T? value) => form.Write(value.GetValueOrDefault());

    public override bool TryRead(YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out T? value)
    {
        bool isRead = form.TryRead(node, problems, out var present);
        value = isRead ? present : null;

        return isRead;
    }
}
