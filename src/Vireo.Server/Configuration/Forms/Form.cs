using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>How a value is written: read from YAML, written back, described in messages and as JSON Schema, all from
/// one definition.</summary>
internal abstract class Form<T>
{
    /// <summary>What is expected, e.g. <c>a duration such as 30s, 5m or 2d</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>As JSON Schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reads a value; every reason why it cannot becomes a problem.</summary>
    public abstract bool TryRead(YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out T value);

    /// <summary>Writes a value in the form in which it is read.</summary>
    public abstract JsonNode Write(T value);
}
