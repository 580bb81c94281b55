using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Notifying;

/// <summary>Conditions on labels that all have to hold, written as Alertmanager has them: <c>severity="critical"</c>,
/// <c>host=~"rack-2-.*"</c>. Compared by their text.</summary>
[JsonConverter(typeof(LabelMatchersJsonConverter))]
public sealed class LabelMatchers : IEquatable<LabelMatchers>
{
    private static readonly (string Text, MatchKind Kind)[] Operators =
    [
        ("=~", MatchKind.Regex), ("!~", MatchKind.NotRegex), ("!=", MatchKind.NotEqual), ("=", MatchKind.Equal),
    ];

    private readonly ImmutableArray<LabelMatcher> _items;

    private LabelMatchers(ImmutableArray<LabelMatcher> items) => _items = items;

    /// <summary>No condition: everything fulfils it.</summary>
    public static LabelMatchers Everything { get; } = new([]);

    /// <summary>Whether there is no condition.</summary>
    public bool IsEmpty => _items.IsEmpty;

    /// <summary>Each condition as it is written.</summary>
    public ImmutableArray<string> Texts => [.. _items.Select(Text)];

    /// <summary>Reads conditions.</summary>
    /// <exception cref="FormatException">One has another form; the message says what was expected.</exception>
    public static LabelMatchers Parse(IEnumerable<string> texts) => new([.. texts.Select(Read)]);

    /// <summary>Whether the labels fulfil all of them; an absent label is empty.</summary>
    public bool Matches(LabelSet labels) => _items.All(matcher => matcher.Matches(labels[matcher.Name]));

    /// <inheritdoc/>
    public bool Equals(LabelMatchers? other) => other is not null && Texts.SequenceEqual(other.Texts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelMatchers);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Texts)}}}";

    private static string Text(LabelMatcher matcher) =>
        matcher.Name + Operators.First(one => one.Kind == matcher.Kind).Text +
        $"\"{matcher.Value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    private static LabelMatcher Read(string text)
    {
        int end = text.IndexOfAny(['=', '!']);
        string name = end < 0 ? "" : text[..end].Trim();
        (string? sign, MatchKind kind) = end < 0 ? default
            : Operators.FirstOrDefault(one => text.AsSpan(end).StartsWith(one.Text, StringComparison.Ordinal));
        if (sign is null || !LabelNames.IsValid(name))
        {
            throw new FormatException(
                $"'{text}' is no condition on a label; expected one such as severity=\"critical\" or " +
                "host=~\"rack-2-.*\".");
        }

        try
        {
            return new LabelMatcher(name, kind, Value(text[(end + sign.Length)..].Trim(), text));
        }
        catch (Exception wrong) when (wrong is ArgumentException or ExpressionException)
        {
            throw new FormatException($"'{text}' is no condition on a label: {wrong.Message}", wrong);
        }
    }

    private static string Value(string written, string whole)
    {
        if (!written.StartsWith('"'))
        {
            return written;
        }

        var value = new StringBuilder();
        for (int at = 1; at < written.Length;)
        {
            switch (written[at])
            {
                case '"' when at == written.Length - 1:
                    return value.ToString();
                case '\\':
                    at = Escapes.Read(written, at, '"', value);
                    break;
                default:
                    value.Append(written[at++]);
                    break;
            }
        }

        throw new FormatException($"'{whole}' has no quote at its end, or something after it.");
    }
}
