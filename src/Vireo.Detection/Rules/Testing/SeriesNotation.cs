using System.Globalization;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Testing;

/// <summary>Series as tests of rules write them: <c>1 2 _ 3+4x5 stale</c>.</summary>
internal static class SeriesNotation
{
    private const int Most = 10_000_000;

    /// <summary>Reads the values; null stands for none.</summary>
    /// <exception cref="ExpressionException">It cannot be read.</exception>
    public static List<double?> Values(string text)
    {
        List<double?> values = [];
        int at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            int end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            Item(text[at..end], at, values);
            at = end;
        }

        return values;
    }

    /// <summary>Reads a name with labels.</summary>
    /// <exception cref="ExpressionException">It cannot be read.</exception>
    public static LabelSet Labels(string text)
    {
        string trimmed = text.Trim();
        if (trimmed is "" or "{}")
        {
            return LabelSet.Empty;
        }

        // A selector with equalities only names one series.
        Expression expression = Parser.Parse(trimmed);
        LabelMatcher[] matchers = expression is InstantSelector instant ? [.. instant.Selector.Matchers] : [];
        if (matchers.Length == 0 || matchers.Any(matcher => matcher.Kind != MatchKind.Equal))
        {
            throw new ExpressionException(0, $"'{text}' is no series; write name{{label=\"value\"}}.");
        }

        return LabelSet.Of(matchers.Select(matcher => KeyValuePair.Create(matcher.Name, matcher.Value)));
    }

    private static void Item(string item, int position, List<double?> values)
    {
        if (item == "stale")
        {
            values.Add(StaleMarker.Value);

            return;
        }

        int times = item.LastIndexOf('x');
        int count = 0;
        if (times > 0
            && (!int.TryParse(item.AsSpan(times + 1), NumberStyles.None, CultureInfo.InvariantCulture, out count)
            || values.Count + count > Most))
        {
            throw new ExpressionException(position, $"'{item}': a whole number, at most {Most}, must follow the x.");
        }

        string body = times > 0 ? item[..times] : item;
        if (body == "_")
        {
            for (int i = 0; i < Math.Max(1, count); i++)
            {
                values.Add(null);
            }

            return;
        }

        int step = StepAt(body);
        if ((step > 0 && times < 0) || !Number(step > 0 ? body[..step] : body, out double start))
        {
            throw new ExpressionException(position,
                $"'{item}' is not understood; write 5, _, stale, NaN, 1+2x10 or 7x3.");
        }

        double increase = 0;
        if (step > 0 && !Number(body[step..], out increase))
        {
            throw new ExpressionException(position, $"'{body[step..]}' is no number to add.");
        }

        for (int i = 0; i <= count; i++)
        {
            values.Add(start);
            start += increase;
        }
    }

    // Where the second sign is, not counting one of an exponent.
    private static int StepAt(string body)
    {
        for (int i = 1; i < body.Length; i++)
        {
            if (body[i] is '+' or '-' && body[i - 1] is not ('e' or 'E'))
            {
                return i;
            }
        }

        return -1;
    }

    // Here 0x7 is eight zeros and no hexadecimal number.
    private static bool Number(string text, out double value)
    {
        value = 0;

        return !text.Contains('x', StringComparison.OrdinalIgnoreCase)
            && Evaluation.GoNumbers.TryParse(text, out value);
    }
}
