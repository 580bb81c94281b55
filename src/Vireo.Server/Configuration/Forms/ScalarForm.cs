using System.Diagnostics.CodeAnalysis;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A form that is one word or number.</summary>
internal abstract class ScalarForm<T> : Form<T>
{
    public sealed override bool TryRead(YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (node is YamlScalar { IsNull: false } scalar && TryParse(scalar, out value))
        {
            return true;
        }

        string hint = node is YamlScalar { IsNull: false } written ? Hint(written.Text) : "";
        problems.Add(node.Place, $"Expected {Expected}, found {node.Found}.{hint}");
        value = default;

        return false;
    }

    protected abstract bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out T value);

    /// <summary>A sentence that helps with a likely slip, with a space before it; empty without one.</summary>
    protected virtual string Hint(string text) => "";
}
