using System.Globalization;
using System.Text.RegularExpressions;
using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying;

/// <summary>The user data of a template with its parameters: what is wrong with it, and how it reads for one
/// machine.</summary>
public static partial class TemplateText
{
    /// <summary>Given to every template without being declared: the machine's own name.</summary>
    public const string MachineName = "machine";

    private const int LongestValue = 255;

    /// <summary>What is wrong with a template as it is configured; each with the key that it is about.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(VmTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var known = template.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var used = Placeholders(template.UserData ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (string name in used.Where(name => name != MachineName && !known.Contains(name)).Order(StringComparer.Ordinal))
        {
            yield return ("userData", $"'{{{{{name}}}}}' names no parameter; declare it under 'parameters', or write '{{{{{MachineName}}}}}' " +
                "for the machine's name.");
        }

        foreach (var parameter in template.Parameters)
        {
            if (!used.Contains(parameter.Name))
            {
                yield return ("parameters", $"The parameter '{parameter.Name}' stands nowhere in the user data; write '{{{{{parameter.Name}}}}}' " +
                    "there or leave it out.");
            }

            if (parameter.Default is { } usual && WhyNot(parameter, usual) is { } wrong)
            {
                yield return ("parameters", $"The default of '{parameter.Name}': {wrong}");
            }
        }
    }

    /// <summary>What is wrong with the values chosen for one machine; null when nothing is.</summary>
    public static string? WhyNot(VmTemplate template, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(values);
        foreach (string name in values.Keys.Order(StringComparer.Ordinal))
        {
            if (template.Parameters.All(parameter => parameter.Name != name))
            {
                string known = template.Parameters.IsEmpty
                    ? "it has none" : $"it has {string.Join(", ", template.Parameters.Select(parameter => parameter.Name))}";

                return $"Template '{template.Id}' has no parameter '{name}'; {known}.";
            }
        }

        foreach (var parameter in template.Parameters)
        {
            if ((values.GetValueOrDefault(parameter.Name) ?? parameter.Default) is not { } value)
            {
                return $"The parameter '{parameter.Name}' of template '{template.Id}' has no default; give it a value.";
            }

            if (WhyNot(parameter, value) is { } wrong)
            {
                return $"The parameter '{parameter.Name}' of template '{template.Id}': {wrong}";
            }
        }

        return null;
    }

    /// <summary>The template as it reads for one machine.</summary>
    /// <param name="template">Its values were checked with
    /// <see cref="WhyNot(VmTemplate, IReadOnlyDictionary{string, string})"/>.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="values">What was chosen; defaults stand where nothing was.</param>
    public static VmTemplate Fill(VmTemplate template, VirtualMachineId machine, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(values);
        if (template.UserData is not { } text)
        {
            return template;
        }

        var all = template.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => values.GetValueOrDefault(parameter.Name) ?? parameter.Default ?? "",
            StringComparer.Ordinal);
        all[MachineName] = machine.Value;

        return template with
        {
            UserData = Placeholder().Replace(
                text, found => all.TryGetValue(found.Groups["name"].Value, out string? value) ? value : found.Value),
        };
    }

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(found => found.Groups["name"].Value);

    private static string? WhyNot(TemplateParameter parameter, string value) =>
        !parameter.Choices.IsEmpty && !parameter.Choices.Contains(value)
            ? $"'{value}' is none of {string.Join(", ", parameter.Choices)}."
            : parameter.Kind switch
            {
                ParameterKind.Integer => WhyNoNumber(parameter, value),
                ParameterKind.Flag => value is "true" or "false" ? null : $"Expected true or false, found '{value}'.",
                _ => value.Length <= LongestValue && Word().IsMatch(value)
                    ? null
                    : $"Expected at most {LongestValue} letters, digits and . _ : / @ + = , - without blanks, found '{Short(value)}'.",
            };

    private static string? WhyNoNumber(TemplateParameter parameter, string value) =>
        !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? $"Expected a whole number, found '{Short(value)}'."
            : number < parameter.Minimum ? $"{number} is below the minimum of {parameter.Minimum}."
            : number > parameter.Maximum ? $"{number} is above the maximum of {parameter.Maximum}."
            : null;

    private static string Short(string value) => value.Length > 40 ? value[..40] + "…" : value;

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z][A-Za-z0-9_-]*)\s*\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\A[A-Za-z0-9._:/@+=,-]*\z")]
    private static partial Regex Word();
}
