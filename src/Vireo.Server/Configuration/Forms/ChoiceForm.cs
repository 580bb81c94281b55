using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceForm<T>((string Word, T Value)[] choices) : ScalarForm<T>
    where T : notnull
{
    public override string Expected => choices.Length == 1
        ? choices[0].Word
        : $"{string.Join(", ", choices[..^1].Select(choice => choice.Word))} or {choices[^1].Word}";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice.Word)]),
    };

    public override JsonNode Write(T value) =>
        JsonValue.Create(choices.First(choice => choice.Value.Equals(value)).Word);

    protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out T value)
    {
        foreach (var choice in choices)
        {
            if (choice.Word == scalar.Text)
            {
                value = choice.Value;

                return true;
            }
        }

        value = default;

        return false;
    }

    protected override string Hint(string text) =>
        $" The nearest is '{NearestWord.Of(text, choices.Select(choice => choice.Word))}'.";
}
