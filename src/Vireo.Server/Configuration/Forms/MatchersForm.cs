using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Conditions on labels as Alertmanager writes them.</summary>
internal sealed class MatchersForm : Form<LabelMatchers>
{
    private static readonly ListForm<string> Texts = new(new TextForm("a condition such as severity=\"critical\""));

    public override string Expected => Texts.Expected;

    public override JsonObject Schema() => Texts.Schema();

    public override JsonNode Write(LabelMatchers value) => Texts.Write(value.Texts);

    public override bool TryRead(YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out LabelMatchers value)
    {
        value = null;
        if (!Texts.TryRead(node, problems, out var texts))
        {
            return false;
        }

        try
        {
            value = LabelMatchers.Parse(texts);

            return true;
        }
        catch (FormatException wrong)
        {
            problems.Add(node.Place, wrong.Message);

            return false;
        }
    }
}
