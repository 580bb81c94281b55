using System.Globalization;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;
using Vireo.Detection.Rules.Testing;

namespace Vireo.Detection.Tests.Rules;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData("up", 240, "up{i=\"1\"} 1; up{i=\"2\"} 0")]
    [InlineData("up == 0", 240, "up{i=\"2\"} 0")]
    [InlineData("up == bool 0", 240, "{i=\"1\"} 0; {i=\"2\"} 1")]
    [InlineData("sum(up)", 240, "{} 1")]
    [InlineData("count by (i) (up)", 240, "{i=\"1\"} 1; {i=\"2\"} 1")]
    [InlineData("rate(total[4m])", 240, "{i=\"1\"} 0.5")]
    [InlineData("increase(total[2m])", 240, "{i=\"1\"} 60")]
    [InlineData("total offset 1m", 240, "total{i=\"1\"} 90")]
    [InlineData("-2 ^ 2", 0, "{} -4")]
    [InlineData("2 ^ 3 ^ 2", 0, "{} 512")]
    [InlineData("1 - 2 - 3", 0, "{} -4")]
    [InlineData("absent(nothing{a=\"b\",c=~\"d\"})", 0, "{a=\"b\"} 1")]
    [InlineData("predict_linear(total[4m], 60)", 240, "{i=\"1\"} 150")]
    [InlineData("gone", 240, "gone 5")]
    [InlineData("gone", 301, "gone 5")]
    [InlineData("gone", 361, "")]
    [InlineData("ended", 60, "")]
    [InlineData("label_replace(up, \"n\", \"h$1\", \"i\", \"(.)\")", 240, "up{i=\"1\", n=\"h1\"} 1; up{i=\"2\", n=\"h2\"} 0")]
    [InlineData("total * on (i) up", 240, "{i=\"1\"} 120")]
    [InlineData("up unless total", 240, "up{i=\"2\"} 0")]
    [InlineData("histogram_quantile(0.5, h)", 240, "{} 1.5")]
    [InlineData("quantile(0.5, up)", 240, "{} 0.5")]
    [InlineData("max_over_time(up{i=\"2\"}[4m])", 240, "{i=\"2\"} 1")]
    [InlineData("changes(up[10m])", 240, "{i=\"1\"} 0; {i=\"2\"} 1")]
    public void An_expression_gives_what_prometheus_gives(string expression, int second, string expected)
    {
        IReadOnlyList<Sample> samples =
            new Evaluator(Store(), 1000L * second, EvaluationLimits.Default).Evaluate(Parser.Parse(expression));

        string got = string.Join("; ", samples.OrderBy(sample => sample.Labels)
            .Select(sample => $"{sample.Labels} {sample.Value.ToString("0.######", CultureInfo.InvariantCulture)}"));
        Assert.Equal(expected, got);
    }

    [Theory]
    [InlineData("up * on () total", "One side must be unique")]
    [InlineData("label_replace(up, \"i\", \"\", \"i\", \".*\")", "same labels")]
    public void What_has_no_result_says_why_and_what_to_do(string expression, string message)
    {
        var evaluator = new Evaluator(Store(), 240_000, EvaluationLimits.Default);
        string reversed = expression.Replace("up * on () total", "total * on () up", StringComparison.Ordinal);

        var error = Assert.Throws<EvaluationException>(() => evaluator.Evaluate(Parser.Parse(reversed)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_touches_too_much_is_refused()
    {
        var evaluator = new Evaluator(Store(), 240_000, EvaluationLimits.Default with { MostSamples = 3 });

        var error = Assert.Throws<EvaluationException>(() => evaluator.Evaluate(Parser.Parse("up + up")));

        Assert.Contains("more than 3 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_full_takes_no_more_series_and_counts_what_it_refused()
    {
        var store = new SeriesStore(mostSeries: 2);
        bool[] kept = [.. Enumerable.Range(0, 4).Select(i => store.Append(SeriesNotation.Labels($"m{{i=\"{i}\"}}"), 0, i))];

        Assert.Equal([true, true, false, false], kept);
        Assert.Equal(2, store.Refused);
    }

    private static SeriesStore Store()
    {
        var store = new SeriesStore();
        (string, string)[] series =
        [
            ("up{i=\"1\"}", "1x20"),
            ("up{i=\"2\"}", "1 1 0x20"),
            ("total{i=\"1\"}", "0+30x20"),
            ("gone", "5 5"),
            ("ended", "5 stale"),
            ("h{le=\"1\"}", "1x9"),
            ("h{le=\"2\"}", "3x9"),
            ("h{le=\"+Inf\"}", "4x9"),
        ];
        foreach ((string labels, string values) in series)
        {
            long at = 0;
            foreach (double? value in SeriesNotation.Values(values))
            {
                store.Append(SeriesNotation.Labels(labels), at, value!.Value);
                at += 60_000;
            }
        }

        return store;
    }
}
