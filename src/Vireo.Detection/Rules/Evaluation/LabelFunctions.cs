using System.Text;
using System.Text.RegularExpressions;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary><c>label_replace</c> and <c>label_join</c>.</summary>
internal static class LabelFunctions
{
    /// <summary>Sets a label from groups of a pattern on another; series that do not match stay as they are.</summary>
    /// <param name="samples">The vector.</param>
    /// <param name="texts">Target, replacement, source, pattern.</param>
    public static List<Sample> Replace(List<Sample> samples, string[] texts)
    {
        Regex regex = Patterns.Anchored(texts[3]);
        for (int i = 0; i < samples.Count; i++)
        {
            Match match = regex.Match(samples[i].Labels[texts[2]]);
            if (match.Success)
            {
                samples[i] = new(samples[i].Labels.With(texts[0], Expand(texts[1], match)), samples[i].Value);
            }
        }

        return samples;
    }

    /// <summary>Sets a label to others joined.</summary>
    /// <param name="samples">The vector.</param>
    /// <param name="texts">Target, separator, sources.</param>
    public static List<Sample> Join(List<Sample> samples, string[] texts)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            Sample sample = samples[i];
            string joined = string.Join(texts[1], texts.Skip(2).Select(label => sample.Labels[label]));
            samples[i] = new(sample.Labels.With(texts[0], joined), sample.Value);
        }

        return samples;
    }

    // $1, ${1} and $name; a name runs as long as letters, digits and underscores do; an unknown group is empty.
    private static string Expand(string template, Match match)
    {
        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] != '$' || i + 1 == template.Length)
            {
                text.Append(template[i]);
                continue;
            }

            if (template[i + 1] == '$')
            {
                text.Append('$');
                i++;
                continue;
            }

            bool isBraced = template[i + 1] == '{';
            int from = i + (isBraced ? 2 : 1);
            int to = from;
            while (to < template.Length && (char.IsAsciiLetterOrDigit(template[to]) || template[to] == '_'))
            {
                to++;
            }

            if (to == from || (isBraced && (to == template.Length || template[to] != '}')))
            {
                text.Append('$');
                continue;
            }

            string name = template[from..to];
            text.Append(int.TryParse(name, out int number) ? match.Groups[number].Value : match.Groups[name].Value);
            i = isBraced ? to : to - 1;
        }

        return text.ToString();
    }
}
