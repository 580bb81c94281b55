using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Templates;

/// <summary>Functions of templates.</summary>
internal static class TemplateFunctions
{
    private static readonly FrozenDictionary<string, Func<object?[], TemplateData, object?>> Known = Create();

    private static readonly FrozenSet<string> Refused = new[]
    {
        "args", "tmpl", "toTime", "html", "js", "urlquery", "call", "slice", "tableLink", "graphLink", "toDuration",
            "now",
        "urlQueryEscape", "sortByLabel",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Whether there is such a function.</summary>
    public static bool IsKnown(string name) => Known.ContainsKey(name);

    /// <summary>Whether the language has it and this does not.</summary>
    public static bool IsRefused(string name) => Refused.Contains(name);

    /// <summary>Calls a function.</summary>
    public static object? Call(string name, object?[] arguments, TemplateData data, int position)
    {
        try
        {
            return Known[name](arguments, data);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or InvalidCastException or FormatException
            or ArgumentException or EvaluationException or ExpressionException)
        {
            string what = error is IndexOutOfRangeException ? "more arguments are needed" : error.Message;
            throw new TemplateException(position, $"error calling {name}: {what}");
        }
    }

    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        double number => number != 0,
        long number => number != 0,
        string text => text.Length > 0,
        System.Collections.ICollection many => many.Count > 0,
        _ => true,
    };

    private static FrozenDictionary<string, Func<object?[], TemplateData, object?>> Create() =>
        new Dictionary<string, Func<object?[], TemplateData, object?>>(StringComparer.Ordinal)
        {
            ["humanize"] = (a, _) => Humanize.Metric(Number(a[0])),
            ["humanize1024"] = (a, _) => Humanize.Binary(Number(a[0])),
            ["humanizeDuration"] = (a, _) => Humanize.Duration(Number(a[0])),
            ["humanizePercentage"] = (a, _) => Humanize.Percentage(Number(a[0])),
            ["humanizeTimestamp"] = (a, _) => Humanize.Timestamp(Number(a[0])),
            ["printf"] = (a, _) => Printf.Format(Text(a[0]), a.AsSpan(1)),
            ["print"] = (a, _) => string.Concat(a.Select(GoFormat.Value)),
            ["println"] = (a, _) => string.Join(' ', a.Select(GoFormat.Value)) + "\n",
            ["toUpper"] = (a, _) => Text(a[0]).ToUpperInvariant(),
            ["toLower"] = (a, _) => Text(a[0]).ToLowerInvariant(),
            ["title"] = (a, _) => Title(Text(a[0])),
            ["match"] = (a, _) => Unanchored(Text(a[0])).IsMatch(Text(a[1])),
            ["reReplaceAll"] = (a, _) => Unanchored(Text(a[0])).Replace(Text(a[2]), GoReplacement(Text(a[1]))),
            ["stripPort"] = (a, _) => StripPort(Text(a[0])),
            ["stripDomain"] = (a, _) => StripDomain(Text(a[0])),
            ["safeHtml"] = (a, _) => Text(a[0]),
            ["parseDuration"] = (a, _) => DurationNotation.TryParse(Text(a[0]), out long length)
                ? length / 1000.0
                : throw new FormatException($"'{a[0]}' is no duration."),
            ["query"] = (a, data) => data.Query(Text(a[0])).OrderBy(sample => sample.Labels).ToList(),
            ["first"] = (a, _) => ((List<Sample>)a[0]!) is [var one, ..]
                ? one : throw new FormatException("first() called on vector with no elements"),
            ["value"] = (a, _) => ((Sample)a[0]!).Value,
            ["label"] = (a, _) => ((Sample)a[1]!).Labels[Text(a[0])],
            ["strvalue"] = (a, _) => ((Sample)a[0]!).Labels["__value__"],
            ["externalURL"] = (_, data) => data.ExternalUrl,
            ["pathPrefix"] = (_, data) =>
                new Uri(data.ExternalUrl.Length > 0 ? data.ExternalUrl : "http://localhost").AbsolutePath.TrimEnd('/'),
            ["len"] = (a, _) => a[0] is string text ? text.Length : (long)((System.Collections.ICollection)a[0]!).Count,
            ["index"] = (a, _) => Index(a),
            ["eq"] = (a, _) => a.Skip(1).Any(other => Compare(a[0], other) == 0),
            ["ne"] = (a, _) => Compare(a[0], a[1]) != 0,
            ["lt"] = (a, _) => Compare(a[0], a[1]) is -1,
            ["le"] = (a, _) => Compare(a[0], a[1]) is -1 or 0,
            ["gt"] = (a, _) => Compare(a[0], a[1]) is 1,
            ["ge"] = (a, _) => Compare(a[0], a[1]) is 0 or 1,
            ["and"] = (a, _) => a.FirstOrDefault(one => !IsTrue(one), a[^1]),
            ["or"] = (a, _) => a.FirstOrDefault(IsTrue, a[^1]),
            ["not"] = (a, _) => !IsTrue(a[0]),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static double Number(object? value) => value switch
    {
        double number => number,
        long number => number,
        string text =>
            GoNumbers.TryParse(text, out double number) ? number : throw new FormatException($"'{text}' is no number."),
        _ => throw new FormatException($"can't convert {GoFormat.Value(value)} to a number."),
    };

    private static string Text(object? value) =>
        value as string ?? throw new FormatException($"expected string; got {GoFormat.Value(value)}");

    // Of different types nothing is equal, and asking is a mistake.
    private static int? Compare(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        (string a, string b) => Math.Sign(string.CompareOrdinal(a, b)),
        (bool a, bool b) => a == b ? 0 : null,
        _ => throw new FormatException("incompatible types for comparison"),
    };

    private static object? Index(object?[] a) => a switch
    {
        [IReadOnlyDictionary<string, string> labels, string key] => labels.GetValueOrDefault(key, ""),
        [List<Sample> samples, long at] => samples[(int)at],
        _ => throw new FormatException("index of neither labels nor a query's result"),
    };

    private static string Title(string text) =>
        Regex.Replace(text, "(?<![\\p{L}\\p{N}_'])\\p{L}", match => match.Value.ToUpper(CultureInfo.InvariantCulture));

    private static Regex Unanchored(string pattern) =>
        new(Patterns.Translated(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static string GoReplacement(string text) =>
        Regex.Replace(text, @"\$(\w+)", match => $"${{{match.Groups[1].Value}}}");

    private static string StripPort(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0 || colon == text.Length - 1 && text.Count(c => c == ':') != 1)
        {
            return text;
        }

        string host = text[..colon];

        return host.StartsWith('[') && host.EndsWith(']') ? host[1..^1]
            : host.Contains(':', StringComparison.Ordinal) ? text
            : host;
    }

    private static string StripDomain(string text)
    {
        string host = StripPort(text);
        string port = host == text ? "" : text[text.LastIndexOf(':')..];

        return IPAddress.TryParse(host, out _) ? text : host.Split('.')[0] + port;
    }
}
