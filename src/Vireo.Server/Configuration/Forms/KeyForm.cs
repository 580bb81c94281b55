using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>One key of a mapping: what it is called, what it means, and how it changes the value under
/// construction.</summary>
internal abstract class KeyForm<T>(string name, string description, bool isRequired)
{
    public string Name => name;

    public string Description => description;

    public bool IsRequired => isRequired;

    /// <summary>Whether it is read before the others, wherever it stands: they may change what it set.</summary>
    public bool IsFirst { get; init; }

    public abstract T Read(YamlNode node, ProblemList problems, T target);

    public abstract JsonObject Schema(T start);

    public abstract JsonNode? Write(T source);
}

/// <summary>A key whose value has a form.</summary>
internal sealed class KeyForm<T, TValue>(
    string name, string description, bool isRequired, Form<TValue> form, Func<T, TValue?> get, Func<T, TValue, T> set)
    : KeyForm<T>(name, description, isRequired)
{
    public override T Read(YamlNode node, ProblemList problems, T target) =>
        form.TryRead(node, problems, out var value) ? set(target, value) : target;

    public override JsonObject Schema(T start)
    {
        var schema = form.Schema();
        string expected = schema["description"] is { } own ? $" {own}" : "";
        schema["description"] = Description + expected;
        if (!IsRequired && Write(start) is { } usual)
        {
            schema["default"] = usual;
        }

        return schema;
    }

    public override JsonNode? Write(T source) => get(source) is { } value ? form.Write(value) : null;
}
