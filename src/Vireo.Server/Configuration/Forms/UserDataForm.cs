using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>cloud-init user data: a <c>#cloud-config</c> document or a script.</summary>
internal sealed class UserDataForm : ScalarForm<string>
{
    // What the common data sources carry.
    private const int Longest = 16 * 1024;
    private const string CloudConfig = "#cloud-config";

    public override string Expected => $"text that begins with '{CloudConfig}' or '#!', at most {Longest} characters";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^(#cloud-config|#!)", ["maxLength"] = Longest };

    public override JsonNode Write(string value) => JsonValue.Create(value);

    /// <summary>What is wrong with the user data once the parameters are filled in with their defaults; null when
    /// nothing is.</summary>
    public static string? WhyNot(VmTemplate template)
    {
        var values = template.Parameters.ToImmutableSortedDictionary(
            parameter => parameter.Name, parameter => parameter.Default ?? Example(parameter), StringComparer.Ordinal);
        string? text = TemplateText.Fill(template, new VirtualMachineId("machine"), values).UserData;

        return text is not null && text.StartsWith(CloudConfig, StringComparison.Ordinal) ? WhyNoYaml(text) : null;
    }

    /// <summary>What is wrong with a <c>#cloud-config</c> document; null when nothing is.</summary>
    public static string? WhyNoYaml(string text)
    {
        var problems = new ProblemList("userData");
        var documents = YamlTree.Parse(text, problems);

        return problems.InOrder().FirstOrDefault() is { } problem
            ? $"The user data is no YAML, in its line {problem.Line}: {problem.Message}"
            : documents is [YamlMapping] ? null
            : $"A {CloudConfig} document holds keys and values, such as 'packages: [nginx]'.";
    }

    protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;

        return value.Length <= Longest && !value.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t'))
            && (value.StartsWith(CloudConfig, StringComparison.Ordinal) || value.StartsWith("#!", StringComparison.Ordinal));
    }

    private static string Example(TemplateParameter parameter) => parameter switch
    {
        { Choices: [var first, ..] } => first,
        { Kind: ParameterKind.Integer } => $"{parameter.Minimum ?? parameter.Maximum ?? 1}",
        { Kind: ParameterKind.Flag } => "true",
        _ => "word",
    };
}
